import type { Calendar, DayHours, Departures } from '@karavan/contracts';
import fc from 'fast-check';
import type { MinuteClock } from './minute-clock.fixture.ts';

const at = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Quarter-hours meet the clock changes of every zone, other minutes meet nothing. */
const minuteOfDay = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 96 }).map((quarter) => quarter * 15) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 1440 }) },
);
export const wallTime = minuteOfDay.map((minute) => at(minute % 1440));

/** 24:00 included; they may overlap, touch, or lie in each other. */
const dayHours: fc.Arbitrary<DayHours> = fc
  .array(fc.tuple(minuteOfDay, minuteOfDay), { maxLength: 3 })
  .map((pairs) => pairs.filter(([a, b]) => a !== b).map(([a, b]): [string, string] => [at(Math.min(a, b)), at(Math.max(a, b))]));

const round: DayHours = [['00:00', '24:00']];
const someHours = fc.oneof({ weight: 4, arbitrary: dayHours }, { weight: 1, arbitrary: fc.constant(round) });

export function calendars(zone: string, days: readonly string[]): fc.Arbitrary<Calendar> {
  const day = fc.constantFrom(...days);
  return fc.record({
    timeZone: fc.constant(zone),
    hours: fc.record(
      { mon: someHours, tue: someHours, wed: someHours, thu: someHours, fri: someHours, sat: someHours, sun: someHours },
      { requiredKeys: [] },
    ),
    closed: fc.array(day, { maxLength: 4 }),
    open: fc.dictionary(day, someHours, { maxKeys: 4 }),
  });
}

export function timetables(days: readonly string[]): fc.Arbitrary<Departures> {
  return fc.record({
    days: fc.uniqueArray(fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, 5 as const, 6 as const, 7 as const)),
    at: wallTime,
    except: fc.array(fc.constantFrom(...days), { maxLength: 3 }),
  });
}

/** Instants to the millisecond, most of them on a minute or beside it, some days away from both ends of what the clock saw. */
export function instants(clock: MinuteClock): fc.Arbitrary<number> {
  const minute = fc.integer({ min: 2 * 1440, max: clock.minutes - 4 * 1440 });
  const beside = fc.oneof(fc.constantFrom(0, 0, 0, 1, -1, 1000, -1000), fc.integer({ min: 0, max: 59_999 }));
  return fc.tuple(minute, beside).map(([minutes, ms]) => clock.fromMs + minutes * 60_000 + ms);
}
