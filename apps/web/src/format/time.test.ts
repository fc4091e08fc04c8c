import { expect, test } from 'vitest';
import { agoWords, calendarDay, clockTime, dayTime, durationWords, intervalWords, MOSCOW, zoneTitle } from './time.ts';

const now = Date.parse('2026-08-20T11:02:00Z');
const ru = { language: 'ru', zone: MOSCOW, now } as const;
const en = { language: 'en', zone: MOSCOW, now } as const;

test('a clock is Moscow’s, whatever the machine’s zone', () => {
  expect(clockTime('2026-08-20T11:02:00Z', ru)).toBe('14:02');
  expect(clockTime('2026-08-20T21:30:00Z', en)).toBe('00:30');
});

test('days near now are words, others are dates', () => {
  expect(dayTime('2026-08-20T03:12:00Z', ru)).toBe('сегодня 06:12');
  expect(dayTime('2026-08-20T21:30:00Z', en)).toBe('tomorrow 00:30');
  expect(dayTime('2026-08-23T03:12:00Z', ru)).toBe('23 авг. 06:12');
  expect(dayTime('2023-06-01T03:12:00Z', en)).toBe('1 Jun 2023 06:12');
});

test('a calendar day does not shift with the zone', () => {
  expect(calendarDay('2026-08-25', ru)).toBe('25 авг.');
  expect(calendarDay('2026-08-25', { ...ru, zone: 'Asia/Vladivostok' })).toBe('25 авг.');
  expect(calendarDay('2026-08-21', en)).toBe('tomorrow');
});

test('an interval names the day once where one is enough', () => {
  expect(intervalWords('2026-08-24T07:00:00Z', '2026-08-24T11:00:00Z', en)).toBe('24 Aug 10:00–14:00');
  expect(intervalWords('2026-08-24T07:00:00Z', '2026-08-25T01:00:00Z', ru)).toBe('24 авг. 10:00 – 25 авг. 04:00');
  expect(intervalWords('2026-08-24T07:00:00Z', '2026-08-24T07:00:00Z', en)).toBe('24 Aug 10:00');
});

test('a duration is never negative and never zero minutes', () => {
  expect(durationWords(-500, 'en')).toBe('1 min');
  expect(durationWords(12 * 60, 'ru')).toBe('12 мин');
  expect(durationWords(5 * 3600, 'en')).toBe('5 h');
  expect(durationWords(3.4 * 86_400, 'ru')).toBe('3,4 сут');
  expect(durationWords(12.4 * 86_400, 'en')).toBe('12 d');
});

test('ages are told as a dispatcher would', () => {
  expect(agoWords(now - 10_000, en)).toBe('just now');
  expect(agoWords(now - 3 * 60_000, ru)).toBe('3 мин назад');
});

test('the tooltip gives the zone of every time', () => {
  expect(zoneTitle('2026-08-20T11:02:00Z', 'en', 'Asia/Yekaterinburg')).toBe(
    '20 Aug 2026 14:02 — Moscow time, UTC+3\n20 Aug 2026 16:02 — yours, Asia/Yekaterinburg\n20 Aug 2026 11:02 — UTC',
  );
});
