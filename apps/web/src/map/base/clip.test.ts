import { expect, test } from 'vitest';
import { boxOf, clipRing, inside, overlap } from './clip.ts';

const box = { minX: 0, minY: 0, maxX: 10, maxY: 10 };

test('a ring inside stays as it is', () => {
  expect(clipRing([1, 1, 9, 1, 9, 9], box)).toEqual([1, 1, 9, 1, 9, 9]);
});

test('a ring around the box becomes the box', () => {
  const clipped = clipRing([-5, -5, 20, -5, 20, 20, -5, 20], box);
  expect(boxOf(Float64Array.from(clipped))).toEqual(box);
});

test('a ring outside is gone', () => {
  expect(clipRing([20, 20, 30, 20, 30, 30], box)).toEqual([]);
});

test('boxes', () => {
  expect(overlap(box, { minX: 9, minY: 9, maxX: 20, maxY: 20 })).toBe(true);
  expect(overlap(box, { minX: 11, minY: 0, maxX: 20, maxY: 20 })).toBe(false);
  expect(inside({ minX: 1, minY: 1, maxX: 2, maxY: 2 }, box)).toBe(true);
});
