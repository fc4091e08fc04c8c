import type { AssetState } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { byLastOperation } from './past-wagons.ts';

const asset = (kind: AssetState['kind'], status: string): AssetState => ({
  ...{ id: 'a', kind, label: 'a', revision: 0, freshness: 'fresh', status, shipmentIds: [] },
  position: { lat: 55, lon: 37, at: '2026-05-04T10:00:00Z', speedKmh: null, courseDeg: null, source: 'rzd' },
});

test('a wagon on its way was about there, one that stood was there, and trucks are where their fixes were', () => {
  expect(byLastOperation(asset('wagon', 'inTransit')).position?.approximate).toBe(true);
  for (const status of ['arrived', 'unloaded', 'abandoned', 'standing'])
    expect(byLastOperation(asset('wagon', status)).position?.approximate).toBeUndefined();
  expect(byLastOperation(asset('truck', 'moving')).position?.approximate).toBeUndefined();
});
