import type { Calendar, DayHours, Departures } from '@karavan/contracts';
import fc from 'fast-check';

const at = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Half-hours and quarter-hours meet the clock changes of every zone; 24:00 included. */
export const dayHours: fc.Arbitrary<DayHours> = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 0, maxLength: 6 })
  .map((quarters) => {
    const sorted = quarters.slice(0, quarters.length - (quarters.length % 2)).sort((a, b) => a - b);
    const pairs: DayHours = [];
    for (let i = 0; i + 1 < sorted.length; i += 2) pairs.push([at((sorted[i] ?? 0) * 15), at((sorted[i + 1] ?? 96) * 15)]);
    return pairs;
  });

const round: DayHours = [['00:00', '24:00']];
const someHours = fc.oneof({ weight: 4, arbitrary: dayHours }, { weight: 1, arbitrary: fc.constant(round) });

export const wallTime = fc.integer({ min: 0, max: 95 }).map((quarter) => at(quarter * 15));

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
