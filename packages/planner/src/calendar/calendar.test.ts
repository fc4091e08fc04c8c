import { Calendar, Departures } from '@karavan/contracts';
import { expect, test } from 'vitest';
import {
  addDays,
  addWorkingMinutes,
  dayStart,
  departuresBetween,
  firstDeparture,
  firstInstantOfNextWorkingDay,
  firstWorkingInstant,
  isWorkingDay,
  localDay,
  openIntervals,
  wallToInstant,
} from './index.ts';

const ms = (instant: string) => Date.parse(instant);
const iso = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString().replace('.000Z', 'Z'));
const FAR = ms('2030-01-01T00:00:00Z');
const OFFICE: Calendar = {
  timeZone: 'Europe/Moscow',
  hours: {
    mon: [['08:00', '17:00']],
    tue: [['08:00', '17:00']],
    wed: [['08:00', '17:00']],
    thu: [['08:00', '17:00']],
    fri: [['08:00', '16:00']],
  },
};
const ROUND: Calendar['hours'] = Object.fromEntries(
  ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [['00:00', '24:00']]]),
);

test('CA1: an interval holds its beginning and not its end, and work that ends at closing is done at closing', () => {
  expect(iso(firstWorkingInstant(OFFICE, ms('2026-11-23T08:00:00+03:00'), FAR))).toBe('2026-11-23T05:00:00Z');
  expect(iso(firstWorkingInstant(OFFICE, ms('2026-11-23T17:00:00+03:00'), FAR))).toBe('2026-11-24T05:00:00Z');
  expect(iso(addWorkingMinutes(OFFICE, ms('2026-11-23T16:00:00+03:00'), 60, FAR))).toBe('2026-11-23T14:00:00Z');
  expect(iso(addWorkingMinutes(OFFICE, ms('2026-11-23T16:00:00+03:00'), 61, FAR))).toBe('2026-11-24T05:01:00Z');
});

test('CA2: one instant is two days in two zones', () => {
  expect(localDay(ms('2026-11-23T15:30:00Z'), 'Asia/Vladivostok')).toBe('2026-11-24');
  expect(localDay(ms('2026-11-23T15:30:00Z'), 'Europe/Kaliningrad')).toBe('2026-11-23');
});

test('CA3: a skipped wall time moves forward by the gap, a repeated one is the first, 24:00 is the next day', () => {
  expect(iso(wallToInstant('2026-03-29', '02:30', 'Europe/Berlin'))).toBe('2026-03-29T01:30:00Z');
  expect(iso(wallToInstant('2026-10-25', '02:30', 'Europe/Berlin'))).toBe('2026-10-25T00:30:00Z');
  expect(iso(wallToInstant('2026-10-04', '02:15', 'Australia/Lord_Howe'))).toBe('2026-10-03T15:45:00Z');
  expect(iso(wallToInstant('2026-11-23', '24:00', 'Europe/Moscow'))).toBe('2026-11-23T21:00:00Z');
  expect(iso(dayStart('2026-04-24', 'Africa/Cairo'))).toBe('2026-04-23T22:00:00Z'); // 00:00 does not exist, the day begins at 01:00
  expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
  expect(dayStart(addDays('2026-03-29', 1), 'Europe/Berlin') - dayStart('2026-03-29', 'Europe/Berlin')).toBe(23 * 3_600_000);
  expect(dayStart(addDays('2026-10-25', 1), 'Europe/Berlin') - dayStart('2026-10-25', 'Europe/Berlin')).toBe(25 * 3_600_000);
});

test('CA4: hours that touch over midnight are one stretch, cut only by the window', () => {
  const night: Calendar = { timeZone: 'Europe/Moscow', hours: { mon: [['22:00', '24:00']], tue: [['00:00', '06:00']] } };
  const found = openIntervals(night, ms('2026-11-23T00:00:00Z'), ms('2026-11-30T00:00:00+03:00'));
  expect(found.map((interval) => interval.map(iso))).toEqual([['2026-11-23T19:00:00Z', '2026-11-24T03:00:00Z']]);
  const cut = openIntervals(night, ms('2026-11-23T20:00:00Z'), ms('2026-11-24T01:00:00Z'));
  expect(cut.map((interval) => interval.map(iso))).toEqual([['2026-11-23T20:00:00Z', '2026-11-24T01:00:00Z']]);
});

test('CA5: open replaces the hours of its day and wins over closed', () => {
  const calendar: Calendar = {
    ...OFFICE,
    closed: ['2026-11-24', '2026-11-25'],
    open: { '2026-11-25': [['10:00', '11:00']], '2026-11-26': [], '2026-11-28': [['09:00', '24:00']] },
  };
  const days = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-28', '2026-11-29'];
  expect(days.map((day) => isWorkingDay(calendar, day))).toEqual([true, false, true, false, true, false]);
  expect(iso(addWorkingMinutes(calendar, ms('2026-11-23T16:30:00+03:00'), 60, FAR))).toBe('2026-11-25T07:30:00Z');
});

test('CA6: the next working day begins at its own opening, or at its own midnight where the place never closes', () => {
  expect(iso(firstInstantOfNextWorkingDay(OFFICE, ms('2026-11-27T12:00:00+03:00'), FAR))).toBe('2026-11-30T05:00:00Z');
  const always: Calendar = { timeZone: 'Europe/Moscow', hours: ROUND };
  expect(iso(firstInstantOfNextWorkingDay(always, ms('2026-11-27T17:20:00+03:00'), FAR))).toBe('2026-11-27T21:00:00Z');
});

test('CA7: working time is elapsed time, on days of 23 and 25 hours too', () => {
  const always: Calendar = { timeZone: 'Europe/Berlin', hours: ROUND };
  expect(iso(addWorkingMinutes(always, ms('2026-03-28T12:00:00+01:00'), 1440, FAR))).toBe('2026-03-29T11:00:00Z');
  expect(iso(addWorkingMinutes(always, ms('2026-10-24T12:00:00+02:00'), 1440, FAR))).toBe('2026-10-25T10:00:00Z');
  expect(iso(addWorkingMinutes(always, ms('2026-10-24T12:00:00+02:00'), 0, FAR))).toBe('2026-10-24T10:00:00Z');
});

test('CA8: what does not open or leave by the horizon never does, and saying so is quick', () => {
  const never: Calendar = { timeZone: 'Europe/Moscow', hours: {} };
  const at = ms('2026-11-23T00:00:00Z');
  const horizon = at + 366 * 86_400_000;
  expect(firstWorkingInstant(never, at, horizon)).toBeUndefined();
  expect(addWorkingMinutes(never, at, 1, horizon)).toBeUndefined();
  expect(firstDeparture({ days: [], at: '10:00' }, 'Europe/Moscow', at, horizon)).toBeUndefined();
  const once: Calendar = { ...never, open: { '2027-11-24': [['00:00', '01:00']] } };
  expect(iso(firstWorkingInstant(once, at, horizon))).toBe('2027-11-23T21:00:00Z');
  expect(firstWorkingInstant(once, at, ms('2027-11-23T20:59:59Z'))).toBeUndefined();
});

test('CA9: a departure counts at its very instant, its days are local, named days are left out', () => {
  const departures: Departures = { days: [1, 4], at: '10:00', except: ['2026-11-26'] };
  const at = wallToInstant('2026-11-23', '10:00', 'Asia/Vladivostok');
  expect(iso(firstDeparture(departures, 'Asia/Vladivostok', at, FAR))).toBe('2026-11-23T00:00:00Z');
  expect(departuresBetween(departures, 'Asia/Vladivostok', at + 1, ms('2026-12-04T00:00:00Z')).map(iso)).toEqual([
    '2026-11-30T00:00:00Z',
    '2026-12-03T00:00:00Z',
  ]);
  const skipped: Departures = { days: [7], at: '02:30' };
  expect(iso(firstDeparture(skipped, 'Europe/Berlin', ms('2026-03-29T00:00:00Z'), FAR))).toBe('2026-03-29T01:30:00Z');
});

test('CA11: what cannot be a calendar is refused with the name of the field', () => {
  const paths = (input: unknown) => Calendar.safeParse(input).error?.issues.map((issue) => issue.path.join('.'));
  expect(paths({ timeZone: 'Mars/Olympus', hours: {} })).toEqual(['timeZone']);
  expect(paths({ timeZone: 'Europe/Moscow', hours: { mon: [['17:00', '08:00']] } })).toEqual(['hours.mon.0']);
  expect(paths({ timeZone: 'Europe/Moscow', hours: { mon: [['24:00', '24:00']] } })).toEqual(['hours.mon.0.0', 'hours.mon.0']);
  expect(paths({ timeZone: 'Europe/Moscow', hours: {}, closed: ['2026-02-30'] })).toEqual(['closed.0']);
  expect(paths({ timeZone: 'Europe/Moscow', hours: { mon: [['00:00', '24:00']] } })).toBeUndefined();
  expect(Departures.safeParse({ days: [0], at: '24:00' }).error?.issues.map((issue) => issue.path.join('.'))).toEqual([
    'days.0',
    'at',
  ]);
  expect(() => firstWorkingInstant({ timeZone: 'Mars/Olympus', hours: {} }, 0, FAR)).toThrow('Mars/Olympus');
});

test('CA3 CA9: what a clock change pushes over midnight is still the evening of the day before', () => {
  const timeZone = 'America/Nuuk'; // on Saturday 28 March 2026 23:00 is 0:00 of Sunday: 01:00 in UTC
  const saturday: Calendar = { timeZone, hours: { sat: [['22:00', '23:30']] } };
  const [at, until] = [Date.parse('2026-03-29T01:10:00Z'), Date.parse('2026-03-29T12:00:00Z')];
  expect(localDay(at, timeZone)).toBe('2026-03-29');
  expect(firstWorkingInstant(saturday, at, until)).toBe(at);
  expect(openIntervals(saturday, at, until)).toEqual([[at, Date.parse('2026-03-29T01:30:00Z')]]);
  expect(firstDeparture({ days: [6], at: '23:30' }, timeZone, at, until)).toBe(Date.parse('2026-03-29T01:30:00Z'));
});
