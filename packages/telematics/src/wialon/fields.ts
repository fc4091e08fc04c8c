import { numberIn } from '../wire/text.ts';

/** `NA`, or nothing at all. */
export const isAbsent = (field: string): boolean => field === '' || field === 'NA';

/** A number, null where the device knows none, undefined where it is no number. */
export const numberOrAbsent = (field: string): number | null | undefined => (isAbsent(field) ? null : numberIn(field));

const DATE = /^\d{6}$/;
const TIME = /^\d{6}(\.\d+)?$/;

/** `DDMMYY` and `HHMMSS`, UTC, with a fraction of a second in 2.1. Nothing for what is no time of the calendar. */
export function instantIn(date: string, time: string): string | undefined {
  if (!DATE.test(date) || !TIME.test(time)) return undefined;
  const [dd, mm, yy] = [date.slice(0, 2), date.slice(2, 4), date.slice(4)];
  const [hours, minutes, seconds] = [time.slice(0, 2), time.slice(2, 4), time.slice(4, 6)];
  const year = `${yy < '80' ? '20' : '19'}${yy}`; // as NMEA is read: there were no receivers before 1980
  if (dd < '01' || Number(dd) > daysIn(Number(mm), Number(year)) || hours > '23' || minutes > '59' || seconds > '59')
    return undefined;
  const fraction = time.length === 6 ? '000' : time.slice(7, 10).padEnd(3, '0');
  return `${year}-${mm}-${dd}T${hours}:${minutes}:${seconds}.${fraction}Z`;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** How many days a month has, none where there is no such month; every fourth year from 1980 to 2079 is a leap year. */
const daysIn = (month: number, year: number): number => (month === 2 && year % 4 === 0 ? 29 : (DAYS[month - 1] ?? 0));
