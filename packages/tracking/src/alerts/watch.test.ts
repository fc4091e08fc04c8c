import { type AlertSettings, DEFAULT_ALERT_SETTINGS } from '@karavan/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fences } from '../geofence/advance-fences.ts';
import { CIRCLE, fenceOf, fencesOf, off, ROAD, second } from '../geofence/geofence.fixture.ts';
import type { Fix } from '../geofence/presence.ts';
import { joins } from './deviation.ts';
import type { AlertSignal } from './signal.ts';
import { type AssetWatch, advanceWatch, type WatchedFence } from './watch.ts';

const watched = (shape: Parameters<typeof fenceOf>[0], more: Partial<WatchedFence> = {}): WatchedFence => ({
  ...fenceOf(shape),
  name: 'Yard',
  alertOn: 'none',
  siteId: null,
  kind: shape.kind,
  ...more,
});
const minute = (minutes: number) => second(minutes * 60);
const fix = (minutes: number, northM: number, speedKmh: number | null = 0, more: Partial<Fix> = {}): Fix => ({
  ...off(northM),
  at: minute(minutes),
  speedKmh,
  ...more,
});

interface Run {
  fences?: readonly WatchedFence[];
  corridor?: WatchedFence;
  settings?: Partial<AlertSettings>;
}
function watch(track: readonly Fix[], { fences = [], corridor, settings }: Run = {}): AlertSignal[] {
  let state: AssetWatch = {};
  return track.flatMap((at, index) => {
    const step = advanceWatch({
      assetId: 'truck:1',
      watch: state,
      fences: fencesOf(fences) as Fences<WatchedFence>,
      settings: { ...DEFAULT_ALERT_SETTINGS, ...settings },
      corridor,
      previous: track[index - 1] ?? null,
      fix: at,
    });
    state = JSON.parse(JSON.stringify(step.watch));
    return step.signals;
  });
}
const told = (signals: readonly AlertSignal[]) =>
  signals.map(({ kind, on, at }) => `${kind} ${on ? 'from' : 'until'} ${at.slice(11, 16)}`);

/** drives 1 km a minute, then stands */
const drive = (from: number, to: number, atM = 0) =>
  Array.from({ length: to - from }, (_, n) => fix(from + n, atM + (n - (to - from)) * 1000, 60));
const stand = (from: number, to: number, atM = 0, every = 5) =>
  Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, n) => fix(from + n * every, atM, 0));

describe('long stop', () => {
  test('AL2, AL3: a truck that stands and pings for an hour is one, from its first standing position to its first driving one', () => {
    const track = [...drive(0, 10), ...stand(10, 100), fix(101, 400, 40), fix(102, 1400, 60)];
    expect(told(watch(track))).toEqual(['longStop from 06:10', 'longStop until 07:41']);
  });

  test('AL2: a jump of the receiver and a stray position nearby end no stop', () => {
    const track = [...drive(0, 10), ...stand(10, 100), ...stand(105, 200)];
    const jumped = track.map((at, n) => (n === 15 || n === 40 ? fix(0, 20_000, 0, { at: at.at }) : at));
    const strayed = track.map((at, n) => (n === 15 || n === 40 ? fix(0, 180, 0, { at: at.at }) : at));
    for (const noisy of [jumped, strayed])
      expect(told(watch([...noisy, fix(201, 1000, 60), fix(202, 2000, 60)]))).toEqual([
        'longStop from 06:10',
        'longStop until 09:21',
      ]);
  });

  test('AL3: a truck that falls silent is none, however late its next position comes', () => {
    expect(watch([...drive(0, 10), ...stand(10, 30), fix(400, 50_000, 60)])).toEqual([]);
  });

  test('AL1, AL2: stops, pings, moves, stops again: two episodes with their own begin and end', () => {
    const track = [
      ...drive(0, 10),
      ...stand(10, 90),
      ...drive(95, 110, 20_000),
      ...stand(110, 200, 20_000),
      fix(201, 21_000, 60),
    ];
    const signals = told(watch(track));
    expect(signals).toEqual(['longStop from 06:10', 'longStop until 07:35', 'longStop from 07:50', 'longStop until 09:21']);
  });

  test('AL2: a jump of the speed alone ends nothing, two in a row do', () => {
    const base = [...drive(0, 10), ...stand(10, 80)];
    expect(told(watch([...base, fix(81, 0, 30), fix(82, 0, 0), fix(83, 0, 0)]))).toEqual(['longStop from 06:10']);
    expect(told(watch([...base, fix(81, 20, 30), fix(82, 60, 40)]))).toEqual(['longStop from 06:10', 'longStop until 07:21']);
  });

  test('AL2: without a speed, standing is seen by the places', () => {
    const track = [...drive(0, 10), ...stand(10, 80)].map((at) => ({ ...at, speedKmh: null }));
    expect(told(watch([...track, { ...fix(81, 900), speedKmh: null }]))).toEqual(['longStop from 06:10', 'longStop until 07:21']);
  });

  test('AL3: at a site it has business, on the road it has not; the limit is a setting', () => {
    const site = watched(CIRCLE, { siteId: 'site' });
    const track = [...drive(0, 10), ...stand(10, 100)];
    expect(watch(track, { fences: [site] })).toEqual([]);
    expect(told(watch(track, { fences: [watched(CIRCLE)] }))).toEqual(['longStop from 06:10']);
    expect(watch(track, { settings: { longStopMinutes: 120 } })).toEqual([]);
  });

  test('AL4: however the same positions are batched, their episodes are the same', () => {
    const kinds = fc.array(fc.record({ minutes: fc.integer({ min: 20, max: 120 }), km: fc.integer({ min: 1, max: 30 }) }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(kinds, (stops) => {
        let [clock, place] = [0, 0];
        const track: Fix[] = [];
        let long = 0;
        for (const { minutes, km } of stops) {
          track.push(...stand(clock, clock + minutes, place, 4));
          if (Math.floor(minutes / 4) * 4 >= 60) long += 1;
          clock += minutes + 1;
          for (let n = 1; n <= km; n += 1) track.push(fix(clock + n, place + n * 1000, 60));
          clock += km;
          place += km * 1000 + 1000;
          clock += 1;
        }
        const signals = watch(track);
        expect(signals.filter(({ on }) => on)).toHaveLength(long);
        expect(signals.map(({ on }) => on)).toEqual(signals.map((_, index) => index % 2 === 0));
      }),
      { numRuns: 60 },
    );
  });
});

describe('fences', () => {
  const through = [fix(0, 2000, 60), fix(2, 0, 60), fix(4, -2000, 60)];

  test('AL5: an alert while inside lasts from the entry to the exit; one that nobody asked for is none', () => {
    const signals = watch(through, { fences: [watched(CIRCLE, { alertOn: 'inside' })] });
    expect(told(signals)).toEqual(['geofenceEntry from 06:01', 'geofenceEntry until 06:02']);
    expect(signals[0]).toMatchObject({ subject: 'truck:1 fence', geofenceId: 'fence', evidence: { geofence: 'Yard' } });
    expect(watch(through, { fences: [watched(CIRCLE)] })).toEqual([]);
  });

  test('AL5: an alert while outside begins with the exit and ends with the return', () => {
    const signals = watch([...through, fix(8, 0, 60)], { fences: [watched(CIRCLE, { alertOn: 'outside' })] });
    expect(told(signals)).toEqual(['geofenceExit until 06:01', 'geofenceExit from 06:02', 'geofenceExit until 06:07']);
  });
});

describe('the planned way', () => {
  const corridor = watched(ROAD, { name: 'M5' });
  const along = (minutes: number, eastM: number, northM: number): Fix => ({
    ...off(northM, eastM),
    at: minute(minutes),
    speedKmh: 60,
  });

  test('AL6: a straight way of 40 km with a point at each end is kept in its middle', () => {
    const track = [-15, -10, -5, 0, 5, 10, 15].map((km, n) => along(n * 5, km * 1000, 0));
    expect(watch(track, { corridor })).toEqual([]);
  });

  test('AL6: two positions beyond the edge are a deviation from the first of them, and the first one back ends it', () => {
    const track = [along(0, 0, 0), along(5, 3000, 900), along(10, 4000, 2000), along(15, 5000, 2500), along(20, 8000, 100)];
    const signals = watch(track, { corridor });
    expect(told(signals)).toEqual(['routeDeviation from 06:05', 'routeDeviation until 06:20']);
    expect(signals[0]?.evidence).toMatchObject({ corridor: 'M5', metres: 1700 });
  });

  test('AL6: one stray position, one in the margin and a coarse one are none; it is over with the trip', () => {
    const calm = [along(0, 0, 0), along(5, 1000, 900), along(10, 2000, 0), along(15, 3000, 340), along(20, 4000, 345)];
    expect(
      watch([...calm, { ...along(25, 5000, 900), accuracyM: 1500 }, { ...along(30, 6000, 900), accuracyM: 1500 }], { corridor }),
    ).toEqual([]);
    let state: AssetWatch = {};
    const feed = (at: Fix, way?: WatchedFence) => {
      const step = advanceWatch({
        assetId: 'truck:1',
        watch: state,
        fences: fencesOf([]) as Fences<WatchedFence>,
        settings: DEFAULT_ALERT_SETTINGS,
        corridor: way,
        previous: null,
        fix: at,
      });
      state = step.watch;
      return told(step.signals);
    };
    expect(feed(along(0, 0, 900), corridor)).toEqual([]);
    expect(feed(along(5, 0, 900), corridor)).toEqual(['routeDeviation from 06:00']);
    expect(feed(along(10, 0, 900))).toEqual(['routeDeviation until 06:10']);
  });

  test('AL6: a corridor is the way of a trip when both ends lie at it', () => {
    const [west, east] = [off(500, -20_500), off(-400, 20_800)];
    expect(joins(corridor, { name: 'plant', ...west }, { name: 'site', ...east })).toBe(true);
    expect(joins(corridor, { name: 'plant', ...west }, { name: 'site', ...off(20_000, 0) })).toBe(false);
    expect(joins(corridor, { name: 'plant' }, { name: 'site', ...east })).toBe(false);
  });
});

test('AL4: while nothing has to be remembered anew, the same object comes back and need not be stored', () => {
  const settings = DEFAULT_ALERT_SETTINGS;
  const fences = fencesOf([]) as Fences<WatchedFence>;
  const driving: AssetWatch = {};
  const fixes = drive(0, 2);
  const step = advanceWatch({ assetId: 'a', watch: driving, fences, settings, previous: fixes[0] ?? null, fix: fixes[1] as Fix });
  expect(step.watch).toBe(driving);
  const standing = advanceWatch({ assetId: 'a', watch: driving, fences, settings, previous: null, fix: fix(10, 0) }).watch;
  const again = advanceWatch({ assetId: 'a', watch: standing, fences, settings, previous: fix(10, 0), fix: fix(12, 5) });
  expect(again.watch).toBe(standing);
});
