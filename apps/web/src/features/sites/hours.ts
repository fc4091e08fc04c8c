import { type Calendar, type DayHours, WEEKDAYS } from '@karavan/contracts';

export type Weekday = (typeof WEEKDAYS)[number];
export type WeekText = Record<Weekday, string>;

const INTERVAL = /^(\d{1,2})[:.](\d{2})\s*(?:-|–|—|to|до)\s*(\d{1,2})[:.](\d{2})$/;
const CLOSED = /^(closed|закрыто|выходной|-|–|—)?$/i;

const wall = (hours: string, minutes: string): string => `${hours.padStart(2, '0')}:${minutes}`;
const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

/** `8:00-12:00, 13:00–18:00` as hours in order; none where it is closed; undefined for what cannot be read or overlaps. */
export function readHours(text: string): DayHours | undefined {
  if (CLOSED.test(text.trim())) return [];
  const hours: DayHours = [];
  for (const part of text.split(/[,;]/)) {
    const [, fromHour = '', fromMinute = '', toHour = '', toMinute = ''] = INTERVAL.exec(part.trim()) ?? [];
    const [from, to] = [wall(fromHour, fromMinute), wall(toHour, toMinute)];
    if (!isTime(from) || !(isTime(to) || to === '24:00') || from >= to) return undefined;
    hours.push([from, to]);
  }
  hours.sort(([a], [b]) => (a < b ? -1 : 1));
  return hours.some(([from], index) => from < (hours[index - 1]?.[1] ?? '')) ? undefined : hours;
}

export const writeHours = (hours: DayHours | undefined): string => (hours ?? []).map(([from, to]) => `${from}–${to}`).join(', ');

type Exceptions = Pick<Calendar, 'closed' | 'open'>;

/** `2027-01-01 closed` or `2026-12-31 08:00–13:00`, one a line; the first line that is neither is named. */
export function readExceptions(text: string): Exceptions | { badLine: number } {
  const closed: string[] = [];
  const open: Record<string, DayHours> = {};
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const [, day = '', rest = ''] = /^\s*(\d{4}-\d{2}-\d{2})\s*(.*)$/.exec(line) ?? [];
    const hours = isDay(day) ? readHours(rest) : undefined;
    if (hours === undefined) return { badLine: index + 1 };
    if (hours.length === 0) closed.push(day);
    else open[day] = hours;
  }
  return { ...(closed.length > 0 ? { closed } : {}), ...(Object.keys(open).length > 0 ? { open } : {}) };
}

/** A day like 31 February rolls over, so that it does not come back as it went in. */
function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
}

export function writeExceptions({ closed = [], open = {} }: Exceptions, closedWord: string): string {
  const days = [
    ...closed.filter((day) => !(day in open)).map((day) => [day, closedWord]),
    ...Object.entries(open).map(([day, hours]) => [day, writeHours(hours) || closedWord]),
  ];
  return days
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
    .map(([day, words]) => `${day} ${words}`)
    .join('\n');
}

export const weekOf = (calendar: Calendar | undefined): WeekText =>
  Object.fromEntries(WEEKDAYS.map((day) => [day, writeHours(calendar?.hours[day])])) as WeekText;

/** The week as a calendar; undefined while a day of it cannot be read. */
export function readWeek(week: WeekText): Calendar['hours'] | undefined {
  const hours: Calendar['hours'] = {};
  for (const day of WEEKDAYS) {
    const read = readHours(week[day]);
    if (read === undefined) return undefined;
    if (read.length > 0) hours[day] = read;
  }
  return hours;
}

/** The week in few words: days with the same hours are told together. */
export function weekWords(calendar: Calendar, words: Record<Weekday, string>): string {
  const runs: { first: Weekday; last: Weekday; hours: string }[] = [];
  for (const day of WEEKDAYS) {
    const hours = writeHours(calendar.hours[day]);
    const run = runs.at(-1);
    if (run?.hours === hours) run.last = day;
    else runs.push({ first: day, last: day, hours });
  }
  return runs
    .filter(({ hours }) => hours !== '')
    .map(({ first, last, hours }) => `${first === last ? words[first] : `${words[first]}–${words[last]}`} ${hours}`)
    .join('; ');
}
