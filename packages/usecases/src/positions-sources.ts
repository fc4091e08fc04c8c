import { ingest, type Tx } from '@karavan/store';
import { MOVING_KMH, type SourceFix, takesOver } from '@karavan/tracking';
import type { Good } from './positions-judge.ts';

export const assetIdOf = ({ device }: Pick<Good, 'device'>): string =>
  device.vehicle === null ? `device:${device.uniqueId}` : `truck:${device.vehicle.id}`;

const sourceOf = ({ device, fixedMs, position }: Good): SourceFix => ({
  source: device.uniqueId,
  atMs: fixedMs,
  accuracyM: position.accuracyM,
});

/**
 * Of positions in the order of time, those that move a marker: all of a truck with one source; of one with several the
 * better source at that time (MS1 to MS4).
 */
export async function chooseShown(tx: Tx, inOrder: readonly Good[]): Promise<Good[]> {
  const contested = new Set(inOrder.filter(({ device }) => device.shared).map(assetIdOf));
  if (contested.size === 0) return [...inOrder];
  const locked = await ingest.lockShownSources(tx, [...contested]);
  const shown = new Map(
    locked.map((row): [string, SourceFix] => [
      row.assetId,
      { source: row.deviceId, atMs: Date.parse(row.at), accuracyM: row.accuracyM ?? undefined },
    ]),
  );
  return inOrder.filter((item) => {
    const assetId = assetIdOf(item);
    if (!contested.has(assetId)) return true;
    const candidate = sourceOf(item);
    if (!takesOver(shown.get(assetId) ?? null, candidate)) return false;
    shown.set(assetId, candidate);
    return true;
  });
}

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
    status: (position.speedKmh ?? 0) > MOVING_KMH ? 'moving' : 'standing',
  }));
}
