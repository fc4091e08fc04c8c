/** A truck on the world's clock: loads at the plant, drives, unloads at the site, drives back, without end. */
import { placeOf } from '../cast.ts';
import type { TruckCast } from '../cast-road.ts';
import { createPrng, type Prng } from '../prng.ts';
import { createDrive, type Drive } from './drive.ts';
import { createRoute, type RoadPoint, type Route } from './route.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export type Stage = 'parked' | 'waiting' | 'loading' | 'toSite' | 'unloading' | 'toPlant';

/** One round from the plant to the site and back. Times are ms since the world's beginning. */
export interface Round {
  /** 0 is the one the story begins in, or the first one after it */
  number: number;
  loadFromMs: number;
  leavesMs: number;
  arrivesMs: number;
  unloadedMs: number;
  backMs: number;
}

interface DrivenRound extends Round {
  there: Drive;
  back: Drive;
}

export interface TruckPlace extends RoadPoint {
  stage: Stage;
  speedKmh: number;
}

export interface Truck {
  cast: TruckCast;
  /** undefined where the truck has no work */
  round(number: number): Round | undefined;
  /** the round under way at this moment, or the next one */
  roundAt(ms: number): Round | undefined;
  /** where the truck really is */
  placeAt(ms: number): TruckPlace;
}

export function createTruck(cast: TruckCast, seed: number): Truck {
  const there = createRoute(placeOf(cast.from), placeOf(cast.to));
  const back = there.reversed();
  const rounds: DrivenRound[] = [];
  const make = (number: number): DrivenRound => {
    const fromMs = slotAfter(rounds[number - 1], { plate: cast.plate, seed });
    const round = newRound({
      number,
      loadFromMs: fromMs,
      distanceKm: there.distanceKm,
      chance: createPrng(seed, `${cast.plate} ${number}`),
    });
    const shiftMs = number === 0 ? storyShiftMs(cast.story, round) : 0;
    return shiftMs === 0 ? round : shifted(round, shiftMs);
  };
  const round = (number: number): DrivenRound => {
    while (rounds.length <= number) rounds.push(make(rounds.length));
    const found = rounds[number];
    if (!found) throw new RangeError(`no round ${number}`);
    return found;
  };
  let latest = 0;
  const roundAt = (ms: number): DrivenRound => {
    while (round(latest).backMs <= ms) latest += 1;
    while (latest > 0 && round(latest - 1).backMs > ms) latest -= 1;
    return round(latest);
  };
  const isParked = cast.story.stage === 'parked';
  return {
    cast,
    round: (number) => (isParked ? undefined : round(number)),
    roundAt: (ms) => (isParked ? undefined : roundAt(ms)),
    placeAt: (ms) => (isParked ? standing('parked', there, 0) : placeIn(roundAt(ms), { ms, there, back })),
  };
}

/** Nobody plans a loading for the very minute the truck should be back. */
function slotAfter(before: Round | undefined, { plate, seed }: { plate: string; seed: number }): number {
  if (before === undefined) return 0;
  return before.backMs + createPrng(seed, `${plate} slot ${before.number}`).between(40, 60) * MINUTE_MS;
}

function newRound(input: { number: number; loadFromMs: number; distanceKm: number; chance: Prng }): DrivenRound {
  const { number, loadFromMs, distanceKm, chance } = input;
  const there = createDrive(distanceKm, chance);
  const back = createDrive(distanceKm, chance);
  const leavesMs = loadFromMs + chance.between(25, 35) * MINUTE_MS;
  const arrivesMs = leavesMs + there.durationMs;
  const unloadedMs = arrivesMs + chance.between(17, 24) * MINUTE_MS;
  return { number, loadFromMs, leavesMs, arrivesMs, unloadedMs, backMs: unloadedMs + back.durationMs, there, back };
}

/** By how much the first round is moved so that the story finds the truck where it says, ms. */
function storyShiftMs(story: TruckCast['story'], round: Round): number {
  if (story.stage === 'parked') return 0;
  if (story.stage === 'waiting') return story.hours * HOUR_MS;
  const [from, to] = stageSpan(story.stage, round);
  return -(from + (to - from) * story.done);
}

function stageSpan(stage: 'loading' | 'toSite' | 'unloading' | 'toPlant', round: Round): readonly [number, number] {
  if (stage === 'loading') return [round.loadFromMs, round.leavesMs];
  if (stage === 'toSite') return [round.leavesMs, round.arrivesMs];
  if (stage === 'unloading') return [round.arrivesMs, round.unloadedMs];
  return [round.unloadedMs, round.backMs];
}

function shifted(round: DrivenRound, ms: number): DrivenRound {
  return {
    ...round,
    loadFromMs: round.loadFromMs + ms,
    leavesMs: round.leavesMs + ms,
    arrivesMs: round.arrivesMs + ms,
    unloadedMs: round.unloadedMs + ms,
    backMs: round.backMs + ms,
  };
}

function placeIn(round: DrivenRound, { ms, there, back }: { ms: number; there: Route; back: Route }): TruckPlace {
  if (ms < round.loadFromMs) return standing('waiting', there, 0);
  if (ms < round.leavesMs) return standing('loading', there, 0);
  if (ms < round.arrivesMs) return driving('toSite', there, round.there.at(ms - round.leavesMs));
  if (ms < round.unloadedMs) return standing('unloading', there, there.distanceKm);
  return driving('toPlant', back, round.back.at(ms - round.unloadedMs));
}

const standing = (stage: Stage, route: Route, km: number): TruckPlace => ({ ...route.at(km), stage, speedKmh: 0 });
const driving = (stage: Stage, route: Route, { km, speedKmh }: { km: number; speedKmh: number }): TruckPlace => ({
  ...route.at(km),
  stage,
  speedKmh,
});
