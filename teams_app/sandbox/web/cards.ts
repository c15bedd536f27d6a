/** Cards, drawn by Microsoft's renderer. */
import { AdaptiveCard, ExecuteAction, OpenUrlAction, SerializationContext, SubmitAction, Versions, type Action } from "adaptivecards";
import MarkdownIt from "markdown-it";
import type { Card } from "./api";
import { registerElements } from "./card_elements";
import { withDates } from "./card_dates";
import { cleanHtml } from "./clean";
import { h } from "./dom";
import { hostConfig } from "./host_config";

/** A pressed button: what it is called, what it carries together with the inputs, and the inputs alone. */
export interface Pressed {
  kind: "execute" | "submit";
  title: string;
  json: unknown;
  data: unknown;
  inputs: Record<string, unknown>;
}
export interface CardHandlers {
  pressed(pressed: Pressed): void;
  opened(url: string): void;
}

const markdown = new MarkdownIt({ html: false, linkify: false });

export function startCards(): void {
  registerElements();
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = cleanHtml(markdown.render(text));
    result.didProcess = true;
  };
}

/** The card as an element; a card that cannot be drawn is said to be one. */
export function drawCard(json: Card, zone: string, handlers: CardHandlers): HTMLElement {
  const card = new AdaptiveCard();
  card.hostConfig = hostConfig;
  card.onExecuteAction = (action) => act(card, action, handlers);
  card.onAnchorClicked = (_element, anchor) => {
    handlers.opened(anchor.href);
    return true;
  };
  card.parse(withDates(json, zone), new SerializationContext(Versions.v1_5));
  const drawn = card.render();
  const name = typeof json["fallbackText"] === "string" ? json["fallbackText"] : "Card";
  const holder = h("div", { class: "card", role: "group", "aria-label": name.slice(0, 120) });
  holder.append(drawn ?? h("p", { class: "quiet" }, `This card cannot be shown: ${name}`));
  return holder;
}

function act(card: AdaptiveCard, action: Action, handlers: CardHandlers): void {
  if (action instanceof OpenUrlAction) {
    if (action.url) handlers.opened(action.url);
    return;
  }
  const kind = action instanceof ExecuteAction ? "execute" : action instanceof SubmitAction ? "submit" : null;
  if (!kind) return;
  const { data } = action as SubmitAction | ExecuteAction;
  const inputs = Object.fromEntries(card.getAllInputs().map((input) => [input.id, input.value]));
  handlers.pressed({ kind, title: action.title ?? "", json: action.toJSON(), data, inputs });
}
