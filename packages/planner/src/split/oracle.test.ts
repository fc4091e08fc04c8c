import type { SplitRequest } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { oracleOf } from './oracle/mip-oracle.fixture.ts';
import { randomOf, randomRequest } from './oracle/random-request.fixture.ts';
import { planSplit } from './plan-split.ts';

/** Seeds whose integer programme is small enough for a unit test; the bench measures hundreds. */
const SEEDS = [1, 7, 9, 12, 14, 15, 16, 18, 19, 20, 21, 22, 23, 28];

async function expectAgreement(seed: number, request: SplitRequest): Promise<void> {
  const reply = planSplit(request, { language: 'en' });
  const oracle = await oracleOf(request);
  const lastMs = Math.max(0, ...reply.trips.map(({ unloadTo }) => Date.parse(unloadTo)));
  expect({
    seed,
    proof: reply.proof,
    unmetKg: reply.unmetKg,
    lateKgDays: reply.lateKgDays,
    trips: reply.tripsCount,
    lastMs,
  }).toEqual({
    seed,
    proof: 'optimal',
    unmetKg: oracle.unmetKg,
    lateKgDays: oracle.lateKgDays,
    trips: oracle.trips,
    lastMs: oracle.lastMs,
  });
  if (request.objective === 'cheapest') expect(reply.cost).toBeCloseTo(oracle.cost, 3);
  if (request.published) expect(unchanged(request, reply.trips)).toBe(oracle.unchanged);
}

const keyOf = (trip: { vehicleId: string; loadFrom: string; unloadFrom: string; massKg: number }): string =>
  [trip.vehicleId, Date.parse(trip.loadFrom), Date.parse(trip.unloadFrom), trip.massKg].join();

function unchanged(request: SplitRequest, trips: NonNullable<SplitRequest['published']>): number {
  const keys = new Set(trips.map(keyOf));
  return (request.published ?? []).filter((trip) => keys.has(keyOf(trip))).length;
}

test('SP15 SP16: every level equals that of an integer programme over all beginnings', { timeout: 60_000 }, async () => {
  for (const seed of SEEDS) await expectAgreement(seed, randomRequest(seed));
});

test('SP15: among equal plans no other keeps more published trips', { timeout: 60_000 }, async () => {
  for (const seed of [7, 12, 14, 16, 22]) {
    const random = randomOf(seed + 1000);
    const before = randomRequest(seed);
    const published = planSplit(before).trips;
    const demand = before.demand.map((row) => ({ ...row, massKg: Math.max(2000, row.massKg + random.pick([-4000, 0, 4000])) }));
    await expectAgreement(seed, { ...before, demand, published });
  }
});
