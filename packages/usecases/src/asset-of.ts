import { setImmediate as breathe } from 'node:timers/promises';
import type { DevicePosition, WagonState } from '@karavan/contracts';
import { placeWagon, trainOf, type WagonPlace } from '@karavan/rail';
import type { assets } from '@karavan/store';
import type { Network } from './station-network.ts';

/** The event loop gets its turn this often: ways by rail for ten thousand wagons take a while. */
const SLICE_MS = 12;

type WagonFacts = Omit<WagonState, 'revision'>;

/**
 * The markers of wagons, as of their reports: at the station of the last operation, or on the line beyond it for those that
 * have left. Wagons of one train that left one station together are together.
 */
export async function wagonAssets(states: readonly WagonFacts[], network: Network): Promise<assets.AssetToSave[]> {
  const trains = new Map<string, Ride>();
  const markers: assets.AssetToSave[] = [];
  let sliceEnds = performance.now() + SLICE_MS;
  for (const state of states) {
    if (performance.now() > sliceEnds) {
      await breathe();
      sliceEnds = performance.now() + SLICE_MS;
    }
    const train = trainOf(state);
    const place = placeWagon(state, network);
    const { station, at } = state.lastOperation;
    const ride = train === undefined ? undefined : `${train}|${station.esr ?? station.name}|${at}`;
    const together = ride === undefined ? { place } : (trains.get(ride) ?? { place });
    if (ride !== undefined) trains.set(ride, together);
    markers.push(wagonAsset(state, { train, place: together.place ?? place }));
  }
  return markers;
}

interface Ride {
  place: WagonPlace | undefined;
}

function wagonAsset(
  state: WagonFacts,
  { train, place }: { train: string | undefined; place: WagonPlace | undefined },
): assets.AssetToSave {
  const { lat, lon, approximate } = place ?? {};
  return {
    id: `wagon:${state.number}`,
    kind: 'wagon',
    label: state.number,
    position:
      lat !== undefined && lon !== undefined
        ? {
            lat,
            lon,
            at: state.reportedAt,
            speedKmh: null,
            courseDeg: null,
            source: 'rzd',
            ...(approximate ? { approximate } : {}),
          }
        : null,
    ...(lat === undefined || lon === undefined ? { heard: { at: state.reportedAt, source: 'rzd' } } : {}),
    place: state.lastOperation.station.name,
    ...(train === undefined ? {} : { train }),
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
