/** Light and dark: as the system says, until somebody chooses. */

const KEY = "theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<(theme: TeamsTheme) => void>();

/** Teams' names. */
export type TeamsTheme = "default" | "dark";

export function theme(): TeamsTheme {
  const chosen = document.documentElement.dataset["theme"];
  return chosen === "dark" || (!chosen && system.matches) ? "dark" : "default";
}

export function startTheme(): void {
  const chosen = localStorage.getItem(KEY);
  if (chosen) document.documentElement.dataset["theme"] = chosen;
  system.addEventListener("change", tell);
}

export function switchTheme(): void {
  const next = theme() === "dark" ? "light" : "dark";
  document.documentElement.dataset["theme"] = next;
  localStorage.setItem(KEY, next);
  tell();
}

/** Hear of changes, until the returned function is called. */
export function onTheme(listener: (theme: TeamsTheme) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  for (const listener of listeners) listener(theme());
}
