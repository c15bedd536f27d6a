/** A place in the middle: the posts of a channel with their threads, or the messages of a chat. */
import type { Message, Place, Thread } from "./api";
import { composer } from "./composer";
import { fill, h } from "./dom";
import { messagePart, type Around } from "./message";
import { listOf, type Part } from "./parts";

const LATEST = 4; // replies that are shown before somebody asks for the others

export interface Posts {
  readonly element: HTMLElement;
  update(threads: readonly Thread[]): void;
}

export function postsOf(around: Around): Posts {
  const isChannel = around.place.kind === "channel";
  const list = h("div", { class: "post-list" });
  const empty = h("p", { class: "quiet empty" });
  const scroller = h("div", { class: "posts", tabindex: "0", role: "region", "aria-label": isChannel ? "Posts" : "Messages" }, list, empty);
  const news = newsButton(scroller);
  const write = composer(around.desk, around.place, null, around.changed);
  write.classList.add("foot-write");
  const show = listOf<Thread>(list, (thread) => thread.id, (thread) => (isChannel ? post(around, thread) : line(around, thread)));
  let known: Set<string> | null = null;
  return {
    element: h("div", { class: "place" }, scroller, write),
    update(threads) {
      const wasAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 40;
      show(threads);
      fill(empty, threads.length ? "" : emptySentence(around.place));
      const all = threads.flatMap((thread) => [thread, ...thread.replies]);
      if (known === null) {
        if (!isChannel) scroller.scrollTop = scroller.scrollHeight;
      } else {
        const before = known;
        const fresh = all.filter((message) => !before.has(message.id) && message.author.email !== around.desk.me.email);
        if (!isChannel && wasAtEnd) scroller.scrollTop = scroller.scrollHeight;
        else news.add(fresh.map((message) => elementOf(list, message)).filter((element) => element !== null));
      }
      known = new Set(all.map((message) => message.id));
    },
  };
}

/** A post of a channel with its thread. */
function post(around: Around, thread: Thread): Part<Thread> {
  const root = messagePart(around, thread);
  const list = h("ol", { class: "thread" });
  const earlier = h("button", { class: "btn ghost small earlier", type: "button", hidden: true });
  let isWhole = false;
  let latest = thread;
  const show = listOf<Message>(list, (message) => message.id, (message) => reply(around, message));
  const update = (now: Thread): void => {
    latest = now;
    root.update(now);
    const cut = isWhole ? 0 : Math.max(0, now.replies.length - LATEST);
    earlier.hidden = cut === 0;
    earlier.textContent = `Show ${cut} earlier ${cut === 1 ? "reply" : "replies"}`;
    show(now.replies.slice(cut));
    list.hidden = now.replies.length === 0;
  };
  earlier.addEventListener("click", () => {
    isWhole = true;
    update(latest);
  });
  const write = composer(around.desk, around.place, thread.id, around.changed);
  const element = h("article", { class: "post", "aria-label": `Post of ${thread.author.name}` }, root.element, h("div", { class: "under" }, earlier, list, write));
  update(thread);
  return { element, update };
}

function reply(around: Around, message: Message): Part<Message> {
  const part = messagePart(around, message);
  return { element: h("li", {}, part.element), update: part.update };
}

function line(around: Around, thread: Thread): Part<Thread> {
  const part = messagePart(around, thread);
  part.element.classList.add("line");
  return { element: part.element, update: part.update };
}

/** Says how many new messages stand below what is seen; nothing scrolls by itself. */
function newsButton(scroller: HTMLElement): { add(elements: Element[]): void } {
  let waiting: Element[] = [];
  const element = h("button", { class: "btn news", type: "button", hidden: true });
  const show = (): void => {
    waiting = waiting.filter((one) => one.isConnected && isBelow(one, scroller));
    element.hidden = waiting.length === 0;
    element.textContent = `${waiting.length} new ${waiting.length === 1 ? "message" : "messages"} below`;
  };
  element.addEventListener("click", () => waiting[0]?.scrollIntoView({ block: "center" }));
  scroller.addEventListener("scroll", show);
  scroller.append(element);
  return {
    add(elements) {
      waiting.push(...elements);
      show();
    },
  };
}

function elementOf(list: HTMLElement, message: Message): Element | null {
  return list.querySelector(`[data-message="${CSS.escape(message.id)}"]`);
}

function isBelow(element: Element, scroller: HTMLElement): boolean {
  return element.getBoundingClientRect().top > scroller.getBoundingClientRect().bottom;
}

function emptySentence(place: Place): string {
  if (place.kind === "personal") return "Nothing yet. Write “help” to see what the app can do.";
  return place.kind === "channel" ? "No posts yet." : "No messages yet.";
}
