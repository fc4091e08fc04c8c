import { localDay } from '../calendar/index.ts';
import type { Moment } from './speaker.ts';

const FORMATS = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${zone} ${Object.keys(options).join()}`;
  const known = FORMATS.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
  FORMATS.set(key, known);
  return known;
}

/** "Mon 23 Nov 08:00", "пн, 23 нояб., 08:00". */
export function sayMoment(locale: string, moment: Moment): string {
  return said(`${locale} ${moment.zone} ${moment.ms}`, () =>
    format(locale, moment.zone, {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format(moment.ms),
  );
}

/** Plans of one order speak of the same instants again and again, and the runtime is slow to say them. */
const SAID = new Map<string, string>();
const MOST_SAID = 5_000;

function said(key: string, say: () => string): string {
  const known = SAID.get(key);
  if (known !== undefined) return known;
  if (SAID.size >= MOST_SAID) SAID.clear();
  const text = say();
  SAID.set(key, text);
  return text;
}

export function sayClock(locale: string, moment: Moment): string {
  return format(locale, moment.zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(moment.ms);
}

/** The clock alone where both are on one day. */
export function sayAfter(locale: string, moment: Moment, since: Moment): string {
  const sameDay = localDay(moment.ms, moment.zone) === localDay(since.ms, since.zone);
  return sameDay ? sayClock(locale, moment) : sayMoment(locale, moment);
}

/** Days by name, up to a handful of them. */
export function sayDays(locale: string, days: readonly string[]): string {
  return said(`${locale} ${days.join()}`, () => {
    const named = days.map((day) =>
      format(locale, 'UTC', { weekday: 'short', day: 'numeric', month: 'short' }).format(Date.parse(`${day}T00:00:00Z`)),
    );
    return new Intl.ListFormat(locale, { type: 'conjunction' }).format(named);
  });
}
