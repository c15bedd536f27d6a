/** The cards of a message, and what happens when somebody presses their buttons. */
import { api, type Answer, type Message } from "./api";
import { drawCard, type Pressed } from "./cards";
import { tabTarget } from "./deep_links";
import type { Desk } from "./desk";
import { h } from "./dom";
import type { Around } from "./message";
import type { Pane } from "./pane";
import { settled } from "./parts";

const refreshed = new Set<string>();

export function cardsOf(around: Around, message: Message): Node[] {
  const { desk } = around;
  const note = h("p", { class: "card-note", role: "status" });
  const cards = message.cards.map((json) =>
    drawCard(json, desk.me.time_zone, {
      pressed: (pressed) => void press(around, message, pressed, note),
      opened: (url) => openLink(desk, around.pane, url),
    }),
  );
  if (cards.length) void refresh(around, message);
  return cards.length ? [...cards, note] : [];
}

/** A deep link into the app opens its tab here; any other link a new window. */
export function openLink(desk: Desk, pane: Pane, url: string): void {
  const target = tabTarget(url, desk.company.app_id);
  if (target) pane.openTab(target);
  else if (/^https?:/.test(url)) window.open(url, "_blank", "noopener,noreferrer");
}

async function press(around: Around, message: Message, pressed: Pressed, note: HTMLElement): Promise<void> {
  const { desk, pane } = around;
  const opener = document.activeElement;
  const wait = setTimeout(() => note.replaceChildren(`Waiting for ${desk.company.app_name} …`), 400);
  const answer = await desk.attempt(() => api.click(desk.me.email, message.id, pressed.title || pressed.json, pressed.inputs));
  clearTimeout(wait);
  note.replaceChildren();
  if (!answer) return;
  if (answer.dialog !== undefined) pane.openDialog(message.id, answer, opener);
  else note.replaceChildren(sentenceOf(answer, desk.company.app_name));
  settled(note);
  await around.changed();
}

/** What the app answered to a pressed button, in words; nothing when it shows another card. */
function sentenceOf(answer: Answer, app: string): string {
  if (answer.status === 202 || (answer.status === 200 && answer.card)) return "";
  const body = answer.answer as { value?: unknown; statusCode?: number } | null;
  const value = typeof body?.value === "string" ? body.value : (body?.value as { message?: string } | undefined)?.message;
  if (value) return value;
  return answer.status === 200 ? "" : `${app} did not answer (${answer.status || "too late"}). Nothing was changed here; try again.`;
}

/** A card that asks for it is refreshed once for the person who sees it. */
async function refresh({ desk, changed }: Around, message: Message): Promise<void> {
  const wanted = message.cards.some((card) => {
    const users = (card["refresh"] as { userIds?: string[] } | undefined)?.userIds;
    return card["refresh"] !== undefined && (!users || users.includes(desk.me.teams_id));
  });
  const key = `${desk.me.email} ${message.id} ${message.edited}`;
  if (!wanted || refreshed.has(key)) return;
  refreshed.add(key);
  await api.refresh(desk.me.email, message.id).then(changed, () => undefined);
}
