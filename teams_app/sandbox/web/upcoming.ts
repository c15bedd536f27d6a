/** What is next in the calendar of who acts, invitations without an answer among it. */
import { api, type CalendarEvent } from "./api";
import type { Desk } from "./desk";
import { h } from "./dom";
import { icon } from "./icons";
import type { Pane } from "./pane";
import { redrawn } from "./parts";
import { firstName } from "./people";
import { dayAndClock, isoDay } from "./times";

const DAYS = 62;
const WEEKLY = 3; // of today that are shown
const OTHERS = 5;

export interface Upcoming {
  readonly element: HTMLElement;
  clear(): void;
  refresh(): Promise<void>;
}

export function upcoming(desk: Desk, pane: Pane): Upcoming {
  const part = redrawn<CalendarEvent[] | null>(h("section", { class: "upcoming" }), [], (events) => desk.me.email + JSON.stringify(events), (events) => draw(desk, pane, events));
  return {
    element: part.element,
    clear: () => part.update([]),
    async refresh() {
      const me = desk.me;
      const today = isoDay(desk.now, me.time_zone);
      const calendar = me.kind === "guest" ? null : await api.calendar(me.email, today, DAYS);
      if (desk.me.email === me.email) part.update(calendar && choose(calendar.events, desk.now));
    },
  };
}

/** The next weekly meetings within a day, and the next of all others, however far away. */
function choose(events: CalendarEvent[], now: Date): CalendarEvent[] {
  const tomorrow = now.getTime() + 86_400_000;
  const next = events.filter((event) => new Date(event.end) > now && !event.cancelled);
  const weekly = next.filter((event) => event.weekly && new Date(event.start).getTime() < tomorrow);
  return [...weekly.slice(0, WEEKLY), ...next.filter((event) => !event.weekly).slice(0, OTHERS)];
}

function draw(desk: Desk, pane: Pane, events: CalendarEvent[] | null): HTMLElement[] {
  const heading = h("h2", {}, `Calendar of ${firstName(desk.me.name)}`);
  if (!events) return [heading, h("p", { class: "quiet small" }, "A guest’s calendar is in another organization.")];
  const week = h("a", { class: "week-link", href: desk.link({ week: desk.me.email }) }, icon("calendar"), "Open the week");
  return [heading, h("ul", { class: "agenda" }, ...events.map((event) => item(desk, pane, event))), week];
}

function item(desk: Desk, pane: Pane, event: CalendarEvent): HTMLElement {
  const time = h("time", { datetime: event.start }, dayAndClock(new Date(event.start), desk.me.time_zone, desk.now));
  const open = h("button", { class: "subject", type: "button", onclick: () => pane.openInvitation(event) }, event.subject);
  const waits = event.can_answer && event.response === "notResponded";
  const answer = h("button", { class: "btn small", type: "button", "aria-label": `Answer: ${event.subject}`, onclick: () => pane.openInvitation(event) }, "Answer");
  const state = event.weekly ? null : h("small", {}, waits ? (event.kind === "optional" ? "Optional" : null) : stateOf(event), waits ? answer : null);
  return h("li", { class: event.weekly ? "" : "invited" }, time, h("span", {}, open, state));
}

/** The answer of the calendar's owner in words. */
export function stateOf(event: CalendarEvent): string {
  const words: Record<string, string> = {
    organizer: "You organize it",
    accepted: "Accepted",
    tentativelyAccepted: "Tentative",
    declined: "Declined",
    notResponded: "Not answered",
  };
  return (words[event.response] ?? event.response) + (event.chat ? " · online" : "");
}
