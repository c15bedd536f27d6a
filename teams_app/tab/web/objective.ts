// One OKR: how it is going on the left, what is said on the right, both always there.

import { resultNumber } from "./board";
import { counted, h, unseen, type Child } from "./dom";
import { header } from "./header";
import { icon } from "./icons";
import { avatar, pile, who } from "./people";
import { progress, range, status } from "./parts";
import { boardLink, okrLink } from "./router";
import { thread } from "./thread";
import { clock, day } from "./times";
import type { Board, KeyResult, Objective } from "./types";
import { LACKS } from "./words";

/** `board` is the last one that was shown: it knows the OKR's place in the agenda. */
export function objectiveView(okr: Objective, board: Board | null, now: Date): Child[] {
  return [
    header(okr.unit, okr.cycle, [], false),
    h(
      "main.page",
      {},
      h("div.okr-head", {}, back(okr, board), h("h1.okr-title", { tabindex: "-1" }, okr.title), path(okr), facts(okr, now)),
      lacking(okr),
      h(
        "div.columns",
        {},
        h("div.left", {}, keyResults(okr), contributing(okr)),
        thread(okr, now),
      ),
    ),
  ];
}

function back(okr: Objective, board: Board | null): HTMLElement {
  const rank = board?.objectives.findIndex(one => one.id === okr.id) ?? -1;
  const unit = board && rank >= 0 ? board.unit.id : okr.unit.id;
  return h(
    "p.back",
    {},
    h("a", { href: boardLink(unit, okr.cycle.id) }, icon("chevronLeft"), "Board"),
    board && rank >= 0 ? h("span.quiet", {}, `${rank + 1} of ${board.objectives.length}`) : null,
  );
}

function path(okr: Objective): Child {
  if (!okr.is_aligned) return null;
  if (!okr.path.length) return h("p.path", {}, icon("arrowUp"), "Contributes to an OKR that is not shown to you");
  const nearest = okr.contributes_to;
  const steps = okr.path.flatMap((one, index) => [
    index ? icon("chevronRight") : null,
    h("a", { href: okrLink(one.id) }, one.title),
  ]);
  const result = nearest && nearest.id !== nearest.objective ? [icon("chevronRight"), h("span", {}, nearest.title)] : [];
  return h("p.path", {}, unseen("Contributes to "), icon("arrowUp"), ...steps, ...result);
}

function facts(okr: Objective, now: Date): HTMLElement {
  const pairs: [string, Child][] = [["Owner", who(okr.owner)]];
  if (okr.contributors.length) pairs.push(["Contributors", pile(okr.contributors)]);
  if (okr.contributing.length) pairs.push(["Contributing", counted(okr.contributing.length, "OKR")]);
  pairs.push(["Status", status(okr.status)]);
  if (okr.key_results.length) pairs.push(["Progress", `${okr.progress} % of ${counted(okr.key_results.length, "key result")}`]);
  if (okr.state === "draft") pairs.push(["Shared", h("span.draft", {}, icon("draft"), "Draft, not shared yet")]);
  else if (okr.meeting?.starts_at) pairs.push(["Share meeting", moment(new Date(okr.meeting.starts_at), okr, now)]);
  return h("dl.props", {}, ...pairs.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}

const moment = (at: Date, okr: Objective, now: Date): string =>
  `${day(at, okr.viewer.time_zone, now)}, ${clock(at, okr.viewer.time_zone)}`;

function lacking(okr: Objective): Child {
  if (!okr.not_ready.length) return null;
  const lacks = okr.not_ready.map(lack => LACKS[lack]).join(" and ");
  return h("div.note.warn", {}, icon("warning"), h("p", {}, h("b", {}, "Not ready to be shared."), ` It ${lacks}.`));
}

function keyResults(okr: Objective): HTMLElement {
  const count = okr.key_results.length;
  return h(
    "section.card",
    { "aria-labelledby": "results" },
    h("div.card-head", {}, h("h2", { id: "results" }, "Key results"), count ? h("span.quiet", {}, String(count)) : null),
    count
      ? h("ul", {}, ...okr.key_results.map(keyResult))
      : h("p.card-text.quiet", {}, "None yet. They say by what number the objective is reached."),
  );
}

function keyResult(result: KeyResult, index: number): HTMLElement {
  return h(
    "li.kr-full",
    {},
    h("h3", {}, h("span.kr-id", {}, `KR${index + 1}`), " ", result.title),
    range(result, "strong"),
    progress(result.progress),
    status(result.status),
  );
}

function contributing(okr: Objective): Child {
  if (!okr.contributing.length) return null;
  const rows = okr.contributing.map(one => {
    const number = one.key_result ? resultNumber(okr.key_results, one.key_result) : "";
    return h(
      "li",
      {},
      avatar(one.owner, 24),
      h("span.sub", {}, h("a", { href: okrLink(one.id) }, one.title), h("span.quiet", {}, [one.owner.name, one.unit, number && `to ${number}`].filter(Boolean).join(" · "))),
      progress(one.progress),
    );
  });
  return h(
    "section.card",
    { "aria-labelledby": "below" },
    h("div.card-head", {}, h("h2", { id: "below" }, "Contributing OKRs"), h("span.quiet", {}, String(rows.length))),
    h("ul.subs", {}, ...rows),
  );
}
