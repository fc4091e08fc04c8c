import { expect, test } from 'vitest';
import { msk } from './fleet.fixture.ts';
import { deadlineEnd, deadlineZone, isLate, termOf } from './late.ts';
import { MOSCOW } from './time.ts';

const deadline = { date: '2026-08-22', basis: 'report' } as const;
const eta = (p50: string) => ({ p10: p50, p50, p90: p50, basis: '' });
const now = new Date(msk(20, '07:10'));

test('LA1 a day ends at 24:00 of its own zone', () => {
  expect(new Date(deadlineEnd(deadline, MOSCOW)).toISOString()).toBe('2026-08-22T21:00:00.000Z');
  expect(new Date(deadlineEnd(deadline, 'Asia/Yekaterinburg')).toISOString()).toBe('2026-08-22T19:00:00.000Z');
  expect(new Date(deadlineEnd({ date: '2026-10-25', basis: 'order' }, 'Europe/Berlin')).toISOString()).toBe(
    '2026-10-25T23:00:00.000Z',
  );
  expect(new Date(deadlineEnd(deadline, 'Mars/Olympus')).toISOString()).toBe('2026-08-22T21:00:00.000Z');
});

test('LA1 the railway’s term is a Moscow day, an order’s day is the destination’s', () => {
  expect(deadlineZone(deadline, 'Asia/Yekaterinburg')).toBe(MOSCOW);
  expect(deadlineZone({ ...deadline, basis: 'order' }, 'Asia/Yekaterinburg')).toBe('Asia/Yekaterinburg');
});

test('LA2 the arrival decides, to the second, whatever the forecast and the day are', () => {
  const much = new Date(msk(30, '07:10'));
  expect(isLate(eta(msk(29, '07:10')), deadline, '2026-08-22T21:00:00.000Z', much, MOSCOW)).toBe(false);
  expect(isLate(undefined, deadline, '2026-08-22T21:00:01.000Z', much, MOSCOW)).toBe(true);
});

test('LA3 before the arrival: the middle estimate, the passed deadline, or nothing to judge by', () => {
  expect(isLate(eta(msk(22, '23:59')), deadline, undefined, now, MOSCOW)).toBe(false);
  expect(isLate(eta(msk(23, '00:01')), deadline, undefined, now, MOSCOW)).toBe(true);
  expect(isLate(undefined, deadline, undefined, new Date(msk(23, '00:01')), MOSCOW)).toBe(true);
  expect(isLate(undefined, deadline, undefined, now, MOSCOW)).toBeNull();
  expect(isLate(eta(msk(23, '00:01')), undefined, undefined, now, MOSCOW)).toBeNull();
});

test('EX3 SH13 a wagon keeps the date of its order, else its own term, else that of the others', () => {
  const order = { date: '2026-08-30', basis: 'order' as const };
  const others = { date: '2026-08-25', basis: 'report' as const };
  const own = { date: '2026-08-18', basis: 'computed' as const };
  expect(termOf({ deadline: own }, order)).toBe(order);
  expect(termOf({ deadline: own }, others)).toBe(own);
  expect(termOf({}, others)).toBe(others);
  expect(termOf({ deadline: own }, undefined)).toBe(own);
});
