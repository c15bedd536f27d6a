/**
 * The other side of teams-js: what Teams answers to a tab in a frame ({func, args, id} by postMessage).
 * https://learn.microsoft.com/javascript/api/@microsoft/teams-js/
 */
import { api } from "./api";
import { openLink } from "./card_message";
import type { Desk } from "./desk";
import type { Pane } from "./pane";
import type { TabOptions } from "./tab_frame";
import { onTheme, theme } from "./theme";

export type FrameContext = "content" | "sidePanel";
interface Asked {
  func: string;
  args?: unknown[];
  id?: number;
  uuidAsString?: string;
}
type Reply = (args: unknown[]) => unknown[] | Promise<unknown[]>;

const SDK = "2.58.0";
const RUNTIME = JSON.stringify({
  apiVersion: 4,
  isLegacyTeams: false,
  hostVersionsInfo: { adaptiveCardSchemaVersion: { majorVersion: 1, minorVersion: 5 } },
  supports: { pages: { currentApp: {} } },
});
const LATE = 8000; // ms after which a tab that says nothing is said to be silent

/** Load the tab into the frame and answer it until the frame is gone. */
export function hostTab(frame: HTMLIFrameElement, state: HTMLElement, desk: Desk, pane: Pane, options: TabOptions): void {
  const url = desk.company.tab_url;
  const origin = new URL(url).origin;
  const me = desk.me;
  const post = (message: object): void => frame.contentWindow?.postMessage(message, origin);
  const replies: Record<string, Reply> = {
    "initialize": () => [options.frameContext, "web", RUNTIME, SDK],
    "getContext": () => [contextOf(desk, options)],
    "authentication.getAuthToken": async () => signIn(me.email),
    "executeDeepLink": ([link]) => (openLink(desk, pane, String(link)), [true, null]),
    "pages.currentApp.navigateTo": ([target]) => (pane.openTab(targetOf(target)), [true, null]),
    "pages.navigateToApp": ([target]) => (pane.openTab(targetOf(target)), [true]),
    "shareDeepLink": () => [],
    "appInitialization.success": () => (state.replaceChildren(), []),
    "appInitialization.failure": ([failed]) => (state.replaceChildren(failure(failed)), []),
  };
  const timer = setTimeout(() => state.replaceChildren(`The tab at ${url} does not speak with this page. Is the app running?`), LATE);
  const stop = [
    onTheme((now) => post({ func: "themeChange", args: [now] })),
    listen(async (event) => {
      const asked = event.data as Asked | null;
      if (event.source !== frame.contentWindow || event.origin !== origin || typeof asked?.func !== "string") return;
      clearTimeout(timer);
      const reply = replies[asked.func];
      if (reply) post({ id: asked.id, uuidAsString: asked.uuidAsString, args: await reply(asked.args ?? []) });
    }),
    () => clearTimeout(timer),
  ];
  whenGone(frame, () => stop.forEach((end) => end()));
  frame.src = `${url}?theme=${theme()}`;
}

async function signIn(email: string): Promise<unknown[]> {
  try {
    return [true, await api.token(email)];
  } catch (error) {
    return [false, error instanceof Error ? error.message : String(error)];
  }
}

function listen(handle: (event: MessageEvent) => void): () => void {
  window.addEventListener("message", handle);
  return () => window.removeEventListener("message", handle);
}

function whenGone(frame: HTMLElement, act: () => void): void {
  let wasThere = false;
  const watcher = new MutationObserver(() => {
    wasThere ||= frame.isConnected;
    if (!wasThere || frame.isConnected) return;
    watcher.disconnect();
    act();
  });
  watcher.observe(document.body, { childList: true, subtree: true });
}

function targetOf(value: unknown): TabOptions["target"] {
  const target = (value ?? {}) as { pageId?: unknown; subPageId?: unknown };
  return { entityId: String(target.pageId ?? ""), subEntityId: String(target.subPageId ?? "") };
}

function failure(value: unknown): string {
  const { reason, message } = (value ?? {}) as { reason?: string; message?: string };
  return `The tab failed: ${message ?? reason ?? "without a reason"}`;
}

/** The context in the form that goes over the wire. */
function contextOf(desk: Desk, { target, place, frameContext }: TabOptions): Record<string, unknown> {
  const { company, me } = desk;
  const team = company.teams.find((each) => each.channels.some((channel) => channel.id === place?.id));
  const inTeam = team && place ? { teamId: team.id, teamName: team.name, groupId: team.group_id, channelId: place.id, channelName: place.name, channelType: "Regular" } : {};
  const inChat = place?.kind === "groupChat" ? { chatId: place.id } : {};
  return {
    locale: "en-gb",
    theme: theme(),
    hostName: "Teams",
    hostClientType: "web",
    isFullScreen: false,
    sessionId: crypto.randomUUID(),
    appSessionId: crypto.randomUUID(),
    tid: company.tenant_id,
    userObjectId: me.object_id,
    loginHint: me.email,
    userPrincipalName: me.email,
    frameContext,
    ...inTeam,
    ...inChat,
    ...(place?.meeting ? { meetingId: btoa(`0#${place.id}#0`) } : {}),
    ...target,
  };
}
