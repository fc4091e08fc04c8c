import type { Place } from '@karavan/contracts';
import { pointOf } from '../geo.ts';
import type { Fence, Fix } from '../geofence/presence.ts';

/** Ends of a planned way lie this near to the places it joins; plants are large. */
const END_ROOM_M = 3000;

/** Whether a corridor is the planned way between two places: both lie in it or near its edge (AL6). */
export function joins(corridor: Fence, origin: Place, destination: Place): boolean {
  const [from, to] = [pointOf(origin), pointOf(destination)];
  return from !== undefined && to !== undefined && [from, to].every((end) => corridor.edgeM(end) <= END_ROOM_M);
}

/** Which way a truck is to keep to, and how long it does not. Plain JSON. */
export interface Deviation {
  corridorId: string;
  /** the first position of those in a row outside */
  since?: string;
  outside: number;
  told?: boolean;
}

export interface DeviationStep {
  deviation: Deviation;
  began?: { at: string; metres: number };
  ended?: { at: string };
}

/**
 * Off the planned way (AL6): so many positions in a row outside of the corridor, each with its whole circle, measured to
 * the segments of the way. Back on it with the first position inside.
 */
export function advanceDeviation(input: {
  corridor: Fence;
  deviation: Deviation | undefined;
  fix: Fix;
  fixesNeeded: number;
}): DeviationStep {
  const { corridor, fix, fixesNeeded } = input;
  const known = input.deviation?.corridorId === corridor.id ? input.deviation : undefined;
  const { outside, since, told } = known ?? { outside: 0, since: undefined, told: undefined };
  const metres = corridor.edgeM(fix);
  const accuracyM = fix.accuracyM ?? 0;
  if (metres <= 0 && -metres >= accuracyM)
    return { deviation: { corridorId: corridor.id, outside: 0 }, ...(told ? { ended: { at: fix.at } } : {}) };
  const isClearlyOut = metres > Math.max(corridor.marginM, accuracyM);
  if (!isClearlyOut) return { deviation: known ?? { corridorId: corridor.id, outside: 0 } };
  const first = since ?? fix.at;
  const count = Math.min(outside + 1, fixesNeeded);
  const begins = count >= fixesNeeded && !told;
  const deviation: Deviation = {
    corridorId: corridor.id,
    outside: count,
    since: first,
    ...(told || begins ? { told: true } : {}),
  };
  return { deviation, ...(begins ? { began: { at: first, metres: Math.round(metres) } } : {}) };
}
