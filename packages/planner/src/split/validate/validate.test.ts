import type { SplitReply, SplitTrip } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { planSplit } from '../plan-split.ts';
import { request, truck } from '../split.fixture.ts';
import { validateSplit } from './index.ts';

const asked = request({
  demand: [{ date: '2026-11-23', massKg: 40_000 }],
  fleet: [truck('a', { minLoadKg: 5000 }), truck('b')],
  plant: { bays: 2, supplyKg: { '2026-11-23': 50_000 } },
});
const good = planSplit(asked);
const later = (instant: string, minutes: number): string => new Date(Date.parse(instant) + minutes * 60_000).toISOString();

/** The plan with its first trip changed. */
function spoilt(change: (trip: SplitTrip) => Partial<SplitTrip>): SplitReply {
  const [trip, ...others] = good.trips;
  if (!trip) throw new Error('there are trips');
  return { ...good, trips: [{ ...trip, ...change(trip) }, ...others] };
}
const rules = (reply: SplitReply, of = asked): string[] => validateSplit(of, reply).map(({ rule }) => rule);

test('SP14: a good plan breaks nothing', () => {
  expect(validateSplit(asked, good)).toEqual([]);
  expect(good.tripsCount).toBe(2);
});

test('SP1: a loading, drive, unloading or return of another length', () => {
  expect(rules(spoilt((trip) => ({ loadTo: later(trip.loadTo, 1) })))).toContain('SP1');
  expect(rules(spoilt((trip) => ({ arrivesAt: later(trip.arrivesAt, -1) })))).toContain('SP1');
  expect(rules(spoilt((trip) => ({ unloadTo: later(trip.unloadTo, -1) })))).toContain('SP1');
  expect(rules(spoilt((trip) => ({ backAt: later(trip.backAt, -1) })))).toContain('SP1');
  expect(rules(spoilt(() => ({ vehicleId: 'nobody' })))).toContain('SP1');
});

const shifted =
  (minutes: number) =>
  (trip: SplitTrip): Partial<SplitTrip> =>
    Object.fromEntries(
      (['loadFrom', 'loadTo', 'departsAt', 'arrivesAt', 'unloadFrom', 'unloadTo', 'backAt'] as const).map((field) => [
        field,
        later(trip[field], minutes),
      ]),
    );

test('SP2 SP5: outside of hours, before the start', () => {
  expect(rules(spoilt(shifted(-60)))).toContain('SP2');
  expect(rules(spoilt(shifted(600)))).toContain('SP2');
  expect(rules(good, { ...asked, notBefore: '2026-11-23T12:00:00Z' })).toContain('SP5');
});

test('SP3: one bay for two', () => {
  const [first, second] = good.trips;
  if (!first || !second) throw new Error('there are two trips');
  expect(rules({ ...good, trips: [first, { ...second, unloadFrom: first.unloadFrom, unloadTo: first.unloadTo }] })).toContain(
    'SP3',
  );
  expect(rules(good, { ...asked, plants: asked.plants.map((plant) => ({ ...plant, bays: 0 })) })).toContain('SP3');
});

test('SP4: two trips of one truck at a time, and a shift that is too short', () => {
  expect(rules({ ...good, trips: good.trips.map((trip) => ({ ...trip, vehicleId: 'a' })) })).toContain('SP4');
  const shift = { ...asked.site.receiving };
  expect(rules(good, { ...asked, fleet: asked.fleet.map((one) => ({ ...one, calendar: shift })) })).toContain('SP4');
});

test('SP6 SP11: the wrong date, a demand that date cannot serve, more than is asked, more than is carried', () => {
  expect(rules(spoilt(() => ({ date: '2026-11-24' })))).toEqual(expect.arrayContaining(['SP6', 'SP11']));
  expect(rules(spoilt(() => ({ serves: [{ date: '2026-11-24', massKg: 20_000 }] })))).toContain('SP11');
  expect(rules(spoilt(() => ({ serves: [{ date: '2026-11-23', massKg: 19_000 }] })))).toContain('SP11');
  expect(rules(good, { ...asked, demand: [{ date: '2026-11-23', massKg: 30_000 }] })).toContain('SP11');
});

test('SP7: no time for the break', () => {
  const far = request({
    hoursRules: 'RU',
    plant: { driveMinutes: 300 },
    demand: [{ date: '2026-11-23', massKg: 1000 }],
    lateDays: 1,
  });
  const reply = planSplit(far);
  expect(validateSplit(far, reply)).toEqual([]);
  const hasty = reply.trips.map((trip) => ({ ...trip, arrivesAt: later(trip.departsAt, 300) }));
  expect(rules({ ...reply, trips: hasty }, far)).toContain('SP7');
});

test('SP9 SP10 SP12 SP13: too much, too little, a part of a piece, no supply, no mode', () => {
  expect(rules(spoilt(() => ({ massKg: 20_001 })))).toContain('SP9');
  expect(
    rules(
      spoilt(() => ({ massKg: 4999 })),
      { ...asked, fleet: asked.fleet.map((one) => ({ ...one, minLoadKg: 5000 })) },
    ),
  ).toContain('SP9');
  expect(rules(good, { ...asked, product: { form: 'pieces', pieceMassKg: 1501 } })).toContain('SP10');
  expect(
    rules(good, { ...asked, plants: asked.plants.map((plant) => ({ ...plant, supplyKg: { '2026-11-23': 39_999 } })) }),
  ).toContain('SP12');
  expect(rules(good, { ...asked, site: { ...asked.site, unloadingModes: ['blow'] } })).toContain('SP13');
  const tight = {
    ...asked,
    site: { ...asked.site, maxGrossKg: 30_000 },
    fleet: asked.fleet.map((one) => ({ ...one, grossKg: 34_000 })),
  };
  expect(rules(good, tight)).toContain('SP13');
});

test('SP14: a kilogram too much is seen in thousands of tonnes', () => {
  const large = request({ demand: [{ date: '2026-11-23', massKg: 9_000_000 }] });
  const reply = planSplit(large);
  const broken = (more: object) => validateSplit(large, { ...reply, ...more }).map(({ message }) => message);
  expect(broken({})).toEqual([]);
  expect(broken({ unmetKg: reply.unmetKg + 1 })).toEqual(['unmetKg is wrong']);
  expect(broken({ days: reply.days.map((day) => ({ ...day, unmetKg: day.unmetKg + 1 })) })).toEqual([
    'the row of 2026-11-23 is wrong',
    'unmetKg is wrong',
  ]);
});

test('SP14: totals, and a locked trip that was touched', () => {
  expect(rules({ ...good, unmetKg: 1 })).toContain('SP14');
  expect(rules({ ...good, cost: good.cost + 1 })).toContain('SP14');
  expect(rules({ ...good, lateKgDays: 5 })).toContain('SP14');
  expect(rules({ ...good, days: [] })).toContain('SP14');
  const [trip] = good.trips;
  if (!trip) throw new Error('there are trips');
  expect(rules(good, { ...asked, published: [{ ...trip, locked: true }] })).toContain('SP14');
});
