import { expect, test } from 'vitest';
import { freshness } from './freshness.ts';

const now = new Date('2026-08-20T10:00:00Z');

test('FR1 the limits of each source', () => {
  const age = (source: string, minutes: number) =>
    freshness(source, new Date(now.getTime() - minutes * 60_000).toISOString(), now);
  expect([5, 6, 30, 31].map((minutes) => age('wialon', minutes))).toEqual(['fresh', 'aging', 'aging', 'stale']);
  expect([60, 61, 180, 181].map((minutes) => age('cell', minutes))).toEqual(['fresh', 'aging', 'aging', 'stale']);
  expect([360, 361, 1440, 1441].map((minutes) => age('rzd', minutes))).toEqual(['fresh', 'aging', 'aging', 'stale']);
  expect(age('movizor', 60)).toBe('fresh');
  expect(age('constructor', 31)).toBe('stale');
});

test('FR2 a fix from ahead is fresh, an unreadable time is stale', () => {
  expect(freshness('osmand', '2026-08-20T10:03:00Z', now)).toBe('fresh');
  expect(freshness('osmand', 'yesterday', now)).toBe('stale');
});
