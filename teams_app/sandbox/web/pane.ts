/** The right side: a dialog, an invitation, the tab in its frame, or a meeting; and what the app just did. */
import type { Answer, CalendarEvent } from "./api";
import type { TabTarget } from "./deep_links";
import type { Desk } from "./desk";
import { dialogSheet, sentenceSheet } from "./dialog";
import { fill, h } from "./dom";
import { invitation } from "./invitation";
import { actionLog } from "./log";
import { meetingPanel, type MeetingPanel } from "./meeting";
import { tabFrame } from "./tab_frame";
import { showPane } from "./top";

const KINDS = { dialog: "Dialog", invitation: "Invitation", tab: "Tab", meeting: "Meeting" } as const;
type Kind = keyof typeof KINDS;
const EMPTY: Record<Kind, string> = {
  dialog: "No dialog is open. Buttons such as “Comment” on a card open one here.",
  invitation: "Choose a meeting in the calendar to see it here and to answer.",
  tab: "The app’s tab opens here when you follow a link of a card.",
  meeting: "Open the chat of a meeting to join it here.",
};

export class Pane {
  private readonly sheets: Record<Kind, HTMLElement>;
  private readonly chips: HTMLElement;
  private readonly log = actionLog();
  private meeting: MeetingPanel | null = null;

  constructor(
    parent: HTMLElement,
    private readonly desk: Desk,
    private readonly changed: () => Promise<void>,
  ) {
    const kinds = Object.keys(KINDS) as Kind[];
    const sheet = (kind: Kind): HTMLElement => h("div", { class: `pane-${kind}` });
    this.sheets = { dialog: sheet("dialog"), invitation: sheet("invitation"), tab: sheet("tab"), meeting: sheet("meeting") };
    this.chips = h("div", { class: "seg", role: "group", "aria-label": "Shown here" }, ...kinds.map((kind) => this.chip(kind)));
    fill(parent, this.chips, ...Object.values(this.sheets), this.log.element);
    kinds.forEach((kind) => this.clear(kind));
    this.show("dialog", false);
  }

  /** Nothing of another person stays open. */
  clearAll(): void {
    (Object.keys(KINDS) as Kind[]).forEach((kind) => this.clear(kind));
  }

  openDialog(message: string, answer: Answer, opener: Element | null): void {
    const close = (): void => {
      this.clear("dialog");
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
    const next = (later: Answer): void => {
      if (later.card || later.message || later.dialog || later.status !== 200) this.openDialog(message, later, opener);
      else close();
      void this.changed();
    };
    const around = { desk: this.desk, pane: this, message, close, next };
    const sheet = answer.card ? dialogSheet(around, answer) : sentenceSheet(around, answer);
    fill(this.sheets.dialog, sheet);
    this.show("dialog");
    (sheet.querySelector<HTMLElement>("input, textarea, select, .ac-pushButton") ?? sheet).focus();
  }

  openInvitation(event: CalendarEvent): void {
    fill(this.sheets.invitation, invitation(this.desk, this, event, this.changed));
    this.show("invitation");
    this.sheets.invitation.querySelector("h2")?.focus();
  }

  openTab(target: TabTarget): void {
    fill(this.sheets.tab, tabFrame(this.desk, this, { target, place: null, frameContext: "content" }));
    this.show("tab");
  }

  openMeeting(chat: string, isWanted = true): void {
    this.meeting = meetingPanel(this.desk, this, chat, this.changed);
    fill(this.sheets.meeting, this.meeting.element);
    void this.meeting.refresh();
    if (isWanted) this.show("meeting");
  }

  async refresh(): Promise<void> {
    await Promise.all([this.log.refresh(this.desk.me.time_zone), this.meeting?.refresh()]);
  }

  private show(kind: Kind, isWanted = true): void {
    for (const [name, sheet] of Object.entries(this.sheets)) sheet.hidden = name !== kind;
    for (const chip of this.chips.children) chip.setAttribute("aria-pressed", String(chip.getAttribute("data-kind") === kind));
    if (isWanted) showPane("app");
  }

  private clear(kind: Kind): void {
    if (kind === "meeting") this.meeting = null;
    fill(this.sheets[kind], h("p", { class: "quiet nothing" }, EMPTY[kind]));
  }

  private chip(kind: Kind): HTMLElement {
    return h("button", { class: "chip", type: "button", "data-kind": kind, "aria-pressed": "false", onclick: () => this.show(kind) }, KINDS[kind]);
  }
}
