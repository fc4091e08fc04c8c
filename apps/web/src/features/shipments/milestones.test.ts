import type { ShipmentUnit } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { milestones } from './milestones.ts';

function unit(mode: 'rail' | 'road', status: ShipmentUnit['status'], extra: Partial<ShipmentUnit> = {}): ShipmentUnit {
  return { id: 'u', leg: 0, mode, assetId: 'a', label: 'a', massKg: 1, status, ...extra };
}
const createdAt = '2026-08-01T00:00:00Z';

test('a delivery by road has no station', () => {
  const legs = [{ mode: 'road' as const, units: [unit('road', 'planned')] }];
  expect(milestones({ createdAt, legs, orderedKg: 1 }).map((m) => m.key)).toEqual(['ordered', 'departed', 'delivered']);
});

test('rail, then trucks: a wagon unloaded at the station has delivered nothing yet', () => {
  const done = { massKg: 40_000, deliveredAt: '2026-08-05T00:00:00Z' };
  const legs = [
    { mode: 'rail' as const, units: [unit('rail', 'delivered', done)] },
    {
      mode: 'road' as const,
      units: [unit('road', 'moving', { leg: 1, massKg: 20_000 }), unit('road', 'planned', { leg: 1, massKg: 20_000 })],
    },
  ];
  const [, departed, station, delivered] = milestones({ createdAt, legs, orderedKg: 40_000 });
  expect([departed?.done, station?.done]).toEqual([1, 1]);
  expect(delivered).toEqual({ key: 'delivered', done: 0, of: 2, unit: 'road' });
});

test('rail beside trucks: the wagon has delivered its own part', () => {
  const legs = [
    { mode: 'rail' as const, units: [unit('rail', 'delivered', { massKg: 30_000 })] },
    {
      mode: 'road' as const,
      units: [unit('road', 'moving', { leg: 1, massKg: 20_000 }), unit('road', 'planned', { leg: 1, massKg: 20_000 })],
    },
  ];
  const [, departed, station, delivered] = milestones({ createdAt, legs, orderedKg: 70_000 });
  expect(departed).toMatchObject({ done: 2, of: 3, unit: 'mixed' });
  expect(station).toMatchObject({ done: 1, of: 1, unit: 'rail' });
  expect(delivered).toEqual({ key: 'delivered', done: 1, of: 3, unit: 'mixed' });
});

test('units are counted, and only the last one delivers the whole', () => {
  const units = [
    unit('rail', 'delivered', { departedAt: '2026-08-02T00:00:00Z', deliveredAt: '2026-08-05T00:00:00Z' }),
    unit('rail', 'atStation', { departedAt: '2026-08-03T00:00:00Z' }),
  ];
  const [, departed, station, delivered] = milestones({ createdAt, legs: [{ mode: 'rail', units }], orderedKg: 2 });
  expect(departed).toMatchObject({ at: '2026-08-02T00:00:00Z', done: 2, of: 2 });
  expect(station).toMatchObject({ done: 2, of: 2 });
  expect(delivered).toEqual({ key: 'delivered', done: 1, of: 2, unit: 'rail' });
});
