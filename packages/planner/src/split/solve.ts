import type { SplitRequest, SplitTrip } from '@karavan/contracts';
import type { Work } from './budget.ts';
import { buildModel } from './build-model.ts';
import { capacityCuts } from './capacity.ts';
import { withoutConflicts } from './conflicts.ts';
import type { Level } from './count-programme.ts';
import { CountSearch } from './count-search.ts';
import { type ExactResult, lastUnloading, reaches, solveExactly } from './exact.ts';
import { planGreedily } from './greedy.ts';
import { searchLocally } from './local-search.ts';
import { looseBound } from './loose-bound.ts';
import type { Model, TripType } from './model.ts';
import { compareValues, loadsOf, type Solution } from './plan-value.ts';
import { tripTypes } from './trip-types.ts';
import { fixedViolations } from './validate/index.ts';

/** More kinds of trips than this, and the search by counts is not begun. */
const MOST_TYPES = 260;
/** More published trips than this are not asked one by one whether they can stay. */
const MOST_KEPT = 60;
const MOST_CELLS = 600_000;
const MOST_LOCAL_DATES = 20;
/** A trip laid without a search. */
const STEPS_TO_PLACE = 4;
/** The local search has what the exact one leaves. */
const EXACT_SHARE = 0.3;
const SECOND_SHARE = 0.8;

export interface Solved extends ExactResult {
  readonly model: Model;
  readonly types: readonly TripType[];
}

/** The best plan the work allows for a world, with what is proven of each level. `more` is for what is not proven by then. */
export function solveModel(model: Model, work: Work, more?: Work): Solved {
  const types = tripTypes(model);
  const start = greedyStart(model, types, work);
  if (!isSmall(model, types))
    return { model, types, ...unproven(model, types, { start: laidAnew(model, types, { start, work, more }) }) };
  const cuts = capacityCuts(model, types, work);
  const exact = work.part(work.stepsLeft * EXACT_SHARE);
  const got = solveExactly({ model, types, cuts, work: exact, start });
  if (got.levels.every(({ proven }) => proven)) return { model, types, ...got };
  const bounds = got.levels.map(({ bound }) => bound);
  const first = searchLocally({ model, types, start: got.solution, bounds }, { work, seed: 0 });
  const solution = searchedOn({ model, types, start: first, bounds }, more);
  return { model, types, ...(solution === got.solution ? got : found(model, { solution, levels: got.levels })) };
}

/** Some weeks may be searched locally as one, whatever the number of ways to make a trip; longer plans go day by day. */
export const isLocal = (model: Model, types: readonly TripType[]): boolean =>
  types.length > 0 && model.dates.length <= MOST_LOCAL_DATES;

function laidAnew(
  model: Model,
  types: readonly TripType[],
  { start, work, more }: { start: Solution; work: Work; more: Work | undefined },
): Solution {
  if (!isLocal(model, types)) return start;
  const bounds = looseBound(model, types);
  const first = searchLocally({ model, types, start, bounds }, { work, seed: 0 });
  return searchedOn({ model, types, start: first, bounds }, more);
}

/** Part of what is left over goes on elsewhere; days by themselves are planned with the rest. */
function searchedOn(task: Parameters<typeof searchLocally>[0], more: Work | undefined): Solution {
  if (more === undefined) return task.start;
  return searchLocally(task, { work: more.part(more.stepsLeft * SECOND_SHARE), seed: 1 });
}

/** Another plan by the same bounds. */
function found(model: Model, { solution, levels }: Pick<ExactResult, 'solution' | 'levels'>): ExactResult {
  const known = levels.map(({ bound }, level) => {
    const value = solution.value[level] ?? 0;
    return { bound: Math.min(bound, value), proven: value <= bound + 1e-6 };
  });
  return { solution, levels: known, lastMs: lastUnloading(model, solution.placed), lastProven: false };
}

/** Too much to be asked as one what can stay: days are then planned anew one by one. */
export function isLargeReplan(model: Model): boolean {
  const free = (model.request.published ?? []).filter(({ locked }) => locked !== true);
  return free.length > 0 && (free.length > MOST_KEPT || !isSmall(model, tripTypes(model)));
}

/** The plan made day by day, without a search, beside bounds that need none. */
export function solveQuickly(model: Model): Solved {
  const types = tripTypes(model);
  return { model, types, ...unproven(model, types, { start: greedyStart(model, types) }) };
}

export function isSmall(model: Model, types: readonly TripType[]): boolean {
  return types.length <= MOST_TYPES && types.length * model.dates.length * types.length <= MOST_CELLS;
}

/** Whether every whole unit can be brought: all that asking for repairs needs to know. False also when the work ends first. */
export function canServeAll(model: Model, work: Work): boolean {
  const types = tripTypes(model);
  const [unserved = 0] = looseBound(model, types);
  work.spend(types.length);
  if (unserved > 0) return false;
  const start = greedyStart(model, types);
  work.spend(start.placed.length * STEPS_TO_PLACE);
  if (start.value[0] === 0) return true;
  if (!isSmall(model, types)) return false;
  return new CountSearch({ model, types, cuts: capacityCuts(model, types, work), work }).servesAll();
}

function greedyStart(model: Model, types: readonly TripType[], work?: Work): Solution {
  const lazy = planGreedily(model, types, { eager: false }, work);
  if ((model.request.earlyDays ?? 0) === 0 || (lazy.value[0] === 0 && lazy.value[1] === 0)) return lazy;
  const eager = planGreedily(model, types, { eager: true }, work);
  return compareValues(eager.value, lazy.value) < 0 ? eager : lazy;
}

function unproven(model: Model, types: readonly TripType[], input: { start: Solution }): ExactResult {
  const { start } = input;
  const bounds = looseBound(model, types);
  return found(model, { solution: start, levels: bounds.map((bound) => ({ bound, proven: false })) });
}

export interface KeptResult extends Solved {
  readonly kept: readonly SplitTrip[];
  readonly keptProven: boolean;
}

/**
 * Among plans of the same value the one that leaves most published trips as they are (SP15): which of them can stay is
 * asked of worlds in which they are fixed. What cannot stay together is not asked again with more beside it.
 */
export function keepPublished(request: SplitRequest, solved: Solved, work: Work): KeptResult {
  const candidates = (request.published ?? []).filter((trip) => trip.locked !== true && couldStay(request, solved, trip));
  const goal = goalOf(request, solved);
  let best: { kept: readonly SplitTrip[]; solved: Solved } = { kept: [], solved };
  let sure = true;
  const refused: ReadonlySet<SplitTrip>[] = [];
  const extend = (kept: readonly SplitTrip[], from: number): void => {
    if (kept.length + candidates.length - from <= best.kept.length) return;
    const trip = candidates[from];
    if (!trip) return;
    if (work.over()) {
      sure = false;
      return;
    }
    const more = [...kept, trip];
    const known = refused.some((set) => [...set].every((one) => more.includes(one)));
    const answer = known ? undefined : tryKeeping(solved.model, { kept: more, goal, work });
    if (answer?.solved) {
      if (more.length > best.kept.length) best = { kept: more, solved: answer.solved };
      extend(more, from + 1);
    } else if (!known) {
      if (answer?.proven) refused.push(new Set(more));
      else sure = false;
    }
    extend(kept, from + 1);
  };
  const isExact = isSmall(solved.model, solved.types) && candidates.length <= MOST_KEPT;
  const all = isExact && candidates.length > 1 ? tryKeeping(solved.model, { kept: candidates, goal, work }) : undefined;
  if (all?.solved) best = { kept: candidates, solved: all.solved };
  else if (isExact) extend([], 0);
  else sure = candidates.length === 0;
  if (request.replan === true && best.kept.length > 0) best = { ...best, solved: fewestTrips(best.solved, work) };
  const loose = sure ? undefined : keepWhatCanStay(solved.model, candidates);
  if (loose && isPreferred(loose, { ...best.solved, kept: best.kept })) {
    const { levels } = found(loose.model, { solution: loose.solution, levels: solved.levels });
    return { ...loose, levels, lastProven: false, keptProven: false };
  }
  const { levels, lastMs, lastProven } = request.replan === true ? best.solved : solved;
  return { ...best.solved, levels: merged(levels, solved), lastMs, lastProven, kept: best.kept, keptProven: sure };
}

/** Values a plan with trips kept must reach; in a replan how many trips it takes is asked only after what can stay. */
function goalOf({ replan }: SplitRequest, { solution, lastMs }: Solved): Goal {
  if (replan !== true) return { value: solution.value, lastMs, level: 3 };
  const [unserved, late] = solution.value;
  return {
    value: [unserved, late, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    lastMs: Number.POSITIVE_INFINITY,
    level: 1,
  };
}

interface Goal {
  value: Solution['value'];
  lastMs: number;
  level: Level;
}

/** What stays is settled; of the plans with it the best on the levels that are left. */
function fewestTrips({ model, types, solution }: Solved, work: Work): Solved {
  const cuts = capacityCuts(model, types, work);
  return { model, types, ...solveExactly({ model, types, cuts, work, start: solution }) };
}

/** The first two levels are proven in the world in which nothing stays. */
function merged(levels: ExactResult['levels'], solved: Solved): ExactResult['levels'] {
  return levels === solved.levels || levels.length === 0 ? solved.levels : [...solved.levels.slice(0, 2), ...levels.slice(2)];
}

type Loose = Solved & { kept: readonly SplitTrip[] };

/** Without proof: all published trips that no rule forbids stay, and what is left of the demand is planned around them. */
function keepWhatCanStay({ request, known }: Model, candidates: readonly SplitTrip[]): Loose | undefined {
  const locked = (request.published ?? []).filter((trip) => trip.locked === true);
  const kept = withoutConflicts({ request, known, locked }, candidates);
  if (kept === undefined) return undefined;
  const model = buildModel(request, { kept, known });
  const types = tripTypes(model);
  if (!loadsOf(model, types, [])) return undefined;
  const start = greedyStart(model, types);
  return { model, types, kept, solution: start, levels: [], lastMs: lastUnloading(model, start.placed), lastProven: false };
}

function isPreferred(a: Loose, b: Loose): boolean {
  const isReplan = a.model.request.replan === true;
  if (isReplan) {
    const served = compareValues(a.solution.value.slice(0, 2), b.solution.value.slice(0, 2));
    if (served !== 0) return served < 0;
    if (a.kept.length !== b.kept.length) return a.kept.length > b.kept.length;
  }
  const difference = compareValues([...a.solution.value, a.lastMs], [...b.solution.value, b.lastMs]);
  return difference < 0 || (difference === 0 && a.kept.length > b.kept.length);
}

function couldStay(request: SplitRequest, { model }: Solved, trip: SplitTrip): boolean {
  const vehicle = request.fleet.find(({ id }) => id === trip.vehicleId);
  return vehicle !== undefined && vehicle.plantId === trip.plantId && model.dates.some(({ date }) => date === trip.date);
}

function tryKeeping(
  { request, known }: Model,
  input: { kept: readonly SplitTrip[]; goal: Goal; work: Work },
): { solved: Solved | undefined; proven: boolean } {
  const model = buildModel(request, { kept: input.kept, known });
  const broken = fixedViolations(
    request,
    model.fixed.map(({ trip }) => trip),
    known,
  );
  if (broken.some(({ locked }) => !locked)) return { solved: undefined, proven: true };
  const types = tripTypes(model);
  const { found, proven } = reaches(model, input.goal, { types, work: input.work, level: input.goal.level });
  if (!found) return { solved: undefined, proven };
  const lastMs = lastUnloading(model, found.placed);
  return { solved: { model, types, solution: found, levels: [], lastMs, lastProven: true }, proven };
}
