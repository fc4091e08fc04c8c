import { expect, test } from 'vitest';
import { isOver, type MotionRequest, placeAt, planMotion } from './motion.ts';

const request: MotionRequest = {
  shown: { x: 0.5, y: 0.5 },
  target: { x: 0.6, y: 0.5 },
  distanceM: 50,
  intervalMs: 3000,
  pixels: 30,
  now: 1000,
  still: false,
};

test('frequent fixes are joined over their interval, rare ones glide briefly', () => {
  expect(planMotion(request)?.durationMs).toBe(3000);
  expect(planMotion({ ...request, intervalMs: 30_000, distanceM: 500 })?.durationMs).toBe(1200);
});

test('a marker jumps when nobody would see it drive or nothing drives so fast', () => {
  expect(planMotion({ ...request, still: true })).toBeNull();
  expect(planMotion({ ...request, pixels: 0.4 })).toBeNull();
  expect(planMotion({ ...request, distanceM: 3000 })).toBeNull();
  expect(planMotion({ ...request, intervalMs: 0 })).toBeNull();
});

test('a marker never passes its last fix', () => {
  const motion = planMotion(request);
  if (!motion) throw new Error('it should move');
  expect(placeAt(motion, 2500).x).toBeCloseTo(0.55);
  expect(placeAt(motion, 99_000)).toEqual(request.target);
  expect(isOver(motion, 3999)).toBe(false);
  expect(isOver(motion, 4000)).toBe(true);
});
