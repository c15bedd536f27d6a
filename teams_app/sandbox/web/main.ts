/** The page of the stand-in tenant. */
import { api } from "./api";
import { startCards } from "./cards";
import { Desk } from "./desk";
import { byId, fill, h } from "./dom";
import { follow } from "./live";
import { mountMiddle } from "./middle";
import { Pane } from "./pane";
import { mountRail } from "./rail";
import { startTheme } from "./theme";
import { mountTop, showPane } from "./top";

async function start(): Promise<void> {
  startTheme();
  startCards();
  const desk = new Desk(await api.company());
  const refresh = async (): Promise<void> => {
    await desk.attempt(() => Promise.all([rail.refresh(), middle.refresh(), pane.refresh()]));
  };
  const pane = new Pane(byId("right"), desk, refresh);
  const rail = mountRail(byId("rail"), desk, pane);
  const middle = mountMiddle(byId("middle"), desk, pane, refresh);
  let me = desk.me.email;
  mountTop(byId("top"), desk);
  showPane(location.hash ? "posts" : "places");
  window.addEventListener("hashchange", () => {
    if (desk.me.email !== me) pane.clearAll();
    me = desk.me.email;
    document.title = `${desk.me.name} · Stand-in tenant`;
    void refresh();
  });
  await follow(desk, refresh);
}

start().catch((error: unknown) => fill(byId("middle"), h("p", { class: "empty", role: "alert" }, `This page cannot be shown: ${String(error)}`)));
