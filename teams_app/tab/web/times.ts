// Moments in the zone of the person who looks, never without a day.

const LOCALE = "en-GB";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const formatted = (at: Date, zone: string, parts: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(LOCALE, { ...parts, timeZone: zone }).format(at);

export const clock = (at: Date, zone: string): string =>
  formatted(at, zone, { hour: "2-digit", minute: "2-digit" });

export const dayOfMonth = (at: Date, zone: string): string => formatted(at, zone, { day: "numeric" });

export const month = (at: Date, zone: string): string => formatted(at, zone, { month: "short" });

/** `Mon 14 Dec`, with the year where it is another one. */
export function day(at: Date, zone: string, now: Date): string {
  const parts: Intl.DateTimeFormatOptions = { weekday: "short", day: "numeric", month: "short" };
  const isThisYear = formatted(at, zone, { year: "numeric" }) === formatted(now, zone, { year: "numeric" });
  return formatted(at, zone, isThisYear ? parts : { ...parts, year: "numeric" }).replace(",", "");
}

/** `today`, `tomorrow`, or the day. */
export function nearDay(at: Date, zone: string, now: Date): string {
  const date = (moment: Date) => formatted(moment, zone, { dateStyle: "short" });
  if (date(at) === date(now)) return "today";
  if (date(at) === date(new Date(now.getTime() + DAY))) return "tomorrow";
  return day(at, zone, now);
}

/** When something was said: `5 min ago`, `2 h ago`, `Mon 14:03`, `Fri 8 Jan, 14:03`. */
export function since(at: Date, zone: string, now: Date): string {
  const age = now.getTime() - at.getTime();
  if (age < MINUTE) return "just now";
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`;
  if (age < 12 * HOUR) return `${Math.floor(age / HOUR)} h ago`;
  const time = clock(at, zone);
  if (age < 6 * DAY) return `${formatted(at, zone, { weekday: "short" })} ${time}`;
  return `${day(at, zone, now)}, ${time}`;
}

/** The same in a narrow place: `5 min`, `2 h`, `3 d`, `8 Jan`. */
export function sinceShort(at: Date, zone: string, now: Date): string {
  const age = now.getTime() - at.getTime();
  if (age < HOUR) return `${Math.max(1, Math.floor(age / MINUTE))} min`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h`;
  if (age < 7 * DAY) return `${Math.floor(age / DAY)} d`;
  return formatted(at, zone, { day: "numeric", month: "short" });
}

/** All of it, for whoever points at a shorter form. */
export const whole = (at: Date, zone: string): string =>
  formatted(at, zone, { dateStyle: "full", timeStyle: "short" });
