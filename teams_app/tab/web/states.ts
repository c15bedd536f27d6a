// Empty, loading and error: what happened, what was not lost, what to do next.

import { Refused, Unreachable } from "./api";
import { h, unseen, type Child } from "./dom";
import { NoToken, NotInTeams } from "./host";
import { icon, type Icon } from "./icons";

interface Said {
  icon: Icon;
  title: string;
  text: string;
  details?: string;
}

export interface Action {
  text: string;
  act?: () => void;
  href?: string;
  isMain?: boolean;
}

export function empty(said: Said, isPage = false, ...actions: Action[]): HTMLElement {
  return h(
    "section.card.nothing",
    {},
    h("span.art", {}, icon(said.icon)),
    h(isPage ? "h1" : "h2", { tabindex: "-1" }, said.title),
    h("p", {}, said.text),
    said.details ? h("p.details", {}, said.details) : null,
    actions.length ? h("div.buttons", {}, ...actions.map(button)) : null,
  );
}

/** The whole page is a failure; `again` tries once more, `home` leads to the board. */
export function failure(error: unknown, isOkr: boolean, again: () => void, home?: string): HTMLElement {
  const leave: Action[] = home ? [{ text: "To the board", href: home }] : [];
  const retry: Action = { text: isSignIn(error) ? "Sign in again" : "Try again", act: again, isMain: true };
  return h("main.page", {}, empty(saidOf(error, isOkr), true, ...(isFinal(error) ? leave : [retry, ...leave])));
}

/** Whether trying again by itself makes sense. */
export function isPassing(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof Refused && (error.status >= 500 || error.status === 429));
}

/** What a list of OKRs looks like before it is there. */
export function loading(what: string): HTMLElement {
  const row = () => h("div.sk-row", { "aria-hidden": "true" }, h("i.wide"), h("i.short"), h("i"), h("i"));
  return h("main.page", { "aria-busy": "true" }, unseen(`Loading ${what}`), h("div.card.skeleton", {}, row(), row(), row()));
}

const isFinal = (error: unknown): boolean =>
  error instanceof NotInTeams || (error instanceof Refused && [400, 403, 404].includes(error.status));

const isSignIn = (error: unknown): boolean =>
  error instanceof NoToken || (error instanceof Refused && error.status === 401);

function saidOf(error: unknown, isOkr: boolean): Said {
  const what = isOkr ? "OKR" : "board";
  if (error instanceof NotInTeams) {
    return { icon: "open", title: "Open this in Teams", text: "OKR Share is a tab: it is shown in Microsoft Teams, Outlook or Microsoft 365, which sign you in." };
  }
  if (error instanceof NoToken) {
    return { icon: "lock", title: "You could not be signed in", text: "Teams gave no sign-in for OKR Share. Nothing was lost; if it happens again, your administrator can give the app consent.", details: `Teams says: ${error.message}` };
  }
  if (error instanceof Unreachable) {
    return navigator.onLine
      ? { icon: "plug", title: `The ${what} could not be loaded`, text: "OKR Share cannot be reached just now. Nothing was lost; it is tried again by itself." }
      : { icon: "offline", title: "You are offline", text: "What you had written is safe. The page comes back when your connection does." };
  }
  return error instanceof Refused ? refused(error, isOkr) : broken(what);
}

function refused(error: Refused, isOkr: boolean): Said {
  if (error.status === 401) {
    return { icon: "lock", title: "Your sign-in was not accepted", text: "Sign in again to go on where you were. Nothing was lost.", details: error.message };
  }
  if (error.status === 403) {
    return { icon: "lock", title: "OKR Share is not open to you yet", text: error.message };
  }
  if (error.status === 404 && isOkr) {
    return { icon: "eyeOff", title: "This OKR cannot be shown", text: "It does not exist, or you may not see it. Whoever sent you the link can tell you which." };
  }
  if (error.status < 500) return { icon: "eyeOff", title: "There is no board to show", text: error.message };
  return { ...broken(isOkr ? "OKR" : "board"), ...(error.message && { details: error.message }) };
}

const broken = (what: string): Said => ({
  icon: "plug",
  title: `The ${what} could not be loaded`,
  text: "The fault is on our side, and what was written is safe. It is tried again by itself.",
});

function button({ text, act, href, isMain }: Action): Child {
  const classes = isMain ? "button primary" : "button";
  const made = href ? h("a", { href }, text) : h("button", { type: "button", click: () => act?.() }, text);
  made.className = classes;
  return made;
}
