import { type Calendar, type DayHours, WEEKDAYS } from '@karavan/contracts';
import { dayNumber, wallMinutes, weekdayIndex } from './days.ts';
import { wallInstant, type Zone, zoneOf } from './zone.ts';

/** [startMs, endMs), instants. */
export type Interval = readonly [startMs: number, endMs: number];

const MAX_DAYS_KEPT = 8_000;

/** A calendar with its days looked up: make it once where one calendar is asked many times. */
export interface CompiledCalendar {
  readonly zone: Zone;
  readonly week: readonly DayHours[];
  readonly closed: ReadonlySet<number>;
  readonly open: ReadonlyMap<number, DayHours>;
  readonly days: Map<number, readonly Interval[]>;
}

/** Reads a calendar once; every function here takes either form, this one is fast. Throws RangeError for a zone that does not exist. */
export function compileCalendar(calendar: Calendar): CompiledCalendar {
  return {
    zone: zoneOf(calendar.timeZone),
    week: WEEKDAYS.map((name) => calendar.hours[name] ?? []),
    closed: new Set(calendar.closed?.map(dayNumber)),
    open: new Map(Object.entries(calendar.open ?? {}).map(([day, hours]) => [dayNumber(day), hours])),
    days: new Map(),
  };
}

export function compiled(calendar: Calendar | CompiledCalendar): CompiledCalendar {
  return 'days' in calendar ? calendar : compileCalendar(calendar);
}

/** `open` replaces the day's hours and wins over `closed`. Rule CA5. */
export function hoursOf(calendar: CompiledCalendar, day: number): DayHours {
  return calendar.open.get(day) ?? (calendar.closed.has(day) ? [] : (calendar.week[weekdayIndex(day)] ?? []));
}

/** What one day's hours are as instants, by start; a clock change may leave nothing of an interval, or make two overlap. */
export function intervalsOf(calendar: CompiledCalendar, day: number): readonly Interval[] {
  const known = calendar.days.get(day);
  if (known) return known;
  const hours = hoursOf(calendar, day);
  const intervals = hours
    .map(
      ([from, to]): Interval => [
        wallInstant(calendar.zone, day, wallMinutes(from)),
        wallInstant(calendar.zone, day, wallMinutes(to)),
      ],
    )
    .filter(([start, end]) => start < end)
    .sort((a, b) => a[0] - b[0]);
  if (calendar.days.size >= MAX_DAYS_KEPT) calendar.days.clear();
  calendar.days.set(day, intervals);
  return intervals;
}
