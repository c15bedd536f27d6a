/** One message: who, when, words, cards, reactions, and what its author may do with it. */
import { api, type Message, type Place } from "./api";
import { cardsOf } from "./card_message";
import { clean } from "./clean";
import type { Desk } from "./desk";
import { h, hidden } from "./dom";
import { appIcon, icon } from "./icons";
import type { Pane } from "./pane";
import { redrawn, settled, type Part } from "./parts";
import { avatar } from "./people";
import { look, reactionBar, REACTIONS } from "./reactions";
import { dayAndClock, shortTime } from "./times";

export interface Around {
  desk: Desk;
  pane: Pane;
  place: Place;
  changed(): Promise<void>;
}

/** A message as a part of a list; cards are redrawn only when they change. */
export function messagePart(around: Around, message: Message): Part<Message> {
  const isApp = message.author.kind === "bot";
  const side = isApp ? appIcon(true) : avatar(message.author.name, message.author.email ?? message.author.name);
  const by = redrawn(h("p", { class: "by" }), message, byMark, (now) => byLine(around, now));
  const words = redrawn(h("div", { class: "words" }), message, wordsMark, (now) => said(around, now));
  const cards = redrawn(h("div", { class: "cards" }), message, (now) => JSON.stringify(now.cards), (now) => cardsOf(around, now));
  const foot = redrawn(h("div", { class: "foot" }), message, footMark, (now) => footOf(around, now));
  const body = h("div", { class: "said" }, by.element, words.element, cards.element, foot.element);
  const parts = [by, words, cards, foot];
  return {
    element: h("div", { class: "message", "data-message": message.id }, side, body),
    update: (now) => parts.forEach((part) => part.update(now)),
  };
}

function byMark(message: Message): string {
  return `${message.edited}${message.deleted}`;
}

function wordsMark(message: Message): string {
  return `${message.html}${message.deleted}`;
}

function footMark(message: Message): string {
  return JSON.stringify([message.reactions, message.received, message.deleted, message.edited]);
}

function byLine({ desk }: Around, message: Message): (Node | string)[] {
  const zone = desk.me.time_zone;
  const written = new Date(message.created);
  const time = h("time", { datetime: message.created, title: dayAndClock(written, zone, desk.now) }, shortTime(written, zone, desk.now));
  const isApp = message.author.kind === "bot";
  const edited = message.edited && !message.deleted ? edit(isApp, shortTime(new Date(message.edited), zone, desk.now)) : "";
  return [
    h("b", {}, message.author.name),
    isApp ? h("span", { class: "appmark" }, "App") : "",
    h("span", { class: "meta" }, time, edited),
  ];
}

function edit(isApp: boolean, time: string): string {
  return isApp ? ` · updated ${time}` : " · edited";
}

function said(_around: Around, message: Message): (Node | string)[] {
  if (message.deleted) return [h("p", { class: "quiet gone" }, "This message was deleted.")];
  return message.html ? [clean(message.html)] : [];
}

function footOf(around: Around, message: Message): (Node | string)[] {
  const { desk } = around;
  const me = desk.me.email;
  const isMine = message.author.email === me;
  const run = (work: () => Promise<unknown>): void =>
    void desk.attempt(async () => {
      await work();
      await around.changed();
    });
  if (message.deleted) {
    return isMine ? [h("button", { class: "btn small", type: "button", onclick: () => run(() => api.undelete(me, message.id)) }, icon("undo"), "Undo")] : [];
  }
  const react = (type: string, remove: boolean): void => run(() => api.react(me, message.id, type, remove));
  const bar = reactionBar(message, me, react);
  const tools = h("div", { class: "tools", role: "group", "aria-label": "React or change", "data-hold": true, hidden: true });
  const finish = (work: () => Promise<unknown>): void => {
    close(tools);
    run(work);
  };
  const open = (): void => fillTools(around, message, tools, finish);
  const more = moreButton(message, tools, open);
  const trace = traceOf(message);
  return [...(bar ? [bar] : []), ...(trace ? [trace] : []), more, tools];
}

/** Whether the app has heard of it, which a person in Teams does not see, but here wants to. */
function traceOf(message: Message): HTMLElement | null {
  if (message.author.kind !== "person" || message.received === null) return null;
  const isHeard = message.received >= 200 && message.received < 300;
  const sentence = isHeard ? "Received by the app" : `The app did not take it (${message.received || "no answer"})`;
  return h("span", { class: isHeard ? "trace" : "trace bad" }, icon(isHeard ? "checkmark" : "warning"), sentence);
}

/** Stands right before what it opens. */
function moreButton(message: Message, tools: HTMLElement, open: () => void): HTMLElement {
  const button = h("button", { class: "btn ghost small icon-only more", type: "button", "aria-expanded": "false", "aria-label": `React or change: message of ${message.author.name}` }, icon("more"));
  button.addEventListener("click", () => {
    if (!tools.hidden) return close(tools);
    open();
    tools.hidden = false;
    button.setAttribute("aria-expanded", "true");
  });
  return button;
}

/** What is held back while they are open is shown then. */
function close(tools: HTMLElement): void {
  tools.hidden = true;
  const opener = tools.previousElementSibling;
  opener?.setAttribute("aria-expanded", "false");
  if (opener instanceof HTMLElement && tools.contains(document.activeElement)) opener.focus({ preventScroll: true });
  settled(tools);
}

function fillTools(around: Around, message: Message, tools: HTMLElement, finish: (work: () => Promise<unknown>) => void): void {
  const me = around.desk.me.email;
  const react = (type: string, remove: boolean): void => finish(() => api.react(me, message.id, type, remove));
  tools.replaceChildren();
  for (const [type] of REACTIONS) {
    const isMine = message.reactions.some((given) => given.type === type && given.email === me);
    tools.append(h("button", { class: "react", type: "button", "aria-pressed": String(isMine), onclick: () => react(type, isMine) }, h("span", { "aria-hidden": "true" }, look(type)), hidden(type)));
  }
  if (message.author.email === me) {
    tools.append(
      h("button", { class: "btn small", type: "button", onclick: () => startEditing(around, message, tools) }, icon("edit"), "Edit"),
      h("button", { class: "btn small", type: "button", onclick: () => finish(() => api.remove(me, message.id)) }, icon("remove"), "Delete"),
    );
  }
}

function startEditing(around: Around, message: Message, tools: HTMLElement): void {
  const box = h("textarea", { rows: 2 });
  box.value = message.text;
  const save = async (): Promise<void> => {
    const done = await around.desk.attempt(() => api.edit(around.desk.me.email, message.id, box.value.trim()));
    if (done === undefined) return;
    close(tools);
    await around.changed();
  };
  tools.replaceChildren(
    h("label", { class: "lbl wide" }, "Your message", box),
    h("button", { class: "btn small primary", type: "button", onclick: () => void save() }, "Save"),
    h("button", { class: "btn small", type: "button", onclick: () => close(tools) }, "Cancel"),
  );
  box.focus();
}
