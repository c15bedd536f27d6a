// Teams' dialog for adding the tab to a channel: which unit's board it shows.

import { units } from "./api";
import { h, type Child } from "./dom";
import { maySave, onSave, type Host } from "./host";
import { empty } from "./states";
import type { ListedUnit } from "./types";

export async function configView(host: Host): Promise<Child[]> {
  const all = await units();
  if (!all.length) {
    return [h("main.page", {}, empty({ icon: "target", title: "There is no unit to show", text: "You may open no unit's board yet. Ask your administrator to import your organization first." }))];
  }
  const here = all.find(unit => unit.channel === host.channel);
  const list = h("div.units", {}, ...inOrder(all).map(([unit, depth]) => choice(unit, depth, unit === here)));
  list.addEventListener("change", () => maySave(true));
  onSave(() => settingsOf(all, list));
  maySave(here !== undefined);
  return [
    h(
      "main.page.config",
      {},
      h("h1", { tabindex: "-1" }, "Which board shall this tab show?"),
      h("p.quiet", {}, "Everybody in this channel sees the tab; each sees only the OKRs that they may see."),
      h("fieldset.card", {}, h("legend.unseen", {}, "Unit"), list),
    ),
  ];
}

function choice(unit: ListedUnit, depth: number, isChosen: boolean): HTMLElement {
  const label = h("label.choose", {}, h("input", { type: "radio", name: "unit", value: unit.id, checked: isChosen }), h("span", {}, unit.name));
  label.style.paddingInlineStart = `${12 + depth * 24}px`;
  return label;
}

/** Each unit followed by those below it. */
function inOrder(all: ListedUnit[]): [ListedUnit, number][] {
  const known = new Set(all.map(unit => unit.id));
  const below = (parent: string | null, depth: number): [ListedUnit, number][] =>
    all
      .filter(unit => (unit.parent && known.has(unit.parent) ? unit.parent : null) === parent)
      .flatMap(unit => [[unit, depth] as [ListedUnit, number], ...below(unit.id, depth + 1)]);
  return below(null, 0);
}

function settingsOf(all: ListedUnit[], list: HTMLElement): { entityId: string; contentUrl: string; name: string } {
  const id = list.querySelector<HTMLInputElement>("input:checked")?.value ?? "";
  const name = all.find(unit => unit.id === id)?.name ?? "OKRs";
  const query = new URLSearchParams({ unit: id });
  // Teams puts the theme in, so that the first paint has its colours.
  const contentUrl = `${window.location.origin}/tab/?${query}&theme={theme}`;
  return { entityId: `board-${id}`, contentUrl, name: `OKRs of ${name}` };
}
