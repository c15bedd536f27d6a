// The board: one list on one surface, columns in line across OKRs.

import { counted, h, unseen, type Child } from "./dom";
import { header } from "./header";
import { icon } from "./icons";
import { firstName, who } from "./people";
import { level, progress, range, status } from "./parts";
import { okrLink } from "./router";
import { empty } from "./states";
import { strip } from "./strip";
import { sinceShort } from "./times";
import type { Board, KeyResult, Row, ThreadState } from "./types";
import { KINDS, LACKS } from "./words";

const NAMED_FAULTS = 3;

export function boardView(board: Board, now: Date): Child[] {
  const { unit, cycle, objectives } = board;
  return [
    header(unit, cycle, board.cycles, true),
    h(
      "main.page",
      {},
      strip(board, now),
      notReady(objectives),
      objectives.length
        ? h("section", { "aria-label": "OKRs" }, h("h2.unseen", {}, "OKRs in agenda order"), list(board, now))
        : empty({
            icon: "target",
            title: `No OKRs in ${unit.name} for ${cycle.name}`,
            text: "They appear here as soon as they are imported and shared with you. Each gets its own thread.",
          }),
    ),
  ];
}

export const boardTitle = ({ unit }: Board): string => `Board of ${unit.name}`;

export const boardSummary = (board: Board): string =>
  `${boardTitle(board)}, ${counted(board.objectives.length, "OKR")}`;

/** How a key result of another OKR is called here: its number where that OKR is on this board. */
export function resultNumber(results: KeyResult[], id: string): string {
  const index = results.findIndex(result => result.id === id);
  return index < 0 ? "" : `KR${index + 1}`;
}

function list(board: Board, now: Date): HTMLElement {
  return h("ol.okrs", {}, ...board.objectives.map((row, index) => okr(board, row, index + 1, now)));
}

function okr(board: Board, row: Row, rank: number, now: Date): HTMLElement {
  return h(
    "li.okr",
    {},
    h("span.rank", {}, unseen("Agenda item "), String(rank)),
    h(
      "div.okr-main",
      {},
      h("h3", {}, h("a", { href: okrLink(row.id), id: `okr-${row.id}` }, row.title)),
      h("div.meta", {}, who(row.owner), alignment(board, row), origin(board, row), draft(row)),
      results(row),
    ),
    h("div.okr-side", {}, going(row), questions(row.thread), talk(row, board.viewer.time_zone, now)),
  );
}

function alignment(board: Board, row: Row): Child {
  if (row.not_ready.includes("parent")) return h("span.up.none", {}, icon("warning"), "Contributes to nothing");
  if (!row.is_aligned) return null;
  const parent = row.contributes_to;
  if (!parent) return h("span.up", {}, icon("arrowUp"), "Contributes to an OKR that is not shown to you");
  const above = board.objectives.find(one => one.id === parent.objective);
  const number = above ? resultNumber(above.key_results, parent.id) : "";
  const label = number || (above ? "" : parent.unit);
  return h(
    "a.up",
    { href: okrLink(parent.objective) },
    unseen("Contributes to "),
    icon("arrowUp"),
    h("span", {}, label ? h("b", {}, label) : null, label ? " " : "", parent.title),
  );
}

/** An OKR of a unit below says whose it is. */
function origin(board: Board, row: Row): Child {
  if (row.unit.id === board.unit.id) return null;
  return level(board.unit.kind === "organization" ? "department" : "team", row.unit.name);
}

const draft = (row: Row): Child =>
  row.state === "draft" ? h("span.draft", {}, icon("draft"), "Draft, not shared yet") : null;

function results(row: Row): HTMLElement {
  if (!row.key_results.length) return h("p.lack", {}, icon("warning"), "No key results yet");
  const lines = row.key_results.map((result, index) =>
    h(
      "li.kr",
      {},
      h("span.kr-name", {}, h("span.kr-id", {}, `KR${index + 1}`), " ", result.title),
      range(result),
      progress(result.progress),
      status(result.status),
    ),
  );
  return h("ul.krs", { "aria-label": "Key results" }, ...lines);
}

/** How the whole OKR is going; without key results there is nothing to measure. */
function going(row: Row): HTMLElement {
  const measured = row.key_results.length ? progress(row.progress, "progress of the OKR") : null;
  return h("div.going", {}, status(row.status), measured);
}

const questions = ({ questions: count }: ThreadState): Child =>
  count ? h("span.kind.question", {}, icon(KINDS.question.icon), counted(count, "question")) : null;

function talk(row: Row, zone: string, now: Date): HTMLElement {
  const { comments, latest } = row.thread;
  if (!latest) return h("a.talk", { href: okrLink(row.id) }, icon("comment"), "No comments yet", unseen(` on ${row.title}`));
  const at = new Date(latest.created_at);
  return h(
    "a.talk",
    { href: okrLink(row.id) },
    h("span.talk-count", {}, icon("comment"), String(comments), unseen(comments === 1 ? " comment, latest: " : " comments, latest: ")),
    h("span.talk-text", {}, h("b", {}, firstName(latest.author.name)), ` ${latest.text}`),
    h("time", { datetime: latest.created_at }, sinceShort(at, zone, now)),
  );
}

function notReady(rows: Row[]): Child {
  const faulty = rows.filter(row => row.not_ready.length);
  if (!faulty.length) return null;
  const named = faulty.slice(0, NAMED_FAULTS).flatMap(row => [
    " ",
    h("a", { href: okrLink(row.id) }, row.title),
    ` ${row.not_ready.map(lack => LACKS[lack]).join(" and ")}.`,
  ]);
  const more = faulty.length - NAMED_FAULTS;
  const count = faulty.length === 1 ? "1 OKR is" : `${faulty.length} OKRs are`;
  return h(
    "div.note.warn",
    {},
    icon("warning"),
    h("p", {}, h("b", {}, `${count} not ready to be shared.`), ...named, more > 0 ? ` And ${more} more.` : ""),
  );
}
