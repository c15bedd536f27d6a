/** Choosing one of many people: a button that opens a search with a list. */
import type { Person } from "./api";
import { fill, h, hidden } from "./dom";
import { icon } from "./icons";
import { avatar } from "./people";

let count = 0;

export interface PickerOptions {
  /** What is chosen, such as "You act as". */
  label: string;
  people: readonly Person[];
  chosen: Person;
  choose(person: Person): void;
}

export function personPicker({ label, people, chosen, choose }: PickerOptions): HTMLElement {
  const id = `people-${(count += 1)}`;
  const list = h("ul", { id, role: "listbox", "aria-label": "People" });
  const search = h("input", {
    type: "text", role: "combobox", placeholder: "Search people", "aria-label": "Search people", autocomplete: "off",
    "aria-controls": id, "aria-expanded": "true", "aria-autocomplete": "list",
  });
  const none = h("p", { class: "quiet none", role: "status" });
  const popup = h("div", { class: "picker", hidden: true }, h("div", { class: "search" }, icon("search"), search), list, none);
  const button = h(
    "button",
    { class: "person", type: "button", "aria-haspopup": "listbox", "aria-expanded": "false" },
    avatar(chosen.name, chosen.email),
    h("span", {}, h("small", {}, label), hidden(" "), h("b", {}, chosen.name)),
    icon("chevronDown"),
  );
  let found: Person[] = [];
  let active = 0;

  const mark = (index: number): void => {
    active = Math.max(0, Math.min(index, found.length - 1));
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    const option = list.children[active];
    search.setAttribute("aria-activedescendant", option?.id ?? "");
    option?.scrollIntoView({ block: "nearest" });
  };
  const show = (): void => {
    found = people.filter((person) => matches(person, search.value));
    fill(list, ...found.map((person, index) => option(person, `${id}-${index}`, () => pick(person))));
    fill(none, found.length ? "" : "Nobody of that name.");
    mark(search.value ? 0 : found.indexOf(chosen));
  };
  const setOpen = (isOpen: boolean): void => {
    popup.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) return;
    search.value = "";
    search.focus();
    show();
  };
  const pick = (person: Person): void => {
    setOpen(false);
    button.focus();
    choose(person);
  };

  const keys: Record<string, () => void> = {
    ArrowDown: () => mark(active + 1),
    ArrowUp: () => mark(active - 1),
    Enter: () => {
      const person = found[active];
      if (person) pick(person);
    },
    Escape: () => {
      setOpen(false);
      button.focus();
    },
  };
  search.addEventListener("input", show);
  search.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  button.addEventListener("click", () => setOpen(popup.hidden === true));
  const element = h("div", { class: "person-picker" }, button, popup);
  element.addEventListener("focusout", (event) => {
    const next = event.relatedTarget;
    if (next instanceof Node && !element.contains(next)) setOpen(false);
  });
  return element;
}

function option(person: Person, id: string, pick: () => void): HTMLElement {
  const words = h("span", {}, person.name, h("small", {}, person.job_title || person.email));
  const item = h("li", { id, role: "option", onclick: pick }, avatar(person.name, person.email, 24), words);
  item.addEventListener("mousedown", (event) => event.preventDefault());
  return item;
}

function matches(person: Person, wanted: string): boolean {
  const text = plain(`${person.name} ${person.job_title} ${person.email}`);
  return plain(wanted).split(/\s+/).every((word) => text.includes(word));
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
