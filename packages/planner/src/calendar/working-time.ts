import type { Calendar } from '@karavan/contracts';
import { type CompiledCalendar, compiled, hoursOf, type Interval, intervalsOf } from './compiled.ts';
import { dayNumber, MINUTE_MS } from './days.ts';
import { localDayNumber, wallInstant } from './zone.ts';

type AnyCalendar = Calendar | CompiledCalendar;

/**
 * The open stretches between two instants (ms): ascending, half-open, those that touch or overlap joined, also across
 * midnight; cut only by the window itself. Rules CA1, CA4.
 */
export function openIntervals(calendar: AnyCalendar, fromMs: number, toMs: number): [startMs: number, endMs: number][] {
  const merged: [number, number][] = [];
  for (const [start, end] of intervalsFrom(compiled(calendar), fromMs, toMs)) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged
    .filter(([start, end]) => end > fromMs && start < toMs)
    .map(([start, end]) => [Math.max(start, fromMs), Math.min(end, toMs)]);
}

/** Intervals by start that end after `fromMs` and begin by `toMs`. A skipped hour may push one into the next day: begin a day early. */
function* intervalsFrom(calendar: CompiledCalendar, fromMs: number, toMs: number): Generator<Interval> {
  const last = localDayNumber(calendar.zone, toMs) + 1;
  for (let day = localDayNumber(calendar.zone, fromMs) - 1; day <= last; day++) {
    for (const interval of intervalsOf(calendar, day)) {
      if (interval[1] > fromMs && interval[0] <= toMs) yield interval;
    }
  }
}

/** Whether a calendar day (of the calendar's zone) has hours at all. Rule CA6. */
export function isWorkingDay(calendar: AnyCalendar, day: string): boolean {
  return hoursOf(compiled(calendar), dayNumber(day)).length > 0;
}

/** The first open instant (ms) at or after `atMs`; undefined if there is none up to `horizonMs`. Rules CA4, CA8. */
export function firstWorkingInstant(calendar: AnyCalendar, atMs: number, horizonMs: number): number | undefined {
  for (const [start] of intervalsFrom(compiled(calendar), atMs, horizonMs)) return Math.max(start, atMs);
  return undefined;
}

/** The first open instant (ms) of the first working day after the local day of `atMs`. Rules CA6, CA8. */
export function firstInstantOfNextWorkingDay(calendar: AnyCalendar, atMs: number, horizonMs: number): number | undefined {
  const known = compiled(calendar);
  const tomorrow = wallInstant(known.zone, localDayNumber(known.zone, atMs) + 1, 0);
  return firstWorkingInstant(known, tomorrow, horizonMs);
}

/**
 * `minutes` of working time after `atMs`, as an instant (ms): work that ends exactly at closing is done at closing.
 * Undefined if it is not done by `horizonMs`. Rules CA7, CA8.
 */
export function addWorkingMinutes(calendar: AnyCalendar, atMs: number, minutes: number, horizonMs: number): number | undefined {
  let leftMs = Math.round(minutes * MINUTE_MS);
  let cursor = atMs;
  if (leftMs <= 0) return atMs;
  for (const [start, end] of intervalsFrom(compiled(calendar), atMs, horizonMs)) {
    cursor = Math.max(cursor, start);
    if (end - cursor >= leftMs) return cursor + leftMs <= horizonMs ? cursor + leftMs : undefined;
    if (end <= cursor) continue;
    leftMs -= end - cursor;
    cursor = end;
  }
  return undefined;
}
