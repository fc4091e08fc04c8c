import type { BoardTrip } from '@karavan/contracts';
import { loadSpan, overlaps, type Span, tripSpan, unloadSpan } from './world.ts';

/** Trips in the order in which one of their spans begins. */
interface Timeline {
  readonly trips: readonly BoardTrip[];
  readonly spanOf: (trip: BoardTrip) => Span;
  readonly longestMs: number;
}

/** All trips of a board in the orders in which they are asked for. */
export interface TripIndex {
  readonly trips: readonly BoardTrip[];
  readonly byId: ReadonlyMap<string, BoardTrip>;
  /** whether they stand in the order of a board */
  readonly isSorted: boolean;
  readonly byVehicle: ReadonlyMap<string, readonly BoardTrip[]>;
  readonly loads: ReadonlyMap<string, Timeline>;
  readonly unloads: Timeline;
  /** kg that serve each demand date */
  readonly served: ReadonlyMap<string, number>;
  /** and the trips that do */
  readonly serving: ReadonlyMap<string, readonly BoardTrip[]>;
}

/** A board is asked again and again while a hand moves: it is put in order once. */
const KNOWN = new WeakMap<readonly BoardTrip[], TripIndex>();

export function indexOf(trips: readonly BoardTrip[]): TripIndex {
  const known = KNOWN.get(trips);
  if (known) return known;
  const served = new Map<string, number>();
  const serving = new Map<string, BoardTrip[]>();
  for (const trip of trips)
    for (const { date, massKg } of trip.serves) {
      served.set(date, (served.get(date) ?? 0) + massKg);
      const own = serving.get(date);
      if (own) own.push(trip);
      else serving.set(date, [trip]);
    }
  const byVehicle = groupedBy(trips, ({ vehicleId }) => vehicleId);
  for (const own of byVehicle.values()) own.sort((a, b) => tripSpan(a)[0] - tripSpan(b)[0]);
  const loads = [...groupedBy(trips, ({ plantId }) => plantId)].map(([id, own]) => [id, timeline(own, loadSpan)] as const);
  const byId = new Map(trips.map((trip) => [trip.id, trip]));
  const isSorted = trips.every((trip, at) => at === 0 || byLoading(trips[at - 1] as BoardTrip, trip) <= 0);
  const index: TripIndex = {
    byId,
    isSorted,
    trips,
    byVehicle,
    loads: new Map(loads),
    unloads: timeline([...trips], unloadSpan),
    served,
    serving,
  };
  KNOWN.set(trips, index);
  return index;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
export const byLoading = (a: BoardTrip, b: BoardTrip): number => compare(a.loadFrom, b.loadFrom) || compare(a.id, b.id);

/** Trips in the order of a board with a few more among them. */
export function withMore(sorted: readonly BoardTrip[], more: readonly BoardTrip[]): BoardTrip[] {
  const all = [...sorted];
  for (const trip of more) {
    let [low, high] = [0, all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (byLoading(all[middle] as BoardTrip, trip) < 0) low = middle + 1;
      else high = middle;
    }
    all.splice(low, 0, trip);
  }
  return all;
}

export function groupedBy(trips: readonly BoardTrip[], keyOf: (trip: BoardTrip) => string): Map<string, BoardTrip[]> {
  const groups = new Map<string, BoardTrip[]>();
  for (const trip of trips) {
    const own = groups.get(keyOf(trip));
    if (own) own.push(trip);
    else groups.set(keyOf(trip), [trip]);
  }
  return groups;
}

function timeline(trips: BoardTrip[], spanOf: Timeline['spanOf']): Timeline {
  let longestMs = 0;
  for (const trip of trips) longestMs = Math.max(longestMs, spanOf(trip)[1] - spanOf(trip)[0]);
  return { trips: trips.sort((a, b) => spanOf(a)[0] - spanOf(b)[0]), spanOf, longestMs };
}

function during({ trips, spanOf, longestMs }: Timeline, span: Span): BoardTrip[] {
  let [low, high] = [0, trips.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spanOf(trips[middle] as BoardTrip)[0] < span[0] - longestMs) low = middle + 1;
    else high = middle;
  }
  const found: BoardTrip[] = [];
  for (let at = low; at < trips.length; at += 1) {
    const trip = trips[at] as BoardTrip;
    if (spanOf(trip)[0] >= span[1]) break;
    if (overlaps(spanOf(trip), span)) found.push(trip);
  }
  return found;
}

/** A board some trips of which are gone or stand elsewhere: asked without putting it in order anew. */
export interface Crowd {
  readonly index: TripIndex;
  /** these take the place of trips of the same ids */
  readonly named: readonly BoardTrip[];
  /** trips of a truck, in order of loading */
  ofVehicle(id: string): BoardTrip[];
  loadsDuring(plantId: string, span: Span): BoardTrip[];
  unloadsDuring(span: Span): BoardTrip[];
}

export function crowdOf(
  trips: readonly BoardTrip[],
  { named = [], gone = [] }: { named?: readonly BoardTrip[]; gone?: readonly string[] } = {},
): Crowd {
  const index = indexOf(trips);
  const absent = new Set([...gone, ...named.map(({ id }) => id)]);
  const stay = (found: readonly BoardTrip[]) => (absent.size === 0 ? [...found] : found.filter(({ id }) => !absent.has(id)));
  return {
    index,
    named,
    ofVehicle: (id) => {
      const own = stay(index.byVehicle.get(id) ?? []);
      const more = named.filter(({ vehicleId }) => vehicleId === id);
      return more.length === 0 ? own : [...own, ...more].sort((a, b) => tripSpan(a)[0] - tripSpan(b)[0]);
    },
    loadsDuring: (plantId, span) => {
      const line = index.loads.get(plantId);
      const more = named.filter((trip) => trip.plantId === plantId && overlaps(loadSpan(trip), span));
      return [...(line ? stay(during(line, span)) : []), ...more];
    },
    unloadsDuring: (span) => [...stay(during(index.unloads, span)), ...named.filter((trip) => overlaps(unloadSpan(trip), span))],
  };
}
