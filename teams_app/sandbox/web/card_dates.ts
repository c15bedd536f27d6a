/**
 * `{{DATE(…)}}` and `{{TIME(…)}}` in cards, in the time zone of who reads them; the renderer knows the browser's alone.
 * https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features
 */
import type { Card } from "./api";
import { clock, format } from "./times";

const STAMP = /\{\{(DATE|TIME)\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d))(?:, ?(COMPACT|SHORT|LONG))?\)\}\}/g;
const SHOWN = new Set(["text", "title", "value", "fallbackText"]);
const DAYS: Record<string, Intl.DateTimeFormatOptions> = {
  COMPACT: { day: "numeric", month: "numeric", year: "numeric" },
  SHORT: { weekday: "short", day: "numeric", month: "short", year: "numeric" },
  LONG: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
};

/** The card with its dates written out. */
export function withDates(card: Card, zone: string): Card {
  return JSON.parse(JSON.stringify(card), (key, value: unknown) =>
    SHOWN.has(key) && typeof value === "string" ? written(value, zone) : value,
  ) as Card;
}

function written(text: string, zone: string): string {
  return text.replace(STAMP, (whole, kind: string, stamp: string, style: string | undefined) => {
    const moment = new Date(stamp);
    if (Number.isNaN(moment.getTime())) return whole;
    return kind === "TIME" ? clock(moment, zone) : format(moment, zone, DAYS[style ?? "COMPACT"] ?? {});
  });
}
