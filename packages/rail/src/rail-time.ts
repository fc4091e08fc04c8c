/**
 * Times of railway reports: Moscow time without a zone for the whole network, in a dozen spellings.
 * Moscow is UTC+3 all year since 26 October 2014; no report is older than that, so the offset is a constant.
 */
import { collapseSpaces } from './text.ts';
import { tidyTime } from './tidy-time.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MOSCOW_OFFSET_MS = 3 * HOUR_MS;
/** Excel's day 0 in the 1900 and in the 1904 date system, as epoch milliseconds. */
const EXCEL_EPOCH_MS = { 1900: Date.UTC(1899, 11, 30), 1904: Date.UTC(1904, 0, 1) };
/** The railway's reporting day ends at 18:00 Moscow time. */
const RAILWAY_DAY_END_HOUR = 18;

export interface RailTime {
  /** the instant, epoch milliseconds (UTC) */
  epochMs: number;
  /** false where the text held a day alone; the instant is then 00:00 Moscow time of that day */
  hasClock: boolean;
}

export interface RailTimeOptions {
  /** formation time of the report, epoch ms: a date without a year is the latest one not later than a day after it */
  reportedAtMs?: number;
  /** date system of a workbook, default 1900 */
  dateSystem?: 1900 | 1904;
}

interface Parts {
  year: number | undefined;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  hasClock: boolean;
}

const DAY_FIRST =
  /^(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2}))?(?:[ T,]+(\d{1,2})[:.-](\d{2})(?:[:.](\d{2}))?(Z|[+-]\d{2}:\d{2})?)?$/;
const YEAR_FIRST =
  /^(\d{4})([-./])(\d{2})\2(\d{2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/;

/**
 * Reads `20.08.2026 06:12[:30]`, `20.08.26 06-12`, `20.08 06-12` (needs `reportedAtMs`), `20.08.2026`,
 * `2026-08-20T06:12:00.000`, `2026-08-20 06:12`, the same with a zone, Excel serial days (numbers), and what
 * {@link tidyTime} turns into one of these: `20 авг. 2026 г. в 06:12 (по МСК)`, `20.08.2026 6:12 PM`, `20.08.2026 08:12 МСК+2`.
 * Undefined for anything else: days that do not exist, hours above 24, years outside 1990–2100.
 */
export function parseRailTime(cell: string | number, options: RailTimeOptions = {}): RailTime | undefined {
  if (typeof cell === 'number') return fromSerial(cell, options.dateSystem ?? 1900);
  const text = collapseSpaces(cell);
  return fromText(text, options) ?? fromTidied(text, options);
}

/** The other spellings a person or a foreign program leaves behind; few cells need it. */
function fromTidied(text: string, options: RailTimeOptions): RailTime | undefined {
  const tidied = tidyTime(text);
  if (tidied === undefined) return undefined;
  return typeof tidied === 'number' ? fromSerial(tidied, options.dateSystem ?? 1900) : fromText(tidied, options);
}

function fromText(text: string, options: RailTimeOptions): RailTime | undefined {
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst) {
    const [, day, month, year, hour, minute, second, zone] = dayFirst;
    return inZone(fromParts(parts({ year, month, day, hour, minute, second }), options), zone);
  }
  const yearFirst = YEAR_FIRST.exec(text);
  if (!yearFirst) return undefined;
  const [, year, , month, day, hour, minute, second, zone] = yearFirst;
  return inZone(fromParts(parts({ year, month, day, hour, minute, second }), options), zone);
}

function inZone(time: RailTime | undefined, zone: string | undefined): RailTime | undefined {
  return time && zone ? { ...time, epochMs: time.epochMs + MOSCOW_OFFSET_MS - zoneOffsetMs(zone) } : time;
}

function parts(found: Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', string | undefined>): Parts {
  const year = found.year === undefined ? undefined : Number(found.year) + (found.year.length === 2 ? 2000 : 0);
  return {
    year,
    month: Number(found.month),
    day: Number(found.day),
    hour: Number(found.hour ?? 0),
    minute: Number(found.minute ?? 0),
    second: Number(found.second ?? 0),
    hasClock: found.hour !== undefined,
  };
}

function fromParts(p: Parts, options: RailTimeOptions): RailTime | undefined {
  if (p.year !== undefined) return inYear(p, p.year);
  if (options.reportedAtMs === undefined) return undefined;
  const latestMs = options.reportedAtMs + DAY_MS;
  const thisYear = new Date(latestMs + MOSCOW_OFFSET_MS).getUTCFullYear();
  for (let year = thisYear; year > thisYear - 5; year -= 1) {
    const time = inYear(p, year);
    if (time && time.epochMs <= latestMs) return time;
  }
  return undefined;
}

function inYear(p: Parts, year: number): RailTime | undefined {
  const midnight = new Date(Date.UTC(year, p.month - 1, p.day));
  if (year < 1990 || year > 2100 || midnight.getUTCMonth() !== p.month - 1 || midnight.getUTCDate() !== p.day) return undefined;
  const endOfDay = p.hour === 24 && p.minute === 0 && p.second === 0;
  if ((p.hour > 23 && !endOfDay) || p.minute > 59 || p.second > 59) return undefined;
  const clockMs = ((p.hour * 60 + p.minute) * 60 + p.second) * 1000;
  return { epochMs: midnight.getTime() + clockMs - MOSCOW_OFFSET_MS, hasClock: p.hasClock };
}

function fromSerial(serial: number, dateSystem: 1900 | 1904): RailTime | undefined {
  if (!(serial >= 33_000 && serial <= 73_415)) return undefined;
  // a serial is a float: 06:12 may come as 06:11:59.999, so it is rounded to whole seconds
  const localMs = EXCEL_EPOCH_MS[dateSystem] + Math.round(serial * 86_400) * 1000;
  return { epochMs: localMs - MOSCOW_OFFSET_MS, hasClock: localMs % DAY_MS !== 0 };
}

function zoneOffsetMs(zone: string): number {
  if (zone === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** UTC instant in ISO 8601, the one form instants have everywhere in the product. */
export function toInstant(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** Moscow calendar day `YYYY-MM-DD` of an instant. */
export function moscowDay(epochMs: number): string {
  return new Date(epochMs + MOSCOW_OFFSET_MS).toISOString().slice(0, 10);
}

/** `DD.MM.YYYY HH:MM` in Moscow time, as the railway itself writes it. */
export function formatMoscow(epochMs: number): string {
  const [day = '', clock = ''] = new Date(epochMs + MOSCOW_OFFSET_MS).toISOString().split('T');
  return `${day.split('-').reverse().join('.')} ${clock.slice(0, 5)}`;
}

/** The railway's reporting day of an instant: what happens at or after 18:00 Moscow time belongs to the next date. */
export function railwayDay(epochMs: number): string {
  return moscowDay(epochMs + (24 - RAILWAY_DAY_END_HOUR) * HOUR_MS);
}
