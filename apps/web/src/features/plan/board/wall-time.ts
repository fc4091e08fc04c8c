import { wallToInstant } from '@karavan/planner';

/** The instant of a wall time of a day; undefined for what is no time. */
export function instantOf(date: string, time: string, zone: string): string | undefined {
  if (!/^\d{2}:\d{2}$/.test(time) || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  return new Date(wallToInstant(date, time, zone)).toISOString();
}

/** The same of `2026-11-24T10:40`, as an input for times gives it. */
export const instantAt = (wall: string, zone: string): string | undefined =>
  instantOf(wall.slice(0, 10), wall.slice(11, 16), zone);

/** `2026-11-24T10:40` on the clock of a zone, as an input for times wants it. */
export function wallOf(atMs: number, zone: string): string {
  const parts = { dateStyle: 'short', timeStyle: 'short', timeZone: zone } as const;
  return new Intl.DateTimeFormat('sv-SE', parts).format(atMs).replace(' ', 'T');
}
