import type { ingest } from '@karavan/store';
import { type DeviceWork, isGood, type Judged } from './positions-judge.ts';

/** How a device moves on with its readings. */
export function toAdvance({ device, judged }: DeviceWork): ingest.DeviceAdvance {
  const inTime = judged.filter((item) => isGood(item) && !item.late);
  const newest = inTime.at(-1);
  return {
    uniqueId: device.uniqueId,
    version: device.version,
    protocol: judged.at(-1)?.protocol ?? '',
    newest: newest === undefined ? null : { atMs: newest.fixedMs, lat: newest.position.lat ?? 0, lon: newest.position.lon ?? 0 },
    metres: inTime.reduce((sum, { stepM }) => sum + (stepM ?? 0), 0),
  };
}

/** A reading with all that the pipeline says of it, as it is stored. */
export function toRow(item: Judged): ingest.PositionToStore {
  const { position, device } = item;
  return {
    uniqueId: device.uniqueId,
    vehicleId: device.vehicle?.id ?? null,
    fixedMs: item.fixedMs,
    receivedMs: item.receivedAt.getTime(),
    lat: position.lat,
    lon: position.lon,
    speedKmh: position.speedKmh,
    courseDeg: position.courseDeg,
    altitudeM: position.altitudeM ?? null,
    accuracyM: position.accuracyM ?? null,
    valid: position.valid,
    filtered: item.filtered,
    moving: item.moving,
    stepM: item.late ? null : item.stepM,
    attributes: item.attributes,
    fingerprint: item.fingerprint,
  };
}
