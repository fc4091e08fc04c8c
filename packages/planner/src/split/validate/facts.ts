import type { SplitRequest, SplitTrip } from '@karavan/contracts';
import { openIntervals } from '../../calendar/index.ts';

const MARGIN_MS = 40 * 86_400_000;

export interface TripFacts {
  readonly index: number;
  readonly trip: SplitTrip;
  readonly vehicle: SplitRequest['fleet'][number] | undefined;
  readonly plant: SplitRequest['plants'][number] | undefined;
  readonly loadFrom: number;
  readonly loadTo: number;
  readonly departsAt: number;
  readonly arrivesAt: number;
  readonly unloadFrom: number;
  readonly unloadTo: number;
  readonly backAt: number;
}

/** The trips of a plan, instants as numbers, each beside its vehicle and plant. */
export function factsOf(request: SplitRequest, trips: readonly SplitTrip[]): TripFacts[] {
  const vehicles = new Map(request.fleet.map((vehicle) => [vehicle.id, vehicle]));
  const plants = new Map(request.plants.map((plant) => [plant.id, plant]));
  return trips.map((trip, index) => ({
    index,
    trip,
    vehicle: vehicles.get(trip.vehicleId),
    plant: plants.get(trip.plantId),
    loadFrom: Date.parse(trip.loadFrom),
    loadTo: Date.parse(trip.loadTo),
    departsAt: Date.parse(trip.departsAt),
    arrivesAt: Date.parse(trip.arrivesAt),
    unloadFrom: Date.parse(trip.unloadFrom),
    unloadTo: Date.parse(trip.unloadTo),
    backAt: Date.parse(trip.backAt),
  }));
}

type Calendar = SplitRequest['site']['receiving'];

/** Says whether [from, to) lies inside one open stretch of a calendar. */
export type IsOpen = (calendar: Calendar, fromMs: number, toMs: number) => boolean;

/** Stretches are looked up once over the whole plan. */
export function openOver(facts: readonly TripFacts[]): IsOpen {
  const first = Math.min(...facts.map(({ loadFrom }) => loadFrom)) - MARGIN_MS;
  const last = Math.max(...facts.map(({ backAt }) => backAt)) + MARGIN_MS;
  const known = new Map<Calendar, readonly (readonly [number, number])[]>();
  return (calendar, fromMs, toMs) => {
    const stretches = known.get(calendar) ?? openIntervals(calendar, first, last);
    known.set(calendar, stretches);
    let [low, high] = [0, stretches.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((stretches[middle]?.[1] ?? 0) < toMs) low = middle + 1;
      else high = middle;
    }
    return (stretches[low]?.[0] ?? Number.POSITIVE_INFINITY) <= fromMs && low < stretches.length;
  };
}
