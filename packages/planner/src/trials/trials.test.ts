import { expect, test } from 'vitest';
import { SHIPPED } from '../load/index.ts';
import { runTrials, shippedTrials } from './index.ts';
import { tryTruck } from './run-trials.ts';

test('LW20: every example that ships has the verdict the road facts give', () => {
  const results = runTrials(shippedTrials(), { now: SHIPPED, on: '2026-06-01' });
  expect(results.length).toBeGreaterThan(30);
  expect(new Set(results.map(({ id }) => id)).size).toBe(results.length);
  expect(results.filter(({ differs, problem }) => differs.length > 0 || problem !== undefined)).toEqual([]);
  for (const { expected } of shippedTrials()) expect(Object.keys(expected).length).toBeGreaterThan(0);
});

test('LW20: what a seasonal act forbids is named by that act’s own limit', () => {
  const birsk = shippedTrials().find(({ id }) => id.endsWith('season-birsk'));
  const { outcome } = tryTruck(birsk as NonNullable<typeof birsk>, SHIPPED, '2026-06-01');
  expect(outcome?.['10']).toMatchObject({ ok: false, failing: { layer: 'season', what: 'gross' } });
});
