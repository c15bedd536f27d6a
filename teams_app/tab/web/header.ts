// The head of a unit: where it is, which cycle, which phase.

import { h, unseen, type Child } from "./dom";
import { icon } from "./icons";
import { level } from "./parts";
import { boardLink } from "./router";
import type { Cycle, Named, Unit } from "./types";
import { PHASES } from "./words";

/** `heading` is the level of the unit's name: the page of an OKR has a heading of its own. */
export function header(unit: Unit, cycle: Cycle, choice: Named[], isBoard: boolean): HTMLElement {
  const name = isBoard
    ? h("h1.unit", { tabindex: "-1" }, unit.name)
    : h("a.unit", { href: boardLink(unit.id, cycle.id) }, unit.name);
  return h(
    "header.top",
    {},
    h(
      "div.top-row",
      {},
      h("div.top-unit", {}, crumbs(unit.parents, cycle), name, level(unit.kind)),
      h("div.top-cycle", {}, phases(cycle), isBoard ? cycles(unit, cycle, choice) : h("span.cycle", {}, cycle.name)),
    ),
  );
}

function crumbs(parents: Named[], cycle: Cycle): Child {
  if (!parents.length) return null;
  const links = parents.flatMap(parent => [
    h("a", { href: boardLink(parent.id, cycle.id) }, parent.name),
    icon("chevronRight"),
  ]);
  return h("nav.crumbs", { "aria-label": "Units above" }, ...links);
}

function phases(cycle: Cycle): HTMLElement {
  const now = PHASES.findIndex(([phase]) => phase === cycle.phase);
  const steps = PHASES.map(([, word], step) => {
    if (step < now) return h("li.done", {}, icon("check"), word, unseen(", done"));
    return h("li", { "aria-current": step === now ? "step" : null }, word);
  });
  return h("ol.phases", { "aria-label": "Phases of the cycle" }, ...steps);
}

function cycles(unit: Unit, cycle: Cycle, choice: Named[]): HTMLElement {
  if (choice.length < 2) return h("span.cycle", {}, cycle.name);
  const options = choice.map(one => h("option", { value: one.id, selected: one.id === cycle.id }, one.name));
  const go = (event: Event) => {
    window.location.hash = boardLink(unit.id, (event.target as HTMLSelectElement).value);
  };
  return h("label.choice", {}, unseen("Cycle"), h("select", { change: go }, ...options));
}
