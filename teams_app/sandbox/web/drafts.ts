/** Half-written words survive a change of place and a reload. */

function key(me: string, place: string, root: string | null): string {
  return `draft ${me} ${place} ${root ?? ""}`;
}

export function draft(me: string, place: string, root: string | null): string {
  return sessionStorage.getItem(key(me, place, root)) ?? "";
}

export function keepDraft(me: string, place: string, root: string | null, text: string): void {
  if (text) sessionStorage.setItem(key(me, place, root), text);
  else sessionStorage.removeItem(key(me, place, root));
}
