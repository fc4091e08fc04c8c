import type { PromiseRequest, SplitRequest } from '@karavan/contracts';
import { InputError, SHIPPED, validateSplit } from '@karavan/planner';
import { afterAll, expect, test } from 'vitest';
import { createPlanThreads } from './plan-in-thread.ts';
import { searchInThread } from './plan-search-thread.ts';

const threads = createPlanThreads();
afterAll(() => threads.close());

const nothing: PromiseRequest = {
  orderedAt: '2026-06-10T07:00:00.000Z',
  lines: [{ sku: 'a', quantity: 1 }],
  destination: { zone: 'z' },
  objective: 'fastest',
  network: { items: [{ sku: 'a', massKg: 1 }], warehouses: [], stock: [], lanes: [], services: [] },
};

test('several questions at once are each answered with their own answer, beside the event loop', async () => {
  const ask = (sku: string) =>
    threads.plan({
      name: 'promise',
      request: {
        ...nothing,
        lines: [{ sku, quantity: 2 }],
        network: { ...nothing.network, items: [{ sku, massKg: 1 }] },
      },
      language: 'en',
    });
  const replies = await Promise.all(['a', 'b', 'c'].map(ask));
  expect(replies.map((reply) => reply.shortages)).toEqual(['a', 'b', 'c'].map((sku) => [{ sku, missing: 2 }]));
});

test('a request that cannot be answered is refused with its fields, not with a broken thread', async () => {
  const refused = await threads
    .plan({
      name: 'axle-loads',
      request: { vehicle: 'no such truck', stages: [{ name: 'x', loads: [] }], ruleSet: 'RU', tolerancePct: 0 } as never,
      language: 'ru',
    })
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(InputError);
});

test('a long search tells how it stands, and gives the plan it has when it is told to stop', async () => {
  const stop = new AbortController();
  const hours = { timeZone: 'UTC', hours: { mon: [['06:00', '20:00']], tue: [['06:00', '20:00']] } } as const;
  const calendar = structuredClone(hours) as unknown as SplitRequest['site']['receiving'];
  const truck = { plantId: 'p', unloadingModes: ['tip'], unloadMinutes: 45, costPerKm: 1 };
  const request: SplitRequest = {
    product: { form: 'bulk' },
    demand: ['2026-11-23', '2026-11-24', '2026-11-30', '2026-12-01'].map((date) => ({ date, massKg: 411_000 })),
    earlyDays: 6,
    lateDays: 1,
    site: { id: 's', receiving: calendar, bays: 2, unloadingModes: ['tip'] },
    plants: [{ id: 'p', loading: calendar, bays: 2, loadMinutes: 35, driveMinutes: 70, distanceKm: 60 }],
    fleet: [7, 11, 13, 17, 19, 23].map((mass) => ({
      ...truck,
      id: `t${mass}`,
      maxPayloadKg: mass * 1000,
      costPerTrip: 100 + 41 * mass,
    })),
    objective: 'cheapest',
  };
  const told: number[] = [];
  const reply = await searchInThread({
    request,
    known: SHIPPED,
    language: 'en',
    seconds: 60,
    signal: stop.signal,
    onProgress: ({ rounds }) => {
      told.push(rounds);
      stop.abort();
    },
  });
  expect(told[0]).toBe(0);
  expect(reply.trips.length).toBeGreaterThan(0);
  expect(validateSplit(request, reply)).toEqual([]);
});
