import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FLEET, GRYAZI, msk, NOW, row, stateOf, without } from '../fleet.fixture.ts';
import { isLate } from '../late.ts';
import { wagonEta } from '../rail-eta.ts';
import { DAY_MS, MOSCOW, ms } from '../time.ts';
import { EMPTY_MODEL, learnTrips } from './model.ts';
import { steadyTrip } from './synthetic.fixture.ts';

const { eta: _, ...moving } = stateOf(row('DEPARTED', GRYAZI, msk(20, '06:12'), { remainingKm: 368 }));
const learned = learnTrips(
  EMPTY_MODEL,
  Array.from({ length: 12 }, (_, i) =>
    steadyTrip({ wagon: `w${i}`, departsDay: i * 1.01, totalKm: 2_000, kmPerDay: 150 + 10 * (i % 5) }),
  ),
);

test('ET8 the forecast counts from the report, and says how many trips it rests on', () => {
  const eta = wagonEta(moving, NOW, learned);
  const days = (ms(eta?.p50 ?? '') - ms(moving.reportedAt)) / DAY_MS;
  expect(days).toBeGreaterThan(368 / 190 - 0.1);
  expect(days).toBeLessThan(368 / 150 + 0.1);
  expect(eta?.basis).toBe('ET3 ET8 ET9: 368 km, loaded, inTransit, 12 finished trips of the lane, 12 in all');
});

test('ET8 without a model the cold start answers, with an empty one the belief', () => {
  expect(wagonEta(moving, NOW)?.basis).toContain('no lane history');
  expect(wagonEta(moving, NOW, EMPTY_MODEL)?.basis).toContain('0 in all');
});

test('ET3 with a model too there is no forecast for a wagon that is there or goes nowhere', () => {
  const { destination, ...nowhere } = moving;
  const none = ['arrived', 'unloaded'].map((name) => stateOf(FLEET[name] ?? row('OTHER', GRYAZI, msk(20, '01:00'))));
  const bare = stateOf(without(row('DEPARTED', GRYAZI, msk(20, '06:12')), 'remainingKm'));
  expect([...none, nowhere, bare].map((state) => wagonEta(state, NOW, learned))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('ET5 with a model an old report widens the far end by half of every day after the first', () => {
  const far = { ...moving, remainingKm: 2_000 };
  const later = new Date(NOW.getTime() + 2 * DAY_MS);
  const [early, late] = [wagonEta(far, NOW, learned), wagonEta(far, later, learned)];
  const oldDays = (later.getTime() - ms(far.reportedAt)) / DAY_MS;
  expect((ms(late?.p90 ?? '') - ms(early?.p90 ?? '')) / DAY_MS).toBeCloseTo((oldDays - 1) / 2, 2);
  expect(late?.basis).toContain('ET5');
});

test('ET12 the deadline makes nothing earlier or later; only being late depends on it', () => {
  const dates = ['2026-08-01', '2026-08-21', '2026-12-31'];
  const etas = dates.map((date) => wagonEta({ ...moving, deadline: { date, basis: 'report' } }, NOW, learned));
  expect(new Set(etas.map((eta) => JSON.stringify(eta))).size).toBe(1);
  const late = dates.map((date) => isLate(etas[0], { date, basis: 'report' }, undefined, NOW, MOSCOW));
  expect(late).toEqual([true, true, false]);
  expect(isLate(etas[0], undefined, undefined, NOW, MOSCOW)).toBeNull();
});

test('ET6 with a model too: always in order and never before now, however old the report', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('inTransit', 'standing', 'abandoned', 'badOrder', 'atOrigin', 'emptyInTransit'),
      fc.integer({ min: 0, max: 9_000 }),
      fc.integer({ min: -60, max: 60 * 24 * 60 }),
      fc.boolean(),
      (status, remainingKm, minutes, taught) => {
        const now = new Date(NOW.getTime() + minutes * 60_000);
        const eta = wagonEta({ ...moving, status: status as never, remainingKm }, now, taught ? learned : EMPTY_MODEL);
        const [p10, p50, p90] = [eta?.p10, eta?.p50, eta?.p90].map((at) => ms(at ?? ''));
        expect(p10).toBeGreaterThanOrEqual(now.getTime());
        expect(p50).toBeGreaterThanOrEqual(p10 ?? Number.NaN);
        expect(p90).toBeGreaterThanOrEqual(p50 ?? Number.NaN);
      },
    ),
  );
});
