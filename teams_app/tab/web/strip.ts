// The unit's share meeting and what still stands in its way, on one line.

import { counted, h, type Child } from "./dom";
import { icon } from "./icons";
import { teamsLink } from "./parts";
import { clock, dayOfMonth, month, nearDay } from "./times";
import type { Board, Meeting } from "./types";

const EARLY = 15 * 60_000; // how long before its start a meeting may be joined from here

export function strip(board: Board, now: Date): Child {
  const meeting = board.meeting;
  const facts = factsOf(board);
  if (!meeting?.starts_at || !meeting.ends_at) {
    return facts.length ? h("section.strip", { "aria-label": "At a glance" }, list(facts)) : null;
  }
  const [starts, ends, zone] = [new Date(meeting.starts_at), new Date(meeting.ends_at), board.viewer.time_zone];
  const when = `${nearDay(starts, zone, now)}, ${clock(starts, zone)}–${clock(ends, zone)}`;
  return h(
    "section.strip",
    { "aria-label": "This unit's share meeting" },
    h(
      "div.strip-when",
      {},
      h("span.date", { "aria-hidden": "true" }, h("b", {}, dayOfMonth(starts, zone)), month(starts, zone)),
      h("p", {}, h("b", {}, `Share meeting ${ends < now ? "was " : ""}${when}`), h("br"), h("span.quiet", {}, about(board, meeting))),
    ),
    list(facts),
    joining(meeting, starts, ends, now),
  );
}

function about(board: Board, meeting: Meeting): string {
  const told = [
    `${board.unit.leader.name} leads`,
    counted(board.objectives.length, "OKR"),
    `${meeting.invited} invited`,
  ];
  if (meeting.room) told.push(meeting.room);
  if (meeting.state === "booking") told.push("being booked");
  if (meeting.state === "moving") told.push("being moved");
  return told.join(" · ");
}

/** What is normal stays silent. */
function factsOf({ objectives }: Board): [string, string][] {
  const results = objectives.flatMap(one => one.key_results);
  const good = results.filter(one => ["on_track", "closed"].includes(one.status)).length;
  const questions = objectives.reduce((sum, one) => sum + one.thread.questions, 0);
  const unaligned = objectives.filter(one => one.not_ready.includes("parent")).length;
  const facts: [string, string][] = [];
  if (results.length) facts.push([`${good} of ${results.length}`, "key results on track"]);
  if (questions) facts.push([String(questions), questions === 1 ? "question asked" : "questions asked"]);
  if (unaligned) facts.push([String(unaligned), unaligned === 1 ? "contributes to nothing" : "contribute to nothing"]);
  return facts;
}

const list = (facts: [string, string][]): Child =>
  facts.length ? h("ul.facts", {}, ...facts.map(([count, of]) => h("li", {}, h("b", {}, count), ` ${of}`))) : null;

function joining(meeting: Meeting, starts: Date, ends: Date, now: Date): Child {
  const isOpen = now.getTime() > starts.getTime() - EARLY && now < ends;
  return meeting.join_url && isOpen ? teamsLink(meeting.join_url, "button primary", icon("open"), "Join") : null;
}
