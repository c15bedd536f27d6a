// Small parts that several views show.

import { h, unseen } from "./dom";
import { icon } from "./icons";
import { openInTeams } from "./host";
import type { CommentKind, KeyResult, Status, UnitKind } from "./types";
import { KINDS, LEVELS, STATUSES } from "./words";

export function level(kind: UnitKind, name?: string): HTMLElement {
  const { icon: shape, word } = LEVELS[kind];
  return h(`span.level.${kind}`, {}, icon(shape), name ?? word);
}

export function status(of: Status): HTMLElement {
  const { icon: shape, word } = STATUSES[of];
  return h(`span.status.${of}`, {}, icon(shape), word);
}

export function kind(of: CommentKind): HTMLElement {
  const { icon: shape, word } = KINDS[of];
  return h(`span.kind.${of}`, {}, icon(shape), word);
}

/** Start → now → target with the measure; screen readers are told which is which. */
export function range(result: KeyResult, now: keyof HTMLElementTagNameMap = "b"): HTMLElement {
  const measure = result.measure;
  return h(
    "span.range",
    {},
    unseen("from "), amount(result.start), icon("arrowRight"),
    unseen(" now "), h(now, {}, amount(result.current)), icon("arrowRight"),
    unseen(" target "), amount(result.target),
    measure ? h("span.measure", {}, ` ${measure}`) : null,
  );
}

/** A bar with its number; `of` says for screen readers what it counts. */
export function progress(perCent: number, of = "progress"): HTMLElement {
  const done = h("i");
  done.style.width = `${perCent}%`;
  return h("span.progress", {}, h("span.bar", { "aria-hidden": "true" }, done), unseen(`${of} `), h("b", {}, `${perCent} %`));
}

/** A link that Teams opens itself. */
export function teamsLink(url: string, classes: string, ...children: (Node | string)[]): HTMLAnchorElement {
  const open = (event: Event) => {
    event.preventDefault();
    openInTeams(url);
  };
  const link = h("a", { href: url, target: "_blank", rel: "noopener", click: open }, ...children);
  link.className = classes;
  return link;
}

const amount = (value: number): string => value.toLocaleString("en-GB", { maximumFractionDigits: 2 });
