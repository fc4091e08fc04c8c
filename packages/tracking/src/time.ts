import { TZDate, tzOffset } from '@date-fns/tz';
import { differenceInCalendarDays } from 'date-fns';

/** The railway's only clock: every time of a report is Moscow time, the whole network over. */
export const MOSCOW = 'Europe/Moscow';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

export const ms = (instant: string | Date): number => (typeof instant === 'string' ? Date.parse(instant) : instant.getTime());
export const iso = (time: number): string => new Date(time).toISOString();

/** Elapsed days from one instant to the other, not rounded; negative when `to` is the earlier one. */
export const daysBetween = (from: string | Date, to: string | Date): number => (ms(to) - ms(from)) / DAY_MS;

/** Idle figures are kept to 2 decimals, as the railway prints them. */
export const round2 = (days: number): number => Math.round(days * 100) / 100;

export const earliest = (...instants: (string | undefined)[]): string | undefined =>
  instants
    .filter((at) => at !== undefined)
    .reduce<string | undefined>((a, b) => (a === undefined || ms(b) < ms(a) ? b : a), undefined);

/** Asking the runtime takes a tenth of a millisecond, and one answer asks a hundred times. */
const KNOWN_ZONES = new Set([MOSCOW]);

/** `timeZone` when the runtime knows it, else Moscow: a mistyped zone must not turn a time into "Invalid Date". */
export function knownZone(timeZone: string | undefined): string {
  if (timeZone === undefined || KNOWN_ZONES.has(timeZone)) return timeZone ?? MOSCOW;
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    KNOWN_ZONES.add(timeZone);
    return timeZone;
  } catch {
    return MOSCOW;
  }
}

/** What a clock on the wall of a zone shows, `YYYY-MM-DDTHH:MM…`. */
export function wallTime(instant: string | Date, timeZone: string): string {
  const at = new Date(instant);
  return iso(at.getTime() + tzOffset(knownZone(timeZone), at) * MINUTE_MS);
}

/** The calendar day `YYYY-MM-DD` an instant falls on in a zone. Never through UTC. */
export const dayIn = (instant: string | Date, timeZone: string): string => wallTime(instant, timeZone).slice(0, 10);

/** Deadlines are few and asked for again and again. */
const ENDS_OF_DAYS = new Map<string, number>();
const MOST_ENDS = 2_000;

/** 24:00 of a calendar day in a zone, as epoch milliseconds. */
export function endOfDay(day: string, timeZone: string): number {
  const key = `${day} ${timeZone}`;
  const known = ENDS_OF_DAYS.get(key);
  if (known !== undefined) return known;
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  const end = new TZDate(year, month - 1, date + 1, knownZone(timeZone)).getTime();
  if (ENDS_OF_DAYS.size >= MOST_ENDS) ENDS_OF_DAYS.clear();
  ENDS_OF_DAYS.set(key, end);
  return end;
}

/** Calendar days from one day to another, both `YYYY-MM-DD`. */
export const calendarDays = (from: string, to: string): number => differenceInCalendarDays(`${to}T12:00:00`, `${from}T12:00:00`);
