import type { ShipmentUnit } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { milestones } from './milestones.ts';

function unit(mode: 'rail' | 'road', status: ShipmentUnit['status'], extra: Partial<ShipmentUnit> = {}): ShipmentUnit {
  return { id: 'u', leg: 0, mode, assetId: 'a', label: 'a', massKg: 1, status, ...extra };
}
const createdAt = '2026-08-01T00:00:00Z';

test('a delivery by road has no station', () => {
  const legs = [{ mode: 'road' as const, units: [unit('road', 'planned')] }];
  expect(milestones({ createdAt, legs }).map((m) => m.key)).toEqual(['ordered', 'departed', 'delivered']);
});

test('a wagon unloaded at the station has delivered nothing yet', () => {
  const legs = [
    { mode: 'rail' as const, units: [unit('rail', 'delivered', { deliveredAt: '2026-08-05T00:00:00Z' })] },
    { mode: 'road' as const, units: [unit('road', 'moving'), unit('road', 'planned')] },
  ];
  const [, departed, station, delivered] = milestones({ createdAt, legs });
  expect([departed?.done, station?.done]).toEqual([1, 1]);
  expect(delivered).toEqual({ key: 'delivered', done: 0, of: 2 });
});

test('units are counted, and only the last one delivers the whole', () => {
  const units = [
    unit('rail', 'delivered', { departedAt: '2026-08-02T00:00:00Z', deliveredAt: '2026-08-05T00:00:00Z' }),
    unit('rail', 'atStation', { departedAt: '2026-08-03T00:00:00Z' }),
  ];
  const [, departed, station, delivered] = milestones({ createdAt, legs: [{ mode: 'rail', units }] });
  expect(departed).toMatchObject({ at: '2026-08-02T00:00:00Z', done: 2, of: 2 });
  expect(station).toMatchObject({ done: 2, of: 2 });
  expect(delivered).toEqual({ key: 'delivered', done: 1, of: 2 });
});
