import type { AssetState } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { type FleetChange, FleetStore } from './fleet-store.ts';

const truck = (id: string, lat: number, at: string): AssetState => ({
  id,
  kind: 'truck',
  label: id,
  revision: 0,
  position: { lat, lon: 37, at, speedKmh: 50, courseDeg: 0, source: 'osmand' },
  freshness: 'fresh',
  status: 'moving',
  shipmentIds: [],
});

test('a fleet of the past goes back as well as forth, tells what changed and forgets who was not there', () => {
  const heard: FleetChange[] = [];
  const store = new FleetStore((notify) => notify());
  store.subscribe((change) => heard.push(change));
  store.show([truck('a', 55, '2026-05-04T10:00:00Z'), truck('b', 56, '2026-05-04T10:00:00Z')]);
  store.show([truck('a', 54, '2026-05-04T09:00:00Z'), truck('b', 56, '2026-05-04T10:00:00Z')]);
  expect(store.get('a')?.position?.lat).toBe(54);
  expect([...(heard[1]?.ids ?? [])]).toEqual(['a']);
  expect(heard[1]?.structure).toBe(false);
  store.show([truck('b', 56, '2026-05-04T10:00:00Z')]);
  expect(store.find('a')).toBeUndefined();
  expect(heard[2]?.structure).toBe(true);
});
