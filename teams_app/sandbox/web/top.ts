/** The striped bar: nobody shall take this for Microsoft Teams. */
import type { Desk } from "./desk";
import { fill, h } from "./dom";
import { icon } from "./icons";
import { onTheme, switchTheme, theme } from "./theme";
import { fullTime } from "./times";

const TICK = 15_000; // ms

export function mountTop(parent: HTMLElement, desk: Desk): void {
  const time = h("time", {});
  const button = h("button", { class: "btn small", type: "button", onclick: switchTheme });
  const label = (): void => {
    const isDark = theme() === "dark";
    fill(button, icon(isDark ? "sun" : "moon"), isDark ? "Light" : "Dark");
  };
  const tick = (): void => fill(time, fullTime(desk.now, desk.me.time_zone));
  onTheme(label);
  label();
  tick();
  setInterval(tick, TICK);
  window.addEventListener("hashchange", tick);
  const words = h("span", {}, "This is not Microsoft Teams. Nobody is mailed, everything stays on this machine.");
  fill(
    parent,
    h("div", { class: "top-mark" }, icon("beaker"), h("h1", {}, "Stand-in tenant"), words),
    h("p", { class: "top-clock" }, icon("clock"), time, button),
    h("div", { class: "pane-switch", role: "group", "aria-label": "Shown" }, ...["Places", "Posts", "App"].map(paneButton)),
  );
}

/** On a narrow screen one of the three panes is shown at a time. */
function paneButton(name: string): HTMLElement {
  const pane = name.toLowerCase();
  const button = h("button", { class: "chip", type: "button", "data-pane": pane, "aria-pressed": String(pane === "places"), onclick: () => showPane(pane) }, name);
  return button;
}

export function showPane(pane: string): void {
  document.body.dataset["pane"] = pane;
  for (const button of document.querySelectorAll(".pane-switch [data-pane]")) {
    button.setAttribute("aria-pressed", String(button.getAttribute("data-pane") === pane));
  }
}
