import type { AlertKind, AlertSettings, Eta, Place, UnitStatus } from '@karavan/contracts';
import { currentTrips } from '../current-trips.ts';
import { freshness } from '../freshness.ts';
import { distanceKm, type LatLon, pointOf } from '../geo.ts';
import type { OpensAt } from '../road-eta/road-eta.ts';
import type { RoadModel } from '../road-eta/road-model.ts';
import { endOfDay, iso, MINUTE_MS, MOSCOW, ms } from '../time.ts';
import { tripEta } from '../trip-eta.ts';

/** A truck's trip with what is known of it now. */
export interface TripNow {
  unitId: string;
  assetId: string;
  plate: string;
  status: UnitStatus;
  loadFrom?: string | undefined;
  unloadTo?: string | undefined;
  departedAt?: string | undefined;
  deliveredAt?: string | undefined;
  /** another truck has it from then on */
  handedOverAt?: string | undefined;
  /** at the place of loading, while planned (RT8); of a trip under way the last news */
  seenAt?: string | undefined;
  eta?: Eta | undefined;
  /** where this truck loads and unloads; undefined where only the plan knows: inside of a chain of legs (AL18) */
  origin: Place | undefined;
  destination: Place | undefined;
  /** a day or an instant */
  deliverBy?: string | undefined;
  shipment: { id: string; customerId: string };
  /** all that was ordered is there, whoever brought it */
  isOrderDelivered?: boolean | undefined;
  /** its truck has begun a trip that loads later */
  isOvertaken?: boolean | undefined;
  /** when we learned of the trip */
  knownSince?: string | undefined;
  last?: (LatLon & { at: string; source: string }) | undefined;
}

/** One look at a trip. */
export interface TripLook {
  trip: TripNow;
  settings: AlertSettings;
  now: Date;
  isOpen: (kind: AlertKind, subject: string) => boolean;
  /** what own trips have taught of roads, and when the gate of the site opens */
  road?: { model?: RoadModel | undefined; opensAt?: OpensAt | undefined } | undefined;
}

/**
 * The trips that can be judged now: of those a truck has still to begin the ones up to the trip that is its turn (RT9), with those
 * that load together with it. What comes after depends on how that one goes; what was left behind keeps nobody waiting.
 */
export function tripsInTurn<T extends Pick<TripNow, 'unitId' | 'assetId' | 'status' | 'loadFrom' | 'isOvertaken'>>(
  trips: readonly T[],
  now: Date,
): T[] {
  const startOf = ({ loadFrom }: T): number => (loadFrom === undefined ? 0 : ms(loadFrom));
  const waiting = new Map<string, T[]>();
  for (const trip of trips)
    if (trip.status === 'planned' && !trip.isOvertaken) waiting.set(trip.assetId, [...(waiting.get(trip.assetId) ?? []), trip]);
  const turn = new Map<string, number>();
  for (const [assetId, own] of waiting) {
    const [first] = currentTrips(own, now.toISOString());
    if (first !== undefined) turn.set(assetId, startOf(first));
  }
  const isLater = (trip: T): boolean => startOf(trip) > (turn.get(trip.assetId) ?? Number.POSITIVE_INFINITY);
  return trips.filter((trip) => trip.status !== 'planned' || !isLater(trip));
}

export const dueDepartureMs = ({ trip, settings }: TripLook): number | undefined =>
  trip.loadFrom === undefined ? undefined : ms(trip.loadFrom) + settings.loadingMinutes * MINUTE_MS;

const straightKm = (from: LatLon | undefined, to: LatLon | undefined): number | undefined =>
  from === undefined || to === undefined ? undefined : distanceKm(from, to);

/** When it will leave: it loads from when it is there and its hour has come. Unknown while nobody knows where it is. */
export function foreseenDepartureMs(look: TripLook): number | undefined {
  const { trip, settings, now } = look;
  const due = dueDepartureMs(look);
  if (due === undefined) return undefined;
  if (trip.seenAt !== undefined) return Math.max(now.getTime(), due);
  const { last, origin } = trip;
  const km = straightKm(last, pointOf(origin));
  if (last === undefined || km === undefined || freshness(last.source, last.at, now) === 'stale') return undefined;
  const eta = tripEta({ straightKm: km, at: last.at, timeZone: origin?.timeZone, model: look.road?.model });
  const there = Math.max(now.getTime(), ms(eta.p50));
  return Math.max(there, ms(trip.loadFrom ?? '')) + settings.loadingMinutes * MINUTE_MS;
}

/** The end of the unloading that was planned, else of the day the order is due. */
export function arrivalLimitMs({ unloadTo, deliverBy, destination }: TripNow): number | undefined {
  if (unloadTo !== undefined) return ms(unloadTo);
  if (deliverBy === undefined || destination === undefined) return undefined;
  return deliverBy.length === 10 ? endOfDay(deliverBy, destination.timeZone ?? MOSCOW) : ms(deliverBy);
}

/** By the forecast of its trip; while it is still to leave, from when it will leave. Never before now. */
export function foreseenArrivalMs(look: TripLook): number | undefined {
  const { trip, now } = look;
  if (trip.status === 'moving') return trip.eta && Math.max(now.getTime(), ms(trip.eta.p50));
  const km = straightKm(pointOf(trip.origin), pointOf(trip.destination));
  const leaves = foreseenDepartureMs(look) ?? dueDepartureMs(look);
  if (km === undefined || leaves === undefined) return undefined;
  const at = iso(Math.max(leaves, now.getTime()));
  return ms(tripEta({ straightKm: km, at, timeZone: trip.destination?.timeZone, ...look.road }).p50);
}
