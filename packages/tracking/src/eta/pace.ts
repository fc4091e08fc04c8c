import { DAY_MS } from '../time.ts';
import { coldTravelDays, waitDaysOf } from './cold-start.ts';
import type { EtaObservation } from './observation.ts';
import { interpolate, neverFalling, type Weighted, weightedQuantile } from './quantiles.ts';
import type { FinishedTrip } from './trips.ts';

/** Km left at which a lane's days to go are known; between them a straight line. */
export const NODE_KM = [0, 100, 250, 500, 800, 1200, 1700, 2300, 3000, 3800, 4800, 6500] as const;

/** A loaded wagon is the faster the nearer it is; on a long way a train is more often held back. */
const LOADED_NEAR = { km: 1_000, kmPerDay: 450, yardDays: 0.05 };
const LOADED_FAR_KM_PER_DAY = 310;

/**
 * Days of travel the middle trip is believed to take before any was seen (ET8): the cold start's for light wagons; for
 * loaded ones two paces, fitted to the same daily reports, that give the network's delivery speed at about 1200 km.
 */
export function priorTravelDays(km: number, light: boolean): number {
  if (light) return coldTravelDays(km, light).p50;
  const near = Math.min(km, LOADED_NEAR.km);
  return LOADED_NEAR.yardDays + near / LOADED_NEAR.kmPerDay + (km - near) / LOADED_FAR_KM_PER_DAY;
}

/** How one finished trip went: at every node its days to go as a share of the prior's, and how near it was seen. */
export interface TripPace {
  arrivedAtMs: number;
  wagon: string;
  ratios: number[];
  weights: number[];
}

/** Two observations are comparable when their km left, this much added, are within about this factor. */
const NEARBY_KM = 150;
const NEARBY_LOG = 0.5;
/** A wagon held back tells little of the pace after it. */
const HELD_WEIGHT = 0.3;
const RATIO_RANGE = [0.1, 6] as const;
/** Trips kept for a lane, the newest: the season speaks through them. */
export const KEPT_TRIPS = 80;

export const isHeld = (status: EtaObservation['status']): boolean => (waitDaysOf(status)?.p90 ?? 0) >= 2;

const waitMiddle = ({ status }: EtaObservation): number => waitDaysOf(status)?.p50 ?? 0;

/** Days this observation's wagon travelled from there, its wait left out, as a share of the prior's. */
function ratioOf(observation: EtaObservation, arrivedAtMs: number): number {
  const days =
    (arrivedAtMs - observation.atMs) / DAY_MS + observation.rolledDays + observation.stayedDays - waitMiddle(observation);
  const ratio = days / priorTravelDays(observation.km, observation.light);
  return Math.min(Math.max(ratio, RATIO_RANGE[0]), RATIO_RANGE[1]);
}

function nearness(km: number, node: number): number {
  const distance = Math.log((km + NEARBY_KM) / (node + NEARBY_KM)) / NEARBY_LOG;
  return Math.exp((-distance * distance) / 2);
}

/** Models are stored: more digits would be noise. */
const round4 = (value: number): number => Math.round(value * 1e4) / 1e4;

/** What a finished trip teaches of the pace of its lane (ET8). */
export function paceOf(trip: FinishedTrip): TripPace {
  const seen = trip.observations.map((observation) => ({
    km: observation.km,
    ratio: ratioOf(observation, trip.arrivedAtMs),
    trust: isHeld(observation.status) ? HELD_WEIGHT : 1,
  }));
  const nodes = NODE_KM.map((node) => {
    const near = seen.map(({ km, ratio, trust }) => ({ value: ratio, weight: nearness(km, node) * trust }));
    const weight = near.reduce((sum, item) => sum + item.weight, 0);
    const ratio = weight > 0 ? near.reduce((sum, item) => sum + item.value * item.weight, 0) / weight : 1;
    return { ratio, weight: Math.max(...near.map((item) => item.weight)) };
  });
  return {
    arrivedAtMs: trip.arrivedAtMs,
    wagon: trip.wagon,
    ratios: nodes.map(({ ratio }) => round4(ratio)),
    weights: nodes.map(({ weight }) => round4(weight)),
  };
}

/** What is believed before any trip: the ratio's middle, and how many trips it takes to outweigh it. */
export interface Prior {
  ratios: readonly number[];
  trips: number;
}

const PRIOR_SPREAD = [0.7, 0.85, 1, 1.18, 1.43];

/**
 * The middle ratio at every node, drawn to the prior while trips are few (ET8). Wagons that arrived together came in
 * one train and count as one trip.
 */
export function nodeRatios(trips: readonly TripPace[], prior: Prior): number[] {
  const together = new Map<number, number>();
  for (const { arrivedAtMs } of trips) together.set(arrivedAtMs, (together.get(arrivedAtMs) ?? 0) + 1);
  return NODE_KM.map((_, node) => {
    const known: Weighted[] = trips.map(({ ratios, weights, arrivedAtMs }) => ({
      value: ratios[node] ?? 1,
      weight: (weights[node] ?? 0) / (together.get(arrivedAtMs) ?? 1),
    }));
    const before = PRIOR_SPREAD.map((spread) => ({
      value: spread * (prior.ratios[node] ?? 1),
      weight: prior.trips / PRIOR_SPREAD.length,
    }));
    return weightedQuantile([...known, ...before], 0.5);
  });
}

/** Days to go at every node, never fewer with more km left (ET10). */
export const nodeDays = (ratios: readonly number[], light: boolean): number[] =>
  neverFalling(ratios.map((ratio, node) => ratio * priorTravelDays(NODE_KM[node] ?? 0, light)));

export const travelDays = (days: readonly number[], km: number): number => interpolate(NODE_KM, days, km);
