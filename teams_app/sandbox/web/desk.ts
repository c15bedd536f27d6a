/** Who acts, and what lies in front of them; kept in the address, so that a reload and "back" keep it. */
import type { Company, Person } from "./api";
import { byId, fill, h } from "./dom";
import { icon } from "./icons";

/** What the middle shows: a place (its posts or the app's tab in it), or somebody's week. */
export interface View {
  place: string | null;
  isTab: boolean;
  week: string | null;
  day: string | null;
}

export class Desk {
  private ahead = 0; // ms that the stand-in's clock is ahead of this browser's

  constructor(readonly company: Company) {}

  /** The stand-in's time. */
  get now(): Date {
    return new Date(Date.now() + this.ahead);
  }

  heard(now: string): void {
    this.ahead = new Date(now).getTime() - Date.now();
  }

  get me(): Person {
    const wanted = this.address.get("as");
    const found = this.company.people.find((person) => person.email === wanted) ?? this.company.people[0];
    if (!found) throw new Error("There is nobody in this company.");
    return found;
  }

  get view(): View {
    const address = this.address;
    return {
      place: address.get("place"),
      isTab: address.has("tab"),
      week: address.get("week"),
      day: address.get("day"),
    };
  }

  person(email: string | null): Person | undefined {
    return this.company.people.find((person) => person.email === email);
  }

  /** The address of a view, for links. */
  link(view: Partial<View>, me: Person = this.me): string {
    const address = new URLSearchParams({ as: me.email });
    if (view.place) address.set("place", view.place);
    if (view.place && view.isTab) address.set("tab", "");
    if (view.week) address.set("week", view.week);
    if (view.week && view.day) address.set("day", view.day);
    return `#${address.toString()}`;
  }

  go(view: Partial<View>, me: Person = this.me): void {
    location.hash = this.link(view, me);
  }

  /** Say something that needs no answer. */
  tell(sentence: string): void {
    const close = h("button", { class: "btn ghost small icon-only", type: "button", "aria-label": "Close", onclick: () => fill(byId("notice")) }, icon("dismiss"));
    fill(byId("notice"), h("span", {}, sentence), close);
  }

  /** Do something, and say so when it cannot be done. */
  async attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.tell(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  private get address(): URLSearchParams {
    return new URLSearchParams(location.hash.slice(1));
  }
}
