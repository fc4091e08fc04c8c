import type { SplitReply, SplitRequest } from '@karavan/contracts';
import { addDays } from '../calendar/index.ts';
import { Work } from './budget.ts';
import { capacityCuts } from './capacity.ts';
import { soundTrips } from './conflicts.ts';
import { DayByDay } from './day-by-day.ts';
import { solveExactly } from './exact.ts';
import { searchLocally } from './local-search.ts';
import { type Found, findPlan, proofWith, replyOf, type SplitOptions, told } from './plan-split.ts';
import { randomFrom } from './random.ts';
import { isLocal, isSmall, type KeptResult, solveQuickly } from './solve.ts';
import { writeTrips } from './write-reply.ts';

/** How a long search stands. */
export interface SearchProgress extends Pick<SplitReply, 'unmetKg' | 'lateKgDays' | 'tripsCount' | 'cost' | 'proof'> {
  readonly rounds: number;
}

export interface SearchOptions extends SplitOptions {
  /** told after the first plan and after every round */
  readonly onProgress?: (progress: SearchProgress) => void;
}

/** What the first plan may cost: the same whatever the whole may. */
const FIRST = { steps: 110_000, more: 66_000 };
const ROUND_STEPS = 25_000;
/** Every so many rounds the exact search tries again, each time with twice the work. */
const EXACT_EVERY = 4;
const EXACT_STEPS = 100_000;
const WIDEST_DAYS = 6;
const WINDOW_STEPS = 6_000;
/** Windows of a large plan that make up a round. */
const WINDOWS_A_ROUND = 6;

/**
 * The plan of `planSplit`, gone on with until the budget ends, somebody stops it or it is proven optimal. Every plan on the way
 * keeps every rule and the best one is kept, so more work is never worse; counted in steps the same work gives the same plan.
 * A plan that changes least (`replan`) is not searched on: what it may change is settled by then.
 * @throws as planSplit
 */
export function searchSplit(
  request: SplitRequest,
  { language = 'ru', known, budget, onProgress }: SearchOptions = {},
): SplitReply {
  const whole = new Work({ steps: Number.POSITIVE_INFINITY, ...budget });
  let best = findPlan(request, { known, work: whole.part(FIRST.steps), more: whole.part(FIRST.more) });
  const tell = (rounds: number) => {
    const { unmetKg, lateKgDays, tripsCount, cost, proof } = replyOf(best);
    onProgress?.({ unmetKg, lateKgDays, tripsCount, cost, proof, rounds });
  };
  tell(0);
  const on = request.replan === true ? undefined : goOn(best, whole);
  for (let round = 1; on && best.proof !== 'optimal' && !whole.over(); round += 1) {
    best = on(round);
    tell(round);
  }
  return told(request, best, language);
}

type Round = (round: number) => Found;

function goOn(found: Found, whole: Work): Round | undefined {
  const { solved } = found;
  if (solved && (isSmall(solved.model, solved.types) || isLocal(solved.model, solved.types)))
    return countsRounds(found, solved, whole);
  return found.trips.length > 0 ? dayRounds(found, whole) : undefined;
}

/** Short enough to be searched as one: local search from the best plan, now and then the exact one where it may end. */
function countsRounds(found: Found, first: KeptResult, whole: Work): Round {
  let [best, solved] = [found, first];
  const take = (next: KeptResult): Found => {
    solved = next;
    const trips = writeTrips(next.model, next.types, next.solution);
    best = { ...best, trips, proof: proofWith(next, trips), solved: next };
    if (next.levels.every(({ proven }) => proven) && next.lastProven && next.keptProven) best = { ...best, proof: 'optimal' };
    return best;
  };
  return (round) => {
    const { model, types, solution: start, levels } = solved;
    if (round % EXACT_EVERY === 0 && isSmall(model, types)) {
      const work = whole.part(EXACT_STEPS * 2 ** (round / EXACT_EVERY - 1));
      const exact = solveExactly({ model, types, cuts: capacityCuts(model, types, work), work, start });
      const better = exact.levels.map((level, at) => (level.bound >= (levels[at]?.bound ?? 0) ? level : (levels[at] ?? level)));
      return take({ ...solved, ...exact, levels: better });
    }
    const bounds = levels.map(({ bound }) => bound);
    const solution = searchLocally({ model, types, start, bounds }, { work: whole.part(ROUND_STEPS), seed: round });
    if (solution === start) return best;
    const known = levels.map(({ bound }, at) => {
      const own = solution.value[at] ?? 0;
      return { bound: Math.min(bound, own), proven: own <= bound + 1e-6 };
    });
    return take({ ...solved, solution, levels: known, lastProven: false });
  };
}

/** Too large for that: some days in a row anew, here and there, while all else stays. */
function dayRounds(found: Found, whole: Work): Round {
  const { model } = found;
  const bounds = solveQuickly(model);
  let best = found;
  return (round) => {
    const random = randomFrom(round);
    const days = new DayByDay(model, best.trips);
    let isBetter = false;
    for (let window = 0; window < WINDOWS_A_ROUND && !whole.over(); window += 1) {
      const first = model.demandDates[random.below(model.demandDates.length)] ?? '';
      const last = addDays(first, random.below(WIDEST_DAYS));
      isBetter = days.improve([first, last], whole, WINDOW_STEPS * (1 + random.below(4))) || isBetter;
    }
    const trips = isBetter ? soundTrips(model, days.trips) : undefined;
    if (trips) best = { model, trips, proof: proofWith({ ...bounds, kept: [], keptProven: false }, trips) };
    return best;
  };
}
