import type { BoardPlan } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { busyTimes, closedDays } from './day-notes.ts';
import { instantAt, wallOf } from './wall-time.ts';

const weekdays = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['08:00', '18:00']]]));
const request = {
  site: {
    id: 'site',
    bays: 1,
    unloadingModes: [],
    receiving: { timeZone: 'Europe/Moscow', hours: weekdays, closed: ['2026-11-26'] },
  },
} as unknown as BoardPlan['request'];
// Wednesday to Sunday
const days = ['2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29'];

test('a day is closed by its weekday or by name', () => {
  expect([...closedDays({ request }, days)]).toEqual(['2026-11-26', '2026-11-28', '2026-11-29']);
});

test('a trip of another plan is told on every day of the site it reaches into, and on no other', () => {
  const overnight = { vehicleId: 'А1', from: '2026-11-25T20:30:00Z', to: '2026-11-25T22:00:00Z' };
  // midnight in Moscow is 21:00 UTC: what ends there does not reach into the next day
  const evening = { vehicleId: 'А2', from: '2026-11-26T15:00:00Z', to: '2026-11-26T21:00:00Z' };
  const found = busyTimes({ request, busy: [overnight, evening] }, days);
  expect([...found.keys()].sort()).toEqual(['А1 2026-11-25', 'А1 2026-11-26', 'А2 2026-11-26']);
});

test('what is typed is the clock of the place, whatever the zone of the reader', () => {
  expect(instantAt('2026-11-24T10:40', 'Europe/Moscow')).toBe('2026-11-24T07:40:00.000Z');
  expect(instantAt('2026-11-24T10:40', 'Asia/Vladivostok')).toBe('2026-11-24T00:40:00.000Z');
  // the hour that is skipped in Berlin moves on by the gap: 03:30 summer time
  expect(instantAt('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
  expect(instantAt('', 'Europe/Moscow')).toBeUndefined();
  expect(wallOf(Date.parse('2026-11-24T07:40:31Z'), 'Europe/Moscow')).toBe('2026-11-24T10:40');
});
