import { wallToInstant } from '@karavan/planner';

/** The instant of a wall time of a day; undefined for what is no time. */
export function instantOf(date: string, time: string, zone: string): string | undefined {
  if (!/^\d{2}:\d{2}$/.test(time) || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  return new Date(wallToInstant(date, time, zone)).toISOString();
}
