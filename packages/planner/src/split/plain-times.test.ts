import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Work } from './budget.ts';
import { buildModel } from './build-model.ts';
import { capacityCuts } from './capacity.ts';
import type { Timed } from './model.ts';
import { dailyHours, randomRequest } from './oracle/random-request.fixture.ts';
import { earliestPlain } from './plain-times.ts';
import { planQuietly, planSplit } from './plan-split.ts';
import { idleAtStart, loadMoves, openBooks, unloadMoves } from './trip-moves.ts';
import { tripTypes } from './trip-types.ts';
import { validateSplit } from './validate/index.ts';

const HOUR = 3_600_000;

/** Trips of a truck that has some already, an hour's grid, none over another. */
const lines = fc.array(fc.record({ gap: fc.integer({ min: 0, max: 12 }), length: fc.integer({ min: 1, max: 8 }) }), {
  maxLength: 5,
});

function lineOf(startMs: number, parts: readonly { gap: number; length: number }[]): Timed[] {
  let at = startMs;
  return parts.map(({ gap, length }) => {
    const loadFrom = at + gap * HOUR;
    at = loadFrom + length * HOUR;
    const middle = loadFrom + (length * HOUR) / 2;
    return {
      plant: 0,
      loadFrom,
      loadTo: middle,
      departsAt: middle,
      arrivesAt: middle,
      unloadFrom: middle,
      unloadTo: middle,
      backAt: at,
    };
  });
}

test('SP1 SP4 SP16: where no hours are kept the quick look for a time finds what the one that follows a driver finds', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 400 }),
      lines,
      fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 12 }),
      (seed, parts, taken) => {
        const model = buildModel(randomRequest(seed));
        const books = openBooks(model);
        for (const hour of taken) {
          books.site.take(model.notBeforeMs + hour * HOUR, model.notBeforeMs + (hour + 1) * HOUR);
          books.plants[0]?.take(model.notBeforeMs + hour * HOUR, model.notBeforeMs + (hour + 1) * HOUR);
        }
        const line = lineOf(model.notBeforeMs, parts);
        for (const { group, load, date } of tripTypes(model)) {
          const look = { model, books, vehicle: { fixed: line }, group, nowMs: Number.NEGATIVE_INFINITY };
          const slow = loadMoves(look, idleAtStart, { index: 0, group, load, date }).flatMap(
            (laden) => unloadMoves(look, laden)[0]?.unloadFrom ?? [],
          );
          const [day, plantBays] = [model.dates[date], books.plants[group.plant.index]];
          if (!day || !plantBays) continue;
          const unloadStarts = model.unloadStarts(group.unloadMs, date);
          const quick = earliestPlain({
            group,
            day,
            line,
            unloadStarts,
            loadStarts: load.starts,
            plantBays,
            siteBays: books.site,
            nowMs: Number.NEGATIVE_INFINITY,
          });
          expect(quick?.unloadFrom).toBe(slow.length > 0 ? Math.min(...slow) : undefined);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('SP16: no plan makes more trips than the cuts allow', () => {
  for (let seed = 1; seed <= 12; seed += 1) {
    const base = randomRequest(seed);
    const request = { ...base, fleet: base.fleet.flatMap((one) => [one, { ...one, id: `${one.id}b` }]) };
    const model = buildModel(request);
    const types = tripTypes(model);
    const { trips } = planQuietly(request, { steps: 2_000 });
    for (const { types: some, atMost, weight } of capacityCuts(model, types, new Work())) {
      const kinds = new Map(
        some.map((type) => [`${type.group.index} ${type.load.date ?? ''} ${model.dates[type.date]?.date}`, type]),
      );
      const used = trips.reduce((sum, trip) => {
        const group = model.groups.find(({ members }) => members.some(({ id }) => id === trip.vehicleId));
        const supplied = request.plants.find(({ id }) => id === trip.plantId)?.supplyKg !== undefined;
        const type = kinds.get(`${group?.index} ${supplied ? localDate(trip.loadFrom) : ''} ${trip.date}`);
        return sum + (type ? (weight?.(type) ?? 1) : 0);
      }, 0);
      expect(used).toBeLessThanOrEqual(atMost + 1e-6);
    }
  }
});

const localDate = (instant: string): string => new Date(Date.parse(instant) + 3 * HOUR).toISOString().slice(0, 10);

test('SP16: alike trucks that queue for one bay are known to make no more than the bay lets through', () => {
  // by hand: receiving 08 to 12, one bay, an hour each; loading from 07, one bay, an hour, an hour's drive
  const truck = { plantId: 'p', maxPayloadKg: 10_000, unloadingModes: ['tip'], unloadMinutes: 60, costPerTrip: 1, costPerKm: 0 };
  const reply = planQuietly({
    product: { form: 'bulk' },
    demand: [{ date: '2026-11-24', massKg: 100_000 }],
    site: { id: 's', receiving: dailyHours(8, 12), bays: 1, unloadingModes: ['tip'] },
    plants: [{ id: 'p', loading: dailyHours(7, 18), bays: 1, loadMinutes: 60, driveMinutes: 60, distanceKm: 1 }],
    fleet: ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({ ...truck, id })),
    objective: 'fewestTrips',
  });
  // loaded from 07 one after another: there at 09, 10, 11, and at 12 it is closed
  expect(reply).toMatchObject({ unmetKg: 70_000, tripsCount: 3, proof: 'optimal' });
});

test('SP1: minutes that are no whole milliseconds are rounded to them, by search and validator alike', () => {
  for (const minutes of [100 / 3, 5e-324, 0.00001, 17.77777]) {
    const request = randomRequest(7);
    const odd = {
      ...request,
      plants: request.plants.map((plant) => ({ ...plant, loadMinutes: minutes, driveMinutes: minutes })),
      fleet: request.fleet.map((vehicle) => ({ ...vehicle, unloadMinutes: minutes })),
    };
    const reply = planSplit(odd, { budget: { steps: 500 } });
    expect(reply.tripsCount).toBeGreaterThan(0);
    expect(validateSplit(odd, reply)).toEqual([]);
  }
});
