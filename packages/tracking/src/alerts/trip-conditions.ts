import { DAY_MS, HOUR_MS, iso, MINUTE_MS, ms } from '../time.ts';
import type { Condition } from './condition.ts';
import { arrivalLimitMs, dueDepartureMs, foreseenArrivalMs, foreseenDepartureMs, type TripLook } from './trip-now.ts';

/** Whoever enters a trip that has begun is given a moment to be heard of: nothing opens before. */
const NEW_TRIP_MS = MINUTE_MS;
/** So late is serious. */
const CRITICAL_LATE_MS = 4 * HOUR_MS;
/** What was to be so long ago, and of which nothing was heard since, is no longer expected (AL17). */
const GIVEN_UP_MS = DAY_MS;

/** What may go wrong with a trip, each told before it happens where that can be foreseen (AL9 to AL11), for as long as it matters (AL17). */
export function tripConditions(look: TripLook): Condition[] {
  const { trip, now } = look;
  const isNew = trip.knownSince !== undefined && now.getTime() - ms(trip.knownSince) < NEW_TRIP_MS;
  return [lateDeparture(look), expectedAbsent(look), lateArrival(look)]
    .filter((condition) => condition !== undefined)
    .map((condition) => (isNew ? { ...condition, isOld: true } : condition));
}

/** Each truck that has the trip is an episode of its own. */
const about = ({ trip }: TripLook) => ({
  subject: `unit:${trip.unitId} ${trip.assetId}`,
  label: trip.plate,
  assetId: trip.assetId,
  shipments: [trip.shipment],
  ...(trip.last ? { lat: trip.last.lat, lon: trip.last.lon } : {}),
});

const placed = (place: { name: string } | undefined) => (place === undefined ? {} : { place: place.name });

type Over = Pick<Condition, 'at' | 'evidence'>;

/** The fact after which nobody looks for this truck at the place of loading any more; undefined while somebody does (AL17). */
function notExpected(look: TripLook): Over | undefined {
  const { trip, now } = look;
  const nowAt = now.toISOString();
  if (trip.status !== 'planned') {
    if (trip.handedOverAt !== undefined && trip.departedAt === undefined)
      return { at: trip.handedOverAt, evidence: { reason: 'truckSwapped' } };
    return { at: trip.departedAt ?? trip.deliveredAt ?? nowAt, evidence: { departedAt: trip.departedAt } };
  }
  if (trip.isOrderDelivered) return { at: nowAt, evidence: { reason: 'orderDelivered' } };
  if (trip.isOvertaken) return { at: nowAt, evidence: { reason: 'laterTripBegun' } };
  const due = dueDepartureMs(look);
  return due !== undefined && isGivenUp(look, due) ? { at: nowAt, evidence: { reason: 'planPast' } } : undefined;
}

function isGivenUp({ trip, now }: TripLook, dueMs: number): boolean {
  const heardMs = trip.seenAt === undefined ? Number.NEGATIVE_INFINITY : ms(trip.seenAt);
  return now.getTime() - Math.max(dueMs, heardMs) > GIVEN_UP_MS;
}

function lateDeparture(look: TripLook): Condition | undefined {
  const { trip, settings, now } = look;
  const due = dueDepartureMs(look);
  if (due === undefined) return undefined;
  const base = { kind: 'lateDeparture', ...about(look), ...placed(trip.origin), riskAt: iso(due) } as const;
  const over = notExpected(look);
  if (over !== undefined)
    return { ...base, holds: false, at: over.at, severity: 'warning', evidence: { ...over.evidence, dueAt: iso(due) } };
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

function expectedAbsent(look: TripLook): Condition | undefined {
  const { trip, settings, now } = look;
  if (trip.loadFrom === undefined) return undefined;
  const fromMs = ms(trip.loadFrom) + settings.absentAfterMinutes * MINUTE_MS;
  const over = notExpected(look);
  const came = trip.status === 'planned' ? trip.seenAt : (over?.at ?? trip.loadFrom);
  const holds = came === undefined && over === undefined && now.getTime() >= fromMs;
  const dueMs = dueDepartureMs(look) ?? fromMs;
  return {
    kind: 'expectedAbsent',
    ...about(look),
    ...placed(trip.origin),
    holds,
    at: holds ? iso(fromMs) : (came ?? over?.at ?? now.toISOString()),
    severity: 'warning',
    evidence: {
      loadFrom: trip.loadFrom,
      ...(trip.last ? { lastFixAt: trip.last.at } : {}),
      ...(came === undefined ? over?.evidence : { seenAt: came }),
    },
    riskAt: iso(dueMs),
    isOld: now.getTime() - fromMs > DAY_MS,
  };
}

/** The fact after which a late arrival matters no more; undefined while it does (AL17). */
function notAwaited({ trip, now }: TripLook, look: { limit: number; givenUp: boolean }): Over | undefined {
  const nowAt = now.toISOString();
  if (trip.handedOverAt !== undefined) return { at: trip.handedOverAt, evidence: { reason: 'truckSwapped' } };
  if (trip.status === 'delivered') {
    const late = ms(trip.deliveredAt ?? now) > look.limit;
    return { at: trip.deliveredAt ?? nowAt, evidence: { deliveredAt: trip.deliveredAt, late } };
  }
  if (trip.isOrderDelivered) return { at: nowAt, evidence: { reason: 'orderDelivered' } };
  if (trip.status === 'moving' && trip.isOvertaken) return { at: nowAt, evidence: { reason: 'laterTripBegun' } };
  return look.givenUp ? { at: nowAt, evidence: { reason: 'planPast' } } : undefined;
}

function lateArrival(look: TripLook): Condition | undefined {
  const { trip, settings, now } = look;
  const limit = arrivalLimitMs(trip);
  if (limit === undefined) return undefined;
  const base = { kind: 'lateArrival', ...about(look), ...placed(trip.destination), riskAt: iso(limit) } as const;
  const over = notAwaited(look, { limit, givenUp: isGivenUp(look, limit) });
  if (over !== undefined)
    return { ...base, holds: false, at: over.at, severity: 'warning', evidence: { ...over.evidence, dueAt: iso(limit) } };
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
