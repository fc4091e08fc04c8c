import type { AlertSettings, Eta, Place, UnitStatus } from '@karavan/contracts';
import { freshness } from '../freshness.ts';
import { type LatLon, pointOf, roadKm } from '../geo.ts';
import { DAY_MS, endOfDay, HOUR_MS, iso, MINUTE_MS, MOSCOW, ms } from '../time.ts';
import { tripEta } from '../trip-eta.ts';
import type { Condition } from './condition.ts';

/** Whoever enters a trip that has begun is given a moment to be heard of: nothing opens before. */
const NEW_TRIP_MS = MINUTE_MS;
/** So late is serious. */
const CRITICAL_LATE_MS = 4 * HOUR_MS;

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
  /** at the place of loading, while planned (RT8) */
  seenAt?: string | undefined;
  eta?: Eta | undefined;
  origin: Place;
  destination: Place;
  /** a day or an instant */
  deliverBy?: string | undefined;
  shipment: { id: string; customerId: string };
  /** when we learned of the trip */
  knownSince?: string | undefined;
  last?: (LatLon & { at: string; source: string }) | undefined;
}

interface Look {
  trip: TripNow;
  settings: AlertSettings;
  now: Date;
  isOpen: (kind: Condition['kind'], subject: string) => boolean;
}

/** What may go wrong with a trip, each told before it happens where that can be foreseen (AL9 to AL11). */
export function tripConditions(look: Look): Condition[] {
  const { trip, now } = look;
  const isNew = trip.knownSince !== undefined && now.getTime() - ms(trip.knownSince) < NEW_TRIP_MS;
  return [lateDeparture(look), expectedAbsent(look), lateArrival(look)]
    .filter((condition) => condition !== undefined)
    .map((condition) => (isNew ? { ...condition, isOld: true } : condition));
}

/**
 * The trips that can be judged now: of those a truck has still to begin only the one that loads first, with those that load
 * together with it. What comes after depends on how that one goes (RT9).
 */
export function tripsInTurn<T extends Pick<TripNow, 'assetId' | 'status' | 'loadFrom'>>(trips: readonly T[]): T[] {
  const first = new Map<string, number>();
  const startOf = ({ loadFrom }: T): number => (loadFrom === undefined ? 0 : ms(loadFrom));
  const planned = trips.filter(({ status }) => status === 'planned');
  for (const trip of planned)
    first.set(trip.assetId, Math.min(first.get(trip.assetId) ?? Number.POSITIVE_INFINITY, startOf(trip)));
  return trips.filter((trip) => trip.status !== 'planned' || startOf(trip) === first.get(trip.assetId));
}

const about = ({ trip }: Look) => ({
  subject: `unit:${trip.unitId}`,
  label: trip.plate,
  assetId: trip.assetId,
  shipments: [trip.shipment],
  ...(trip.last ? { lat: trip.last.lat, lon: trip.last.lon } : {}),
});

const dueDepartureMs = ({ trip, settings }: Look): number | undefined =>
  trip.loadFrom === undefined ? undefined : ms(trip.loadFrom) + settings.loadingMinutes * MINUTE_MS;

/** When it will leave: it loads from when it is there and its hour has come. Unknown while nobody knows where it is. */
function foreseenDepartureMs(look: Look): number | undefined {
  const { trip, settings, now } = look;
  const due = dueDepartureMs(look);
  if (due === undefined) return undefined;
  if (trip.seenAt !== undefined) return Math.max(now.getTime(), due);
  const { last } = trip;
  const km = roadKm(last, pointOf(trip.origin));
  if (last === undefined || km === undefined || freshness(last.source, last.at, now) === 'stale') return undefined;
  const there = Math.max(now.getTime(), ms(tripEta(km, last.at).p50));
  return Math.max(there, ms(trip.loadFrom ?? '')) + settings.loadingMinutes * MINUTE_MS;
}

function lateDeparture(look: Look): Condition | undefined {
  const { trip, settings, now } = look;
  const due = dueDepartureMs(look);
  if (due === undefined) return undefined;
  const base = { kind: 'lateDeparture', ...about(look), place: trip.origin.name, riskAt: iso(due) } as const;
  if (trip.status !== 'planned')
    return {
      ...base,
      holds: false,
      at: trip.departedAt ?? now.toISOString(),
      severity: 'warning',
      evidence: { departedAt: trip.departedAt, dueAt: iso(due) },
    };
  const foreseen = foreseenDepartureMs(look);
  const toleranceMs = look.isOpen('lateDeparture', base.subject) ? 0 : settings.lateToleranceMinutes * MINUTE_MS;
  const lateMs = foreseen === undefined ? Number.NEGATIVE_INFINITY : foreseen - due;
  return {
    ...base,
    holds: lateMs > toleranceMs,
    at: now.toISOString(),
    severity: lateMs > CRITICAL_LATE_MS ? 'critical' : 'warning',
    evidence: {
      dueAt: iso(due),
      ...(foreseen === undefined ? {} : { foreseenAt: iso(foreseen), lateMinutes: Math.round(lateMs / MINUTE_MS) }),
      isThere: trip.seenAt !== undefined,
    },
    isOld: now.getTime() - due > DAY_MS,
  };
}

function expectedAbsent(look: Look): Condition | undefined {
  const { trip, settings, now } = look;
  if (trip.loadFrom === undefined) return undefined;
  const fromMs = ms(trip.loadFrom) + settings.absentAfterMinutes * MINUTE_MS;
  const came = trip.status === 'planned' ? trip.seenAt : (trip.departedAt ?? trip.deliveredAt ?? trip.loadFrom);
  const holds = came === undefined && now.getTime() >= fromMs;
  const dueMs = dueDepartureMs(look) ?? fromMs;
  return {
    kind: 'expectedAbsent',
    ...about(look),
    place: trip.origin.name,
    holds,
    at: holds ? iso(fromMs) : (came ?? now.toISOString()),
    severity: 'warning',
    evidence: {
      loadFrom: trip.loadFrom,
      ...(trip.last ? { lastFixAt: trip.last.at } : {}),
      ...(came === undefined ? {} : { seenAt: came }),
    },
    riskAt: iso(dueMs),
    isOld: now.getTime() - fromMs > DAY_MS,
  };
}

/** The end of the unloading that was planned, else of the day the order is due. */
function limitMs({ unloadTo, deliverBy, destination }: TripNow): number | undefined {
  if (unloadTo !== undefined) return ms(unloadTo);
  if (deliverBy === undefined) return undefined;
  return deliverBy.length === 10 ? endOfDay(deliverBy, destination.timeZone ?? MOSCOW) : ms(deliverBy);
}

/** By the forecast of its trip; while it is still to leave, from when it will leave. Never before now. */
function foreseenArrivalMs(look: Look): number | undefined {
  const { trip, now } = look;
  if (trip.status === 'moving') return trip.eta && Math.max(now.getTime(), ms(trip.eta.p50));
  const km = roadKm(pointOf(trip.origin), pointOf(trip.destination));
  const leaves = foreseenDepartureMs(look) ?? dueDepartureMs(look);
  if (km === undefined || leaves === undefined) return undefined;
  return ms(tripEta(km, iso(Math.max(leaves, now.getTime()))).p50);
}

function lateArrival(look: Look): Condition | undefined {
  const { trip, settings, now } = look;
  const limit = limitMs(trip);
  if (limit === undefined) return undefined;
  const base = { kind: 'lateArrival', ...about(look), place: trip.destination.name, riskAt: iso(limit) } as const;
  if (trip.status === 'delivered') {
    const evidence = { deliveredAt: trip.deliveredAt, dueAt: iso(limit), late: ms(trip.deliveredAt ?? now) > limit };
    return { ...base, holds: false, at: trip.deliveredAt ?? now.toISOString(), severity: 'warning', evidence };
  }
  const foreseen = foreseenArrivalMs(look);
  const isOpen = look.isOpen('lateArrival', base.subject);
  const lateMs = (foreseen ?? now.getTime()) - limit;
  return {
    ...base,
    holds: lateMs > (isOpen ? 0 : settings.lateToleranceMinutes * MINUTE_MS),
    at: now.toISOString(),
    severity: lateMs > CRITICAL_LATE_MS ? 'critical' : 'warning',
    evidence: {
      dueAt: iso(limit),
      ...(foreseen === undefined ? {} : { foreseenAt: iso(foreseen) }),
      lateMinutes: Math.round(lateMs / MINUTE_MS),
      ...(trip.eta ? { basis: trip.eta.basis } : {}),
    },
    isOld: now.getTime() - limit > DAY_MS,
  };
}
