import { TZDate } from '@date-fns/tz';
import { MOSCOW } from './time.ts';

/** The railway's day ends at 18:00 Moscow time: what happens later belongs to the next date. */
const NEXT_DAY_FROM_HOUR = 18;

/** `YYYY-MM-DD` of the railway's reporting day an instant belongs to. */
export function railwayDay(at: string | number): string {
  const time = new TZDate(typeof at === 'number' ? at : Date.parse(at), MOSCOW);
  const day = time.getDate() + (time.getHours() >= NEXT_DAY_FROM_HOUR ? 1 : 0);
  const date = new TZDate(time.getFullYear(), time.getMonth(), day, 12, MOSCOW);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}

/** Whether the railway counts it to another date than the calendar in Moscow does. */
export function isNextRailwayDay(at: string | number): boolean {
  return new TZDate(typeof at === 'number' ? at : Date.parse(at), MOSCOW).getHours() >= NEXT_DAY_FROM_HOUR;
}
