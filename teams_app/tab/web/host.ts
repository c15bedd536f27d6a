// The one place that speaks with Teams (or Outlook, or Microsoft 365) through teams-js.

import { app, authentication, pages } from "@microsoft/teams-js";
import { isFresh } from "./tokens";

export interface Host {
  page: string; // id of the tab that was opened, "okr" and "week" in deep links
  subPage: string; // what a deep link is about
  channel: string;
}

/** There is no Teams around this page, or it does not answer. */
export class NotInTeams extends Error {}

/** Teams gave no token; the message is Teams' own. */
export class NoToken extends Error {}

const ANSWER_SECONDS = 8;
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/;

let token = "";

/** Say hello, and learn where we are shown. */
export async function connect(): Promise<Host> {
  try {
    await inTime(app.initialize(localHost()));
    const context = await inTime(app.getContext());
    setTheme(context.app.theme);
    app.registerOnThemeChangeHandler(setTheme);
    return {
      page: context.page.id,
      subPage: context.page.subPageId ?? "",
      channel: context.channel?.id ?? "",
    };
  } catch (error) {
    throw new NotInTeams(String(error));
  }
}

/** A token for our API; `refused` is the one that was not accepted. */
export async function signIn(refused?: string): Promise<string> {
  if (token && token !== refused && isFresh(token, Date.now())) return token;
  try {
    token = await authentication.getAuthToken();
  } catch (error) {
    throw new NoToken(error instanceof Error ? error.message : String(error));
  }
  return token;
}

/** Teams' own loading indicator may go: what is on the page is ours, an error included. */
export function showIsReady(): void {
  app.notifySuccess();
}

/** Teams' back button; the handler says whether it went back inside the tab. */
export function onBack(handler: () => boolean): void {
  if (pages.backStack.isSupported()) pages.backStack.registerBackButtonHandler(handler);
}

/** Open a link of Teams, such as a message in its channel, without leaving for a browser. */
export function openInTeams(url: string): void {
  app.openLink(url).catch(() => window.open(url, "_blank", "noopener"));
}

/** The content of a channel tab, saved when somebody presses Save in Teams' dialog. */
export function onSave(settings: () => { entityId: string; contentUrl: string; name: string }): void {
  pages.config.registerOnSaveHandler(event => {
    const { entityId, contentUrl, name } = settings();
    pages.config
      .setConfig({ entityId, contentUrl, websiteUrl: contentUrl, suggestedDisplayName: name })
      .then(() => event.notifySuccess(), error => event.notifyFailure(String(error)));
  });
}

export function maySave(may: boolean): void {
  pages.config.setValidityState(may);
}

/** Teams says `default`, `dark` or `contrast`; newer ones are taken for the nearest. */
export function setTheme(theme: string): void {
  const known = theme === "contrast" || theme === "dark" ? theme : "light";
  document.documentElement.dataset["theme"] = known;
}

/** Our policy lets a page of this machine frame us only where people sign in on this machine, too. */
function localHost(): string[] {
  const origin = window.location.ancestorOrigins?.[0] ?? "";
  return LOOPBACK.test(origin) ? [origin] : [];
}

function inTime<T>(answer: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, fail) =>
    setTimeout(() => fail(new Error("no answer")), ANSWER_SECONDS * 1000),
  );
  return Promise.race([answer, late]);
}
