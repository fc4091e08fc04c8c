import type { TrailPoint } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { mercatorX, mercatorY, worldSize } from '../../map/mercator.ts';
import { TrailPlaces } from './nearest-point.ts';
import { countBySource } from './source-words.ts';

const points: TrailPoint[] = [
  [100, 55, 37, 60, 0, 0],
  [200, 55, 37.1, 60, 0, 1],
  [300, 55, 37, 60, 0, 1],
];

test('the pointer finds the nearest point within its reach, of two at one place the newer one', () => {
  const scale = worldSize(12);
  const sight = { scale, left: mercatorX(37) * scale - 100, top: mercatorY(55) * scale - 100 };
  const places = new TrailPlaces(points);
  expect(places.nearest({ x: 105, y: 95 }, sight, 12)).toBe(2);
  // 0.1° of longitude at zoom 12: 256 · 4096 / 3600 = 291.3 px
  expect(places.nearest({ x: 391, y: 100 }, sight, 12)).toBe(1);
  expect(places.nearest({ x: 250, y: 100 }, sight, 12)).toBe(-1);
  expect(new TrailPlaces([]).nearest({ x: 0, y: 0 }, sight, 12)).toBe(-1);
});

test('points are counted by who gave them', () => {
  expect(countBySource(points, 3)).toEqual([1, 2, 0]);
});
