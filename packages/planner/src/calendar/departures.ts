import type { Departures } from '@karavan/contracts';
import { dayNumber, wallMinutes, weekdayIndex } from './days.ts';
import { localDayNumber, wallInstant, zoneOf } from './zone.ts';

/** A timetable's instants (ms) from `fromMs` on, ascending, up to `toMs` inclusive; days and time are local to `timeZone`. Rule CA9. */
export function* eachDeparture(
  departures: Departures,
  timeZone: string,
  window: { fromMs: number; toMs: number },
): Generator<number> {
  const zone = zoneOf(timeZone);
  const minutes = wallMinutes(departures.at);
  const days = new Set<number>(departures.days);
  const except = new Set(departures.except?.map(dayNumber));
  const last = localDayNumber(zone, window.toMs);
  if (days.size === 0) return;
  for (let day = localDayNumber(zone, window.fromMs) - 1; day <= last; day++) {
    if (!days.has(weekdayIndex(day) + 1) || except.has(day)) continue;
    const atMs = wallInstant(zone, day, minutes);
    if (atMs >= window.fromMs && atMs <= window.toMs) yield atMs;
  }
}

/** The first departure (ms) at or after `atMs`; undefined if there is none up to `horizonMs`. Rules CA8, CA9. */
export function firstDeparture(departures: Departures, timeZone: string, atMs: number, horizonMs: number): number | undefined {
  for (const departure of eachDeparture(departures, timeZone, { fromMs: atMs, toMs: horizonMs })) return departure;
  return undefined;
}

/** All departures (ms) in [fromMs, toMs], ascending. Rule CA9. */
export function departuresBetween(departures: Departures, timeZone: string, fromMs: number, toMs: number): number[] {
  return [...eachDeparture(departures, timeZone, { fromMs, toMs })];
}
