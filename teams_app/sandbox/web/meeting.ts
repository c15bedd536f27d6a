/** A meeting: who is in it, joining, leaving, ending; and the app beside it, as in the side panel of Teams. */
import { api, type Meeting, type Place } from "./api";
import type { Desk } from "./desk";
import { h } from "./dom";
import { icon } from "./icons";
import type { Pane } from "./pane";
import { redrawn } from "./parts";
import { avatar } from "./people";
import { tabFrame } from "./tab_frame";
import { clock, dayName } from "./times";

export interface MeetingPanel {
  readonly element: HTMLElement;
  refresh(): Promise<void>;
}

export function meetingPanel(desk: Desk, pane: Pane, chat: string, changed: () => Promise<void>): MeetingPanel {
  const app = h("div", { class: "meeting-app", hidden: true });
  const attend: Attend = async (what, others = []) => {
    const done = await desk.attempt(() => api.attend(desk.me.email, chat, what, others));
    if (!done) return;
    facts.update(done);
    await changed();
  };
  const facts = redrawn<Meeting | null>(h("section", { class: "sheet meeting", "aria-label": "Meeting" }), null, (meeting) => JSON.stringify(meeting), (meeting) => (meeting ? draw(desk, meeting, attend) : []));
  const showApp = (meeting: Meeting): void => {
    const isIn = meeting.inside.some((one) => one.email === desk.me.email);
    if (isIn && !app.firstChild) app.replaceChildren(tabFrame(desk, pane, { target: { entityId: "meeting", subEntityId: "" }, place: placeOf(meeting), frameContext: "sidePanel" }));
    if (!isIn) app.replaceChildren();
    app.hidden = !isIn;
  };
  return {
    element: h("div", {}, facts.element, app),
    async refresh() {
      const meeting = await desk.attempt(() => api.meeting(chat));
      if (!meeting) return;
      facts.update(meeting);
      showApp(meeting);
    },
  };
}

type Attend = (what: "join" | "leave" | "end", others?: string[]) => Promise<void>;

function draw(desk: Desk, meeting: Meeting, attend: Attend): HTMLElement[] {
  const me = desk.me;
  const isIn = meeting.inside.some((one) => one.email === me.email);
  const others = meeting.invited.map((one) => one.email).filter((email) => email !== me.email);
  const join = h("button", { class: "btn primary", type: "button", onclick: () => void attend("join") }, meeting.started ? "Join" : "Start and join");
  const everybody = h("button", { class: "btn", type: "button", onclick: () => void attend("join", others) }, `Let the other ${others.length} join`);
  const leave = h("button", { class: "btn", type: "button", onclick: () => void attend("leave") }, "Leave");
  const end = h("button", { class: "btn", type: "button", onclick: () => void attend("end") }, icon("callEnd"), "End for everybody");
  return [
    h("header", {}, icon("video"), h("h2", {}, meeting.title)),
    h("p", {}, when(desk, meeting)),
    h("p", { class: "state", role: "status" }, stateOf(desk, meeting)),
    h("div", { class: "btns" }, ...(isIn ? [...(others.length ? [everybody] : []), leave, end] : [join])),
    ...(meeting.inside.length ? [inside(desk, meeting)] : []),
  ];
}

function when(desk: Desk, meeting: Meeting): string {
  if (!meeting.start || !meeting.end) return "Not in a calendar";
  const zone = desk.me.time_zone;
  const [start, end] = [new Date(meeting.start), new Date(meeting.end)];
  return `${dayName(start, zone)}, ${clock(start, zone)}–${clock(end, zone)} · ${desk.person(meeting.organizer)?.name ?? meeting.organizer}`;
}

function stateOf(desk: Desk, meeting: Meeting): string {
  if (!meeting.started) return "Nobody is in it yet";
  return `Held since ${clock(new Date(meeting.started), desk.me.time_zone)}, ${meeting.inside.length} of ${meeting.inside.length + meeting.invited.length} are in it`;
}

function inside(desk: Desk, meeting: Meeting): HTMLElement {
  const people = meeting.inside.map((one) => h("li", { title: `since ${clock(new Date(one.joined), desk.me.time_zone)}` }, avatar(one.name, one.email, 20), one.name));
  return h("div", { class: "attendees" }, h("h3", {}, "In the meeting"), h("ul", { class: "inside" }, ...people));
}

function placeOf(meeting: Meeting): Place {
  const members = [...meeting.inside, ...meeting.invited].map((one) => one.email);
  return { id: meeting.conversation, kind: "groupChat", name: meeting.title, team: null, meeting: true, running: true, members, app_installed: true, messages: 0, unread: 0 };
}
