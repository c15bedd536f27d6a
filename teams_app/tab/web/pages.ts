// What is on the page now: loaded, shown, kept up to date; and what stands there when that fails.

import * as api from "./api";
import { boardSummary, boardTitle, boardView } from "./board";
import { fill, type Child } from "./dom";
import { showIsReady } from "./host";
import { objectiveView } from "./objective";
import { boardLink, type Route } from "./router";
import { failure, isPassing, loading } from "./states";
import type { Board, Objective } from "./types";

const SKELETON_AFTER = 400; // milliseconds; what is quicker would only flicker
const REFRESH_AFTER = 15_000;
const FIRST_WAIT = 8_000;
const LONGEST_WAIT = 60_000;

export class Pages {
  private board: Board | null = null; // the last one shown
  private shown: unknown = null; // the answer that is on the page
  private shownAt = 0;
  private cameFrom = ""; // the OKR that was open last
  private turn = 0; // whatever begins later makes earlier answers void
  private steps = 0; // how far somebody has gone inside the tab

  constructor(
    private readonly root: HTMLElement,
    private readonly told: HTMLElement,
    private readonly route: () => Route,
    private readonly channel: () => string,
  ) {}

  /** Show what is asked for; `wait` is how long a failure stands before it is tried again. */
  async load(isMove = false, wait = FIRST_WAIT): Promise<void> {
    const [asked, mine] = [this.route(), ++this.turn];
    const what = asked.view === "okr" ? "the OKR" : "the board";
    const late = setTimeout(() => this.put(loading(what)), SKELETON_AFTER);
    try {
      const answer = await this.read(asked);
      if (mine !== this.turn) return;
      this.render(asked, answer);
      if (isMove) this.focusAfterMove(asked);
    } catch (error) {
      if (mine !== this.turn) return;
      const again = () => void this.load(isMove, Math.min(wait * 2, LONGEST_WAIT));
      this.fail(error, again, asked.view === "okr");
      if (isPassing(error)) setTimeout(() => mine === this.turn && again(), wait);
    } finally {
      clearTimeout(late);
    }
    showIsReady();
  }

  async move(): Promise<void> {
    this.steps += 1;
    window.scrollTo(0, 0);
    await this.load(true);
  }

  /** For Teams' back button: whether there was something to go back to inside the tab. */
  goBack(): boolean {
    if (this.steps === 0) return false;
    this.steps -= 2; // the way back is a move, too
    window.history.back();
    return true;
  }

  /** Somebody looks again: what has changed appears, and what has the focus keeps it. */
  refresh(): void {
    if (document.visibilityState !== "visible" || Date.now() - this.shownAt < REFRESH_AFTER) return;
    const [asked, mine] = [this.route(), this.turn];
    const show = (answer: Board | Objective) => {
      if (mine !== this.turn || answer === this.shown) return;
      const [id, scroll] = [document.activeElement?.id, window.scrollY];
      this.render(asked, answer);
      if (id) document.getElementById(id)?.focus({ preventScroll: true });
      window.scrollTo(0, scroll);
    };
    this.read(asked).then(show, () => undefined); // what is on the page stays until the next look
  }

  fail(error: unknown, again: () => void = () => window.location.reload(), isOkr = false): void {
    const home = this.board ? boardLink(this.board.unit.id, this.board.cycle.id) : boardLink("");
    this.put(failure(error, isOkr, again, isOkr ? home : undefined));
    this.announce("OKR Share", this.root.querySelector("h1")?.textContent ?? "");
    this.shown = null;
  }

  put(...children: Child[]): void {
    fill(this.root, ...children);
    this.root.removeAttribute("aria-busy");
  }

  private read(asked: Route): Promise<Board | Objective> {
    if (asked.view === "okr") return api.objective(asked.id);
    const { unit, cycle } = asked;
    return api.board(unit ? { unit, cycle } : { channel: this.channel(), cycle });
  }

  private render(asked: Route, answer: Board | Objective): void {
    const now = new Date();
    if ("objectives" in answer) {
      this.board = answer;
      this.put(...boardView(answer, now));
      this.announce(boardTitle(answer), boardSummary(answer));
    } else {
      this.put(...objectiveView(answer, this.board, now));
      this.announce(answer.title, `OKR: ${answer.title}`);
    }
    this.shown = answer;
    this.shownAt = now.getTime();
    if (asked.view === "okr") this.cameFrom = asked.id;
  }

  private announce(title: string, text: string): void {
    document.title = `${title} · OKR Share`;
    this.told.textContent = text;
  }

  /** Back on the board: the OKR that one comes from; else the heading of what is new. */
  private focusAfterMove(asked: Route): void {
    const origin = asked.view === "board" ? document.getElementById(`okr-${this.cameFrom}`) : null;
    (origin ?? this.root.querySelector<HTMLElement>("h1"))?.focus();
  }
}
