import type { PromiseRequest } from '@karavan/contracts';
import { InputError } from '@karavan/planner';
import { afterAll, expect, test } from 'vitest';
import { createPlanThreads } from './plan-in-thread.ts';

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
