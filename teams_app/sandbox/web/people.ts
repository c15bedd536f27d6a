/** How people are drawn: initials on a colour that is the same everywhere. */
import { h } from "./dom";

const COLOURS = [
  "berry", "cranberry", "forest", "gold", "lavender", "marigold", "plum", "pumpkin", "royal", "seafoam", "steel", "teal",
];

export function avatar(name: string, key: string, size: 20 | 24 | 32 = 32): HTMLElement {
  const colour = COLOURS[hash(key) % COLOURS.length] ?? "steel";
  return h("span", { class: `avatar a${size} ${colour}`, "aria-hidden": "true" }, initials(name));
}

export function firstName(name: string): string {
  return name.split(" ")[0] ?? name;
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? "") : "";
  return ((words[0]?.[0] ?? "?") + last).toUpperCase();
}

function hash(text: string): number {
  let value = 0;
  for (const character of text) value = (value * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return value;
}
