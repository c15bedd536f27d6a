/** The left side: who acts, their chats, their Teams teams with channels, and what is next in their calendar. */
import { api, type Place, type Team } from "./api";
import type { Desk } from "./desk";
import { fill, h, hidden, type Child } from "./dom";
import { appIcon, icon } from "./icons";
import type { Pane } from "./pane";
import { redrawn } from "./parts";
import { personPicker } from "./person_picker";
import { showPane } from "./top";
import { upcoming } from "./upcoming";

const FEW_CHATS = 6;

export interface Rail {
  refresh(): Promise<void>;
}

export function mountRail(parent: HTMLElement, desk: Desk, pane: Pane): Rail {
  const who = h("div", {});
  const places = redrawn<Shown>(h("div", {}), { places: [], address: "" }, (shown) => JSON.stringify(shown), (shown) => drawPlaces(desk, shown.places));
  const next = upcoming(desk, pane);
  let shownAs = "";
  fill(parent, who, places.element, next.element);
  parent.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("a")) showPane("posts");
  });
  return {
    async refresh() {
      const me = desk.me;
      if (shownAs !== me.email) {
        shownAs = me.email;
        places.update({ places: [], address: "" });
        next.clear();
        const choose = { label: "You act as", people: desk.company.people, chosen: me };
        fill(who, personPicker({ ...choose, choose: (person) => desk.go(desk.view.week ? desk.view : {}, person) }));
      }
      const [found] = await Promise.all([api.places(me.email), next.refresh()]);
      if (desk.me.email === me.email) places.update({ places: found, address: location.hash });
    },
  };
}

interface Shown {
  places: Place[];
  address: string; // which of them is open
}

function drawPlaces(desk: Desk, places: Place[]): HTMLElement[] {
  const chats = places.filter((place) => place.kind !== "channel").sort(chatOrder);
  const few = chats.slice(0, FEW_CHATS);
  const others = chats.slice(FEW_CHATS);
  const hasOpenOne = others.some((place) => place.id === desk.view.place);
  const more = h("details", { class: "more-chats", open: hasOpenOne }, h("summary", {}, `${others.length} more chats`), h("ul", {}, ...others.map((place) => chatLink(desk, place))));
  return [
    h("h2", {}, "Chats"),
    h("ul", {}, ...few.map((place) => chatLink(desk, place))),
    ...(others.length ? [more] : []),
    h("h2", {}, "Teams and channels"),
    h("ul", {}, ...desk.company.teams.map((team) => teamItem(desk, team, places))),
  ];
}

/** The app first, then what runs now, then what has news. */
function chatOrder(one: Place, other: Place): number {
  const rank = (place: Place): number => (place.kind === "personal" ? 0 : place.running ? 1 : place.unread ? 2 : 3);
  return rank(one) - rank(other) || one.name.localeCompare(other.name);
}

function chatLink(desk: Desk, place: Place): HTMLElement {
  if (place.kind === "personal") return placeLink(desk, place, desk.company.app_name, appIcon());
  return placeLink(desk, place, place.name, icon(place.meeting ? "video" : "chat"));
}

function teamItem(desk: Desk, team: Team, places: Place[]): HTMLElement | null {
  const mine = team.channels.map((channel) => places.find((place) => place.id === channel.id)).filter((place) => place !== undefined);
  if (!mine.length) return null;
  return h("li", {}, h("span", { class: "team" }, icon("peopleTeam"), team.name), h("ul", {}, ...mine.map((place) => placeLink(desk, place, place.name, null))));
}

function placeLink(desk: Desk, place: Place, name: string, mark: Child): HTMLElement {
  const isOpen = desk.view.place === place.id && !desk.view.week;
  const unread = place.unread && !isOpen ? h("b", { class: "badge" }, hidden("unread "), place.unread) : null;
  const running = place.running ? h("span", { class: "now" }, "Now") : null;
  const link = h("a", { href: desk.link({ place: place.id }), "aria-current": isOpen ? "page" : null }, mark, h("span", { class: "name", title: name }, name), running, unread);
  return h("li", {}, link);
}
