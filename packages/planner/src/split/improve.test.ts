import type { SplitRequest } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { Work } from './budget.ts';
import { buildModel } from './build-model.ts';
import { improveDays } from './improve.ts';
import { planSplit } from './plan-split.ts';
import { solveQuickly } from './solve.ts';
import { compareLevels, levelsOf, request, truck } from './split.fixture.ts';
import { validateSplit } from './validate/index.ts';
import { writeTrips } from './write-reply.ts';

const dates = Array.from({ length: 12 }, (_, day) => new Date(Date.UTC(2026, 10, 23 + day)).toISOString().slice(0, 10));
/** 27 t a day: the day-by-day plan takes the truck of 25 t first and needs a second trip, 20 t and 7 t cost less. */
const asked: SplitRequest = request({
  fleet: [
    truck('big', { maxPayloadKg: 25_000, costPerTrip: 1000 }),
    truck('mid', { maxPayloadKg: 24_000, costPerTrip: 950 }),
    truck('small', { maxPayloadKg: 4_000, costPerTrip: 170 }),
  ],
  demand: dates.map((date) => ({ date, massKg: 28_000 })),
  site: { bays: 2 },
  plant: { bays: 2 },
  objective: 'cheapest',
});

test('SP16: days planned anew one after another are never worse, keep every rule, and find what a day alone allows', {
  timeout: 60_000,
}, () => {
  const quick = solveQuickly(buildModel(asked));
  const before = writeTrips(quick.model, quick.types, quick.solution);
  const after = improveDays(quick, { trips: before, work: new Work({ steps: 60_000 }) }) ?? before;
  const levels = (trips: typeof before) => {
    const cost = trips.reduce((sum, { vehicleId }) => sum + { big: 1200, mid: 1150, small: 370 }[vehicleId as 'big'], 0);
    return [cost, trips.length];
  };
  // a day of 28 t costs least as 24 t and 4 t: 1150 + 370
  expect(levels(after)[0]).toBe(12 * 1520);
  expect(compareLevels(levels(after), levels(before))).toBeLessThanOrEqual(0);
  const reply = planSplit(asked);
  expect(validateSplit(asked, reply)).toEqual([]);
  expect(levelsOf(asked, reply).slice(0, 3)).toEqual([0, 0, 12 * 1520]);
});
