import type { Place, ShipmentUnit } from '@karavan/contracts';
import { advanceTrip, type RoadContext, type TripPosition } from './advance-trip.ts';
import { currentTrips } from './current-trips.ts';
import { ms } from './time.ts';
import type { NewEvent } from './wagon-events.ts';

/** A truck's trip, as far as its walk needs it. */
export interface TripToWalk {
  unit: ShipmentUnit;
  shipmentId: string;
  origin: Place;
  destination: Place;
  road?: RoadContext | undefined;
}

export interface WalkedTrip {
  unit: ShipmentUnit;
  /** when its truck was first on this cargo */
  since?: string;
  /** its truck has taken up the next cargo then */
  overAt?: string;
  events: NewEvent[];
}

/** Whether a fact ties the truck to this trip: it has come to load, or is further on. */
export const isOnThisCargo = (unit: Pick<ShipmentUnit, 'status' | 'seenAt'>): boolean =>
  unit.status !== 'planned' || unit.seenAt !== undefined;

/** A trip as it was before anything was heard of its truck. */
function asBegun(unit: ShipmentUnit): ShipmentUnit {
  const {
    seenAt: _,
    departedAt,
    deliveredAt: __,
    remainingKm: ___,
    eta: ____,
    driver: _____,
    handedOverAt: ______,
    ...bare
  } = unit;
  if (unit.takenOverAt === undefined) return { ...bare, status: 'planned' };
  return { ...bare, status: 'moving', ...(departedAt === undefined ? {} : { departedAt }) };
}

/**
 * All trips of one truck, walked through from their beginning along its one way of good places, oldest first (RT1): what they are
 * then, however and whenever the places came in. Trips that ended before the first place are not to be given.
 */
export function walkTrips(trips: readonly TripToWalk[], way: readonly TripPosition[]): Map<string, WalkedTrip> {
  const walked = new Map<string, WalkedTrip>(trips.map(({ unit }) => [unit.id, { unit: asBegun(unit), events: [] }]));
  const of = ({ unit }: TripToWalk): WalkedTrip => walked.get(unit.id) as WalkedTrip;
  for (const position of way) {
    const open = trips.filter((trip) => {
      const { handedOverAt } = trip.unit;
      return of(trip).overAt === undefined && !(handedOverAt !== undefined && ms(position.at) >= ms(handedOverAt));
    });
    const current = new Set(
      currentTrips(
        open.map((trip) => of(trip).unit),
        position.at,
      ).map(({ id }) => id),
    );
    for (const trip of open) {
      const before = of(trip);
      if (!current.has(trip.unit.id)) continue;
      const { origin, destination, road } = trip;
      const step = advanceTrip({ unit: before.unit, position, origin, destination, road });
      const takes = !isOnThisCargo(before.unit) && isOnThisCargo(step.unit);
      walked.set(trip.unit.id, {
        ...before,
        unit: step.unit,
        events: [...before.events, ...step.events],
        ...(takes ? { since: position.at } : {}),
      });
      if (takes) leaveBehind(trip, { at: position.at, trips, walked });
    }
  }
  return walked;
}

/** Who takes up the next cargo is no longer on the one nobody ended (RT9), nor shown to whom it has delivered to. */
function leaveBehind(
  taken: TripToWalk,
  { at, trips, walked }: { at: string; trips: readonly TripToWalk[]; walked: Map<string, WalkedTrip> },
): void {
  for (const {
    unit: { id, loadFrom },
    shipmentId,
  } of trips) {
    const other = walked.get(id);
    if (other === undefined || shipmentId === taken.shipmentId || other.overAt !== undefined || !isOnThisCargo(other.unit))
      continue;
    const isEarlier = loadFrom !== undefined && taken.unit.loadFrom !== undefined && ms(loadFrom) < ms(taken.unit.loadFrom);
    const wasThereBefore = other.since === undefined || ms(other.since) < ms(at);
    if (other.unit.status === 'delivered' || (isEarlier && wasThereBefore)) walked.set(id, { ...other, overAt: at });
  }
}
