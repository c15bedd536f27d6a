/** The middle: a place with its posts or the app's tab, or somebody's week. */
import { api, type Place, type Thread } from "./api";
import type { Desk } from "./desk";
import { fill, h } from "./dom";
import { icon } from "./icons";
import type { Pane } from "./pane";
import { postsOf, type Posts } from "./posts";
import { tabFrame } from "./tab_frame";
import { weekView, type WeekView } from "./week";

export interface Middle {
  refresh(): Promise<void>;
}

export function mountMiddle(parent: HTMLElement, desk: Desk, pane: Pane, changed: () => Promise<void>): Middle {
  let shown: string | null = null; // none: an empty address is one, too
  let shownTo = "";
  let posts: Posts | null = null;
  let week: WeekView | null = null;

  const openWeek = (email: string, day: string | null): void => {
    [posts, week] = [null, weekView(desk, pane, email, day)];
    fill(parent, h("div", { class: "head" }, h("h2", {}, "Calendar")), week.element);
  };
  const openPlace = (place: Place): void => {
    [posts, week] = [null, null];
    const head = placeHead(desk, pane, place);
    if (desk.view.isTab) {
      fill(parent, head, tabFrame(desk, pane, { target: { entityId: "board", subEntityId: "" }, place, frameContext: "content" }));
      return;
    }
    posts = postsOf({ desk, pane, place, changed });
    fill(parent, head, posts.element);
    if (place.meeting) pane.openMeeting(place.id, false);
  };

  return {
    async refresh() {
      const { address, me, view } = { address: location.hash, me: desk.me, view: desk.view };
      if (shownTo !== me.email) {
        [posts, week, shown, shownTo] = [null, null, null, me.email];
        fill(parent);
      }
      if (view.week) {
        if (shown !== address) openWeek(view.week, view.day);
        shown = address;
        await week?.refresh();
        return;
      }
      const id = view.place ?? (await firstPlace(me.email));
      const found = id ? await load(desk, id, me.email) : null;
      if (location.hash !== address) return;
      if (!found) {
        shown = address;
        fill(parent, h("p", { class: "quiet empty" }, `${me.name} is not in this place, or it is not there any more.`));
        return;
      }
      if (shown !== address) openPlace(found.conversation);
      shown = address;
      posts?.update(found.threads);
      if (posts && found.conversation.unread && document.visibilityState === "visible") await api.read(me.email, found.conversation.id);
    },
  };
}

async function load(desk: Desk, id: string, me: string): Promise<{ conversation: Place; threads: Thread[] } | null> {
  try {
    const found = await api.threads(id, me);
    return found.conversation.members.includes(desk.me.email) ? found : null;
  } catch {
    return null;
  }
}

/** Where somebody begins who has chosen nothing: the channel with the most to read, else the app's chat. */
async function firstPlace(me: string): Promise<string | null> {
  const places = await api.places(me);
  const channels = places.filter((place) => place.kind === "channel" && place.messages > 0);
  const fullest = channels.sort((one, other) => other.messages - one.messages)[0];
  return (fullest ?? places.find((place) => place.kind === "personal"))?.id ?? null;
}

function placeHead(desk: Desk, pane: Pane, place: Place): HTMLElement {
  const isChannel = place.kind === "channel";
  const name = place.kind === "personal" ? desk.company.app_name : place.name;
  const app = place.app_installed && (isChannel || place.kind === "personal") ? desk.company.app_name : null;
  const tab = (words: string, isTab: boolean): HTMLElement =>
    h("a", { href: desk.link({ place: place.id, isTab }), "aria-current": desk.view.isTab === isTab ? "page" : null }, words);
  const meet = h("button", { class: "btn small", type: "button", onclick: () => pane.openMeeting(place.id) }, icon("video"), "Meeting");
  return h(
    "div",
    { class: "head" },
    h("h2", {}, name),
    place.team ? h("p", { class: "quiet" }, place.team) : null,
    h("nav", { class: "tabs", "aria-label": isChannel ? "Channel" : "Chat" }, tab(isChannel ? "Posts" : "Chat", false), app ? tab(app, true) : null),
    place.meeting ? meet : null,
  );
}
