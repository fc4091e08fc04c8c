import { DAY_MS } from '../time.ts';
import { NETWORK_KM_PER_DAY, waitDaysOf } from './cold-start.ts';
import type { EtaObservation } from './observation.ts';
import { isHeld, KEPT_TRIPS, nodeDays, nodeRatios, paceOf, type TripPace, travelDays } from './pace.ts';
import type { Quantiles } from './quantiles.ts';
import { intervalOf, KEPT_SCORES, type Kind, type Middle, type Score, type Spread, scoreOf, spreadOf } from './spread.ts';
import type { FinishedTrip } from './trips.ts';

/** All that finished trips have taught. Plain JSON, never changed in place; `learnTrips` makes the next one. */
export interface EtaModel {
  version: 1;
  trips: number;
  /** by lane and load (`ВОСКРЕСЕНСК|loaded`), and by load alone (`*|loaded`) */
  paces: Record<string, TripPace[]>;
  scores: Score[];
}

export const EMPTY_MODEL: EtaModel = { version: 1, trips: 0, paces: {}, scores: [] };

/** Trips it takes to outweigh the cold start, and a lane's to outweigh all lanes together. */
const SHARED_PRIOR_TRIPS = 3;
const LANE_PRIOR_TRIPS = 2;
/**
 * While a lane has few trips the middle leans on the network's delivery speed: by this much at first, by half of it after so
 * many trips, of which one on another lane counts as a part.
 */
const NETWORK_SHARE = 0.4;
const NETWORK_HALVED_AFTER_TRIPS = 6;
const TRIP_ELSEWHERE = 0.25;
/** Nothing is nearer than this while it has not been seen there. */
const LEAST_DAYS = 0.03;
/** A through train with nothing in its way: 34 km/h, stops included. Where trains are seen to be faster it binds half as much. */
const FASTEST_KM_PER_DAY = 816;
/** A part of every day that a wagon has stood, as far as this. */
const STANDING_WIDENS = 0.25;
const STANDING_WIDENS_UP_TO_DAYS = 2;

const sharedKey = (light: boolean): string => `*|${light ? 'light' : 'loaded'}`;
const laneKey = (lane: string, light: boolean): string => `${lane}|${light ? 'light' : 'loaded'}`;

interface Derived {
  /** middle ratios of all lanes, by load */
  shared: Map<string, number[]>;
  curves: Map<string, number[]>;
  /** by light or not */
  spreads: Map<boolean, Spread>;
}
/** Curves and intervals follow from the model; they are worked out once a model. */
const derived = new WeakMap<EtaModel, Derived>();

function derivedOf(model: EtaModel): Derived {
  const known = derived.get(model) ?? { shared: new Map(), curves: new Map(), spreads: new Map() };
  derived.set(model, known);
  return known;
}

/** The answer kept under a key, worked out the first time. */
function kept<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

function sharedRatios(model: EtaModel, light: boolean): number[] {
  const key = sharedKey(light);
  return kept(derivedOf(model).shared, key, () => nodeRatios(model.paces[key] ?? [], { ratios: [], trips: SHARED_PRIOR_TRIPS }));
}

function curveOf(model: EtaModel, lane: string, light: boolean): number[] {
  const key = laneKey(lane, light);
  return kept(derivedOf(model).curves, key, () => {
    const shared = sharedRatios(model, light);
    const own = model.paces[key];
    return nodeDays(own === undefined ? shared : nodeRatios(own, { ratios: shared, trips: LANE_PRIOR_TRIPS }), light);
  });
}

const spreadFor = (model: EtaModel, light: boolean): Spread =>
  kept(derivedOf(model).spreads, light, () => spreadOf(model.scores, light));

/** Days of travel over all that is left: as the lane's trips went, leaning on the network's speed while trips are few (ET8). */
function travelOf(model: EtaModel, observation: EtaObservation): number {
  const { lane, light, km } = observation;
  const own = tripsKnown(model, observation);
  const known = own + TRIP_ELSEWHERE * ((model.paces[sharedKey(light)]?.length ?? own) - own);
  const lean = (NETWORK_SHARE * NETWORK_HALVED_AFTER_TRIPS) / (NETWORK_HALVED_AFTER_TRIPS + known);
  return (1 - lean) * travelDays(curveOf(model, lane, light), km) + (lean * km) / NETWORK_KM_PER_DAY;
}

function middleOf(model: EtaModel, observation: EtaObservation): Middle {
  const travel = travelOf(model, observation) - observation.rolledDays;
  return {
    travelDays: Math.max(LEAST_DAYS, travel - observation.stayedDays),
    mostTravelDays: Math.max(LEAST_DAYS, travel),
    waitDays: waitDaysOf(observation.status)?.p50 ?? 0,
  };
}

function middleDays(model: EtaModel, observation: EtaObservation): number {
  const middle = middleOf(model, observation);
  return middle.travelDays + middle.waitDays;
}

const kindOf = ({ light, status }: EtaObservation): Kind => ({ light, held: isHeld(status) });

/** What a wagon that has stood for so long adds to the far end (ET11). */
const standingWidens = ({ status, idleDays }: EtaObservation): number =>
  status === 'standing' ? Math.min(idleDays * STANDING_WIDENS, STANDING_WIDENS_UP_TO_DAYS) : 0;

/** Days from the report to the arrival, as an 80 % interval and its middle (ET8, ET9, ET11). */
export function daysToGo(model: EtaModel, observation: EtaObservation): Quantiles {
  const { p10, p50, p90 } = intervalOf(spreadFor(model, observation.light), middleOf(model, observation), kindOf(observation));
  const fastest = observation.km / FASTEST_KM_PER_DAY - observation.rolledDays;
  return { p10: Math.max(p10, Math.min(fastest, (p10 + p50) / 2)), p50, p90: p90 + standingWidens(observation) };
}

/** The observations of a trip with what the model foretells for the newest of them: scored so when the trip is over. */
export function foretell(model: EtaModel, observations: readonly EtaObservation[]): EtaObservation[] {
  const newest = observations.at(-1);
  return newest === undefined ? [] : [...observations.slice(0, -1), { ...newest, foretoldDays: middleDays(model, newest) }];
}

/** Finished trips on the lane of an observation, of wagons as heavy as this one. */
export const tripsKnown = (model: EtaModel, { lane, light }: EtaObservation): number =>
  model.paces[laneKey(lane, light)]?.length ?? 0;

const scoresOf = (model: EtaModel, { observations, arrivedAtMs }: FinishedTrip): Score[] =>
  observations.map((observation) =>
    scoreOf(
      { ...kindOf(observation), days: observation.foretoldDays ?? middleDays(model, observation) },
      (arrivedAtMs - observation.atMs) / DAY_MS,
      arrivedAtMs,
    ),
  );

const newest = <T extends { arrivedAtMs: number }>(items: T[], kept: number): T[] =>
  items.sort((a, b) => a.arrivedAtMs - b.arrivedAtMs).slice(-kept);

interface Lesson {
  trip: FinishedTrip;
  /** its scores would be pushed out by those of newer trips of the same call */
  outdated: boolean;
}

function learnDay(model: EtaModel, lessons: readonly Lesson[]): EtaModel {
  const paces = { ...model.paces };
  for (const { trip } of lessons) {
    const last = trip.observations.at(-1);
    if (last === undefined) continue;
    for (const key of [laneKey(last.lane, last.light), sharedKey(last.light)])
      paces[key] = newest([...(paces[key] ?? []), paceOf(trip)], KEPT_TRIPS);
  }
  const fresh = lessons.filter(({ outdated }) => !outdated).flatMap(({ trip }) => scoresOf(model, trip));
  const scores = fresh.length === 0 ? model.scores : newest([...model.scores, ...fresh], KEPT_SCORES);
  return { version: 1, trips: model.trips + lessons.length, paces, scores };
}

const byArrival = (a: FinishedTrip, b: FinishedTrip): number =>
  a.arrivedAtMs - b.arrivedAtMs || (a.wagon < b.wagon ? -1 : Number(a.wagon > b.wagon));

/** Oldest first; judging a trip costs most, and only the newest scores are kept. */
function lessonsOf(trips: readonly FinishedTrip[]): Lesson[] {
  let newerScores = 0;
  const newestFirst = [...trips].sort(byArrival).reverse();
  const lessons = newestFirst.map((trip) => {
    const outdated = newerScores >= KEPT_SCORES;
    newerScores += trip.observations.length;
    return { trip, outdated };
  });
  return lessons.reverse();
}

/**
 * The model after some more finished trips (ET8, ET9). They are learned by day of arrival, and each is judged by what
 * the days before had taught, so the order they are given in does not matter; calls follow each other in time, and a
 * model built of all trips at once is the one built day by day.
 */
export function learnTrips(model: EtaModel, trips: readonly FinishedTrip[]): EtaModel {
  const days = new Map<number, Lesson[]>();
  for (const lesson of lessonsOf(trips)) {
    const day = Math.floor(lesson.trip.arrivedAtMs / DAY_MS);
    days.set(day, [...(days.get(day) ?? []), lesson]);
  }
  return [...days.values()].reduce(learnDay, model);
}
