import { expect, test } from 'vitest';
import { isTold } from './is-told.ts';

const at = '2026-08-20T11:02:00Z';
const position = { lat: 55, lon: 37, at, speedKmh: 0, courseDeg: null, source: 'osmand' };

test('an answer older than the first position has to be asked for again', () => {
  expect(isTold({ position }, undefined)).toBe(false);
  expect(isTold({ position }, at)).toBe(true);
  expect(isTold({ position: null }, undefined)).toBe(true);
  expect(isTold(undefined, undefined)).toBe(true);
});
