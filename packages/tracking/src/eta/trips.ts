import { wagonArrivedAt } from '../late.ts';
import { sameStation } from '../station.ts';
import { ms } from '../time.ts';
import type { WagonSnapshot } from '../wagon-trip.ts';
import { type EtaObservation, observationOf } from './observation.ts';

/** A trip whose arrival was seen, with what the reports said on its way there, oldest first. Plain JSON. */
export interface FinishedTrip {
  wagon: string;
  arrivedAtMs: number;
  observations: EtaObservation[];
}

/** A trip as far as it is known. */
export interface TripLog {
  observations: EtaObservation[];
  destination?: WagonSnapshot['destination'];
  ended: boolean;
}

export const NO_TRIP: TripLog = { observations: [], ended: false };

/** What `advanceWagon` made of one report. */
export interface TripStep {
  state: WagonSnapshot;
  newTrip: boolean;
}

/**
 * Takes a wagon's trip one report further (ET7). The trip is finished with the first state that is at the destination;
 * its arrival is the beginning of that stay, which reports date back to the hour even when they are days apart. What
 * was said before a rerouting was about another place and is forgotten; a report that still shows the wagon on its way
 * after its arrival is left out; a trip that ends unseen (the next one has begun) teaches nothing.
 */
export function followTrip(log: TripLog, { state, newTrip }: TripStep): { log: TripLog; finished?: FinishedTrip } {
  const known = newTrip ? NO_TRIP : log;
  if (known.ended) return { log: known };
  const arrivedAt = wagonArrivedAt(state);
  if (arrivedAt !== undefined) {
    const observations = known.observations.filter(({ atMs }) => atMs < ms(arrivedAt));
    const ended = { ...NO_TRIP, ended: true };
    return observations.length === 0
      ? { log: ended }
      : { log: ended, finished: { wagon: state.number, arrivedAtMs: ms(arrivedAt), observations } };
  }
  const rerouted =
    known.destination !== undefined && state.destination !== undefined && !sameStation(known.destination, state.destination);
  const observation = observationOf(state);
  const destination = state.destination ?? known.destination;
  const before = rerouted ? [] : known.observations.filter(({ atMs }) => atMs !== ms(state.reportedAt));
  return {
    log: {
      observations: observation === undefined ? before : [...before, observation],
      ...(destination === undefined ? {} : { destination }),
      ended: false,
    },
  };
}

/** The finished trips in the history of one wagon, reports oldest first. */
export function observationsOf(history: readonly TripStep[]): FinishedTrip[] {
  let log = NO_TRIP;
  return history.flatMap((step) => {
    const next = followTrip(log, step);
    log = next.log;
    return next.finished === undefined ? [] : [next.finished];
  });
}
