/** A dialog that the app opened: its card, or a sentence. */
import { api, type Answer } from "./api";
import { openLink } from "./card_message";
import { drawCard } from "./cards";
import type { Desk } from "./desk";
import { h } from "./dom";
import { appIcon, icon } from "./icons";
import type { Pane } from "./pane";

export interface DialogAround {
  desk: Desk;
  pane: Pane;
  message: string;
  close(): void;
  next(answer: Answer): void;
}

export function dialogSheet(around: DialogAround, answer: Answer): HTMLElement {
  const { desk, pane, message } = around;
  const note = h("p", { class: "card-note", role: "status" });
  const send = async (data: unknown): Promise<void> => {
    const sheet = note.parentElement;
    sheet?.setAttribute("aria-busy", "true");
    const later = await desk.attempt(() => api.sendDialog(desk.me.email, message, data));
    sheet?.removeAttribute("aria-busy");
    if (later?.status === 200) around.next(later);
    else if (later) note.replaceChildren(`${desk.company.app_name} did not answer (${later.status || "too late"}). Your words are still here; send them again.`);
  };
  const card = drawCard(answer.card ?? {}, desk.me.time_zone, {
    pressed: (pressed) => void send(pressed.data),
    opened: (url) => openLink(desk, pane, url),
  });
  return h("section", { class: "sheet dialog", "aria-labelledby": "dialog-title", tabindex: "-1" }, head(around, answer.dialog?.title ?? desk.company.app_name), card, note);
}

export function sentenceSheet(around: DialogAround, answer: Answer): HTMLElement {
  const app = around.desk.company.app_name;
  const sentence = answer.message ?? (answer.dialog?.url ? `This dialog is a page, which is not shown here: ${answer.dialog.url}` : `${app} did not answer (${answer.status || "too late"}). Try again.`);
  const close = h("button", { class: "btn", type: "button", onclick: around.close }, "Close");
  return h("section", { class: "sheet dialog", "aria-labelledby": "dialog-title", tabindex: "-1" }, head(around, app), h("p", {}, sentence), h("div", { class: "btns end" }, close));
}

function head(around: DialogAround, title: string): HTMLElement {
  const close = h("button", { class: "btn ghost small icon-only", type: "button", "aria-label": "Close", onclick: around.close }, icon("dismiss"));
  return h("header", {}, appIcon(), h("h2", { id: "dialog-title" }, title), close);
}
