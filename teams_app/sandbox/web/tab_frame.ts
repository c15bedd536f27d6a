/** The app's tab in a frame, as Teams shows it. */
import type { Place } from "./api";
import type { TabTarget } from "./deep_links";
import type { Desk } from "./desk";
import { h } from "./dom";
import type { Pane } from "./pane";
import { hostTab, type FrameContext } from "./teams_host";

export interface TabOptions {
  target: TabTarget;
  place: Place | null;
  frameContext: FrameContext;
}

export function tabFrame(desk: Desk, pane: Pane, options: TabOptions): HTMLElement {
  const frame = h("iframe", {
    class: "tab-frame",
    title: `${desk.company.app_name} tab`,
    sandbox: "allow-scripts allow-same-origin allow-forms allow-popups",
    referrerpolicy: "strict-origin",
  });
  const state = h("p", { class: "quiet small tab-state", role: "status" });
  hostTab(frame, state, desk, pane, options);
  return h("div", { class: "tab-holder" }, state, frame);
}
