import { tzOffset } from '@date-fns/tz';
import { HOUR_MS, knownZone, MINUTE_MS } from '../time.ts';

/** Hours of the week that drive alike. */
export const SPEED_BANDS = ['day', 'night', 'weekend'] as const;
export type SpeedBand = (typeof SPEED_BANDS)[number];

/** By how much of the way is left, in km of great circle: the upper ends. */
export const DISTANCE_BANDS = [30, 150, 500, Number.POSITIVE_INFINITY] as const;

/** How the time taken compares with the one reckoned: of one in ten at most, of every second one, of nine in ten. */
export interface Spread {
  low: number;
  middle: number;
  high: number;
}

/** What the way of a loaded truck costs in time; cold until own trips have taught better. */
export interface RoadModel {
  /** road kilometres to one of great circle */
  detour: number;
  speedKmh: Record<SpeedBand, number>;
  /** by distance band */
  spread: Spread[];
  trips: number;
}

/** Where nothing is known of a distance. */
export const COLD_SPREAD: Spread = { low: 0.8, middle: 1, high: 1.35 };

/** Door to door averages of loaded trucks, and how far from them whole trips end (RT6). */
export const COLD_ROAD_MODEL: RoadModel = {
  detour: 1.3,
  speedKmh: { day: 53, night: 62, weekend: 58 },
  spread: [
    { low: 0.7, middle: 1, high: 1.6 },
    { low: 0.78, middle: 1, high: 1.4 },
    { low: 0.8, middle: 1, high: 1.32 },
    { low: 0.82, middle: 1, high: 1.3 },
  ],
  trips: 0,
};

export const distanceBand = (km: number): number => DISTANCE_BANDS.findIndex((end) => km < end);

const DAY_FROM = 7;
const DAY_TO = 20;

/** Which hours an instant belongs to on the wall of a zone, and when the next full hour begins there. */
export function speedBandAt(atMs: number, offsetMinutes: number): { band: SpeedBand; untilMs: number } {
  const wall = atMs + offsetMinutes * MINUTE_MS;
  const hour = Math.floor(wall / HOUR_MS);
  const weekday = (Math.floor(hour / 24) + 3) % 7; // the first day of the epoch was a Thursday; 0 is Monday
  const ofDay = ((hour % 24) + 24) % 24;
  const band = weekday > 4 ? 'weekend' : ofDay >= DAY_FROM && ofDay < DAY_TO ? 'day' : 'night';
  return { band, untilMs: (hour + 1) * HOUR_MS - offsetMinutes * MINUTE_MS };
}

/** Minutes that a zone is ahead of UTC at an instant. */
export const offsetAt = (atMs: number, timeZone: string | undefined): number => tzOffset(knownZone(timeZone), new Date(atMs));
