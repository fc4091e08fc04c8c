import type { GeofenceShape } from '@karavan/contracts';
import { describe, expect, test } from 'vitest';
import { CIRCLE, fenceOf, follow, off, ROAD, SQUARE, second } from './geofence.fixture.ts';
import type { Fix } from './presence.ts';

const HEXAGON: GeofenceShape = {
  kind: 'polygon',
  points: [off(300, 0), off(150, 260), off(-150, 260), off(-300, 0), off(-150, -260), off(150, -260)],
};
const SHAPES = [CIRCLE, SQUARE, ROAD, HEXAGON];

/** mulberry32: the same numbers for the same seed */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * A truck comes from 1800 m, queues half an hour some metres before the gate, stands for hundreds of positions some metres behind
 * it and drives away, once or twice. What its receiver errs hangs together from one position to the next, as it really does.
 */
function track(
  seed: number,
  { tells, visits, deepM }: { tells: 'truth' | 'nothing' | 'lies'; visits: number; deepM: number[] },
): Fix[] {
  const random = generator(seed * 7919);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const stepS = pick([1, 2, 5, 10, 30, 60, 120]);
  const sigmaM = tells === 'truth' ? pick([5, 10, 15, 20]) : pick([3, 5, 10]);
  const kept = pick([0, 0.8, 0.97]);
  const [queueM, gateM, tellsSpeed] = [300 + pick([10, 30, 60]), 300 - pick(deepM), random() < 0.6];
  const way: { northM: number; kmh: number }[] = [{ northM: 1800, kmh: 40 }];
  const drive = (to: number) => {
    const from = way.at(-1)?.northM ?? to;
    const steps = Math.max(1, Math.ceil(Math.abs(to - from) / (11 * stepS)));
    for (let n = 1; n <= steps; n += 1) way.push({ northM: from + ((to - from) * n) / steps, kmh: 40 });
  };
  const stand = (times: number) => {
    for (let n = 0; n < times; n += 1) way.push({ northM: way.at(-1)?.northM ?? 0, kmh: 0 });
  };
  for (let visit = 0; visit < visits; visit += 1) {
    drive(queueM);
    stand(Math.min(300, Math.ceil(1800 / stepS)));
    drive(gateM);
    stand(visits === 1 ? 600 : 250);
    drive(1800);
    stand(Math.max(5, Math.ceil(300 / stepS)));
  }
  const error = { north: normal(), east: normal() };
  const fresh = Math.sqrt(1 - kept ** 2);
  return way.map(({ northM, kmh }, n) => {
    error.north = kept * error.north + fresh * normal();
    error.east = kept * error.east + fresh * normal();
    const accuracyM = { truth: 1.515 * sigmaM, nothing: undefined, lies: 5 }[tells];
    return {
      ...{ ...off(northM + sigmaM * error.north, sigmaM * error.east), at: second(n * stepS), speedKmh: tellsSpeed ? kmh : null },
      ...(accuracyM === undefined ? {} : { accuracyM }),
    };
  });
}

const ways = (seed: number, fixes: readonly Fix[]) =>
  follow([fenceOf(SHAPES[seed % SHAPES.length] as GeofenceShape)], fixes)
    .map(({ way }) => way)
    .join(' ');

describe('a queue before the gate and a place right behind it, noise that hangs together', () => {
  test.each(['truth', 'nothing', 'lies'] as const)('GF6: one visit is one entry and one exit (accuracy: %s)', (tells) => {
    for (let seed = 1; seed <= 25; seed += 1) {
      const told = ways(seed, track(seed, { tells, visits: 1, deepM: [40, 60, 100, 200] }));
      expect({ seed, told }).toEqual({ seed, told: 'enter exit' });
    }
  });

  test('GF6: a truck that drives away and comes back has two visits', () => {
    for (let seed = 101; seed <= 125; seed += 1) {
      const told = ways(seed, track(seed, { tells: 'truth', visits: 2, deepM: [60, 100, 200] }));
      expect({ seed, told }).toEqual({ seed, told: 'enter exit enter exit' });
    }
  });
});
