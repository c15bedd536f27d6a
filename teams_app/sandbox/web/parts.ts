/** Redrawing what changed and nothing else, so that focus, scroll and half-written words stay. */

const FOCUSABLE = "a[href], button, input, textarea, select, [tabindex]";
const TYPED_IN = "input, textarea, select";
const HELD = "[data-hold]:not([hidden])"; // something is open in which a person works
const SETTLED = "settled";
const AFTER_TYPING = 500; // ms after the focus has left, so that the click that took it is not lost

export interface Part<T> {
  readonly element: HTMLElement;
  update(item: T): void;
}

/** A list in which each item keeps its element as long as its key is there. */
export function listOf<T>(
  parent: HTMLElement,
  key: (item: T) => string,
  make: (item: T) => Part<T>,
): (items: readonly T[]) => void {
  const parts = new Map<string, Part<T>>();
  return (items) => {
    const wanted = new Set(items.map(key));
    for (const [name, part] of parts) {
      if (wanted.has(name)) continue;
      part.element.remove();
      parts.delete(name);
    }
    items.forEach((item, index) => {
      const known = parts.get(key(item));
      const part = known ?? make(item);
      if (known) known.update(item);
      else parts.set(key(item), part);
      const standing = parent.children[index];
      if (standing !== part.element) parent.insertBefore(part.element, standing ?? null);
    });
  };
}

/**
 * An element whose content is drawn again when its mark changes; while somebody works in it, later:
 * when nothing is typed and open in it any more, or when `settled` says that the work is done.
 */
export function redrawn<T>(
  element: HTMLElement,
  item: T,
  mark: (item: T) => string,
  draw: (item: T) => (Node | string)[],
): Part<T> {
  let shown = mark(item);
  let latest = item;
  let hasWords = false;
  const redraw = (): void => {
    if (shown === mark(latest) || hasWords || isWorkedIn(element)) return;
    shown = mark(latest);
    keepingFocus(element, () => element.replaceChildren(...draw(latest)));
  };
  element.replaceChildren(...draw(item));
  element.addEventListener("input", () => (hasWords = true));
  element.addEventListener("focusout", () => setTimeout(redraw, AFTER_TYPING));
  element.addEventListener(SETTLED, () => {
    hasWords = false;
    redraw();
  });
  return {
    element,
    update(next) {
      latest = next;
      redraw();
    },
  };
}

/** What was typed around this element was sent or given up. */
export function settled(element: Element): void {
  element.dispatchEvent(new Event(SETTLED, { bubbles: true }));
}

function isWorkedIn(element: HTMLElement): boolean {
  if (element.querySelector(HELD)) return true;
  const active = document.activeElement;
  return active !== null && element.contains(active) && active.matches(TYPED_IN);
}

function keepingFocus(element: HTMLElement, change: () => void): void {
  const active = document.activeElement;
  const index = active && element.contains(active) ? focusable(element).indexOf(active) : -1;
  change();
  if (index >= 0) (focusable(element)[index] as HTMLElement | undefined)?.focus({ preventScroll: true });
}

function focusable(element: HTMLElement): Element[] {
  return [...element.querySelectorAll(FOCUSABLE)];
}
