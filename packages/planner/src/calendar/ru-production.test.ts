import type { Calendar, DayHours } from '@karavan/contracts';
import { expect, test } from 'vitest';
import {
  addDays,
  compileCalendar,
  isWorkingDay,
  openIntervals,
  PRODUCTION_CALENDAR_RU,
  withProductionCalendar,
} from './index.ts';

const FIVE_DAYS: Calendar = {
  timeZone: 'Europe/Moscow',
  hours: Object.fromEntries(
    ['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [
      day,
      [
        ['09:00', '13:00'],
        ['14:00', '18:00'],
      ],
    ]),
  ),
};

function yearOf(calendar: Calendar, year: number) {
  const known = compileCalendar(calendar);
  const months = new Array<number>(12).fill(0);
  for (let day = `${year}-01-01`; day.startsWith(`${year}`); day = addDays(day, 1)) {
    if (isWorkingDay(known, day)) months[Number(day.slice(5, 7)) - 1] = (months[Number(day.slice(5, 7)) - 1] ?? 0) + 1;
  }
  const open = openIntervals(known, Date.parse(`${year}-01-01T00:00:00+03:00`), Date.parse(`${year + 1}-01-01T00:00:00+03:00`));
  return { months, hours: open.reduce((sum, [start, end]) => sum + (end - start) / 3_600_000, 0) };
}

test('CA10: 2026 has 247 working days and 1972 hours, by month as published', () => {
  const { months, hours } = yearOf(withProductionCalendar(FIVE_DAYS), 2026);
  expect(months).toEqual([15, 19, 21, 22, 19, 21, 23, 21, 22, 22, 20, 22]);
  expect(hours).toBe(1972);
});

test('CA10: 2027 has 247 working days with the likely transfers and 249 without, and says that it is not certain', () => {
  const days = (undecided: 'likely' | 'ignore') =>
    yearOf(withProductionCalendar(FIVE_DAYS, { undecided }), 2027).months.reduce((a, b) => a + b);
  expect(days('likely')).toBe(247);
  expect(days('ignore')).toBe(249);
  expect(PRODUCTION_CALENDAR_RU.find(({ year }) => year === 2027)?.confidence).not.toBe('high');
});

test('CA10: the day before a holiday ends an hour earlier, and what the calendar names itself stays', () => {
  const own = withProductionCalendar({
    ...FIVE_DAYS,
    open: { '2026-11-04': [['10:00', '12:00']], '2026-06-11': [['09:00', '20:00']] },
    closed: ['2026-11-03'],
  });
  expect(own.open?.['2026-06-11']).toEqual([['09:00', '20:00']]);
  expect(isWorkingDay(own, '2026-11-04')).toBe(true);
  expect(isWorkingDay(own, '2026-11-03')).toBe(false);
  expect(withProductionCalendar(FIVE_DAYS).open?.['2026-11-03']).toEqual([
    ['09:00', '13:00'],
    ['14:00', '17:00'],
  ]);
});

test.each<[string, DayHours, DayHours]>([
  ['one stretch', [['08:00', '17:00']], [['08:00', '16:00']]],
  ['to midnight', [['00:00', '24:00']], [['00:00', '23:00']]],
  [
    'exactly an hour at the end',
    [
      ['08:00', '12:00'],
      ['16:00', '17:00'],
    ],
    [['08:00', '12:00']],
  ],
  [
    'half an hour at the end',
    [
      ['08:00', '12:00'],
      ['12:30', '13:00'],
    ],
    [['08:00', '11:30']],
  ],
  [
    'three stretches, in no order',
    [
      ['12:20', '12:40'],
      ['08:00', '12:00'],
      ['12:10', '12:15'],
    ],
    [['08:00', '11:25']],
  ],
  [
    'stretches that touch or lie in each other',
    [
      ['08:00', '12:00'],
      ['12:00', '12:30'],
      ['09:00', '10:00'],
    ],
    [['08:00', '11:30']],
  ],
  [
    'two that end together',
    [
      ['08:00', '17:00'],
      ['12:00', '17:00'],
    ],
    [['08:00', '16:00']],
  ],
  ['no more than an hour at all', [['09:00', '10:00']], []],
])('CA10: the day before a holiday is an hour of work shorter: %s', (_, tue, shorter) => {
  const { open } = withProductionCalendar({ timeZone: 'Europe/Moscow', hours: { tue } });
  expect(open?.['2026-11-03']).toEqual(shorter); // a Tuesday before the 4th of November
});

test('CA10: a working weekend day of the government takes the hours of a Monday', () => {
  const years = [
    { ...PRODUCTION_CALENDAR_RU[0], year: 2026, workingWeekendDays: ['2026-11-28'] },
  ] as typeof PRODUCTION_CALENDAR_RU;
  expect(withProductionCalendar(FIVE_DAYS, { years }).open?.['2026-11-28']).toEqual(FIVE_DAYS.hours.mon);
});
