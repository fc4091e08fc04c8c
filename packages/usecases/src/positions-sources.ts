import type { ingest } from '@karavan/store';
import type { Good } from './positions-judge.ts';
import { statusOf } from './positions-markers.ts';

export const assetIdOf = ({ device }: Pick<Good, 'device'>): string =>
  device.vehicle === null ? `device:${device.uniqueId}` : `truck:${device.vehicle.id}`;

/** One marker a vehicle: its newest shown place. */
export function markersOf(shown: readonly Good[]): ingest.MarkerToSave[] {
  const newest = new Map(shown.map((item) => [assetIdOf(item), item]));
  return [...newest].map(([id, { device, position, fixedMs, protocol }]) => ({
    id,
    kind: device.vehicle === null ? 'device' : 'truck',
    label: device.vehicle?.plate ?? device.uniqueId,
    lat: position.lat,
    lon: position.lon,
    atMs: fixedMs,
    speedKmh: position.speedKmh,
    courseDeg: position.courseDeg,
    accuracyM: position.accuracyM ?? null,
    source: protocol,
    deviceId: device.uniqueId,
    status: statusOf(position.speedKmh),
  }));
}
