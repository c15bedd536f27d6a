/** Where somebody writes: a new message, or a reply. */
import { api, type Place } from "./api";
import type { Desk } from "./desk";
import { h, hidden } from "./dom";
import { draft, keepDraft } from "./drafts";
import { icon } from "./icons";
import { avatar } from "./people";

/** Enter sends, Shift+Enter begins a new line; "@Full Name" mentions a member or the app. */
export function composer(desk: Desk, place: Place, root: string | null, sent: () => Promise<void>): HTMLElement {
  const me = desk.me;
  const label = root ? `Reply as ${me.name}` : `Write as ${me.name}`;
  const box = h("textarea", { rows: 1, placeholder: label });
  box.value = draft(me.email, place.id, root);
  const send = async (): Promise<void> => {
    const text = box.value.trim();
    if (!text || box.disabled) return;
    box.disabled = true;
    const done = await desk.attempt(() => api.write(me.email, place.id, text, root, mentioned(desk, place, text)));
    box.disabled = false;
    if (done) {
      box.value = "";
      keepDraft(me.email, place.id, root, "");
      await sent();
    }
    fit(box);
    box.focus();
  };
  box.addEventListener("input", () => {
    keepDraft(me.email, place.id, root, box.value);
    fit(box);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void send();
  });
  const button = h("button", { class: "btn ghost small icon-only", type: "button", "aria-label": "Send", onclick: () => void send() }, icon("send"));
  return h("div", { class: "write" }, avatar(me.name, me.email, 24), h("label", {}, hidden(label), box), button);
}

function fit(box: HTMLTextAreaElement): void {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
}

function mentioned(desk: Desk, place: Place, text: string): string[] {
  const members = place.members.filter((email) => text.includes(`@${desk.person(email)?.name ?? "\n"}`));
  return text.includes(`@${desk.company.app_name}`) ? [...members, "bot"] : members;
}
