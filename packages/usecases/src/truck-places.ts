import type { GeofenceShape, Place, TruckStop } from '@karavan/contracts';
import { geofences, type Tx, type tracks } from '@karavan/store';
import { compileShape } from '@karavan/tracking';
import type { Stand } from './truck-trail.ts';

interface KnownPlace {
  kind: NonNullable<TruckStop['place']>['kind'];
  name: string;
  edgeM: (point: { lat: number; lon: number }) => number;
}

/** As far around its point as a plant or a site reaches where nobody drew it: what the database makes of them. */
const RADIUS_M = { plant: 1000, site: 500 } as const;

/**
 * The places a stop may be named by: for staff every fence, for a customer the two ends of what is carried for him and no other,
 * for a fence may be somebody else's yard. The ends of the trips come first.
 */
export async function placesKnown(
  tx: Tx,
  { isStaff, trips }: { isStaff: boolean; trips: readonly tracks.CarriedTrip[] },
): Promise<KnownPlace[]> {
  const ends = trips.flatMap(({ origin, destination }) => [...placeOf('plant', origin), ...placeOf('site', destination)]);
  if (!isStaff) return ends;
  const fences = (await geofences.listActiveGeofences(tx)).filter(({ shape }) => shape.kind !== 'corridor');
  return [...ends, ...fences.map(({ name, shape }) => ({ kind: 'geofence' as const, name, ...askable(shape) }))];
}

function placeOf(kind: 'plant' | 'site', { name, lat, lon }: Place): KnownPlace[] {
  if (lat === undefined || lon === undefined) return [];
  return [{ kind, name, ...askable({ kind: 'circle', center: { lat, lon }, radiusM: RADIUS_M[kind] }) }];
}

const askable = (shape: GeofenceShape) => ({ edgeM: compileShape(shape).edgeM });

export function nameStops(stands: readonly Stand[], places: readonly KnownPlace[]): TruckStop[] {
  return stands.map(({ lat, lon, fromMs, toMs, silentMs, ongoing }) => {
    const place = places.find(({ edgeM }) => edgeM({ lat, lon }) <= 0);
    return {
      from: new Date(fromMs).toISOString(),
      to: new Date(toMs).toISOString(),
      lat,
      lon,
      ...(place === undefined ? {} : { place: { kind: place.kind, name: place.name } }),
      silentMinutes: Math.round(silentMs / 60_000),
      ongoing,
    };
  });
}
