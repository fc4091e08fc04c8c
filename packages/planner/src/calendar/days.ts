export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;

/** Minutes as whole milliseconds: instants know no smaller part, and what takes time takes one at least. */
export function msOfMinutes(minutes: number): number {
  return minutes === 0 ? 0 : Math.max(1, Math.round(minutes * MINUTE_MS));
}

/** Calendar days as whole numbers: days since 1970-01-01, no zone. */
export function dayNumber(day: string): number {
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(ms)) throw new RangeError(`${day} is no calendar day such as 2026-11-23`);
  return ms / DAY_MS;
}

export function dayText(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

/** 0 = Monday … 6 = Sunday. */
export function weekdayIndex(number: number): number {
  return (((number + 3) % 7) + 7) % 7; // 1970-01-01 was a Thursday
}

/** The day `count` calendar days later (earlier if negative): a step of the calendar, never of 24 hours. */
export function addDays(day: string, count: number): string {
  return dayText(dayNumber(day) + count);
}

/** `HH:MM`, `24:00` included, as minutes of the wall clock since midnight. */
export function wallMinutes(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  const total = (hours ?? Number.NaN) * 60 + (minutes ?? Number.NaN);
  if (!(total >= 0 && total <= 24 * 60)) throw new RangeError(`${time} is no time such as 08:30`);
  return total;
}

/** The other way round: `1440` is `24:00`. */
export function wallText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
