import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_MS } from '../time.ts';
import { daysToGo, EMPTY_MODEL, type EtaModel, learnTrips, tripsKnown } from './model.ts';
import { normal, observation, randomNumbers, START_MS, steadyTrip } from './synthetic.fixture.ts';
import type { FinishedTrip } from './trips.ts';

/** Trips of one lane at one speed, a day apart, so that no two came in one train. */
const steadyTrips = (count: number, kmPerDay: number, change: Partial<Parameters<typeof steadyTrip>[0]> = {}) =>
  Array.from({ length: count }, (_, i) =>
    steadyTrip({ wagon: `w${i}`, departsDay: i * 1.01, totalKm: 3_000, kmPerDay, ...change }),
  );

const middle = (model: EtaModel, km: number, change = {}) => daysToGo(model, observation({ km, ...change })).p50;

test('ET8 before any trip: two paces for loaded wagons, the cold start for light ones, leaning on the network, and the wait', () => {
  const [loaded, light] = [0.05 + 1_000 / 450 + 200 / 310, 0.5 + 1_200 / 220].map((days) => 0.6 * days + (0.4 * 1_200) / 408);
  expect(middle(EMPTY_MODEL, 1_200)).toBeCloseTo(loaded ?? 0, 6);
  expect(middle(EMPTY_MODEL, 1_200, { light: true })).toBeCloseTo(light ?? 0, 6);
  expect(middle(EMPTY_MODEL, 1_200, { status: 'abandoned' })).toBeCloseTo(3 + (loaded ?? 0), 6);
});

test('ET6 ET9 trains faster than any through train, and punctual to the minute, still leave room on either side', () => {
  const model = learnTrips(EMPTY_MODEL, steadyTrips(60, 1_300));
  for (const km of [20, 150, 600, 2_000]) {
    const { p10, p50, p90 } = daysToGo(model, observation({ km, rolledDays: 0.05 }));
    expect(p50 - p10).toBeGreaterThan(p50 * 0.02);
    expect(p90 - p50).toBeGreaterThan(p50 * 0.02);
  }
});

test('ET8 after a dozen trips at 200 km a day the lane goes at 200 km a day', () => {
  const model = learnTrips(EMPTY_MODEL, steadyTrips(12, 200));
  for (const km of [500, 1_000, 1_700, 2_300]) expect(Math.abs(middle(model, km) * (200 / km) - 1)).toBeLessThan(0.12);
});

test('ET8 one trip moves the middle a part of the way, more trips further', () => {
  const at = (trips: number) => middle(learnTrips(EMPTY_MODEL, steadyTrips(trips, 200)), 1_700);
  const [none, one, five] = [at(0), at(1), at(5)];
  expect(none).toBeLessThan(one);
  expect(one).toBeLessThan(five);
  expect(five).toBeLessThan(8.7);
});

test('ET8 a lane without trips goes by the other lanes of its load, and not by the other load', () => {
  const model = learnTrips(EMPTY_MODEL, steadyTrips(12, 200));
  const elsewhere = { lane: 'НУЯ' };
  const way = (1_700 / 200 - middle(model, 1_700, elsewhere)) / (1_700 / 200 - middle(EMPTY_MODEL, 1_700));
  expect(way).toBeGreaterThan(0);
  expect(way).toBeLessThan(0.5);
  expect(middle(model, 1_700, { light: true })).toBe(middle(EMPTY_MODEL, 1_700, { light: true }));
  expect([tripsKnown(model, observation()), tripsKnown(model, observation(elsewhere))]).toEqual([12, 0]);
});

test('ET8 twenty wagons of one train do not outvote three trips', () => {
  const train = Array.from({ length: 20 }, (_, i) =>
    steadyTrip({ wagon: `t${i}`, departsDay: 0, totalKm: 3_000, kmPerDay: 150 }),
  );
  const model = learnTrips(EMPTY_MODEL, [...train, ...steadyTrips(3, 400)]);
  expect(middle(model, 1_700)).toBeLessThan((1_700 / 400 + 1_700 / 150) / 2);
});

test('ET8 when the season turns, the newest trips outvote the old ones', () => {
  const winter = learnTrips(EMPTY_MODEL, steadyTrips(80, 150));
  const summer = learnTrips(
    winter,
    steadyTrips(60, 400).map((trip) => later(trip, 100)),
  );
  expect(middle(winter, 1_700)).toBeGreaterThan(10);
  expect(middle(summer, 1_700)).toBeLessThan(5);
  expect(summer.trips).toBe(140);
});

const later = (trip: FinishedTrip, days: number): FinishedTrip => ({
  ...trip,
  arrivedAtMs: trip.arrivedAtMs + days * DAY_MS,
  observations: trip.observations.map((seen) => ({ ...seen, atMs: seen.atMs + days * DAY_MS })),
});

test('ET8 ET9 a model is JSON, knows no order of trips, and is the same learned at once or day by day', () => {
  const trips = randomTrips(7, 160);
  const model = learnTrips(EMPTY_MODEL, trips);
  expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  expect(learnTrips(EMPTY_MODEL, [...trips].reverse())).toEqual(model);
  const dayOf = ({ arrivedAtMs }: FinishedTrip) => Math.floor(arrivedAtMs / DAY_MS);
  const days = [...new Set(trips.map(dayOf))].sort((a, b) => a - b);
  const daily = days.reduce(
    (known, day) =>
      learnTrips(
        known,
        trips.filter((trip) => dayOf(trip) === day),
      ),
    EMPTY_MODEL,
  );
  expect(daily).toEqual(model);
  expect(learnTrips(model, [])).toBe(model);
});

/** A fleet with a known law: every trip has its own speed, log-normal about 250 km a day with a spread of 30 %. */
function randomTrips(seed: number, count: number): FinishedTrip[] {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, (_, i) =>
    steadyTrip({
      wagon: `w${i}`,
      departsDay: i * 0.7 + random(),
      totalKm: 1_000 + 3_000 * random(),
      kmPerDay: 250 * Math.exp(0.3 * normal(random)),
    }),
  );
}

test('ET9 eighty of a hundred arrivals fall into the interval, near and far, and the middle is the middle', () => {
  const trips = randomTrips(42, 360).sort((a, b) => a.arrivedAtMs - b.arrivedAtMs);
  const hits: { near: boolean; inside: boolean }[] = [];
  const early: boolean[] = [];
  let model = learnTrips(EMPTY_MODEL, trips.slice(0, 60));
  for (let i = 60; i < trips.length; i += 6) {
    const arrived = trips.slice(i, i + 6);
    for (const trip of arrived) {
      const foretold = trip.observations.map((seen) => ({
        ...daysToGo(model, seen),
        actual: (trip.arrivedAtMs - seen.atMs) / DAY_MS,
      }));
      hits.push(...foretold.map(({ p10, p50, p90, actual }) => ({ near: p50 < 4, inside: p10 <= actual && actual <= p90 })));
      early.push(...foretold.slice(0, 1).map(({ p50, actual }) => actual < p50));
    }
    model = learnTrips(model, arrived);
  }
  const share = (of: boolean[]) => of.filter(Boolean).length / of.length;
  for (const part of [hits, hits.filter(({ near }) => near), hits.filter(({ near }) => !near)]) {
    expect(part.length).toBeGreaterThan(500);
    expect(share(part.map(({ inside }) => inside))).toBeGreaterThan(0.75);
    expect(share(part.map(({ inside }) => inside))).toBeLessThan(0.85);
  }
  expect(Math.abs(share(early) - 0.5)).toBeLessThan(0.08);
});

test('ET9 steady trips narrow the interval, scattered ones widen it', () => {
  const width = (model: EtaModel) => {
    const { p10, p90 } = daysToGo(model, observation({ km: 1_700 }));
    return p90 - p10;
  };
  const steady = learnTrips(EMPTY_MODEL, steadyTrips(40, 250));
  const scattered = learnTrips(
    EMPTY_MODEL,
    steadyTrips(40, 250).map((trip, i) => stretched(trip, i % 2 === 0 ? 0.45 : 2.2)),
  );
  expect(width(steady)).toBeLessThan(width(EMPTY_MODEL) / 2);
  expect(width(scattered)).toBeGreaterThan(width(EMPTY_MODEL));
});

/** The same km at the same places in other time. */
const stretched = (trip: FinishedTrip, factor: number): FinishedTrip => {
  const start = trip.observations[0]?.atMs ?? START_MS;
  const move = (atMs: number) => start + (atMs - start) * factor;
  return {
    ...trip,
    arrivedAtMs: move(trip.arrivedAtMs),
    observations: trip.observations.map((seen) => ({ ...seen, atMs: move(seen.atMs) })),
  };
};

test('ET9 what was foretold then is what counts, not what is known by now', () => {
  const [trip] = steadyTrips(1, 200);
  if (trip === undefined) throw new Error('no trip');
  const foretold = { ...trip, observations: trip.observations.map((seen) => ({ ...seen, foretoldDays: 4 })) };
  expect(new Set(learnTrips(EMPTY_MODEL, [foretold]).scores.map(({ days }) => days))).toEqual(new Set([4]));
});

const anyModel = fc
  .record({
    seed: fc.integer(),
    trips: fc.integer({ min: 0, max: 15 }),
    light: fc.boolean(),
    stretch: fc.double({ min: 0.3, max: 3, noNaN: true }),
  })
  .map(({ seed, trips, light, stretch }) =>
    learnTrips(
      EMPTY_MODEL,
      randomTrips(seed, trips).map((trip) => ({
        ...stretched(trip, stretch),
        observations: stretched(trip, stretch).observations.map((seen, i) => ({
          ...seen,
          light,
          status: i % 3 === 0 ? ('abandoned' as const) : ('inTransit' as const),
        })),
      })),
    ),
  );
const anyState = fc.record({
  status: fc.constantFrom('inTransit', 'standing', 'emptyInTransit', 'abandoned', 'badOrder', 'atOrigin'),
  light: fc.boolean(),
  lane: fc.constantFrom('ВОСКРЕСЕНСК', 'НУЯ'),
  rolledDays: fc.double({ min: 0, max: 2, noNaN: true }),
  stayedDays: fc.double({ min: 0, max: 2, noNaN: true }),
  idleDays: fc.double({ min: 0, max: 30, noNaN: true }),
}) as fc.Arbitrary<Partial<ReturnType<typeof observation>>>;
const anyKm = fc.integer({ min: 0, max: 9_000 });

test('ET6 ET10 the quantiles are in order, and with more km left none is earlier', () => {
  fc.assert(
    fc.property(anyModel, anyState, anyKm, anyKm, (model, state, a, b) => {
      const near = daysToGo(model, observation({ ...state, km: Math.min(a, b) }));
      const far = daysToGo(model, observation({ ...state, km: Math.max(a, b) }));
      for (const days of [near, far]) {
        expect(days.p10).toBeLessThanOrEqual(days.p50);
        expect(days.p50).toBeLessThanOrEqual(days.p90);
      }
      for (const q of ['p10', 'p50', 'p90'] as const) expect(far[q]).toBeGreaterThanOrEqual(near[q] - 1e-9);
    }),
    { numRuns: 50 },
  );
});

test('ET11 held back is wider at once, and the longer it stands the wider', () => {
  fc.assert(
    fc.property(anyModel, anyState, anyKm, (model, state, km) => {
      const width = (change: Partial<ReturnType<typeof observation>>) => {
        const { p10, p90 } = daysToGo(model, observation({ ...state, km, ...change }));
        return p90 - p10;
      };
      const rolling = width({ status: 'inTransit' });
      for (const status of ['abandoned', 'badOrder', 'atOrigin'] as const)
        expect(width({ status })).toBeGreaterThan(rolling + 0.5 - 1e-9);
      expect(width({ status: 'standing', idleDays: 4 })).toBeCloseTo(width({ status: 'standing', idleDays: 2 }) + 0.5, 9);
    }),
    { numRuns: 50 },
  );
});
