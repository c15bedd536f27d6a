/** Anybody's week as a calendar, in the time zone of who looks. */
import { api, type Calendar, type CalendarEvent } from "./api";
import type { Desk } from "./desk";
import { fill, h, hidden } from "./dom";
import { icon } from "./icons";
import { inLanes } from "./lanes";
import type { Pane } from "./pane";
import { redrawn } from "./parts";
import { personPicker } from "./person_picker";
import { addDays, clock, dayName, format, isoDay, minutesOfDay, momentAt, mondayOf } from "./times";
import { stateOf } from "./upcoming";

const HOUR = 44; // px
const DAYS = 7;
const LEAST = 27; // minutes that a block is high at least
const USUAL = [8 * 60, 18 * 60] as const; // minutes of the day that are shown in any case

export interface WeekView {
  readonly element: HTMLElement;
  refresh(): Promise<void>;
}

export function weekView(desk: Desk, pane: Pane, email: string, day: string | null): WeekView {
  const zone = desk.me.time_zone;
  const whose = desk.person(email) ?? desk.me;
  const monday = mondayOf(day ?? isoDay(desk.now, zone));
  const grid = redrawn<Calendar | string>(h("div", { class: "week-body" }), "", (shown) => JSON.stringify(shown), (shown) => draw(desk, pane, shown, monday));
  const choose = { label: "Calendar of", people: desk.company.people, chosen: whose };
  const head = h("div", { class: "week-head" }, personPicker({ ...choose, choose: (person) => desk.go({ week: person.email, day: monday }) }), moves(desk, whose.email, monday));
  return {
    element: h("section", { class: "week", "aria-label": `Week of ${whose.name}` }, head, grid.element),
    async refresh() {
      try {
        grid.update(await api.calendar(whose.email, monday, DAYS));
      } catch (error) {
        grid.update(error instanceof Error ? error.message : String(error));
      }
    },
  };
}

function moves(desk: Desk, week: string, monday: string): HTMLElement {
  const zone = desk.me.time_zone;
  const at = (day: string): string => desk.link({ week, day });
  const first = momentAt(monday, "12:00", zone);
  const last = momentAt(addDays(monday, 6), "12:00", zone);
  const title = `${format(first, zone, { day: "numeric", month: "short" })} – ${format(last, zone, { day: "numeric", month: "short", year: "numeric" })}`;
  return h(
    "div",
    { class: "week-moves" },
    h("a", { class: "btn small icon-only", href: at(addDays(monday, -7)), "aria-label": "Week before" }, icon("chevronLeft")),
    h("a", { class: "btn small", href: at(mondayOf(isoDay(desk.now, zone))) }, "This week"),
    h("a", { class: "btn small icon-only", href: at(addDays(monday, 7)), "aria-label": "Week after" }, icon("chevronRight")),
    h("b", { class: "week-title" }, title),
    nextInvitation(desk, week),
  );
}

/** Where the first meeting is that is not a weekly one, which may be weeks away. */
function nextInvitation(desk: Desk, week: string): HTMLElement {
  const holder = h("span", {});
  const today = isoDay(desk.now, desk.me.time_zone);
  const find = async (): Promise<void> => {
    const found = (await api.calendar(week, today, 62)).events.find((event) => !event.weekly);
    if (!found) return;
    const day = mondayOf(isoDay(new Date(found.start), desk.me.time_zone));
    fill(holder, h("a", { class: "btn small", href: desk.link({ week, day }) }, "Next invitation"));
  };
  find().catch(() => undefined); // a guest has none
  return holder;
}

function draw(desk: Desk, pane: Pane, shown: Calendar | string, monday: string): HTMLElement[] {
  if (typeof shown === "string") return [h("p", { class: "quiet empty" }, shown)];
  const zone = desk.me.time_zone;
  const [from, until] = hoursOf(shown, zone);
  const days = Array.from({ length: DAYS }, (_, index) => addDays(monday, index));
  const used = days.filter((day, index) => index < 5 || eventsOf(shown, day, zone).length > 0);
  const columns = used.map((day) => dayColumn(desk, pane, shown, day, from, until));
  const grid = h("div", { class: "week-grid" }, axis(from, until), ...columns);
  grid.style.setProperty("--days", String(used.length));
  return [grid];
}

function eventsOf(calendar: Calendar, day: string, zone: string): CalendarEvent[] {
  return calendar.events.filter((event) => isoDay(new Date(event.start), zone) === day);
}

/** Whole hours around everything that there is. */
function hoursOf(calendar: Calendar, zone: string): [number, number] {
  const starts = calendar.events.map((event) => minutesOfDay(new Date(event.start), zone));
  const ends = calendar.events.map((event) => startAndEnd(event, zone).end);
  const from = Math.floor(Math.min(USUAL[0], ...starts) / 60) * 60;
  return [from, Math.ceil(Math.max(USUAL[1], ...ends) / 60) * 60];
}

function startAndEnd(event: CalendarEvent, zone: string): { start: number; end: number } {
  const start = minutesOfDay(new Date(event.start), zone);
  const minutes = (new Date(event.end).getTime() - new Date(event.start).getTime()) / 60_000;
  return { start, end: Math.min(start + minutes, 24 * 60) };
}

function axis(from: number, until: number): HTMLElement {
  const hours = Array.from({ length: (until - from) / 60 }, (_, index) => from / 60 + index);
  return h("div", { class: "week-axis", "aria-hidden": "true" }, ...hours.map((hour) => h("span", {}, `${String(hour).padStart(2, "0")}:00`)));
}

function dayColumn(desk: Desk, pane: Pane, calendar: Calendar, day: string, from: number, until: number): HTMLElement {
  const zone = desk.me.time_zone;
  const spans = eventsOf(calendar, day, zone).map((event) => {
    const { start, end } = startAndEnd(event, zone);
    return { start, end: Math.max(end, start + LEAST), event };
  });
  const body = h("ol", { class: "week-day" }, ...inLanes(spans).map(({ item, lane, lanes }) => placed(block(desk, pane, item.event), item, from, lane, lanes)));
  body.style.height = `${((until - from) / 60) * HOUR}px`;
  const isToday = day === isoDay(desk.now, zone);
  const name = h("h3", { class: isToday ? "today" : "" }, dayName(momentAt(day, "12:00", zone), zone), isToday ? hidden(" today") : null);
  return h("section", { class: spans.length ? "" : "free" }, name, body);
}

function placed(element: HTMLElement, span: { start: number; end: number }, from: number, lane: number, lanes: number): HTMLElement {
  element.style.setProperty("--top", `${((span.start - from) / 60) * HOUR}px`);
  element.style.setProperty("--height", `${((span.end - span.start) / 60) * HOUR - 2}px`);
  element.style.setProperty("--left", `${(lane / lanes) * 100}%`);
  element.style.setProperty("--width", `${100 / lanes}%`);
  return element;
}

function block(desk: Desk, pane: Pane, event: CalendarEvent): HTMLElement {
  const zone = desk.me.time_zone;
  const times = `${clock(new Date(event.start), zone)}–${clock(new Date(event.end), zone)}`;
  const isShort = new Date(event.end).getTime() - new Date(event.start).getTime() <= 30 * 60_000;
  const button = h(
    "button",
    { type: "button", class: "event", "data-kind": event.weekly ? "weekly" : event.response, "data-cancelled": event.cancelled, "data-short": isShort, title: event.subject, onclick: () => pane.openInvitation(event) },
    h("b", {}, event.cancelled ? `Cancelled: ${event.subject}` : event.subject),
    h("small", {}, times, event.weekly ? hidden(` ${event.show_as}`) : ` ${stateOf(event)}`),
  );
  return h("li", {}, button);
}
