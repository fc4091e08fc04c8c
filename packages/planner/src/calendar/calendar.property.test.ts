import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendars, instants, timetables, wallTime } from './calendar.fixture.ts';
import {
  addWorkingMinutes,
  compileCalendar,
  DAY_MS,
  dayStart,
  departuresBetween,
  firstDeparture,
  firstInstantOfNextWorkingDay,
  firstWorkingInstant,
  localDay,
  MINUTE_MS,
  openIntervals,
  wallToInstant,
} from './index.ts';
import {
  departureInstants,
  firstOpen,
  firstOpenOfLaterDay,
  lookAtPlace,
  openRuns,
  readMinuteClock,
  workFrom,
} from './minute-clock.fixture.ts';

/** Zone and a first day a week before its clock changes (or does not). */
const CLOCKS = [
  ['Europe/Moscow', '2028-02-22'], // a leap day
  ['Europe/Berlin', '2026-03-22'],
  ['Europe/Berlin', '2026-10-18'],
  ['America/New_York', '2026-03-01'],
  ['America/New_York', '2026-10-25'],
  ['Australia/Lord_Howe', '2026-03-29'], // half an hour
  ['Australia/Lord_Howe', '2026-09-27'],
  ['Africa/Cairo', '2026-04-17'], // no midnight
  ['Africa/Cairo', '2026-10-23'],
  ['America/Havana', '2026-10-25'], // midnight twice
  ['America/Nuuk', '2026-03-22'], // from 23:00 to the next day
  ['America/Santiago', '2026-08-30'],
  ['Africa/Casablanca', '2026-02-08'], // back for Ramadan
  ['Africa/Casablanca', '2026-03-15'],
  ['Asia/Tehran', '2022-03-15'],
  ['Asia/Tehran', '2026-03-15'], // not any more
  ['Antarctica/Troll', '2026-03-22'], // two hours
  ['Asia/Kathmandu', '2026-05-01'],
].map(([zone, day]) => readMinuteClock(zone ?? '', day ?? ''));
const RUNS = 60;

/** Every question is asked at one instant, up to a horizon up to three days later: some answers lie beyond it. */
const asked = (clock: (typeof CLOCKS)[number]) =>
  fc.record({
    calendar: calendars(clock.zone, clock.days),
    atMs: instants(clock),
    spanMs: fc.integer({ min: 1, max: 3 * DAY_MS }),
    minutes: fc.integer({ min: 0, max: 3000 }),
  });

test('CA4 CA5 CA6 CA7 CA8: open stretches, first instants and working time are what a clock read minute by minute gives', () => {
  for (const clock of CLOCKS)
    fc.assert(
      fc.property(asked(clock), ({ calendar, atMs, spanMs, minutes }) => {
        const naive = lookAtPlace(clock, calendar);
        const known = compileCalendar(calendar);
        const untilMs = atMs + spanMs;
        expect(openIntervals(known, atMs, untilMs)).toEqual(openRuns(naive, atMs, untilMs));
        expect(firstWorkingInstant(known, atMs, untilMs)).toBe(firstOpen(naive, atMs, untilMs));
        expect(firstInstantOfNextWorkingDay(known, atMs, untilMs)).toBe(firstOpenOfLaterDay(naive, atMs, untilMs));
        expect(addWorkingMinutes(known, atMs, minutes, untilMs)).toBe(workFrom(naive, [atMs, untilMs], minutes));
      }),
      { numRuns: RUNS, seed: 7 },
    );
});

test('CA2 CA3: wall times, local days and their beginnings are what the clock shows', () => {
  for (const clock of CLOCKS)
    fc.assert(
      fc.property(fc.constantFrom(...clock.days), wallTime, instants(clock), (day, time, atMs) => {
        const at = (wall: string) => clock.fromMs + clock.minuteOf(day, wall) * MINUTE_MS;
        expect(wallToInstant(day, time, clock.zone)).toBe(at(time));
        expect(wallToInstant(day, '24:00', clock.zone)).toBe(at('24:00'));
        expect(dayStart(day, clock.zone)).toBe(at('00:00'));
        expect(localDay(atMs, clock.zone)).toBe(clock.dayAt(Math.floor((atMs - clock.fromMs) / MINUTE_MS)));
      }),
      { numRuns: RUNS, seed: 9 },
    );
});

test('CA8 CA9: departures are those of a timetable read off the clock', () => {
  for (const clock of CLOCKS)
    fc.assert(
      fc.property(timetables(clock.days), instants(clock), fc.integer({ max: 9 * DAY_MS }), (departures, atMs, spanMs) => {
        const untilMs = Math.min(atMs + Math.abs(spanMs), clock.fromMs + (clock.minutes - 2 * 1440) * MINUTE_MS);
        const expected = departureInstants(clock, departures).filter((found) => found >= atMs && found <= untilMs);
        expect(departuresBetween(departures, clock.zone, atMs, untilMs)).toEqual(expected);
        expect(firstDeparture(departures, clock.zone, atMs, untilMs)).toBe(expected[0]);
      }),
      { numRuns: RUNS, seed: 10 },
    );
});
