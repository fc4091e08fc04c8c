import type { DevicePosition, WagonState } from '@karavan/contracts';
import type { assets } from '@karavan/store';

/** A wagon on the map stands at the station of its last operation, known as of the report: nobody saw it in between. */
export function wagonAsset(state: Omit<WagonState, 'revision'>): assets.AssetToSave {
  const { station } = state.lastOperation;
  return {
    id: `wagon:${state.number}`,
    kind: 'wagon',
    label: state.number,
    position:
      station.lat !== undefined && station.lon !== undefined
        ? { lat: station.lat, lon: station.lon, at: state.reportedAt, speedKmh: null, courseDeg: null, source: 'rzd' }
        : null,
    place: station.name,
    status: state.status,
  };
}

/** Standing below this speed: a parked receiver drifts. */
const MOVING_KMH = 5;

export function truckAsset(input: {
  vehicle: { id: string; plate: string } | null;
  position: DevicePosition;
  protocol: string;
}): assets.AssetToSave {
  const { vehicle, position } = input;
  return {
    id: vehicle === null ? `device:${position.uniqueId}` : `truck:${vehicle.id}`,
    kind: vehicle === null ? 'device' : 'truck',
    label: vehicle?.plate ?? position.uniqueId,
    position: {
      lat: position.lat,
      lon: position.lon,
      at: position.fixedAt,
      speedKmh: position.speedKmh,
      courseDeg: position.courseDeg,
      source: input.protocol,
    },
    status: (position.speedKmh ?? 0) > MOVING_KMH ? 'moving' : 'standing',
  };
}
