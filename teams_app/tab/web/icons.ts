// Fluent System Icons, drawn in the colour of the text beside them, hidden from screen readers.

import arrowRight from "@fluentui/svg-icons/icons/arrow_right_16_regular.svg";
import arrowUp from "@fluentui/svg-icons/icons/arrow_up_16_regular.svg";
import behind from "@fluentui/svg-icons/icons/arrow_trending_down_16_regular.svg";
import check from "@fluentui/svg-icons/icons/checkmark_16_regular.svg";
import checkCircle from "@fluentui/svg-icons/icons/checkmark_circle_16_regular.svg";
import chevronLeft from "@fluentui/svg-icons/icons/chevron_left_16_regular.svg";
import chevronRight from "@fluentui/svg-icons/icons/chevron_right_16_regular.svg";
import circle from "@fluentui/svg-icons/icons/circle_16_regular.svg";
import clock from "@fluentui/svg-icons/icons/clock_16_regular.svg";
import comment from "@fluentui/svg-icons/icons/comment_16_regular.svg";
import department from "@fluentui/svg-icons/icons/square_16_filled.svg";
import draft from "@fluentui/svg-icons/icons/drafts_16_regular.svg";
import eyeOff from "@fluentui/svg-icons/icons/eye_off_20_regular.svg";
import feedback from "@fluentui/svg-icons/icons/person_feedback_16_regular.svg";
import flag from "@fluentui/svg-icons/icons/flag_16_regular.svg";
import hand from "@fluentui/svg-icons/icons/hand_right_16_regular.svg";
import lock from "@fluentui/svg-icons/icons/lock_closed_20_regular.svg";
import offline from "@fluentui/svg-icons/icons/wifi_off_20_regular.svg";
import open from "@fluentui/svg-icons/icons/open_16_regular.svg";
import organization from "@fluentui/svg-icons/icons/diamond_16_filled.svg";
import plug from "@fluentui/svg-icons/icons/plug_disconnected_20_regular.svg";
import question from "@fluentui/svg-icons/icons/question_circle_16_regular.svg";
import star from "@fluentui/svg-icons/icons/star_16_filled.svg";
import target from "@fluentui/svg-icons/icons/target_arrow_20_regular.svg";
import team from "@fluentui/svg-icons/icons/circle_16_filled.svg";
import warning from "@fluentui/svg-icons/icons/warning_16_regular.svg";

const drawings = {
  arrowRight, arrowUp, behind, check, checkCircle, chevronLeft, chevronRight, circle, clock, comment,
  department, draft, eyeOff, feedback, flag, hand, lock, offline, open, organization, plug, question, star,
  target, team, warning,
};

export type Icon = keyof typeof drawings;

const reader = new DOMParser();
const drawn = new Map<Icon, Element>();

export function icon(name: Icon): Element {
  let svg = drawn.get(name);
  if (!svg) {
    svg = reader.parseFromString(drawings[name], "image/svg+xml").documentElement;
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    drawn.set(name, svg);
  }
  return document.importNode(svg, true);
}
