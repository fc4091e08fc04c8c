import { instantOfMs } from '../wire/measures.ts';
import { numberIn } from '../wire/text.ts';

/** `NA`, or nothing at all. */
export const isAbsent = (field: string): boolean => field === '' || field === 'NA';

/** A number, null where the device knows none, undefined where it is no number. */
export const numberOrAbsent = (field: string): number | null | undefined => (isAbsent(field) ? null : numberIn(field));

/** `DDMMYY` and `HHMMSS`, UTC, with a fraction of a second in 2.1. Nothing for what is no time of the calendar. */
export function instantIn(date: string, time: string): string | undefined {
  const day = /^(\d{2})(\d{2})(\d{2})$/.exec(date);
  const clock = /^(\d{2})(\d{2})(\d{2})(\.\d+)?$/.exec(time);
  if (day === null || clock === null) return undefined;
  const [dd, mm, yy] = [Number(day[1]), Number(day[2]), 2000 + Number(day[3])];
  const [hours, minutes, seconds] = [Number(clock[1]), Number(clock[2]), Number(clock[3])];
  const midnight = new Date(Date.UTC(yy, mm - 1, dd));
  if (midnight.getUTCMonth() !== mm - 1 || midnight.getUTCDate() !== dd) return undefined;
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const fractionMs = Math.floor(Number(`0${clock[4] ?? ''}`) * 1000);
  return instantOfMs(midnight.getTime() + ((hours * 60 + minutes) * 60 + seconds) * 1000 + fractionMs);
}
