import type { SplitRequest } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { randomRequest } from './oracle/random-request.fixture.ts';
import { planQuietly } from './plan-split.ts';
import { compareLevels, levelsOf } from './split.fixture.ts';
import { validateSplit } from './validate/index.ts';
import { openWider } from './why/wider-hours.ts';

const SEEDS = Array.from({ length: 6 }, (_, index) => 500 + index);

function levels(request: SplitRequest): number[] {
  const reply = planQuietly(request);
  expect(validateSplit(request, reply)).toEqual([]);
  return levelsOf(request, reply);
}

/** The change must never give a plan that is worse. */
function neverWorse(change: (request: SplitRequest) => SplitRequest): void {
  for (const seed of SEEDS) {
    const request = randomRequest(seed);
    const better = levels(change(request));
    expect({ seed, worse: compareLevels(better, levels(request)) > 0 }).toEqual({ seed, worse: false });
  }
}

test('SP16: one more truck is never worse', () => {
  neverWorse((request) => ({
    ...request,
    fleet: [...request.fleet, ...request.fleet.slice(0, 1).map((one) => ({ ...one, id: 'more' }))],
  }));
});

test('SP3 SP16: one more bay is never worse', () => {
  neverWorse((request) => ({
    ...request,
    site: { ...request.site, bays: request.site.bays + 1 },
    plants: request.plants.map((one) => ({ ...one, bays: one.bays + 1 })),
  }));
});

test('SP2 SP16: one more hour is never worse', () => {
  neverWorse((request) => ({
    ...request,
    site: { ...request.site, receiving: openWider(request.site.receiving, { hours: 1, end: 'to' }) },
  }));
});

test('SP12 SP16: more supply is never worse', () => {
  neverWorse((request) => ({
    ...request,
    plants: request.plants.map(({ supplyKg, ...plant }) =>
      supplyKg === undefined
        ? plant
        : { ...plant, supplyKg: Object.fromEntries(Object.entries(supplyKg).map(([date, massKg]) => [date, massKg + 6000])) },
    ),
  }));
});

test('SP2 SP16: a holiday is never better', () => {
  for (const seed of SEEDS) {
    const request = randomRequest(seed);
    const receiving = { ...request.site.receiving, closed: [...(request.site.receiving.closed ?? []), '2026-11-24'] };
    const closed = levels({ ...request, site: { ...request.site, receiving } });
    expect({ seed, better: compareLevels(closed, levels(request)) < 0 }).toEqual({ seed, better: false });
  }
});

const WEEK_MS = 7 * 86_400_000;
const weekLater = (date: string): string => new Date(Date.parse(date) + WEEK_MS).toISOString().slice(0, 10);

test('SP18: other ids and another week change nothing', () => {
  for (const seed of SEEDS) {
    const request = randomRequest(seed);
    const { closed, ...receiving } = request.site.receiving;
    const moved: SplitRequest = {
      ...request,
      demand: request.demand.map(({ date, massKg }) => ({ date: weekLater(date), massKg })),
      site: {
        ...request.site,
        id: 'elsewhere',
        receiving: { ...receiving, ...(closed ? { closed: closed.map(weekLater) } : {}) },
      },
      plants: request.plants.map(({ supplyKg, ...plant }) => ({
        ...plant,
        id: `x${plant.id}`,
        ...(supplyKg
          ? { supplyKg: Object.fromEntries(Object.entries(supplyKg).map(([date, massKg]) => [weekLater(date), massKg])) }
          : {}),
      })),
      fleet: request.fleet.map((vehicle) => ({ ...vehicle, id: `z${vehicle.id}`, plantId: `x${vehicle.plantId}` })),
    };
    const [before, after] = [levels(request), levels(moved)];
    const last = before.at(-1) ?? 0;
    expect({ seed, levels: after }).toEqual({ seed, levels: [...before.slice(0, -1), last === 0 ? 0 : last + WEEK_MS] });
  }
});

test('SP18: the same request gives the same plan, and little work still a plan that keeps every rule', () => {
  for (const seed of SEEDS.slice(0, 8)) {
    const request = randomRequest(seed);
    expect(planQuietly(request)).toEqual(planQuietly(request));
    const hasty = planQuietly(request, { steps: 1 });
    expect(validateSplit(request, hasty)).toEqual([]);
    expect(compareLevels(levels(request), levelsOf(request, hasty))).toBeLessThanOrEqual(0);
  }
});

test('SP18: a clock ends the search', () => {
  let asked = 0;
  const now = () => {
    asked += 1;
    return asked;
  };
  const request = randomRequest(57);
  const reply = planQuietly(request, { steps: 1e9, now, limitMs: 50 });
  expect(asked).toBeLessThan(200);
  expect(reply.proof).not.toBe('optimal');
});
