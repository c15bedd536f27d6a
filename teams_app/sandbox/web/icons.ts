/** Fluent System Icons, inlined; they say nothing to a screen reader. */
import arrowReply from "@fluentui/svg-icons/icons/arrow_reply_16_regular.svg";
import beaker from "@fluentui/svg-icons/icons/beaker_20_regular.svg";
import calendar from "@fluentui/svg-icons/icons/calendar_ltr_16_regular.svg";
import callEnd from "@fluentui/svg-icons/icons/call_end_16_regular.svg";
import chat from "@fluentui/svg-icons/icons/chat_20_regular.svg";
import checkmark from "@fluentui/svg-icons/icons/checkmark_16_regular.svg";
import chevronDown from "@fluentui/svg-icons/icons/chevron_down_16_regular.svg";
import chevronLeft from "@fluentui/svg-icons/icons/chevron_left_16_regular.svg";
import chevronRight from "@fluentui/svg-icons/icons/chevron_right_16_regular.svg";
import clock from "@fluentui/svg-icons/icons/clock_16_regular.svg";
import dismiss from "@fluentui/svg-icons/icons/dismiss_16_regular.svg";
import edit from "@fluentui/svg-icons/icons/edit_16_regular.svg";
import location from "@fluentui/svg-icons/icons/location_16_regular.svg";
import more from "@fluentui/svg-icons/icons/more_horizontal_16_regular.svg";
import moon from "@fluentui/svg-icons/icons/weather_moon_16_regular.svg";
import peopleTeam from "@fluentui/svg-icons/icons/people_team_20_regular.svg";
import question from "@fluentui/svg-icons/icons/question_circle_16_regular.svg";
import remove from "@fluentui/svg-icons/icons/delete_16_regular.svg";
import search from "@fluentui/svg-icons/icons/search_16_regular.svg";
import send from "@fluentui/svg-icons/icons/send_16_regular.svg";
import sun from "@fluentui/svg-icons/icons/weather_sunny_16_regular.svg";
import target16 from "@fluentui/svg-icons/icons/target_arrow_16_filled.svg";
import target20 from "@fluentui/svg-icons/icons/target_arrow_20_filled.svg";
import undo from "@fluentui/svg-icons/icons/arrow_undo_16_regular.svg";
import video from "@fluentui/svg-icons/icons/video_20_regular.svg";
import warning from "@fluentui/svg-icons/icons/warning_16_regular.svg";
import { h } from "./dom";

const SOURCES = {
  arrowReply, beaker, calendar, callEnd, chat, checkmark, chevronDown, chevronLeft, chevronRight, clock,
  dismiss, edit, location, more, moon, peopleTeam, question, remove, search, send, sun, target16, target20,
  undo, video, warning,
};
export type IconName = keyof typeof SOURCES;

const drawn = new Map<IconName, Element>();

export function icon(name: IconName): Element {
  const known = drawn.get(name) ?? draw(name);
  return known.cloneNode(true) as Element;
}

/** The app's own mark. */
export function appIcon(big = false): HTMLElement {
  return h("span", { class: big ? "app-icon big" : "app-icon", "aria-hidden": "true" }, icon(big ? "target20" : "target16"));
}

function draw(name: IconName): Element {
  const svg = new DOMParser().parseFromString(SOURCES[name], "image/svg+xml").documentElement;
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  drawn.set(name, svg);
  return svg;
}
