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

test('a marker glides briefly, never into the time of the next fix', () => {
  expect(planMotion(request)?.durationMs).toBe(400);
  expect(planMotion({ ...request, intervalMs: 300, distanceM: 5 })?.durationMs).toBe(300);
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
  expect(placeAt(motion, 1200).x).toBeCloseTo(0.55);
  expect(placeAt(motion, 99_000)).toEqual(request.target);
  expect(isOver(motion, 1399)).toBe(false);
  expect(isOver(motion, 1400)).toBe(true);
});
