// Where in the tab somebody is, kept behind the # so that back and forward work.

export type Route =
  | { view: "board"; unit: string; cycle: string }
  | { view: "okr"; id: string };

const part = (name: string): string => encodeURIComponent(name);

export const boardLink = (unit: string, cycle = ""): string =>
  `#/board/${part(unit)}${cycle ? `/${part(cycle)}` : ""}`;

export const okrLink = (id: string): string => `#/okr/${part(id)}`;

/** The route of an address; null where it names none. */
export function routeOf(hash: string): Route | null {
  const [view, first = "", second = ""] = hash.replace(/^#\//, "").split("/").map(readable);
  if (view === "okr" && first) return { view, id: first };
  if (view === "board") return { view, unit: first, cycle: second };
  return null;
}

function readable(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
