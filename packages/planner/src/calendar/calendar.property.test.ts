import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendars, timetables, wallTime } from './calendar.fixture.ts';
import {
  addWorkingMinutes,
  compileCalendar,
  departuresBetween,
  firstDeparture,
  firstInstantOfNextWorkingDay,
  firstWorkingInstant,
  localDay,
  MINUTE_MS,
  openIntervals,
  wallToInstant,
} from './index.ts';
import { departureMinutes, openMinutes, readMinuteClock, runsOf } from './minute-clock.fixture.ts';

/** Zone and a first day a week before its clock changes (or does not). */
const CLOCKS = [
  ['Europe/Moscow', '2026-03-20'],
  ['Europe/Berlin', '2026-03-22'],
  ['Europe/Berlin', '2026-10-18'],
  ['America/New_York', '2026-03-01'],
  ['America/New_York', '2026-10-25'],
  ['Australia/Lord_Howe', '2026-03-29'],
  ['Australia/Lord_Howe', '2026-09-27'],
  ['Africa/Cairo', '2026-04-17'],
  ['Africa/Cairo', '2026-10-23'],
  ['America/Havana', '2026-10-25'],
  ['America/Santiago', '2026-08-30'],
  ['Asia/Kathmandu', '2026-05-01'],
].map(([zone, day]) => readMinuteClock(zone ?? '', day ?? ''));
const RUNS = 120;
const instant = (clock: { fromMs: number }, minute: number) => clock.fromMs + minute * MINUTE_MS;

test('CA4 CA5: open intervals of random calendars are the minutes a naive clock finds open, through clock changes', () => {
  for (const clock of CLOCKS) {
    fc.assert(
      fc.property(calendars(clock.zone, clock.days), (calendar) => {
        const window = [2 * 1440, clock.minutes - 2 * 1440] as const;
        const found = openIntervals(calendar, instant(clock, window[0]), instant(clock, window[1]));
        expect(found).toEqual(
          runsOf(openMinutes(clock, calendar), window).map(([from, to]) => [instant(clock, from), instant(clock, to)]),
        );
      }),
      { numRuns: RUNS, seed: 7 },
    );
  }
});

test('CA4 CA6 CA7: first instants and working time are what counting minutes gives', () => {
  const asked = fc.record({ start: fc.integer({ min: 2 * 1440, max: 12 * 1440 }), minutes: fc.integer({ min: 0, max: 3000 }) });
  for (const clock of CLOCKS) {
    const input = fc.tuple(calendars(clock.zone, clock.days), asked);
    const horizonMs = instant(clock, clock.minutes - 2 * 1440);
    fc.assert(
      fc.property(input, ([calendar, { start, minutes }]) => {
        const open = openMinutes(clock, calendar).slice(0, clock.minutes - 2 * 1440 + 1);
        const known = compileCalendar(calendar);
        const from = open.indexOf(true, start);
        expect(firstWorkingInstant(known, instant(clock, start), horizonMs)).toBe(from < 0 ? undefined : instant(clock, from));
        let left = minutes;
        let minute = start;
        for (; left > 0 && minute < open.length - 1; minute++) if (open[minute]) left -= 1;
        expect(addWorkingMinutes(known, instant(clock, start), minutes, horizonMs)).toBe(
          left > 0 ? undefined : instant(clock, minute),
        );
        const today = clock.dayAt(start);
        const next = open.findIndex((isOpen, index) => isOpen && index > start && clock.dayAt(index) > today);
        expect(firstInstantOfNextWorkingDay(known, instant(clock, start), horizonMs)).toBe(
          next < 0 ? undefined : instant(clock, next),
        );
      }),
      { numRuns: RUNS, seed: 8 },
    );
  }
});

test('CA2 CA3: wall times and local days are what the clock shows', () => {
  for (const clock of CLOCKS) {
    const days = clock.days;
    fc.assert(
      fc.property(fc.constantFrom(...days), wallTime, fc.integer({ min: 0, max: clock.minutes - 1 }), (day, time, minute) => {
        expect(wallToInstant(day, time, clock.zone)).toBe(instant(clock, clock.minuteOf(day, time)));
        expect(localDay(instant(clock, minute), clock.zone)).toBe(clock.dayAt(minute));
      }),
      { numRuns: RUNS, seed: 9 },
    );
  }
});

test('CA8 CA9: departures are those of a timetable read off the clock', () => {
  for (const clock of CLOCKS) {
    const days = clock.days;
    fc.assert(
      fc.property(timetables(days), fc.integer({ min: 2 * 1440, max: 10 * 1440 }), (departures, minute) => {
        const horizon = clock.minutes - 2 * 1440;
        const expected = departureMinutes(clock, departures)
          .filter((found) => found >= minute && found <= horizon)
          .map((found) => instant(clock, found));
        const window = [instant(clock, minute), instant(clock, horizon)] as const;
        expect(departuresBetween(departures, clock.zone, ...window)).toEqual(expected);
        expect(firstDeparture(departures, clock.zone, ...window)).toBe(expected[0]);
      }),
      { numRuns: RUNS, seed: 10 },
    );
  }
});
