import type { Outcome } from './backtest.ts';
import { NETWORK_KM_PER_DAY } from './cold-start.ts';

/** Forecasts nobody needs a model for: km left over a speed. The last one may look at the answers. */
export interface NaiveErrors {
  networkSpeed: number;
  ownMeanSpeed: number;
  bestConstantSpeed: number;
}

export interface Measured {
  count: number;
  /** null where nothing was counted */
  medianAbsErrorDays: number | null;
  /** share of arrivals from p10 to p90 */
  coverage80: number | null;
  /** median absolute errors in days */
  naive: { [name in keyof NaiveErrors]: number | null };
}

export interface EtaMeasures {
  horizons: { under1Day: Measured; from1To3Days: Measured; from3To7Days: Measured; over7Days: Measured };
  overall: Measured;
  /** the constant speed with the least median error over all counted forecasts */
  bestConstantKmPerDay: number | null;
}

const SPEEDS_TRIED = { from: 40, to: 800 };

/** Middle of numbers in any order; of an even count the mean of the middle two; undefined of none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half];
  return upper === undefined || sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? upper)) / 2;
}

type Predict = (outcome: Outcome) => number;

const medianError = (outcomes: readonly Outcome[], predict: Predict): number | null =>
  rounded(median(outcomes.map((outcome) => Math.abs(predict(outcome) - outcome.actualDays))));

/** Four decimals: more would be noise, and the same everywhere. */
const rounded = (value: number | undefined): number | null => (value === undefined ? null : Math.round(value * 1e4) / 1e4);

const atSpeed =
  (kmPerDay: number): Predict =>
  ({ km }) =>
    km / kmPerDay;
const atOwnSpeed: Predict = ({ km, ownKmPerDay }) => km / (ownKmPerDay ?? NETWORK_KM_PER_DAY);

function bestSpeed(outcomes: readonly Outcome[]): number | null {
  let best: { kmPerDay: number; error: number } | undefined;
  for (let kmPerDay = SPEEDS_TRIED.from; kmPerDay <= SPEEDS_TRIED.to; kmPerDay += 1) {
    const error = median(outcomes.map((outcome) => Math.abs(outcome.km / kmPerDay - outcome.actualDays)));
    if (error !== undefined && error < (best?.error ?? Number.POSITIVE_INFINITY)) best = { kmPerDay, error };
  }
  return best?.kmPerDay ?? null;
}

function measured(outcomes: readonly Outcome[], best: number | null): Measured {
  const hit = outcomes.filter(({ p10, p90, actualDays }) => p10 <= actualDays && actualDays <= p90).length;
  return {
    count: outcomes.length,
    medianAbsErrorDays: medianError(outcomes, ({ p50 }) => p50),
    coverage80: outcomes.length === 0 ? null : rounded(hit / outcomes.length),
    naive: {
      networkSpeed: medianError(outcomes, atSpeed(NETWORK_KM_PER_DAY)),
      ownMeanSpeed: medianError(outcomes, atOwnSpeed),
      bestConstantSpeed: best === null ? null : medianError(outcomes, atSpeed(best)),
    },
  };
}

/** How far forecasts were off, by the time there was still to go and overall, beside the naive ones (ET12). */
export function measureOutcomes(outcomes: readonly Outcome[]): EtaMeasures {
  const best = bestSpeed(outcomes);
  const within = (from: number, to: number) =>
    measured(
      outcomes.filter(({ actualDays }) => actualDays >= from && actualDays < to),
      best,
    );
  return {
    horizons: {
      under1Day: within(0, 1),
      from1To3Days: within(1, 3),
      from3To7Days: within(3, 7),
      over7Days: within(7, Number.POSITIVE_INFINITY),
    },
    overall: measured(outcomes, best),
    bestConstantKmPerDay: best,
  };
}
