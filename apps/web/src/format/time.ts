import { TZDate, tzOffset } from '@date-fns/tz';
import type { Language } from '@karavan/contracts';
import { differenceInCalendarDays, isSameDay } from 'date-fns';
import { en } from '../i18n/en.ts';
import { ru } from '../i18n/ru.ts';

export const MOSCOW = 'Europe/Moscow';
const WORDS = { ru, en };
const LOCALE = { ru: 'ru-RU', en: 'en-GB' };
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

export interface TimeOptions {
  language: Language;
  /** IANA zone the reader is told the time in */
  zone: string;
  now: number;
}

/** `14:02` */
export function clockTime(at: number | string, { language, zone }: Omit<TimeOptions, 'now'>): string {
  return format(at, language, zone, { hour: '2-digit', minute: '2-digit' });
}

/** `today`, `tomorrow`, `21 Aug`, `21 Aug 2023` — the year only where it is not this one. */
export function dayWords(at: number | string, options: TimeOptions): string {
  const { language, zone, now } = options;
  const day = zoned(at, zone);
  const words = WORDS[language].time;
  const distance = differenceInCalendarDays(day, zoned(now, zone));
  if (distance === 0) return words.today;
  if (distance === -1) return words.yesterday;
  if (distance === 1) return words.tomorrow;
  const sameYear = day.getFullYear() === zoned(now, zone).getFullYear();
  return format(at, language, zone, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) });
}

/** `today 14:02`, `21 Aug 14:02` */
export function dayTime(at: number | string, options: TimeOptions): string {
  return `${dayWords(at, options)} ${clockTime(at, options)}`;
}

/** A calendar day without a time, as deadlines are: read in the zone it belongs to, never shifted. */
export function calendarDay(day: string, options: TimeOptions): string {
  return dayWords(TZDate.tz(options.zone, ...dayParts(day), 12).getTime(), options);
}

/** `21 Aug 10:00–14:00` within a day, `21 Aug 10:00 – 22 Aug 04:00` across days. */
export function intervalWords(from: string, to: string, options: TimeOptions): string {
  const start = dayTime(from, options);
  if (isSameDay(zoned(from, options.zone), zoned(to, options.zone))) {
    const end = clockTime(to, options);
    return start.endsWith(end) ? start : `${start}–${end}`;
  }
  return `${start} – ${dayTime(to, options)}`;
}

/** Elapsed time in the trade's units: minutes, hours, then days with one decimal (`3.4 d`, `3,4 сут`). */
export function durationWords(seconds: number, language: Language): string {
  const unit = WORDS[language].unit;
  const s = Math.max(0, seconds);
  if (s < HOUR) return `${Math.max(1, Math.round(s / MINUTE))} ${unit.min}`;
  if (s < 2 * DAY) return `${Math.round(s / HOUR)} ${unit.h}`;
  return daysWords(s / DAY, language);
}

export function daysWords(days: number, language: Language): string {
  const value = new Intl.NumberFormat(LOCALE[language], { maximumFractionDigits: days < 1 ? 2 : days < 10 ? 1 : 0 }).format(days);
  return `${value} ${WORDS[language].unit.day}`;
}

/** `just now`, `12 min ago` */
export function agoWords(at: number | string, { language, now }: Omit<TimeOptions, 'zone'>): string {
  const seconds = (now - instant(at)) / 1000;
  const words = WORDS[language].time;
  return seconds < 45 ? words.now : words.ago.replace('{{age}}', durationWords(seconds, language));
}

/** What a time's tooltip says: the same instant in Moscow, in the reader's zone and in UTC. */
export function zoneTitle(at: number | string, language: Language, localZone: string, stationZone?: string): string {
  const words = WORDS[language].time;
  const full = (zone: string) =>
    format(at, language, zone, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });
  const lines = [`${full(MOSCOW)} — ${words.moscow}`];
  if (stationZone !== undefined && stationZone !== MOSCOW)
    lines.push(`${full(stationZone)} — ${words.station}, ${utcOffset(at, stationZone)}`);
  if (localZone !== MOSCOW) lines.push(`${full(localZone)} — ${words.local}, ${localZone}`);
  lines.push(`${full('UTC')} — ${words.utc}`);
  return lines.join('\n');
}

/** `UTC+5` of a zone at an instant. */
export function utcOffset(at: number | string, zone: string): string {
  const minutes = tzOffset(zone, new Date(instant(at)));
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}

function instant(at: number | string): number {
  return typeof at === 'number' ? at : Date.parse(at);
}

function zoned(at: number | string, zone: string): TZDate {
  return new TZDate(instant(at), zone);
}

function dayParts(day: string): [number, number, number] {
  const [year = 1970, month = 1, date = 1] = day.slice(0, 10).split('-').map(Number);
  return [year, month - 1, date];
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function format(at: number | string, language: Language, zone: string, parts: Intl.DateTimeFormatOptions): string {
  const key = `${language}|${zone}|${Object.keys(parts).join()}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(LOCALE[language], { timeZone: zone, hourCycle: 'h23', ...parts });
    formatters.set(key, formatter);
  }
  return formatter.format(instant(at)).replace(/\sг\./, '').replace(',', '').replace('Sept', 'Sep');
}
