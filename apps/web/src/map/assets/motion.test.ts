import { expect, test } from 'vitest';
import { isOver, type Motion, type MotionRequest, placeAt as placeInto, planMotion } from './motion.ts';

const placeAt = (motion: Motion, now: number) => placeInto(motion, now, { x: 0, y: 0 });

const request: MotionRequest = {
  shown: { x: 0.5, y: 0.5 },
  current: null,
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
  expect(placeAt(motion, 0)).toEqual(request.shown);
  expect(isOver(motion, 1399)).toBe(false);
  expect(isOver(motion, 1400)).toBe(true);
});

test('a fix that comes on the way is driven to by way of the one before, not across the corner', () => {
  const first = planMotion(request);
  const shown = { x: 0.55, y: 0.5 };
  const second = planMotion({ ...request, shown, current: first, target: { x: 0.6, y: 0.55 }, now: 1200 });
  if (!second) throw new Error('it should move');
  // 0.05 to the corner and 0.05 beyond: the corner at half of the time
  expect(placeAt(second, 1300).x).toBeCloseTo(0.575);
  expect(placeAt(second, 1300).y).toBeCloseTo(0.5);
  expect(placeAt(second, 1400).x).toBeCloseTo(0.6);
  expect(placeAt(second, 1400).y).toBeCloseTo(0.5);
  expect(placeAt(second, 1500).y).toBeCloseTo(0.525);
  expect(placeAt(second, 1600)).toEqual({ x: 0.6, y: 0.55 });
  // at any moment it is on one of the two legs
  for (let now = 1200; now <= 1600; now += 7) {
    const { x, y } = placeAt(second, now);
    expect(Math.min(Math.abs(y - 0.5), Math.abs(x - 0.6))).toBeLessThan(1e-9);
  }
  const third = planMotion({ ...request, current: second, now: 5000, shown: { x: 0.6, y: 0.55 } });
  expect(third?.way).toHaveLength(2); // long since there
});
