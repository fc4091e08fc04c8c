import type { DevicePosition } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { freshness } from './freshness.ts';
import { filterPosition } from './position-filter.ts';

const receivedAt = new Date('2026-08-20T10:00:00Z');
const position = (change: Partial<DevicePosition> = {}): DevicePosition => ({
  uniqueId: '1',
  fixedAt: '2026-08-20T10:00:00Z',
  lat: 55.1,
  lon: 51.77,
  speedKmh: 60,
  courseDeg: 90,
  valid: true,
  attributes: {},
  ...change,
});
/** About 11.1 km south of the position. */
const before = (fixedAt: string, lat = 55) => ({ fixedAt, lat, lon: 51.77 });

test('FR1 the limits of each source', () => {
  const age = (source: string, minutes: number) =>
    freshness(source, new Date(receivedAt.getTime() - minutes * 60_000).toISOString(), receivedAt);
  expect([5, 6, 30, 31].map((minutes) => age('wialon', minutes))).toEqual(['fresh', 'aging', 'aging', 'stale']);
  expect([60, 61, 180, 181].map((minutes) => age('cell', minutes))).toEqual(['fresh', 'aging', 'aging', 'stale']);
  expect([360, 361, 1440, 1441].map((minutes) => age('rzd', minutes))).toEqual(['fresh', 'aging', 'aging', 'stale']);
  expect(age('movizor', 60)).toBe('fresh');
  expect(age('constructor', 31)).toBe('stale');
});

test('FR2 a fix from ahead is fresh, an unreadable time is stale', () => {
  expect(freshness('osmand', '2026-08-20T10:03:00Z', receivedAt)).toBe('fresh');
  expect(freshness('osmand', 'yesterday', receivedAt)).toBe('stale');
});

test('PF1 PF2 PF3 invalid, zero and future', () => {
  expect(filterPosition({ position: position(), receivedAt })).toBeUndefined();
  expect(filterPosition({ position: position({ valid: false, lat: 0, lon: 0 }), receivedAt })).toBe('invalid');
  expect(filterPosition({ position: position({ fixedAt: 'no time' }), receivedAt })).toBe('invalid');
  expect(filterPosition({ position: position({ lat: 0, lon: 0 }), receivedAt })).toBe('zero');
  expect(filterPosition({ position: position({ lat: 0, lon: 20 }), receivedAt })).toBeUndefined();
  expect(filterPosition({ position: position({ fixedAt: '2026-08-20T10:05:00Z' }), receivedAt })).toBeUndefined();
  expect(filterPosition({ position: position({ fixedAt: '2026-08-20T10:05:01Z' }), receivedAt })).toBe('future');
});

test('PF4 the same time and place again; two places in one second are both good', () => {
  const { fixedAt, lat, lon } = position();
  expect(filterPosition({ position: position(), previous: { fixedAt: '2026-08-20T13:00:00+03:00', lat, lon }, receivedAt })).toBe(
    'duplicate',
  );
  expect(filterPosition({ position: position(), previous: { fixedAt, lat: lat + 0.001, lon }, receivedAt })).toBeUndefined();
});

test('PF5 faster than 250 km/h over more than a kilometre', () => {
  expect(filterPosition({ position: position(), previous: before('2026-08-20T09:58:00Z'), receivedAt })).toBe('outlier');
  expect(filterPosition({ position: position(), previous: before('2026-08-20T09:57:00Z'), receivedAt })).toBeUndefined();
  expect(filterPosition({ position: position(), previous: before('2026-08-20T09:59:59Z', 55.092), receivedAt })).toBeUndefined();
  expect(
    filterPosition({ position: position({ accuracyM: 10_500 }), previous: before('2026-08-20T09:59:00Z'), receivedAt }),
  ).toBeUndefined();
  expect(filterPosition({ position: position(), previous: before('2026-08-20T09:30:00Z', 45), receivedAt })).toBe('outlier');
  expect(filterPosition({ position: position(), previous: before('2026-08-20T09:29:59Z', 45), receivedAt })).toBeUndefined();
});

test('PF6 a position older than the previous is good, unless it is too far for the time between', () => {
  expect(filterPosition({ position: position(), previous: before('2026-08-20T10:04:00Z'), receivedAt })).toBeUndefined();
  expect(filterPosition({ position: position(), previous: before('2026-08-20T10:01:00Z'), receivedAt })).toBe('outlier');
});
