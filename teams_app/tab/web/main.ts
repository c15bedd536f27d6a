// The tab: find out where it is shown, then show what is asked for.

import { configView } from "./config";
import { connect, onBack, setTheme, showIsReady, type Host } from "./host";
import { Pages } from "./pages";
import { routeOf, type Route } from "./router";

const root = document.getElementById("app") as HTMLElement;
const told = document.getElementById("told") as HTMLElement;
const query = new URLSearchParams(window.location.search);

async function start(): Promise<void> {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  setTheme(query.get("theme") ?? system);
  let host: Host = { page: "", subPage: "", channel: "" };
  const pages = new Pages(root, told, () => route(host), () => host.channel);
  try {
    host = await connect();
  } catch (error) {
    pages.fail(error);
    return;
  }
  if (window.location.pathname.endsWith("/config")) {
    await configure(host, pages);
    return;
  }
  onBack(() => pages.goBack());
  window.addEventListener("hashchange", () => void pages.move());
  window.addEventListener("online", () => pages.refresh());
  document.addEventListener("visibilitychange", () => pages.refresh());
  await pages.load();
}

async function configure(host: Host, pages: Pages): Promise<void> {
  try {
    pages.put(...(await configView(host)));
  } catch (error) {
    pages.fail(error, () => void configure(host, pages));
  }
  showIsReady();
}

/** What is asked for: by the address, else by a deep link, else by the place we are shown in. */
function route(host: Host): Route {
  const asked = routeOf(window.location.hash);
  if (asked) return asked;
  if (host.subPage && host.page !== "week") return { view: "okr", id: host.subPage };
  return { view: "board", unit: query.get("unit") ?? "", cycle: "" };
}

void start();
