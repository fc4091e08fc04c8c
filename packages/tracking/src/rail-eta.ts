import type { Eta, WagonStatus } from '@karavan/contracts';
import { pointOf, roadKm } from './geo.ts';
import { DAY_MS, daysBetween, iso, MINUTE_MS, ms } from './time.ts';
import type { WagonSnapshot } from './wagon-trip.ts';

interface Quantiles {
  p10: number;
  p50: number;
  p90: number;
}

/** A wagon's pace: km a day over all that is left, stops at yards included, and days that no distance explains. */
interface Pace {
  kmPerDay: Quantiles;
  /** the last yard, the feeder train, the queue before the siding */
  yardDays: Quantiles;
}

/**
 * Fitted by quantile regression to daily reports of one fleet (ET2): the loaded median lies between the network's
 * delivery speed (400 km/day) and that fleet's mean over all days (181 km/day). The history of the own lanes is to
 * replace them.
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
/** News older than this no longer narrows anything: half of every further day is added to p90 (ET5). */
const NEWS_GETS_OLD_DAYS = 1;
const OLD_NEWS_WIDENS = 0.5;
/** When the middle estimate has passed without news, this part of its upper half is still to come (ET6). */
const OVERDUE_SHARE = 0.3;

/** Km to the destination: the report's own, else great circle × detour; undefined when neither is known (ET3). */
function remainingKm(state: Omit<WagonSnapshot, 'eta'>): number | undefined {
  return state.remainingKm ?? roadKm(pointOf(state.lastOperation.station), pointOf(state.destination));
}

/** A departed wagon has been rolling since then; any other was still at its station when the report was made (ET1). */
const startsAt = (state: Omit<WagonSnapshot, 'eta'>): number =>
  state.lastOperation.event === 'DEPARTED' && state.status !== 'standing' ? ms(state.lastOperation.at) : ms(state.reportedAt);

const isLight = (state: Omit<WagonSnapshot, 'eta'>): boolean =>
  state.loadState === 'empty' || (state.massKg !== undefined && state.massKg < LIGHT_BELOW_KG);

function travelDays(km: number, { kmPerDay, yardDays }: Pace, wait: Quantiles): Quantiles {
  const days = (q: keyof Quantiles) => wait[q] + yardDays[q] + km / kmPerDay[q];
  return { p10: days('p10'), p50: days('p50'), p90: days('p90') };
}

/** Nothing is forecast into the past; what is overdue is expected from now on (ET6). */
function notBefore(now: number, at: Quantiles): Quantiles {
  const half = at.p90 - at.p50;
  const p50 = at.p50 >= now ? at.p50 : now + half * OVERDUE_SHARE;
  const p90 = at.p90 >= p50 && at.p50 >= now ? at.p90 : Math.max(at.p90, p50 + half * OVERDUE_SHARE);
  return { p10: Math.max(at.p10, now), p50, p90 };
}

const upToMinute = (time: number): string => iso(Math.ceil(time / MINUTE_MS) * MINUTE_MS);

/**
 * When a wagon will be at its destination, as an 80 % interval and its middle, from the last report alone (ET1 to ET6).
 * Undefined for a wagon that has arrived, is unloaded or missing, has no destination, or nobody knows how far it is.
 */
export function wagonEta(state: Omit<WagonSnapshot, 'eta'>, now: Date): Eta | undefined {
  const wait = WAIT_DAYS[state.status];
  const km = remainingKm(state);
  if (wait === undefined || km === undefined || state.destination === undefined) return undefined;
  const light = isLight(state);
  const days = travelDays(km, light ? LIGHT : LOADED, wait);
  const oldNews = Math.max(0, daysBetween(state.reportedAt, now) - NEWS_GETS_OLD_DAYS) * OLD_NEWS_WIDENS;
  const start = startsAt(state);
  const raw = { p10: start + days.p10 * DAY_MS, p50: start + days.p50 * DAY_MS, p90: start + (days.p90 + oldNews) * DAY_MS };
  const { p10, p50, p90 } = notBefore(now.getTime(), raw);
  const rules = [
    'ET2',
    'ET3',
    ...(wait.p90 > 0 ? ['ET4'] : []),
    ...(oldNews > 0 ? ['ET5'] : []),
    ...(raw.p10 < now.getTime() ? ['ET6'] : []),
  ];
  const basis = `${rules.join(' ')}: ${Math.round(km)} km, ${light ? 'light' : 'loaded'}, ${state.status}, no lane history`;
  return { p10: upToMinute(p10), p50: upToMinute(p50), p90: upToMinute(p90), basis };
}
