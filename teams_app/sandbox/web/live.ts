/** Following the tenant: one question that is answered when something has changed. */
import { api } from "./api";
import type { Desk } from "./desk";

const GATHER = 250; // ms in which changes are taken together
const AGAIN = 2000; // ms until a stand-in that does not answer is asked again

/** Call `changed` now and after each change, until the page is closed. */
export async function follow(desk: Desk, changed: () => Promise<void>): Promise<never> {
  let seen: number | null = null;
  for (let isLost = false; ; ) {
    try {
      const news = await api.changes(seen);
      desk.heard(news.now);
      if (news.number !== seen || isLost) await changed();
      if (isLost) desk.tell("The stand-in tenant answers again.");
      [seen, isLost] = [news.number, false];
      await pause(GATHER);
    } catch {
      if (!isLost) desk.tell("The stand-in tenant does not answer. This page asks again until it does.");
      isLost = true;
      await pause(AGAIN);
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
