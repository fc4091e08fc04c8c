import { afterWaiting, afterWork, bestLabels, driveWays, type Label } from './hours.ts';
import type { FixedTrip, Group, Model, VehicleModel } from './model.ts';
import { idleAtStart, throughFixed } from './trip-moves.ts';

export interface Stop {
  readonly loadFrom: number;
  readonly unloadFrom: number;
}
export interface Times {
  readonly arrivesAt: number;
  readonly backAt: number;
}
type Leg = { fixed: FixedTrip } | { stop: Stop };

const startOf = (leg: Leg): number => ('fixed' in leg ? leg.fixed.loadFrom : leg.stop.loadFrom);

/**
 * When one vehicle arrives and is back on each trip, its loadings and unloadings given; `undefined` when its driver or its
 * calendar cannot do it. Fixed trips stand between; the answer is for `stops` alone, in their order.
 */
export function walkVehicle(
  input: { model: Model; group: Group; vehicle: VehicleModel },
  stops: readonly Stop[],
): Times[] | undefined {
  const legs: Leg[] = [...input.vehicle.fixed.map((fixed) => ({ fixed })), ...stops.map((stop) => ({ stop }))];
  legs.sort((a, b) => startOf(a) - startOf(b));
  let labels: readonly Label[] = idleAtStart.labels;
  const backs: (readonly Label[])[] = [];
  for (const leg of legs) {
    labels = 'fixed' in leg ? pastFixed(input.model, labels, leg.fixed) : throughStop(input, labels, leg.stop);
    if (labels.length === 0) return undefined;
    backs.push(labels);
  }
  return traceTimes(legs, backs);
}

function pastFixed(model: Model, labels: readonly Label[], fixed: FixedTrip): readonly Label[] {
  const after = throughFixed(model, labels, fixed);
  if (after.length > 0 || throughFixed(model, idleAtStart.labels, fixed).length > 0) return after;
  return [{ at: fixed.backAt, sinceBreak: 0, sinceRest: 0 }];
}

function throughStop(
  { model, group }: { model: Model; group: Group },
  labels: readonly Label[],
  { loadFrom, unloadFrom }: Stop,
): Label[] {
  const { loadMs, driveMs } = group.plant;
  const shift = group.shifts?.find(([from, to]) => from <= loadFrom && loadFrom < to);
  if (group.shifts && !shift) return [];
  const backBy = shift?.[1] ?? Number.POSITIVE_INFINITY;
  const arrivals = labels
    .filter(({ at }) => at <= loadFrom)
    .map((label) => afterWork({ ...afterWaiting(label, loadFrom), from: label }, loadMs))
    .flatMap((label) => driveWays(label, driveMs, model.ruled))
    .filter(({ at }) => at <= unloadFrom);
  const backs = bestLabels(arrivals)
    .map((label) => afterWork({ ...afterWaiting(label, unloadFrom), from: label }, group.unloadMs))
    .flatMap((label) => driveWays(label, driveMs, model.ruled))
    .filter(({ at }) => at <= backBy);
  return bestLabels(backs);
}

/** From the last trip to the first: the earliest return, and the way that led to it. */
function traceTimes(legs: readonly Leg[], backs: readonly (readonly Label[])[]): Times[] {
  const times: Times[] = [];
  let wanted: Label | undefined;
  for (let index = legs.length - 1; index >= 0; index -= 1) {
    const leg = legs[index] as Leg;
    const back = wanted ?? (backs[index]?.[0] as Label);
    const arrival = back.from;
    wanted = arrival?.from && index > 0 ? arrival.from : undefined;
    if ('stop' in leg && arrival) times.unshift({ arrivesAt: arrival.at, backAt: back.at });
  }
  return times;
}
