import type { WagonOperation } from '@karavan/contracts';
import { sameStation } from '../station.ts';
import { ms } from '../time.ts';

/** One loaded arrival at a destination and what became of it (IC1, IC2). */
export interface DestinationStay {
  station: string;
  arrivedAt: string;
  placedAt?: string;
  unloadedAt?: string;
  leftAt?: string;
}

interface Arrival {
  at: string;
  station: string;
}

export interface StayInput {
  /** loaded arrivals at the destination that were told, any order; each begins a stay */
  arrivals: readonly Arrival[];
  /** unloadings that were told: often they are seen only by the flag of a later operation */
  unloadings?: readonly { at: string }[];
  /** the wagon's operations, any order */
  operations: readonly WagonOperation[];
}

const first = (instants: readonly string[]): string | undefined =>
  instants.reduce<string | undefined>((a, b) => (a === undefined || ms(b) < ms(a) ? b : a), undefined);

/** It has left with a departure, or with the first operation anywhere else. */
function hasLeft(station: string, operation: WagonOperation): boolean {
  return operation.event === 'DEPARTED' || !sameStation({ name: station }, { name: operation.station.name });
}

/** A report's own station figure is good to a quarter of an hour: what was done elsewhere before the first operation here is the way here. */
function seenHereAt(arrival: Arrival, operations: readonly WagonOperation[]): number {
  const here = operations.filter((operation) => ms(operation.at) >= ms(arrival.at) && !hasLeft(arrival.station, operation));
  return ms(first(here.map(({ at }) => at)) ?? arrival.at);
}

function stayFrom(arrival: Arrival, nextAt: string | undefined, input: StayInput): DestinationStay {
  const seenMs = seenHereAt(arrival, input.operations);
  const after = input.operations.filter(({ at }) => ms(at) > seenMs && (nextAt === undefined || ms(at) < ms(nextAt)));
  const leftAt = first(after.filter((operation) => hasLeft(arrival.station, operation)).map(({ at }) => at)) ?? nextAt;
  const here = (at: string) => ms(at) >= ms(arrival.at) && (leftAt === undefined || ms(at) <= ms(leftAt));
  const of = (event: string) => input.operations.filter((operation) => operation.event === event).map(({ at }) => at);
  const placedAt = first(of('PLACED').filter(here));
  const unloadedAt = first([...of('UNLOADED'), ...(input.unloadings ?? []).map(({ at }) => at)].filter(here));
  return {
    station: arrival.station,
    arrivedAt: arrival.at,
    ...(placedAt === undefined ? {} : { placedAt }),
    ...(unloadedAt === undefined ? {} : { unloadedAt }),
    ...(leftAt === undefined ? {} : { leftAt }),
  };
}

/** The stays of a wagon at its destinations, oldest first (IC1, IC2). */
export function destinationStays(input: StayInput): DestinationStay[] {
  const arrivals = [...input.arrivals].sort((a, b) => ms(a.at) - ms(b.at));
  const begins = arrivals.filter(
    ({ at, station }, index) => !arrivals.slice(0, index).some((earlier) => isSameStay(earlier, { at, station }, input)),
  );
  return begins.map((arrival, index) => stayFrom(arrival, begins[index + 1]?.at, input));
}

/** Told twice of one stay: a correction of the time, or of two shipments in one wagon. */
function isSameStay(earlier: Arrival, later: Arrival, { operations }: StayInput): boolean {
  if (!sameStation({ name: earlier.station }, { name: later.station })) return false;
  const seenMs = seenHereAt(earlier, operations);
  return !operations.some(
    (operation) => ms(operation.at) > seenMs && ms(operation.at) <= ms(later.at) && hasLeft(earlier.station, operation),
  );
}
