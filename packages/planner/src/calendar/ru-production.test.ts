import type { Calendar } from '@karavan/contracts';
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
  const own = withProductionCalendar({ ...FIVE_DAYS, open: { '2026-11-04': [['10:00', '12:00']] }, closed: ['2026-11-03'] });
  expect(isWorkingDay(own, '2026-11-04')).toBe(true);
  expect(isWorkingDay(own, '2026-11-03')).toBe(false);
  expect(withProductionCalendar(FIVE_DAYS).open?.['2026-11-03']).toEqual([
    ['09:00', '13:00'],
    ['14:00', '17:00'],
  ]);
});

test('CA10: a working weekend day of the government takes the hours of a Monday', () => {
  const years = [
    { ...PRODUCTION_CALENDAR_RU[0], year: 2026, workingWeekendDays: ['2026-11-28'] },
  ] as typeof PRODUCTION_CALENDAR_RU;
  expect(withProductionCalendar(FIVE_DAYS, { years }).open?.['2026-11-28']).toEqual(FIVE_DAYS.hours.mon);
});
