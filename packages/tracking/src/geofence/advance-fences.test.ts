import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CIRCLE, fenceOf, follow, off, ROAD, SQUARE, second } from './geofence.fixture.ts';
import type { Fix } from './presence.ts';

const fix = (seconds: number, northM: number, more: Partial<Fix> & { eastM?: number } = {}): Fix => {
  const { eastM = 0, ...rest } = more;
  return { ...off(northM, eastM), at: second(seconds), speedKmh: null, ...rest };
};
const told = (crossings: { way: string; at: string }[]) => crossings.map(({ way, at }) => `${way} ${at.slice(11, 19)}`);

describe('crossings', () => {
  test('GF4: in from the north at 36 km/h: the edge is crossed in proportion between two positions', () => {
    // 1000 m at 0 s, 0 m at 100 s: 300 m from the middle at 70 s; out again to the south, 300 m at 130 s
    const track = [fix(0, 1000), fix(100, 0), fix(200, -1000)];
    for (const shape of [CIRCLE, SQUARE])
      expect(told(follow([fenceOf(shape)], track))).toEqual(['enter 06:01:10', 'exit 06:02:10']);
  });

  test('GF4: a crossing tells where it was', () => {
    const [entry] = follow([fenceOf(CIRCLE)], [fix(0, 1000), fix(100, 0)]);
    expect(entry).toMatchObject({ fenceId: 'fence', way: 'enter' });
    expect(entry?.lat).toBeCloseTo(off(300).lat, 5);
  });

  test('GF5: a fence of 20 m between two positions 2 km apart is passed, with an entry and an exit', () => {
    const small = fenceOf({ kind: 'circle', center: off(0), radiusM: 20 });
    const crossings = follow([small], [fix(0, 1000), fix(100, -1000)]);
    expect(crossings.map(({ way }) => way)).toEqual(['enter', 'exit']);
    expect(Date.parse(crossings[0]?.at ?? '') - Date.parse(second(0))).toBeCloseTo(49_000, -2); // 980 of 2000 m in 100 s
    expect(Date.parse(crossings[1]?.at ?? '') - Date.parse(second(0))).toBeCloseTo(51_000, -2);
  });

  test('GF5: noise that cuts a corner has passed nothing', () => {
    expect(follow([fenceOf(SQUARE)], [fix(0, 320, { eastM: 290 }), fix(10, 290, { eastM: 320 })])).toEqual([]);
  });

  test('GF2: between edge and margin an asset is what it was', () => {
    const outside = [fix(0, 500), ...[1, 2, 3, 4, 5, 6, 7].map((n) => fix(n * 10, 330))];
    expect(follow([fenceOf(CIRCLE)], outside)).toEqual([]);
    const inside = [fix(0, 500), fix(60, 100), ...[1, 2, 3, 4, 5, 6, 7].map((n) => fix(60 + n * 10, 340))];
    expect(told(follow([fenceOf(CIRCLE)], inside))).toEqual(['enter 06:00:30']);
  });

  test('GF3: a coarse position across the edge decides nothing; one with the whole circle inside does', () => {
    const coarse = [fix(0, 2000), fix(60, 250, { accuracyM: 800 }), fix(120, 100, { accuracyM: 800 })];
    expect(follow([fenceOf(CIRCLE)], coarse)).toEqual([]);
    expect(told(follow([fenceOf(CIRCLE)], [...coarse, fix(180, 0, { accuracyM: 40 })]))).toEqual(['enter 06:00:58']);
    const leaving = [fix(0, 1000), fix(60, 0), fix(120, 400, { accuracyM: 500 }), fix(180, 0)];
    expect(told(follow([fenceOf(CIRCLE)], leaving))).toEqual(['enter 06:00:42']);
  });

  test('GF6: one stray position inside is no entry, two are one', () => {
    const standing = [fix(0, 330), fix(10, 295), fix(20, 335), fix(30, 331)];
    expect(follow([fenceOf(CIRCLE)], standing)).toEqual([]);
    expect(told(follow([fenceOf(CIRCLE)], [fix(0, 330), fix(10, 290), fix(20, 280)]))).toEqual(['enter 06:00:07']);
  });

  test('GF6: an exit that goes back was none, one that goes on is told with the instant of its crossing', () => {
    const out = [fix(0, 1000), fix(60, 100), fix(80, 250), fix(100, 360), fix(110, 360), fix(120, 250), fix(130, 240)];
    expect(told(follow([fenceOf(CIRCLE)], out))).toEqual(['enter 06:00:46']);
    // 250 m at 80 s, 360 m at 100 s: the edge at 300 m is 50/110 of 20 s later
    const gone = [fix(0, 1000), fix(60, 100), fix(80, 250), fix(100, 360), fix(110, 390), fix(120, 470)];
    expect(told(follow([fenceOf(CIRCLE)], gone))).toEqual(['enter 06:00:46', 'exit 06:01:29']);
  });

  test('GF7: with a dwell of two minutes, passing is nothing and staying is an entry at the edge', () => {
    const slow = fenceOf(CIRCLE, { dwellSeconds: 120 });
    expect(follow([slow], [fix(0, 1000), fix(50, 0), fix(100, -1000)])).toEqual([]);
    expect(told(follow([slow], [fix(0, 1000), fix(100, 0), fix(180, 0), fix(200, 0)]))).toEqual(['enter 06:01:10']);
  });

  test('GF7: where it was when we first looked it has not entered, but it leaves', () => {
    expect(told(follow([fenceOf(CIRCLE)], [fix(0, 0), fix(60, 10), fix(160, 1010)]))).toEqual(['exit 06:01:29']);
  });

  test('GF1: a corridor is left by its side', () => {
    const track = [fix(0, 0, { eastM: -5000 }), fix(300, 0), fix(400, 1000), fix(500, 2000)];
    expect(told(follow([fenceOf(ROAD)], track))).toEqual(['exit 06:05:30']);
  });

  test('GF2, GF3, GF6: 1000 noisy positions around a gate are exactly one entry and one exit', () => {
    const scene = fc.record({
      seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      // where it queues: the gate itself is at 300 m, the yard inside of it
      queueM: fc.integer({ min: 285, max: 318 }),
      sigmaM: fc.integer({ min: 1, max: 15 }),
      stepS: fc.integer({ min: 1, max: 30 }),
      withAccuracy: fc.boolean(),
    });
    fc.assert(
      fc.property(scene, ({ seed, queueM, sigmaM, stepS, withAccuracy }) => {
        const random = generator(seed);
        const noise = () => sigmaM * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
        const wayOf = (n: number) =>
          n < 40 ? 1200 - n * 20 : n < 480 ? queueM : n < 500 ? queueM - (n - 480) * 14 : n < 960 ? 10 : (n - 960) * 40;
        const track = Array.from({ length: 1000 }, (_, n) =>
          fix(n * stepS, wayOf(n) + noise(), { eastM: noise(), ...(withAccuracy ? { accuracyM: 2 * sigmaM } : {}) }),
        );
        expect(follow([fenceOf(CIRCLE)], track).map(({ way }) => way)).toEqual(['enter', 'exit']);
      }),
      { numRuns: 60 },
    );
  });

  test('GF3, GF5, GF6: accuracies of 5 to 80 m, jumps of kilometres and a place at the very edge are one entry and one exit', () => {
    const scene = fc.record({
      seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      shape: fc.constantFrom(CIRCLE, SQUARE, ROAD),
      parkM: fc.constantFrom(20, 60, 200),
      stepS: fc.constantFrom(1, 5, 30),
      tellsAccuracy: fc.boolean(),
      tellsSpeed: fc.boolean(),
      jumps: fc.constantFrom(0, 0.01),
    });
    fc.assert(
      fc.property(scene, ({ seed, shape, parkM, stepS, tellsAccuracy, tellsSpeed, jumps }) => {
        const random = generator(seed);
        const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
        // the way in at 11 m a second, the rest of a thousand positions in one place, and out again
        const inM = 11 * stepS;
        const arrives = Math.ceil((1500 + parkM) / inM);
        const wayOf = (n: number) => {
          if (n < arrives) return Math.max(300 - parkM, 1800 - n * inM);
          return n < 1000 ? 300 - parkM : 300 - parkM + (n - 999) * inM;
        };
        const track = Array.from({ length: 1000 + 3 * arrives }, (_, n) => {
          const accuracyM = 5 + 75 * random();
          // of 100 positions 68 lie within the accuracy told
          const noise = () => (normal() * accuracyM) / 1.515;
          const isJump = random() < jumps && n > arrives + 20 && n < 980;
          // further than a truck can have come
          const [side, far] = [2 * Math.PI * random(), isJump ? 400 + 45 * stepS + 2000 * random() : 0];
          const drives = n < arrives || n >= 1000;
          return fix(n * stepS, wayOf(n) + noise() + far * Math.cos(side), {
            eastM: noise() + far * Math.sin(side),
            speedKmh: tellsSpeed ? (drives ? 40 : 0) : null,
            ...(tellsAccuracy ? { accuracyM } : {}),
          });
        });
        // what the filter of positions would set aside (PF5) does not come this far
        const good = track.filter((to, n) => n === 0 || !isOutlier(track[n - 1] as Fix, to));
        expect(follow([fenceOf(shape)], good).map(({ way }) => way)).toEqual(['enter', 'exit']);
      }),
      { numRuns: 25, seed: 20_260_820 },
    );
  });

  test('GF4, GF5: whatever the way and the shape, entries and exits alternate and lie in the time of the way', () => {
    const step = fc.record({ n: fc.integer({ min: -900, max: 900 }), e: fc.integer({ min: -900, max: 900 }) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 40 }), fc.constantFrom(CIRCLE, SQUARE, ROAD), (steps, shape) => {
        const track = steps.map(({ n, e }, index) => fix(index * 60, n, { eastM: e }));
        const crossings = follow([fenceOf(shape)], track);
        for (const [index, crossing] of crossings.entries()) {
          if (index > 0) expect(crossing.way).not.toBe(crossings[index - 1]?.way);
          expect(crossing.at >= second(0) && crossing.at <= second((steps.length - 1) * 60)).toBe(true);
          if (index > 0) expect(crossing.at >= (crossings[index - 1]?.at ?? '')).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('GF2: removing a fence forgets it', () => {
    const fence = fenceOf(CIRCLE);
    expect(follow([fence], [fix(0, 1000), fix(100, 0)])).toHaveLength(1);
    expect(follow([], [fix(0, 1000), fix(100, 0)])).toEqual([]);
  });
});

/** Over 1 km at over 250 km/h. */
function isOutlier(from: Fix, to: Fix): boolean {
  const metres = Math.hypot((to.lat - from.lat) * 111_195, (to.lon - from.lon) * 63_245);
  return metres > 1000 && metres / 1000 > 250 * ((Date.parse(to.at) - Date.parse(from.at)) / 3_600_000);
}

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

describe('a single place that nobody is likely to have come to', () => {
  const standing = (seconds: number, northM: number, more: { accuracyM?: number } = {}) => ({
    ...fix(seconds, northM, more),
    speedKmh: 0,
  });

  test('GF6: of a truck that says it stands, 1500 m away and back again is no exit', () => {
    const arrived = [fix(0, 1000), standing(100, 0), standing(160, 0)];
    expect(told(follow([fenceOf(CIRCLE)], [...arrived, standing(220, 1500), standing(280, 5)]))).toEqual(['enter 06:01:10']);
    // the second one settles it, at the instant of the crossing: 300 of 1500 m of a minute after 160 s
    expect(told(follow([fenceOf(CIRCLE)], [...arrived, standing(220, 1500), standing(280, 1510)]))).toEqual([
      'enter 06:01:10',
      'exit 06:02:52',
    ]);
  });

  test('GF6: without a speed, 900 m in a minute from where it stood waits for the next place', () => {
    const spike = [fix(0, 1000), fix(100, 0), fix(160, 0), fix(220, 900), fix(280, 0)];
    expect(told(follow([fenceOf(CIRCLE)], spike))).toEqual(['enter 06:01:10']);
  });

  test('GF5: of a truck that stands before the fence, a place behind it is no passage', () => {
    const before = [standing(0, 400), standing(60, 400), standing(120, -1000), standing(180, 400)];
    expect(follow([fenceOf(CIRCLE)], before)).toEqual([]);
  });

  test('GF6: places that decide nothing break a row of those beyond', () => {
    // told to 60 m, at the edge: a quarter of them beyond the circle, never ten in a row
    const atEdge = Array.from({ length: 80 }, (_, n) =>
      standing(200 + n * 30, [300, 365, 280, 340][n % 4] ?? 0, { accuracyM: 60 }),
    );
    expect(told(follow([fenceOf(CIRCLE)], [fix(0, 1000), standing(100, 0), ...atEdge]))).toEqual(['enter 06:01:10']);
  });
});
