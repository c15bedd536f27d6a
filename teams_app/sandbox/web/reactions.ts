/** Reactions under a message. */
import type { Message } from "./api";
import { h, hidden } from "./dom";

/** Teams' words and how they look. */
export const REACTIONS: readonly (readonly [string, string])[] = [
  ["like", "👍"],
  ["heart", "❤️"],
  ["laugh", "😆"],
  ["surprised", "😮"],
  ["sad", "🙁"],
  ["angry", "😠"],
];
const LOOKS = new Map(REACTIONS);

export function look(type: string): string {
  return LOOKS.get(type) ?? type;
}

/** Those that were given, each a button that gives or takes back one's own. */
export function reactionBar(message: Message, me: string, react: (type: string, remove: boolean) => void): HTMLElement | null {
  const types = [...new Set(message.reactions.map((given) => given.type))];
  if (!types.length) return null;
  return h(
    "div",
    { class: "reactions", role: "group", "aria-label": "Reactions" },
    ...types.map((type) => {
      const givers = message.reactions.filter((given) => given.type === type);
      const isMine = givers.some((given) => given.email === me);
      return h(
        "button",
        { class: "react", type: "button", "aria-pressed": String(isMine), onclick: () => react(type, isMine) },
        h("span", { "aria-hidden": "true" }, look(type)),
        hidden(type),
        String(givers.length),
      );
    }),
  );
}
