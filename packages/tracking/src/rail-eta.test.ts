import fc from 'fast-check';
import { expect, test } from 'vitest';
import { notBefore } from './eta/instants.ts';
import { FLEET, GRYAZI, msk, NOW, row, stateOf, VOSKRESENSK, without } from './fleet.fixture.ts';
import { wagonEta } from './rail-eta.ts';
import { iso, ms } from './time.ts';
import type { WagonSnapshot } from './wagon-trip.ts';

const moving = stateOf(row('DEPARTED', GRYAZI, msk(20, '06:12'), { remainingKm: 368 }));
const hours = (at: string | undefined, from: string) => Math.round((ms(at ?? '') - ms(from)) / 3_600_000);

test('ET1 ET2 a departed wagon: km over the pace from its departure, as an interval', () => {
  const eta = wagonEta(moving, NOW);
  expect([eta?.p10, eta?.p50, eta?.p90].map((at) => hours(at, msk(20, '06:12')))).toEqual([19, 33, 61]);
  expect(eta?.basis).toBe('ET2 ET3: 368 km, loaded, inTransit, no lane history');
});

test('ET1 a wagon at a station has not left before the report', () => {
  const arrived = wagonEta(stateOf(row('ARRIVED_STATION', GRYAZI, msk(19, '20:00'), { remainingKm: 368 })), NOW);
  expect(hours(arrived?.p10, msk(20, '07:05'))).toBe(19);
});

test('ET2 light wagons are slower than loaded ones', () => {
  const light = wagonEta({ ...moving, massKg: 7_500 }, NOW);
  expect(ms(light?.p50 ?? '')).toBeGreaterThan(ms(wagonEta(moving, NOW)?.p50 ?? ''));
  expect(light?.basis).toContain('light');
});

test('ET3 the great circle stands in for missing km; without either there is no forecast', () => {
  const bare = stateOf(without(row('DEPARTED', GRYAZI, msk(20, '06:12')), 'remainingKm'));
  expect(wagonEta(bare, NOW)).toBeUndefined();
  const located: WagonSnapshot = {
    ...bare,
    lastOperation: { ...bare.lastOperation, station: { ...GRYAZI, lat: 52.4983, lon: 39.9347 } },
    destination: { ...VOSKRESENSK, lat: 55.31299, lon: 38.70194 },
  };
  expect(wagonEta(located, NOW)?.basis).toContain('420 km');
});

test('ET3 no forecast for a wagon that is there, is unloaded or goes nowhere', () => {
  const none = ['arrived', 'unloaded'].map((name) =>
    wagonEta(stateOf(FLEET[name] ?? row('OTHER', GRYAZI, msk(20, '01:00'))), NOW),
  );
  const { destination, ...nowhere } = moving;
  expect([...none, wagonEta(nowhere, NOW)]).toEqual([undefined, undefined, undefined]);
});

test('ET4 abandoned, bad order, standing and not yet departed wait first, the abandoned with the widest interval', () => {
  const at = (status: WagonSnapshot['status']) =>
    wagonEta({ ...stateOf(row('TRAIN_LEFT', GRYAZI, msk(20, '06:12'), { remainingKm: 368 })), status }, NOW);
  const width = (status: WagonSnapshot['status']) => hours(at(status)?.p90, at(status)?.p10 ?? '');
  expect(
    ['inTransit', 'standing', 'atOrigin', 'badOrder', 'abandoned'].map((status) => width(status as WagonSnapshot['status'])),
  ).toEqual([42, 61, 97, 186, 234]);
  expect(at('abandoned')?.basis).toContain('ET4');
});

test('ET5 an old report widens the interval', () => {
  const later = new Date(msk(23, '07:05'));
  const far = { ...moving, remainingKm: 2_000 };
  expect(hours(wagonEta(far, later)?.p90, wagonEta(far, NOW)?.p90 ?? '')).toBe(24);
  expect(wagonEta(far, later)?.basis).toContain('ET5');
});

test('ET6 as the time before the middle runs out, the middle moves on without a jump', () => {
  const { p10, p50, p90 } = { p10: 20, p50: 34, p90: 62 };
  const at = (now: number) => notBefore(now, { p10, p50, p90 });
  expect(at(20)).toEqual({ p10, p50, p90 });
  // half of the way to the middle is gone: half of three tenths of the upper half
  expect(at(27)).toEqual({ p10: 27, p50: 34, p90 });
  expect(at(32).p50).toBeCloseTo(32 + 28 * 0.3 * (12 / 14), 9);
  expect(at(34)).toEqual({ p10: 34, p50: 42.4, p90 });
  expect(at(34.001).p50 - at(33.999).p50).toBeLessThan(0.01);
  expect(at(70).p50).toBeCloseTo(78.4, 9);
  expect(at(70).p90).toBeCloseTo(86.8, 9);
});

test('ET6 always p10 ≤ p50 ≤ p90 and never before now, however old the report', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<WagonSnapshot['status']>('inTransit', 'standing', 'abandoned', 'badOrder', 'atOrigin', 'emptyInTransit'),
      fc.integer({ min: 0, max: 9_000 }),
      fc.integer({ min: -60, max: 60 * 24 * 60 }),
      (status, remainingKm, minutes) => {
        const now = new Date(NOW.getTime() + minutes * 60_000);
        const eta = wagonEta({ ...moving, status, remainingKm }, now);
        const [p10, p50, p90] = [eta?.p10, eta?.p50, eta?.p90].map((at) => ms(at ?? ''));
        expect(p10).toBeGreaterThanOrEqual(now.getTime());
        expect(p50).toBeGreaterThanOrEqual(p10 ?? Number.NaN);
        expect(p90).toBeGreaterThanOrEqual(p50 ?? Number.NaN);
        expect(iso(p90 ?? Number.NaN)).toBe(eta?.p90);
      },
    ),
  );
});
