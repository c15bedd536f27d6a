/** "What the app just did", and how much it did so far. */
import { api, type Entry, type Log } from "./api";
import { fill, h } from "./dom";
import { clockSeconds } from "./times";

const SHOWN = 8;
const QUIET = 3000; // ms without anything new, after which the app is said to rest
const COUNTED: readonly (readonly [string, string, string])[] = [
  ["event", "calendar change", "calendar changes"],
  ["post", "message or card posted", "messages and cards posted"],
  ["update", "card changed", "cards changed"],
  ["delivery", "message received", "messages received"],
];

export interface ActionLog {
  readonly element: HTMLElement;
  refresh(zone: string): Promise<void>;
}

export function actionLog(): ActionLog {
  const list = h("ol", {});
  const counts = h("p", { class: "counts" });
  const working = h("span", { class: "working", hidden: true }, "Working …");
  let newest = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  const work = (): void => {
    working.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(() => (working.hidden = true), QUIET);
  };
  return {
    element: h("section", { class: "log", "aria-labelledby": "log-title" }, h("div", { class: "log-head" }, h("h2", { id: "log-title" }, "What the app just did"), working), counts, list),
    async refresh(zone) {
      const log = await api.log(SHOWN);
      const first = `${log.log[0]?.at}${log.log[0]?.message}`;
      if ((newest && newest !== first) || log.pending) work();
      newest = first;
      fill(counts, countsOf(log));
      fill(list, ...(log.log.length ? log.log.map((entry) => item(entry, zone)) : [h("li", {}, "Nothing yet.")]));
    },
  };
}

function countsOf(log: Log): string {
  const parts = COUNTED.filter(([what]) => log.counts[what]).map(([what, one, many]) => {
    const count = log.counts[what] ?? 0;
    return `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;
  });
  return parts.join(", ");
}

function item(entry: Entry, zone: string): HTMLElement {
  const isBad = entry.status === 0 || entry.status >= 400;
  const failed = isBad ? ` (${entry.status || "no answer"})` : "";
  return h("li", { class: isBad ? "bad" : "" }, h("time", { datetime: entry.at }, clockSeconds(new Date(entry.at), zone)), entry.sentence + failed);
}
