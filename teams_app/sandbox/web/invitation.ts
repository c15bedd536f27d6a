/** A meeting of a calendar in detail, and the answers to an invitation. */
import { api, type Attendee, type CalendarEvent } from "./api";
import { openLink } from "./card_message";
import { clean } from "./clean";
import type { Desk } from "./desk";
import { fill, h } from "./dom";
import { icon } from "./icons";
import type { Pane } from "./pane";
import { clock, dayName, isoDay, momentAt } from "./times";
import { stateOf } from "./upcoming";

const ANSWERS = [
  ["accepted", "Accept"],
  ["tentative", "Tentative"],
  ["declined", "Decline"],
] as const;
const RESPONSES: Record<string, string> = { accepted: "✓ accepted", declined: "✕ declined", tentativelyAccepted: "? tentative", none: "○ not yet" };
const NAMED = 8;

/** `changed` is called after an answer. */
export function invitation(desk: Desk, pane: Pane, event: CalendarEvent, changed: () => Promise<void>): HTMLElement {
  const said = h("p", { class: "state", role: "status" }, stateOf(event));
  const send = async (answer: string, words: string, propose: { start: string; end: string } | null = null): Promise<void> => {
    const done = await desk.attempt(() => api.answer(desk.me.email, event.id, answer, propose));
    if (!done) return;
    fill(said, words);
    await changed();
  };
  const body = h("div", { class: "event-body" }, clean(event.body));
  body.addEventListener("click", (clicked) => {
    const link = clicked.target instanceof Element ? clicked.target.closest("a") : null;
    if (!link) return;
    clicked.preventDefault();
    if (link.href.includes("/l/meetup-join/") && event.chat) openMeeting(desk, pane, event.chat);
    else openLink(desk, pane, link.href);
  });
  return h(
    "section",
    { class: "sheet", "aria-labelledby": "event-title" },
    h("header", {}, icon("calendar"), h("h2", { id: "event-title", tabindex: "-1" }, event.subject)),
    h("p", {}, when(desk, event)),
    event.location ? h("p", { class: "with-icon" }, icon("location"), event.location) : null,
    h("p", { class: "quiet small" }, `Organized by ${event.organizer.name}`, event.kind === "optional" ? " · you are optional" : ""),
    said,
    event.can_answer ? answers(desk, event, send) : null,
    event.chat ? h("div", { class: "btns" }, h("button", { class: "btn small", type: "button", onclick: () => openMeeting(desk, pane, event.chat ?? "") }, icon("video"), "Chat and meeting")) : null,
    attendees(event.attendees),
    body,
  );
}

function openMeeting(desk: Desk, pane: Pane, chat: string): void {
  desk.go({ place: chat });
  pane.openMeeting(chat);
}

function when(desk: Desk, event: CalendarEvent): string {
  const zone = desk.me.time_zone;
  const [start, end] = [new Date(event.start), new Date(event.end)];
  return `${dayName(start, zone)}, ${clock(start, zone)}–${clock(end, zone)}`;
}

type Send = (answer: string, words: string, propose?: { start: string; end: string } | null) => Promise<void>;

function answers(desk: Desk, event: CalendarEvent, send: Send): HTMLElement {
  const form = proposal(desk, event, send);
  const toggle = h("button", { class: "btn small", type: "button", "aria-expanded": "false" }, "Propose another time");
  toggle.addEventListener("click", () => {
    form.hidden = !form.hidden;
    toggle.setAttribute("aria-expanded", String(!form.hidden));
    if (!form.hidden) form.querySelector("input")?.focus();
  });
  const buttons = ANSWERS.map(([answer, words], index) =>
    h("button", { class: index ? "btn small" : "btn small primary", type: "button", onclick: () => void send(answer, `${words}: sent to ${event.organizer.name}`) }, words),
  );
  return h("div", {}, h("div", { class: "btns" }, ...buttons, toggle), form);
}

/** A proposed time goes with a tentative answer. */
function proposal(desk: Desk, event: CalendarEvent, send: Send): HTMLElement {
  const zone = desk.me.time_zone;
  const start = new Date(event.start);
  const minutes = (new Date(event.end).getTime() - start.getTime()) / 60_000;
  const day = h("input", { type: "date", value: isoDay(start, zone), required: true });
  const time = h("input", { type: "time", value: clock(start, zone), required: true });
  const form = h("form", { class: "propose", hidden: true }, h("label", { class: "lbl" }, "Day", day), h("label", { class: "lbl" }, "Time", time), h("button", { class: "btn small primary" }, "Propose"));
  form.addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    const from = momentAt(day.value, time.value, zone);
    const proposed = { start: from.toISOString(), end: new Date(from.getTime() + minutes * 60_000).toISOString() };
    form.hidden = true;
    void send("tentative", `Tentative, and ${dayName(from, zone)} ${clock(from, zone)} proposed to ${event.organizer.name}`, proposed);
  });
  return form;
}

function attendees(all: Attendee[]): HTMLElement | null {
  if (!all.length) return null;
  const people = all.filter((each) => each.kind !== "resource");
  const shown = people.slice(0, NAMED).map(attendee);
  const rest = people.slice(NAMED);
  const more = rest.length ? h("details", {}, h("summary", {}, `${rest.length} more`), h("ul", {}, ...rest.map(attendee))) : null;
  return h("div", { class: "attendees" }, h("h3", {}, `${people.length} invited`), h("ul", {}, ...shown), more);
}

function attendee(each: Attendee): HTMLElement {
  const notes = [each.kind === "optional" ? "optional" : "", each.response ? (RESPONSES[each.response] ?? each.response) : "", each.proposed ? "another time proposed" : ""];
  return h("li", {}, each.name, h("small", {}, notes.filter(Boolean).join(" · ")));
}
