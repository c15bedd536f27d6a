// People: initials on a colour that is theirs everywhere.

import { h, unseen } from "./dom";
import type { Person } from "./types";

const COLOURS = [
  "teal", "berry", "steel", "marigold", "pumpkin", "lavender", "forest", "plum", "gold", "royal",
  "cranberry", "seafoam",
];

/** `size` in pixels: 20, 24 or 32. The name is to stand beside it. */
export function avatar(person: Person, size: 20 | 24 | 32): HTMLElement {
  return h(`span.avatar.s${size}.${colourOf(person.email)}`, { "aria-hidden": "true" }, initials(person.name));
}

export const who = (person: Person): HTMLElement =>
  h("span.who", {}, avatar(person, 20), h("span", {}, person.name));

/** The first few faces and first names. */
export function pile(people: Person[], shown = 4): HTMLElement {
  const first = people.slice(0, shown);
  const more = people.length - first.length;
  const names = first.map(person => firstName(person.name)).join(", ");
  return h(
    "span.who.pile",
    {},
    h("span.faces", {}, ...first.map(person => avatar(person, 20))),
    h("span", { "aria-hidden": "true" }, more > 0 ? `${names} and ${more} more` : names),
    unseen(people.map(person => person.name).join(", ")),
  );
}

export const firstName = (name: string): string => name.split(/\s+/)[0] ?? name;

function initials(name: string): string {
  const words = name.replace(/\(.*?\)/g, "").trim().split(/\s+/);
  const last = words.length > 1 ? words.at(-1) : "";
  return [words[0], last].map(word => [...(word ?? "")][0] ?? "").join("").toLocaleUpperCase();
}

/** FNV-1a: short, and the same in every browser. */
function colourOf(id: string): string {
  let hash = 0x811c9dc5;
  for (const letter of id) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return COLOURS[hash % COLOURS.length] ?? "steel";
}
