import { instantOfMs } from '../wire/measures.ts';
import { numberIn } from '../wire/text.ts';

/** `NA`, or nothing at all. */
export const isAbsent = (field: string): boolean => field === '' || field === 'NA';

/** A number, null where the device knows none, undefined where it is no number. */
export const numberOrAbsent = (field: string): number | null | undefined => (isAbsent(field) ? null : numberIn(field));

/** `DDMMYY` and `HHMMSS`, UTC, with a fraction of a second in 2.1. Nothing for what is no time of the calendar. */
export function instantIn(date: string, time: string): string | undefined {
  if (!/^\d{6}$/.test(date) || !/^\d{6}(\.\d+)?$/.test(time)) return undefined;
  const [dd, mm, yy] = [twoDigits(date, 0), twoDigits(date, 2), yearOf(twoDigits(date, 4))];
  const [hours, minutes, seconds] = [twoDigits(time, 0), twoDigits(time, 2), twoDigits(time, 4)];
  const midnight = new Date(Date.UTC(yy, mm - 1, dd));
  if (midnight.getUTCMonth() !== mm - 1 || midnight.getUTCDate() !== dd) return undefined;
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const fractionMs = time.length === 6 ? 0 : Number(time.slice(7, 10).padEnd(3, '0'));
  return instantOfMs(midnight.getTime() + ((hours * 60 + minutes) * 60 + seconds) * 1000 + fractionMs);
}

/** As NMEA is read: there were no receivers before 1980. */
const yearOf = (twoOfIt: number): number => twoOfIt + (twoOfIt < 80 ? 2000 : 1900);

const ZERO = 0x30;
const twoDigits = (text: string, at: number): number => (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;
