import type { Quantiles, Weighted } from './quantiles.ts';
import { byValue, interpolate, neverFalling, sortedQuantile } from './quantiles.ts';

/** What an interval depends on besides the days ahead. */
export interface Kind {
  light: boolean;
  /** abandoned, in bad order or not yet departed */
  held: boolean;
}

/** How a forecast of a finished trip turned out: what it said, and by how many scales the arrival was later. */
export interface Score extends Kind {
  days: number;
  error: number;
  arrivedAtMs: number;
}

/** Scores kept, the newest: coverage follows the times. */
export const KEPT_SCORES = 1500;

/** Middle estimates, in days, at which the interval is calibrated; between them a straight line. */
const KNOT_DAYS = [0, 0.7, 1.5, 3, 5, 8, 12, 18, 28];
/** Forecasts are comparable when their days, half a day added, are within about this factor. */
const NEARBY_LOG = 0.5;
/** How much a loaded wagon's score says of a light one, and the other way round. */
const OTHER_LOAD_WEIGHT = 0.3;
/** A trip with a score of at least this weight counts among those the prior is weighed against. */
const COMPARABLE = 0.1;
/** Trips it takes to outweigh the cold start's spread. */
const PRIOR_TRIPS = 4;
/** Scales at either side of the middle, however punctual trips have been: nobody knows it to the minute. */
const LEAST_WIDTH = 0.1;
/** Errors in scales, evenly likely, that are believed before any trip; the first for a wagon that rolls. */
const PRIOR_ERRORS = [-1.6, -1.05, -0.7, -0.45, -0.2, 0.1, 0.45, 0.9, 1.7, 2.8];
const HELD_PRIOR_ERRORS = [-1.3, -0.8, -0.5, -0.3, -0.1, 0.1, 0.4, 0.9, 1.6, 2.4];

/** The yardstick of an error: days that no distance explains (light wagons queue longer), and a part of what is left. */
const LOADED_SCALE_DAYS = 0.15;
const LIGHT_SCALE_DAYS = 0.3;
const HELD_SCALE_DAYS = 2;
const SCALE_SHARE = 0.25;
/** Beyond this many scales a near end would come earlier with more km left (ET10). */
const WIDEST_BELOW = 0.95 / SCALE_SHARE;
/** At the least a held wagon's interval is a rolling one's, later by the wait and this much wider at either end (ET11). */
const HELD_WIDER_DAYS = 0.5;
/** What is left outside at either end. */
const OUTSIDE = 0.1;

const scaleOf = (days: number, { light, held }: Kind): number =>
  (light ? LIGHT_SCALE_DAYS : LOADED_SCALE_DAYS) + SCALE_SHARE * days + (held ? HELD_SCALE_DAYS : 0);

/** The score of a forecast that said `days` when it took `actualDays`. */
export const scoreOf = (forecast: Kind & { days: number }, actualDays: number, arrivedAtMs: number): Score => ({
  ...forecast,
  error: (actualDays - forecast.days) / scaleOf(forecast.days, forecast),
  arrivedAtMs,
});

/** Ends of the interval at every knot for a wagon that rolls, and the scales below and above for one that is held. */
export interface Spread {
  from: number[];
  to: number[];
  heldBelow: number;
  heldAbove: number;
}

/** The ends of comparable errors, in scales; `scores` rise by error, `nearness` weighs them. */
function ends(scores: readonly Score[], nearness: (score: Score) => number, prior: readonly number[]): [number, number] {
  let total = 0;
  const trips = new Set<number>();
  const known = scores.map((score): Weighted => {
    const weight = nearness(score);
    total += weight;
    if (weight > COMPARABLE) trips.add(score.arrivedAtMs);
    return { value: score.error, weight };
  });
  const scoresATrip = trips.size === 0 ? 1 : total / trips.size;
  const before = prior.map((value) => ({ value, weight: (PRIOR_TRIPS * scoresATrip) / prior.length }));
  const all = [...known, ...before].sort(byValue);
  return [Math.min(sortedQuantile(all, OUTSIDE), -LEAST_WIDTH), Math.max(sortedQuantile(all, 1 - OUTSIDE), LEAST_WIDTH)];
}

/**
 * Split conformal calibration by how far ahead a forecast looks: the scores are of forecasts made without the trip they
 * are judged by, and only trips that are over have any (ET9).
 */
export function spreadOf(scores: readonly Score[], light: boolean): Spread {
  const rising = [...scores].sort((a, b) => a.error - b.error);
  const rolling = rising.filter(({ held }) => !held);
  const kind = { light, held: false };
  const knots = KNOT_DAYS.map((knot) => {
    const nearness = (score: Score) =>
      Math.exp(-((Math.log((score.days + 0.5) / (knot + 0.5)) / NEARBY_LOG) ** 2) / 2) *
      (score.light === light ? 1 : OTHER_LOAD_WEIGHT);
    const [below, above] = ends(rolling, nearness, PRIOR_ERRORS);
    return { from: Math.max(0, knot + below * scaleOf(knot, kind)), to: knot + above * scaleOf(knot, kind) };
  });
  const held = rising.filter((score) => score.held);
  const [heldBelow, heldAbove] = ends(held, () => 1, HELD_PRIOR_ERRORS);
  return {
    from: neverFalling(knots.map(({ from }) => from)),
    to: neverFalling(knots.map(({ to }) => to)),
    heldBelow: Math.max(heldBelow, -WIDEST_BELOW),
    heldAbove,
  };
}

/** A middle estimate in days: of the travel that is left, and of the wait before it. */
export interface Middle {
  travelDays: number;
  /** the same where none of the stay counts as done: the far end does not rely on it */
  mostTravelDays: number;
  waitDays: number;
}

/** The interval about a middle estimate. */
export function intervalOf(spread: Spread, { travelDays, mostTravelDays, waitDays }: Middle, kind: Kind): Quantiles {
  const from = Math.min(interpolate(KNOT_DAYS, spread.from, travelDays), travelDays) + waitDays;
  const to = Math.max(interpolate(KNOT_DAYS, spread.to, mostTravelDays), mostTravelDays) + waitDays;
  const p50 = travelDays + waitDays;
  if (!kind.held) return { p10: from, p50, p90: to };
  return {
    p10: Math.max(0, Math.min(p50 + spread.heldBelow * scaleOf(p50, kind), from - HELD_WIDER_DAYS)),
    p50,
    p90: Math.max(p50 + spread.heldAbove * scaleOf(p50, kind), to + HELD_WIDER_DAYS),
  };
}
