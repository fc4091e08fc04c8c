import { distanceKm, type LatLon } from '../geo.ts';
import { HOUR_MS, MINUTE_MS } from '../time.ts';
import { driveTo } from './drive.ts';
import { type DriverClock, FRESH_DRIVER, HOURS_RULES, passStretch } from './hours-rules.ts';
import {
  COLD_ROAD_MODEL,
  COLD_SPREAD,
  DISTANCE_BANDS,
  distanceBand,
  offsetAt,
  type RoadModel,
  SPEED_BANDS,
  type SpeedBand,
  type Spread,
  speedBandAt,
} from './road-model.ts';

/** A trip that has ended, as its fixes tell it; ascending. */
export interface FinishedTrip {
  fixes: readonly (LatLon & { atMs: number })[];
  destination: LatLon;
  arrivedMs: number;
  timeZone?: string | undefined;
}

/** What trips have taught so far; plain data, so that it can be kept between two of them. */
export interface RoadStudy {
  trips: number;
  drivenKm: number;
  straightKm: number;
  byBand: Record<SpeedBand, { km: number; hours: number }>;
  /** by distance band: how much slower than reckoned, newest last */
  ratios: number[][];
}

export const NEW_ROAD_STUDY: RoadStudy = {
  trips: 0,
  drivenKm: 0,
  straightKm: 0,
  byBand: { day: { km: 0, hours: 0 }, night: { km: 0, hours: 0 }, weekend: { km: 0, hours: 0 } },
  ratios: DISTANCE_BANDS.map(() => []),
};

/** Fixes further apart than this tell no speed. */
const LONGEST_GAP_MS = 15 * MINUTE_MS;
/** Standing longer than this is no part of the pace: a rest, a queue at the gate. */
const LONGEST_STAND_MS = 30 * MINUTE_MS;
const STANDING_KM = 0.1;
/** Straight lines between fixes are a little shorter than the road. */
const CHORDS = 1.02;
/** What was learned long ago weighs less: half after about 350 trips. */
const MEMORY = 0.998;
/** So many hours of driving weigh as much as what was assumed before. */
const PRIOR_HOURS = 40;
const PRIOR_KM = 2_000;
/** Samples of one trip in one distance band, and of all trips together. */
const SAMPLES_OF_TRIP = 3;
const MOST_RATIOS = 300;
/** Fewer than this say nothing of one in ten. */
const FEWEST_RATIOS = 25;

/** One more trip (RT14). How far off the forecast was is measured with what was known before it. */
export function studyRoadTrip(study: RoadStudy, trip: FinishedTrip): RoadStudy {
  const [first] = trip.fixes;
  if (!first || trip.fixes.length < 2) return study;
  const model = roadModelOf(study);
  const offsetMinutes = offsetAt(first.atMs, trip.timeZone);
  const byBand = structuredClone(study.byBand);
  for (const band of SPEED_BANDS) byBand[band] = { km: byBand[band].km * MEMORY, hours: byBand[band].hours * MEMORY };
  let drivenKm = 0;
  let stoodMs = 0;
  for (let index = 1; index < trip.fixes.length; index++) {
    const [from, to] = [trip.fixes[index - 1] ?? first, trip.fixes[index] ?? first];
    const km = distanceKm(from, to);
    const lasted = to.atMs - from.atMs;
    drivenKm += km;
    stoodMs = km < STANDING_KM ? stoodMs + lasted : 0;
    if (lasted <= 0 || lasted > LONGEST_GAP_MS || stoodMs > LONGEST_STAND_MS) continue;
    const { band } = speedBandAt(from.atMs, offsetMinutes);
    byBand[band].km += km;
    byBand[band].hours += lasted / HOUR_MS;
  }
  return {
    trips: study.trips + 1,
    drivenKm: study.drivenKm * MEMORY + drivenKm,
    straightKm: study.straightKm * MEMORY + distanceKm(first, trip.destination),
    byBand,
    ratios: withRatios(study.ratios, { trip, model, offsetMinutes }),
  };
}

/** How much slower than reckoned it went on from a few fixes of every distance band. */
function withRatios(
  ratios: readonly (readonly number[])[],
  of: { trip: FinishedTrip; model: RoadModel; offsetMinutes: number },
): number[][] {
  const { trip, model, offsetMinutes } = of;
  const next = ratios.map((band) => [...band]);
  const byBand: (Moment & { driver: DriverClock })[][] = ratios.map(() => []);
  for (const fix of withDriver(trip.fixes)) {
    const km = distanceKm(fix, trip.destination);
    if (km >= 1 && trip.arrivedMs > fix.atMs) byBand[distanceBand(km)]?.push(fix);
  }
  byBand.forEach((fixes, band) => {
    const every = Math.max(1, Math.ceil(fixes.length / SAMPLES_OF_TRIP));
    for (let index = 0; index < fixes.length; index += every) {
      const fix = fixes[index];
      if (!fix) continue;
      const km = distanceKm(fix, trip.destination) * model.detour;
      const way = { km, startMs: fix.atMs, driver: fix.driver, rules: HOURS_RULES.RU, model, offsetMinutes };
      next[band]?.push(slownessOf(way, trip.arrivedMs));
    }
  });
  return next.map((band) => band.slice(-MOST_RATIOS));
}

const [FASTEST, SLOWEST] = [0.2, 5];
const HALVINGS = 14;

/** By what a driver was slower than reckoned, breaks and rests apart: they follow from it, as they do in a forecast. */
function slownessOf(way: Omit<Parameters<typeof driveTo>[0], 'slower'>, arrivedMs: number): number {
  let [low, high] = [FASTEST, SLOWEST];
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = Math.sqrt(low * high);
    if (driveTo({ ...way, slower: middle }).arrivesMs < arrivedMs) low = middle;
    else high = middle;
  }
  return Math.sqrt(low * high);
}

type Moment = FinishedTrip['fixes'][number];

/** What the driver had behind him at each fix, as a forecast made there knows it (RT13). */
function withDriver(fixes: readonly Moment[]): (Moment & { driver: DriverClock })[] {
  let driver = { ...FRESH_DRIVER, stoodFor: 0 };
  return fixes.map((fix, index) => {
    const before = fixes[index - 1];
    const minutes = before === undefined ? 0 : (fix.atMs - before.atMs) / MINUTE_MS;
    if (before !== undefined && minutes > 0) {
      const speedKmh = (distanceKm(before, fix) / minutes) * 60;
      driver = passStretch(driver, { minutes, isDriving: speedKmh > (fix.atMs - before.atMs > LONGEST_GAP_MS ? 15 : 5) });
    }
    return { ...fix, driver };
  });
}

/** The model that a study stands for; what it says little of stays as usual. */
export function roadModelOf(study: RoadStudy): RoadModel {
  const speedOf = (band: SpeedBand) => {
    const { km, hours } = study.byBand[band];
    return (km * CHORDS + COLD_ROAD_MODEL.speedKmh[band] * PRIOR_HOURS) / (hours + PRIOR_HOURS);
  };
  return {
    detour: detourOf(study),
    speedKmh: { day: speedOf('day'), night: speedOf('night'), weekend: speedOf('weekend') },
    spread: study.ratios.map((ratios, band) => spreadOf(ratios) ?? COLD_ROAD_MODEL.spread[band] ?? COLD_SPREAD),
    trips: study.trips,
  };
}

function detourOf({ drivenKm, straightKm }: RoadStudy): number {
  const detour = (drivenKm * CHORDS + COLD_ROAD_MODEL.detour * PRIOR_KM) / (straightKm + PRIOR_KM);
  return Math.min(2, Math.max(1.02, detour));
}

/** One in ten below, one in ten above, as split conformal prediction has it: ranks of n + 1. */
function spreadOf(ratios: readonly number[]): Spread | undefined {
  if (ratios.length < FEWEST_RATIOS) return undefined;
  const sorted = ratios.toSorted((a, b) => a - b);
  const at = (rank: number) => sorted[Math.min(sorted.length - 1, Math.max(0, rank - 1))] ?? 1;
  const rank = sorted.length + 1;
  return { low: at(Math.floor(0.1 * rank)), middle: at(Math.round(0.5 * rank)), high: at(Math.ceil(0.9 * rank)) };
}
