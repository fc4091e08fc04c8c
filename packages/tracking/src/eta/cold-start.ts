import type { WagonStatus } from '@karavan/contracts';
import { pointOf, roadKm } from '../geo.ts';
import { ms } from '../time.ts';
import type { WagonSnapshot } from '../wagon-trip.ts';
import type { Quantiles } from './quantiles.ts';

/** What a forecast is made from: all that is known of a wagon but an earlier forecast. */
export type RailState = Omit<WagonSnapshot, 'eta'>;

/** A wagon's pace: km a day over all that is left, stops at yards included, and days that no distance explains. */
interface Pace {
  kmPerDay: Quantiles;
  /** the last yard, the feeder train, the queue before the siding */
  yardDays: Quantiles;
}

/** Average delivery speed of the network, stops and all (ET2). */
export const NETWORK_KM_PER_DAY = 408;

/**
 * Fitted by quantile regression to daily reports of one fleet (ET2): the loaded median lies between the network's
 * delivery speed (408 km/day) and that fleet's mean over all days (181 km/day). Finished trips replace it (ET8).
 */
const LOADED: Pace = { kmPerDay: { p10: 470, p50: 340, p90: 240 }, yardDays: { p10: 0, p50: 0.3, p90: 1 } };
/** Empty wagons and empty containers wait for what is urgent. */
const LIGHT: Pace = { kmPerDay: { p10: 310, p50: 220, p90: 175 }, yardDays: { p10: 0, p50: 0.5, p90: 2.3 } };
/** Less than this on a wagon is packing or empty containers. */
const LIGHT_BELOW_KG = 20_000;

const NO_WAIT: Quantiles = { p10: 0, p50: 0, p90: 0 };
/** Days a wagon in this state waits before it goes on (ET4). An abandoned train: about three days, with a long tail. */
const WAIT_DAYS: Partial<Record<WagonStatus, Quantiles>> = {
  inTransit: NO_WAIT,
  emptyInTransit: NO_WAIT,
  standing: { p10: 0, p50: 0.2, p90: 0.8 },
  atOrigin: { p10: 0.2, p50: 0.8, p90: 2.5 },
  abandoned: { p10: 1, p50: 3, p90: 9 },
  badOrder: { p10: 1, p50: 3, p90: 7 },
};

/** The wait of a status; undefined for one that nobody can forecast from: there, unloaded, missing, unknown. */
export const waitDaysOf = (status: WagonStatus): Quantiles | undefined => WAIT_DAYS[status];

/** Km to the destination: the report's own, else along the lines, else great circle × detour; undefined when none is known (ET3). */
export const kmLeftOf = (state: RailState): number | undefined =>
  state.remainingKm ?? state.networkKm ?? roadKm(pointOf(state.lastOperation.station), pointOf(state.destination));

/** A departed wagon has been rolling since then; any other was still at its station when the report was made (ET1). */
export const startsAt = (state: RailState): number =>
  state.lastOperation.event === 'DEPARTED' && state.status !== 'standing' ? ms(state.lastOperation.at) : ms(state.reportedAt);

export const isLight = (state: RailState): boolean =>
  state.loadState === 'empty' || (state.massKg !== undefined && state.massKg < LIGHT_BELOW_KG);

/** Days of travel over so many km by the cold start, without any wait (ET2). */
export function coldTravelDays(km: number, light: boolean): Quantiles {
  const { kmPerDay, yardDays } = light ? LIGHT : LOADED;
  const days = (q: keyof Quantiles) => yardDays[q] + km / kmPerDay[q];
  return { p10: days('p10'), p50: days('p50'), p90: days('p90') };
}
