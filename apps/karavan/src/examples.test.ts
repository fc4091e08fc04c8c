import { readFile } from 'node:fs/promises';
import { PLANS } from '@karavan/planner';
import { expect, test } from 'vitest';

const example = async (name: string) => JSON.parse(await readFile(new URL(`../examples/${name}.json`, import.meta.url), 'utf8'));

test('the examples of the README are answered', async () => {
  const promise = PLANS.promise.run(PLANS.promise.request.parse(await example('promise')), {});
  expect(promise.shortages).toEqual([]);
  // 34.8 t are two truckloads of 20 t: all is ready on Monday, one leaves on Tuesday and one on Wednesday at 05:00, there at 12:00 in Moscow
  expect(promise.plan).toMatchObject({ proof: 'optimal', deliveredBy: '2026-11-25T09:00:00.000Z' });
  // 30 t are 20 and 15 t at most; on Wednesday the larger truck comes twice, four and a half hours apart
  const split = PLANS.split.run(PLANS.split.request.parse(await example('split')), {});
  expect(split).toMatchObject({ unmetKg: 0, lateKgDays: 0, tripsCount: 4, proof: 'optimal' });
});
