import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FilterState, type Fix, NO_HISTORY } from './fix.ts';
import { headMs, judgePosition } from './judge-position.ts';
import { FILTER_STEPS } from './steps.ts';

const NOON = Date.parse('2026-08-20T12:00:00Z');
const MINUTE = 60_000;
/** One degree of latitude on the sphere of 6371.0088 km that turf measures on: π · R / 180. */
const KM_PER_DEGREE = (Math.PI * 6371.0088) / 180;

/** So many km north of the start, so many minutes after noon. */
const fixAt = (minutes: number, northKm: number, more: Partial<Fix> = {}): Fix => ({
  atMs: NOON + minutes * MINUTE,
  lat: 55 + northKm / KM_PER_DEGREE,
  lon: 51.77,
  speedKmh: 60,
  ...more,
});
const judge = (fix: Fix, state: FilterState = NO_HISTORY, more: { valid?: boolean; receivedMs?: number } = {}) =>
  judgePosition({ fix, valid: more.valid ?? true, receivedMs: more.receivedMs ?? NOON + 600 * MINUTE, state });
const after = (fix: Fix): FilterState => ({ good: fix, suspect: null });

/** Verdicts of a whole stream, in its order. */
function run(fixes: readonly Fix[]): (string | null)[] {
  let state = NO_HISTORY;
  return fixes.map((fix) => {
    const verdict = judge(fix, state);
    state = verdict.state;
    return verdict.filtered;
  });
}

test('PF1 PF2 PF3 invalid, zero and future', () => {
  expect(judge(fixAt(0, 0)).filtered).toBeNull();
  expect(judge(fixAt(0, 0, { lat: 0, lon: 0 }), NO_HISTORY, { valid: false }).filtered).toBe('invalid');
  expect(judge(fixAt(0, 0, { atMs: Number.NaN })).filtered).toBe('invalid');
  expect(judge(fixAt(0, 0, { lat: 0, lon: 0 })).filtered).toBe('zero');
  expect(judge(fixAt(0, 0, { lat: 0, lon: 20 })).filtered).toBeNull();
  expect(judge(fixAt(5, 0), NO_HISTORY, { receivedMs: NOON }).filtered).toBeNull();
  expect(judge(fixAt(5.001, 0), NO_HISTORY, { receivedMs: NOON }).filtered).toBe('future');
});

test('PF4 the same time and place again; two places in one second are both good', () => {
  const state = after(fixAt(0, 0));
  expect(judge(fixAt(0, 0), state)).toMatchObject({ filtered: 'duplicate', state, stepM: null });
  expect(judge(fixAt(0, 0.1), state).filtered).toBeNull();
});

test('PF5 faster than 250 km/h over more than a kilometre, between the circles of both', () => {
  const state = after(fixAt(0, 0));
  expect(judge(fixAt(2, 8.4), state).filtered).toBe('outlier'); // 252 km/h
  expect(judge(fixAt(2, 8.3), state).filtered).toBeNull(); // 249 km/h
  expect(judge(fixAt(0.01, 0.99), state).filtered).toBeNull();
  expect(judge(fixAt(0.01, 1.01), state).filtered).toBe('outlier');
  expect(judge(fixAt(1, 11, { accuracyM: 7_000 }), state).filtered).toBeNull(); // 4 km in a minute: 240 km/h
  expect(judge(fixAt(1, 11, { accuracyM: 6_500 }), state).filtered).toBe('outlier');
  expect(judge(fixAt(1, 11), after(fixAt(0, 0, { accuracyM: 7_000 }))).filtered).toBeNull();
  expect(judge(fixAt(30, 1_000), state).filtered).toBe('outlier');
  expect(judge(fixAt(30.01, 1_000), state).filtered).toBeNull();
});

test('PF6 the steps have names and an order, and the first reason counts', () => {
  expect(FILTER_STEPS.map(({ name }) => name)).toEqual(['validity', 'zero', 'future', 'duplicate', 'outlier']);
  const fix = fixAt(900, 0, { lat: 0, lon: 0 });
  expect(judge(fix).filtered).toBe('zero'); // in the future as well
  expect(headMs(NO_HISTORY)).toBe(-Infinity);
  expect(headMs(judge(fixAt(1, 500), after(fixAt(0, 0))).state)).toBe(NOON + MINUTE); // a jump is a moment of the history too
});

test('PF7 a device that really moved is followed from the third place on, a single jump is not', () => {
  // A ferry with the receiver off? No: the first fix was wrong, and every other one is 800 km away from it.
  expect(run([fixAt(0, 0), fixAt(1, 800), fixAt(2, 801), fixAt(3, 802), fixAt(4, 803)])).toEqual([
    null,
    'outlier',
    'outlier',
    null,
    null,
  ]);
  // Jumps that do not agree with each other never outvote the way, however many they are.
  expect(run([fixAt(0, 0), fixAt(1, 300), fixAt(2, -300), fixAt(3, 300), fixAt(4, -300), fixAt(5, 4)])).toEqual([
    null,
    'outlier',
    'outlier',
    'outlier',
    'outlier',
    null,
  ]);
  // A good fix in between begins the count anew.
  expect(run([fixAt(0, 0), fixAt(1, 300), fixAt(2, 300), fixAt(3, 1), fixAt(4, 300), fixAt(5, 300)])).toEqual([
    null,
    'outlier',
    'outlier',
    null,
    'outlier',
    'outlier',
  ]);
});

test('PF7 nobody is locked out: whatever came before, a truck that goes its way is followed within three fixes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ minutes: fc.integer({ min: 0, max: 50 }), km: fc.integer({ min: -900, max: 900 }) }), {
        maxLength: 12,
      }),
      fc.integer({ min: -900, max: 900 }),
      (noise, startKm) => {
        const before = noise.map(({ minutes, km }) => fixAt(minutes, km)).sort((a, b) => a.atMs - b.atMs);
        const way = [51, 52, 53, 54].map((minutes) => fixAt(minutes, startKm + (minutes - 50) * 1.2));
        const verdicts = run([...before, ...way]).slice(before.length);
        expect(verdicts.slice(2)).toEqual([null, null]);
      },
    ),
    { numRuns: 300 },
  );
});

test('PF8 what is set aside by itself changes nothing for what comes after', () => {
  const state = after(fixAt(0, 0));
  for (const aside of [fixAt(1, 0, { lat: 0, lon: 0 }), fixAt(900, 0)]) expect(judge(aside, state).state).toEqual(state);
  expect(judge(fixAt(1, 1), state, { valid: false }).state).toEqual(state);
});

test('PF9 motion by speed, else by the way', () => {
  expect([5, 5.1, 0].map((speedKmh) => judge(fixAt(0, 0, { speedKmh })).moving)).toEqual([false, true, false]);
  const unknown = { speedKmh: null };
  expect(judge(fixAt(0, 0, unknown)).moving).toBeNull();
  const state = after(fixAt(0, 0));
  expect(judge(fixAt(6, 0.6, unknown), state).moving).toBe(true); // 550 m in 6 minutes: 5.5 km/h
  expect(judge(fixAt(6, 0.5, unknown), state).moving).toBe(false); // 450 m: 4.5 km/h
  expect(judge(fixAt(6, 0.6, { ...unknown, accuracyM: 200 }), state).moving).toBe(false);
  expect(judge(fixAt(31, 20, unknown), state).moving).toBeNull();
});

test('PF10 the odometer takes the way and leaves the drift', () => {
  expect(judge(fixAt(0, 0)).stepM).toBe(0);
  const state = after(fixAt(0, 0));
  expect(judge(fixAt(1, 0.9), state).stepM).toBeCloseTo(900, 3);
  expect(judge(fixAt(1, 0.04), state).stepM).toBeCloseTo(40, 3);
  const parked = { speedKmh: 0 };
  expect(judge(fixAt(1, 0.04, parked), state).stepM).toBe(0);
  expect(judge(fixAt(1, 0.06, parked), state).stepM).toBeCloseTo(60, 3);
  expect(judge(fixAt(1, 0.06, { ...parked, accuracyM: 100 }), state).stepM).toBe(0);
});
