/** Times as the person who acts reads them: in their own time zone, always with a day. */

const formats = new Map<string, Intl.DateTimeFormat>();

export function format(moment: Date, zone: string, options: Intl.DateTimeFormatOptions): string {
  const key = zone + JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone });
  formats.set(key, known);
  return known.format(moment);
}

/** Such as "2027-01-12". */
export function isoDay(moment: Date, zone: string): string {
  const [day, month, year] = format(moment, zone, { day: "2-digit", month: "2-digit", year: "numeric" }).split("/");
  return `${year}-${month}-${day}`;
}

export function clock(moment: Date, zone: string): string {
  return format(moment, zone, { hour: "2-digit", minute: "2-digit" });
}

export function clockSeconds(moment: Date, zone: string): string {
  return format(moment, zone, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}

/** Such as "Tue 12 Jan 2027, 10:24". */
export function fullTime(moment: Date, zone: string): string {
  const day = format(moment, zone, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
  return `${day.replace(",", "")}, ${clock(moment, zone)}`;
}

/** Such as "Tue 12 Jan". */
export function dayName(moment: Date, zone: string): string {
  return format(moment, zone, { weekday: "short", day: "numeric", month: "short" }).replace(",", "");
}

/** "10:24" today, "Mon 10:24" within six days, else "12 Jan 10:24". */
export function shortTime(moment: Date, zone: string, now: Date): string {
  if (isoDay(moment, zone) === isoDay(now, zone)) return clock(moment, zone);
  const isNear = Math.abs(now.getTime() - moment.getTime()) < 6 * 86_400_000;
  const day = isNear ? { weekday: "short" as const } : { day: "numeric" as const, month: "short" as const };
  return `${format(moment, zone, day)} ${clock(moment, zone)}`;
}

/** "Today 14:00", or as `shortTime` with a day in any case. */
export function dayAndClock(moment: Date, zone: string, now: Date): string {
  const isToday = isoDay(moment, zone) === isoDay(now, zone);
  return isToday ? `Today ${clock(moment, zone)}` : shortTime(moment, zone, now);
}

/** The minutes since midnight. */
export function minutesOfDay(moment: Date, zone: string): number {
  const [hours, minutes] = clock(moment, zone).split(":").map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

/** The moment at which clocks of a zone show this day ("2027-01-12") and time ("10:24"). */
export function momentAt(day: string, time: string, zone: string): Date {
  const wanted = new Date(`${day}T${time}:00Z`);
  let moment = wanted;
  for (let round = 0; round < 2; round += 1) {
    const shown = new Date(`${isoDay(moment, zone)}T${clock(moment, zone)}:00Z`);
    moment = new Date(moment.getTime() + wanted.getTime() - shown.getTime());
  }
  return moment;
}

export function addDays(day: string, count: number): string {
  const moment = new Date(`${day}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + count);
  return moment.toISOString().slice(0, 10);
}

/** The Monday of a day's week. */
export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, -((weekday + 6) % 7));
}
