import { randomUUID } from 'node:crypto';
import type { BoardTrip, SplitReply, SplitTrip } from '@karavan/contracts';

/**
 * The planner's trips with the names they had: first those that stayed as they are, then those of the same truck on the same
 * day, then those of the same day and mass, then of the same day: so that people see what became of a trip.
 */
export function named(before: readonly BoardTrip[], reply: Pick<SplitReply, 'trips'>): BoardTrip[] {
  const at = (instant: string) => Date.parse(instant);
  const likeness: readonly ((trip: SplitTrip) => string)[] = [
    (trip) => [trip.vehicleId, at(trip.loadFrom), at(trip.unloadFrom), trip.massKg].join(' '),
    (trip) => `${trip.vehicleId} ${trip.date}`,
    (trip) => `${trip.date} ${trip.massKg}`,
    (trip) => trip.date,
  ];
  const pairs = new Map<SplitTrip, BoardTrip>();
  let left: readonly BoardTrip[] = before;
  for (const keyOf of likeness) {
    const byKey = new Map<string, BoardTrip[]>();
    for (const trip of left) byKey.set(keyOf(trip), [...(byKey.get(keyOf(trip)) ?? []), trip]);
    for (const trip of reply.trips) {
      const old = pairs.has(trip) ? undefined : byKey.get(keyOf(trip))?.shift();
      if (old !== undefined) pairs.set(trip, old);
    }
    left = [...byKey.values()].flat();
  }
  return reply.trips.map((trip) => {
    const old = pairs.get(trip);
    const { axleLoads: _, locked: __, ...rest } = trip;
    return {
      ...rest,
      id: old?.id ?? randomUUID(),
      ...(old?.locked === true ? { locked: true } : {}),
      ...(old?.started === true ? { started: true } : {}),
    };
  });
}
