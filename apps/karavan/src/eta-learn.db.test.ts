import type { WagonState } from '@karavan/contracts';
import { createWorld, reportBytes, reportCells } from '@karavan/simulator';
import { etaModelOf, learnEtas } from '@karavan/usecases';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';

const HOUR_MS = 3_600_000;
let karavan: TestKaravan;
beforeAll(async () => {
  karavan = await startTestKaravan();
});
afterAll(() => karavan.close());

test('ET7: trips that reports show to be over teach the forecasts of those that follow, each report once', async () => {
  const world = createWorld({ seed: 7, anchor: new Date('2026-06-10T06:00:00Z') });
  for (let hours = -72; hours <= 72; hours += 12) {
    const at = new Date(world.anchor.getTime() + hours * HOUR_MS);
    const bytes = reportBytes(reportCells(world.wagonRows(at), at), 'xlsx');
    await karavan.upload(new Uint8Array(bytes), `${hours}.xlsx`).expect(201);
  }
  karavan.setNow(new Date(world.anchor.getTime() + 72 * HOUR_MS).toISOString());
  const cold = await onTheWay();
  expect(cold.every((wagon) => wagon.eta?.basis.includes('no lane history'))).toBe(true);

  const studied = await Promise.all([learnEtas(karavan.deps), learnEtas(karavan.deps)]);
  expect(studied[0] + studied[1]).toBe(13);
  expect(await learnEtas(karavan.deps)).toBe(0);
  const model = await etaModelOf(karavan.deps, karavan.companyId);
  expect(model?.trips).toBeGreaterThan(3);

  const learned = await onTheWay();
  expect(learned.map((wagon) => wagon.number)).toEqual(cold.map((wagon) => wagon.number));
  for (const { eta } of learned) {
    expect(eta?.basis).toMatch(/finished trips/);
    expect((eta?.p10 ?? '') <= (eta?.p50 ?? '') && (eta?.p50 ?? '') <= (eta?.p90 ?? '')).toBe(true);
  }
});

async function onTheWay(): Promise<WagonState[]> {
  const reply = await karavan.http
    .get('/api/v1/wagons?limit=500')
    .set(await karavan.as('dispatcher'))
    .expect(200);
  const items: WagonState[] = reply.body.items;
  expect(items.some((wagon) => wagon.eta !== undefined)).toBe(true);
  return items.filter((wagon) => wagon.eta !== undefined);
}
