import { expect, test } from 'vitest';
import { isNextRailwayDay, railwayDay } from './railway-day.ts';

test('the railway day ends at 18:00 in Moscow, also over the end of a month', () => {
  expect(railwayDay('2026-08-20T14:59:59Z')).toBe('2026-08-20'); // 17:59:59
  expect(railwayDay('2026-08-20T15:00:00Z')).toBe('2026-08-21'); // 18:00
  expect(railwayDay('2026-08-20T21:30:00Z')).toBe('2026-08-21'); // 00:30 of the 21st
  expect(railwayDay('2026-12-31T16:00:00Z')).toBe('2027-01-01');
  expect([isNextRailwayDay('2026-08-20T14:59:59Z'), isNextRailwayDay('2026-08-20T15:00:00Z')]).toEqual([false, true]);
});
