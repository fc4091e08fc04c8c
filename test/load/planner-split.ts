import type { SplitRequest } from '@karavan/contracts';
import { planSplit, validateSplit } from '@karavan/planner';
import { oracleOf } from '../../packages/planner/src/split/oracle/mip-oracle.fixture.ts';
import { dailyHours, randomOf, randomRequest } from '../../packages/planner/src/split/oracle/random-request.fixture.ts';
import { type Figure, printQuantiles, quantile, say } from './support/figures.ts';

const SMALL = 300;
/** The integer programme of one small request may take seconds: so many of them are compared. */
const COMPARED = 60;
const DAY_MS = 86_400_000;

/** The day split: a hundred days in time, small requests at the optimum. */
export async function benchPlannerSplit(): Promise<Figure[]> {
  const large = [measureLarge('none'), measureLarge('RU')];
  const small = Array.from({ length: SMALL }, (_, seed) => measureSmall(seed));
  printQuantiles('the day split', new Map([['a small request', small.map(({ ms }) => ms)]]));
  const unproven = small.filter(({ proven }) => !proven).length;
  const compared = await compareAll(small.slice(0, COMPARED).map(({ seed }) => seed));
  say(`${compared.same} of ${compared.asked} equal to the integer programme on every level`);
  return [
    ...large,
    { promise: '300 small requests: share not proven optimal', measured: unproven / SMALL, limit: 0.05, unit: '' },
    {
      promise: 'a small request, 95 of 100',
      measured: quantile(
        small.map(({ ms }) => ms),
        0.95,
      ),
      limit: 2000,
      unit: 'ms',
    },
    {
      promise: 'small requests that differ from the integer programme',
      measured: compared.asked - compared.same,
      limit: 0,
      unit: '',
    },
  ];
}

function measureLarge(hoursRules: 'none' | 'RU'): Figure {
  const request = largeRequest(hoursRules);
  const from = performance.now();
  const reply = planSplit(request);
  const ms = performance.now() - from;
  const gap = reply.proof === 'optimal' ? 'optimal' : `gap ${reply.proof.gapPct} % from ${reply.proof.bound['openFrom']} on`;
  say(
    `hours ${hoursRules}: ${reply.tripsCount} trips, ${reply.unmetKg} kg unmet, ${gap}, ${validateSplit(request, reply).length} violations`,
  );
  return { promise: `100 days, 50 trucks, 3 plants, hours ${hoursRules}`, measured: ms, limit: 2000, unit: 'ms' };
}

/** 55 000 t in all. */
export function largeRequest(hoursRules: 'none' | 'RU'): SplitRequest {
  const random = randomOf(7);
  const dates = Array.from({ length: 100 }, (_, day) =>
    new Date(Date.parse('2026-11-23') + day * DAY_MS).toISOString().slice(0, 10),
  );
  return {
    product: { form: 'bulk' },
    demand: dates.map((date) => ({ date, massKg: random.int(200, 900) * 1000 })),
    site: { id: 'site', receiving: dailyHours(7, 21), bays: 4, unloadingModes: ['tip'] },
    plants: [0, 1, 2].map((index) => ({
      id: `plant${index}`,
      loading: dailyHours(5, 22),
      bays: 3,
      loadMinutes: 30,
      driveMinutes: 90 + 40 * index,
      distanceKm: 80 + 40 * index,
    })),
    fleet: Array.from({ length: 50 }, (_, index) => ({
      id: `truck${index}`,
      plantId: `plant${index % 3}`,
      maxPayloadKg: index % 2 === 0 ? 20_000 : 25_000,
      unloadingModes: ['tip'],
      unloadMinutes: 30,
      costPerTrip: 100,
      costPerKm: 1,
    })),
    hoursRules,
    objective: 'fewestTrips',
  };
}

function measureSmall(seed: number): { seed: number; ms: number; proven: boolean } {
  const request = randomRequest(seed);
  const from = performance.now();
  const { proof } = planSplit(request);
  return { seed, ms: performance.now() - from, proven: proof === 'optimal' };
}

async function compareAll(seeds: readonly number[]): Promise<{ asked: number; same: number }> {
  let [asked, same] = [0, 0];
  for (const seed of seeds) {
    const request = randomRequest(seed);
    const oracle = await oracleOf(request).catch(() => undefined); // too large for it
    if (!oracle) continue;
    const reply = planSplit(request);
    const lastMs = Math.max(0, ...reply.trips.map(({ unloadTo }) => Date.parse(unloadTo)));
    const ours = [reply.unmetKg, reply.lateKgDays, reply.tripsCount, lastMs];
    const theirs = [oracle.unmetKg, oracle.lateKgDays, oracle.trips, oracle.lastMs];
    const costs = request.objective === 'cheapest' ? Math.abs(reply.cost - oracle.cost) : 0;
    asked += 1;
    if (ours.every((value, index) => Math.abs(value - (theirs[index] ?? 0)) < 1) && costs < 0.01) same += 1;
    else say(`seed ${seed}: ${ours.join(', ')} and not ${theirs.join(', ')}`);
  }
  return { asked, same };
}
