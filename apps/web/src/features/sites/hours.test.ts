import { Calendar } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { readExceptions, readHours, readWeek, weekOf, weekWords, writeExceptions, writeHours } from './hours.ts';

test.each([
  ['08:00–18:00', [['08:00', '18:00']]],
  [
    '8:00-12:00, 13.00-17.30',
    [
      ['08:00', '12:00'],
      ['13:00', '17:30'],
    ],
  ],
  [
    '13:00 – 24:00; 00:00 до 06:00',
    [
      ['00:00', '06:00'],
      ['13:00', '24:00'],
    ],
  ],
  ['', []],
  ['закрыто', []],
  ['closed', []],
])('%j is understood', (text, hours) => expect(readHours(text)).toEqual(hours));

test.each(['18:00–08:00', '8–18', '08:00', '25:00–26:00', '08:60–09:00', '08:00–12:00, 11:00–14:00', 'нет'])(
  '%j is not',
  (text) => expect(readHours(text)).toBeUndefined(),
);

test('exceptions are days that are closed and days with hours of their own', () => {
  const text = '2026-12-31 08:00–13:00\n\n2027-01-01 закрыто';
  const read = readExceptions(text);
  expect(read).toEqual({ closed: ['2027-01-01'], open: { '2026-12-31': [['08:00', '13:00']] } });
  expect(writeExceptions(read as Pick<Calendar, 'closed' | 'open'>, 'закрыто')).toBe(text.replace('\n\n', '\n'));
  expect(readExceptions('2027-01-01 closed\n2027-02-30 closed')).toEqual({ badLine: 2 });
  expect(readExceptions('1 January closed')).toEqual({ badLine: 1 });
});

test('a week goes to text and back, keeps the contract, and is told in few words', () => {
  const calendar: Calendar = {
    timeZone: 'Asia/Yekaterinburg',
    hours: { mon: [['08:00', '18:00']], tue: [['08:00', '18:00']], wed: [['08:00', '18:00']], sat: [['09:00', '12:00']] },
  };
  expect(readWeek(weekOf(calendar))).toEqual(calendar.hours);
  expect(Calendar.safeParse({ timeZone: 'Europe/Moscow', hours: readWeek(weekOf(calendar)) }).success).toBe(true);
  const words = { mon: 'пн', tue: 'вт', wed: 'ср', thu: 'чт', fri: 'пт', sat: 'сб', sun: 'вс' };
  expect(weekWords(calendar, words)).toBe('пн–ср 08:00–18:00; сб 09:00–12:00');
  expect(readWeek({ ...weekOf(undefined), fri: 'often' })).toBeUndefined();
  expect(writeHours(undefined)).toBe('');
});
