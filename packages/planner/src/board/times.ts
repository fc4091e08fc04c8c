import type { BoardTrip, SplitVehicle } from '@karavan/contracts';
import { localDay, msOfMinutes } from '../calendar/index.ts';
import { afterWaiting, afterWork, bestLabels, driveWays, type Label, REST_MS } from '../split/hours.ts';
import { iso, ms, type OpenWorld, type Plant, tripSpan } from './world.ts';

const FRESH: Label = { at: Number.NEGATIVE_INFINITY, sinceBreak: 0, sinceRest: 0 };

export interface Place {
  readonly vehicle: SplitVehicle;
  readonly plant: Plant;
  readonly loadFrom: number;
  readonly unloadFrom: number;
}

/** How rested a driver is after these trips of his truck, in order of time; trips that already stand are believed. */
export function labelsAfter(world: OpenWorld, trips: readonly BoardTrip[]): readonly Label[] {
  if (!world.ruled) return [FRESH];
  let labels: readonly Label[] = [FRESH];
  for (const trip of trips) {
    const driveMs = msOfMinutes(world.plants.get(trip.plantId)?.driveMinutes ?? 0);
    const stop = { loadFrom: ms(trip.loadFrom), loadMs: ms(trip.loadTo) - ms(trip.loadFrom), unloadFrom: ms(trip.unloadFrom) };
    const unloadMs = ms(trip.unloadTo) - ms(trip.unloadFrom);
    const after = roundTrips(labels, { ...stop, unloadMs, driveMs, ruled: true }).filter(({ at }) => at <= ms(trip.backAt));
    labels = after.length > 0 ? after : [{ at: ms(trip.backAt), sinceBreak: 0, sinceRest: 0 }];
  }
  return labels;
}

interface Round {
  loadFrom: number;
  loadMs: number;
  unloadFrom: number;
  unloadMs: number;
  driveMs: number;
  ruled: boolean;
}

function arrivals(labels: readonly Label[], { loadFrom, loadMs, unloadFrom, driveMs, ruled }: Round): Label[] {
  const there = labels
    .filter(({ at }) => at <= loadFrom)
    .map((label) => afterWork(afterWaiting(label, loadFrom), loadMs))
    .flatMap((label) => driveWays(label, driveMs, ruled))
    .filter(({ at }) => at <= unloadFrom);
  return bestLabels(there);
}

function returns(arrived: readonly Label[], { unloadFrom, unloadMs, driveMs, ruled }: Round): Label[] {
  const back = arrived
    .map((label) => afterWork({ ...afterWaiting(label, unloadFrom), from: label }, unloadMs))
    .flatMap((label) => driveWays(label, driveMs, ruled));
  return bestLabels(back);
}

const roundTrips = (labels: readonly Label[], round: Round): Label[] => returns(arrivals(labels, round), round);

export interface Times {
  readonly arrivesAt: number;
  readonly backAt: number;
}

/** When the truck is there and back, ms; undefined where the way there does not fit between loading and unloading. */
export function timesAt(world: OpenWorld, place: Place, labels: readonly Label[]): Times | undefined {
  const { vehicle, plant, loadFrom, unloadFrom } = place;
  const round: Round = {
    loadFrom,
    loadMs: msOfMinutes(plant.loadMinutes),
    unloadFrom,
    unloadMs: msOfMinutes(vehicle.unloadMinutes),
    driveMs: msOfMinutes(plant.driveMinutes),
    ruled: world.ruled,
  };
  const [back] = returns(arrivals(labels, round), round);
  return back?.from && { arrivesAt: back.from.at, backAt: back.at };
}

type Bare = Pick<BoardTrip, 'id' | 'massKg' | 'serves' | 'locked'>;

export function writeTrip(world: OpenWorld, trip: Bare, { place, times }: { place: Place; times: Times }): BoardTrip {
  const { vehicle, plant, loadFrom, unloadFrom } = place;
  const loadTo = iso(loadFrom + msOfMinutes(plant.loadMinutes));
  const unloadTo = unloadFrom + msOfMinutes(vehicle.unloadMinutes);
  return {
    ...trip,
    vehicleId: vehicle.id,
    plantId: plant.id,
    date: localDay(unloadTo, world.request.site.receiving.timeZone),
    loadFrom: iso(loadFrom),
    loadTo,
    departsAt: loadTo,
    arrivesAt: iso(times.arrivesAt),
    unloadFrom: iso(unloadFrom),
    unloadTo: iso(unloadTo),
    backAt: iso(times.backAt),
  };
}

/** The trip written out, or undefined where the way there does not fit between loading and unloading. */
export function tripAt(
  world: OpenWorld,
  trip: Bare,
  { place, labels }: { place: Place; labels: readonly Label[] },
): BoardTrip | undefined {
  const times = timesAt(world, place, labels);
  return times && writeTrip(world, trip, { place, times });
}

/** Of the trips of one truck those around one of them without a rest of eleven hours between: only these share a driver's day. */
export function sameShift(own: readonly BoardTrip[], trip: BoardTrip): BoardTrip[] {
  const at = own.indexOf(trip);
  const rested = (a: BoardTrip | undefined, b: BoardTrip | undefined) =>
    a === undefined || b === undefined || tripSpan(b)[0] - tripSpan(a)[1] >= REST_MS;
  let [first, last] = [at, at];
  while (first > 0 && !rested(own[first - 1], own[first])) first -= 1;
  while (last < own.length - 1 && !rested(own[last], own[last + 1])) last += 1;
  // the neighbours beyond a rest as well: trips that overlap are found beside each other
  return own.slice(Math.max(0, first - 1), last + 2);
}
