import type { TrailPoint } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { advanced, formatAt, keyed, parseAt, placeOnTrail, type Replay, sought, stretchAround, toggled } from './replay.ts';

const HOUR = 3_600_000;
const state: Replay = { atMs: 5 * HOUR, fromMs: 0, toMs: 24 * HOUR, isPlaying: true, speed: 60 };

test('a minute passes in a second at ×60, a second at ×1, and the end stops it', () => {
  expect(advanced(state, 1000).atMs).toBe(5 * HOUR + 60_000);
  expect(advanced({ ...state, speed: 1 }, 1000).atMs).toBe(5 * HOUR + 1000);
  expect(advanced({ ...state, isPlaying: false }, 1000).atMs).toBe(5 * HOUR);
  expect(advanced({ ...state, atMs: 24 * HOUR - 10 }, 1000)).toMatchObject({ atMs: 24 * HOUR, isPlaying: false });
});

test('the keys: space plays and stops, arrows step a minute, with shift ten, Home and End lead to the ends', () => {
  const press = (code: string, shiftKey = false) => keyed(state, { code, shiftKey });
  expect(press('Space')).toMatchObject({ isPlaying: false });
  expect(press('ArrowLeft')?.atMs).toBe(5 * HOUR - 60_000);
  expect(press('ArrowRight', true)?.atMs).toBe(5 * HOUR + 600_000);
  expect(press('Home')?.atMs).toBe(0);
  expect(press('End')?.atMs).toBe(24 * HOUR);
  expect(press('KeyF')).toBeNull();
  expect(sought(state, -1).atMs).toBe(0);
  expect(toggled({ ...state, isPlaying: false, atMs: 24 * HOUR })).toMatchObject({ isPlaying: true, atMs: 0 });
});

test('an instant in an address survives, the future is now, and nonsense is nothing', () => {
  const now = Date.parse('2026-05-05T00:00:00Z');
  expect(parseAt('2026-05-04T11:00', now)).toBe(new Date('2026-05-04T11:00').getTime());
  expect(parseAt(formatAt(now - 1000), now)).toBe(now - 1000);
  expect(parseAt('2030-01-01T00:00:00Z', now)).toBe(now);
  for (const text of ['', 'yesterday', null]) expect(parseAt(text, now)).toBeNull();
});

test('the scrubber spans a day that ends now, or lies around the instant', () => {
  const now = 1000 * HOUR;
  expect(stretchAround(now - HOUR, now)).toEqual({ fromMs: now - 24 * HOUR, toMs: now });
  expect(stretchAround(now - 100 * HOUR, now)).toEqual({ fromMs: now - 112 * HOUR, toMs: now - 88 * HOUR });
});

const points: TrailPoint[] = [
  [100, 55, 37, 60, 0, 0],
  [200, 56, 37, 70, 0, 0],
  [5000, 57, 38, 50, 90, 1],
];
const trail = { points, gaps: [[200, 5000]] as const };

test('between two positions it is on the way from one to the other, by time', () => {
  expect(placeOnTrail(trail, 150_000)).toMatchObject({ lat: 55.5, lon: 37, fixAt: 100, isSilent: false });
  expect(placeOnTrail(trail, 125_000)?.lat).toBe(55.25);
});

test('never further than the last one: not after the end, not into a silence, nowhere before the first', () => {
  expect(placeOnTrail(trail, 99_000)).toBeUndefined();
  expect(placeOnTrail(trail, 3_000_000)).toMatchObject({ lat: 56, lon: 37, isSilent: true });
  expect(placeOnTrail(trail, 9e9)).toMatchObject({ lat: 57, lon: 38, source: 1, isSilent: false });
  expect(placeOnTrail({ points: [], gaps: [] }, 1)).toBeUndefined();
});
