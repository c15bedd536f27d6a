// The thread of an OKR: what was said, by whom, when and where, in one order.

import { counted, fill, h, type Child } from "./dom";
import { icon } from "./icons";
import { avatar } from "./people";
import { kind, teamsLink } from "./parts";
import { since, whole } from "./times";
import type { Comment, CommentKind, Objective } from "./types";
import { KINDS, SOURCES } from "./words";

const SHOWN = 30; // comments; earlier ones are asked for
const LONGEST = 1_200; // characters; the rest of a comment is asked for
const LINK = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])/;

export function thread(okr: Objective, now: Date): HTMLElement {
  const said = okr.thread.filter(comment => !comment.is_deleted);
  const list = h("ol.comments");
  const show = (only: CommentKind | null, all = false) => {
    const chosen = only ? said.filter(comment => comment.kind === only) : okr.thread;
    const hidden = all ? 0 : Math.max(0, chosen.length - SHOWN);
    const earlier = hidden
      ? h("li.earlier", {}, h("button.button.ghost", { type: "button", click: () => show(only, true) }, `Show ${counted(hidden, "earlier comment")}`))
      : null;
    fill(list, earlier, ...chosen.slice(hidden).map(comment => entry(comment, okr, now)));
  };
  show(null);
  return h(
    "section.card.thread",
    { "aria-labelledby": "thread" },
    h("div.card-head", {}, h("h2", { id: "thread" }, "Thread"), h("span.quiet", {}, counted(said.length, "comment"))),
    chips(said, show),
    okr.thread.length ? list : h("p.card-text.quiet", {}, "No comments yet. Replies under the card in Teams appear here."),
    write(okr),
  );
}

/** Toggle buttons, where there is more than one kind to choose from. */
function chips(said: Comment[], show: (only: CommentKind | null) => void): Child {
  const kinds = (Object.keys(KINDS) as CommentKind[]).filter(
    one => one !== "conversation" && said.some(comment => comment.kind === one),
  );
  if (!kinds.length) return null;
  const group = h("div.chips", { role: "group", "aria-label": "Show comments" });
  const chip = (only: CommentKind | null, text: string) => {
    const choose = () => {
      for (const other of group.children) other.setAttribute("aria-pressed", String(other === button));
      show(only);
    };
    const button = h("button.chip", { type: "button", "aria-pressed": String(only === null), click: choose }, text);
    return button;
  };
  const count = (only: CommentKind) => said.filter(comment => comment.kind === only).length;
  group.append(chip(null, "All"), ...kinds.map(one => chip(one, `${KINDS[one].word} ${count(one)}`)));
  return group;
}

function entry(comment: Comment, okr: Objective, now: Date): HTMLElement {
  const zone = okr.viewer.time_zone;
  return h(
    comment.is_deleted ? "li.comment.gone" : "li.comment",
    { id: `comment-${comment.id}` },
    avatar(comment.author, 32),
    h(
      "div.said",
      {},
      h(
        "p.said-head",
        {},
        h("b", {}, comment.author.name),
        comment.kind === "conversation" || comment.is_deleted ? null : kind(comment.kind),
        h("span.said-meta", {}, moment(comment.created_at, zone, now), ...changes(comment, zone, now)),
      ),
      comment.text === null ? h("p.quiet", {}, "This comment was deleted.") : text(comment.text),
    ),
  );
}

function changes(comment: Comment, zone: string, now: Date): Child[] {
  if (comment.is_deleted) return [];
  const source = SOURCES[comment.source] ?? "";
  const where: Child = comment.url ? teamsLink(comment.url, "where", source) : source;
  const edited = comment.edited_at ? [" · edited ", moment(comment.edited_at, zone, now)] : [];
  return [" · ", where, ...edited];
}

function moment(at: string, zone: string, now: Date): HTMLElement {
  const date = new Date(at);
  return h("time", { datetime: at, title: whole(date, zone) }, since(date, zone, now));
}

function text(words: string): HTMLElement {
  const shown = h("p.words");
  const isLong = words.length > LONGEST + 200;
  fill(shown, ...linked(isLong ? `${words.slice(0, LONGEST).trimEnd()}…` : words));
  if (!isLong) return shown;
  const all = h("button.button.ghost", { type: "button" }, "Show all of it");
  all.addEventListener("click", () => {
    fill(shown, ...linked(words));
    shown.tabIndex = -1;
    shown.focus();
    all.remove();
  });
  return h("div", {}, shown, all);
}

/** Addresses become links; everything else stays text. */
const linked = (words: string): Child[] =>
  words.split(LINK).map((piece, index) =>
    index % 2 ? h("a", { href: piece, target: "_blank", rel: "noopener noreferrer" }, piece) : piece,
  );

function write(okr: Objective): Child {
  const card = okr.cards[0];
  if (!card?.url) return null;
  return h(
    "div.write",
    {},
    h("span.quiet", {}, `Write under the card in ${card.place || "its channel"}; it appears here.`),
    teamsLink(card.url, "button primary", icon("comment"), "Comment in Teams"),
  );
}
