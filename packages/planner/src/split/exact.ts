import type { Work } from './budget.ts';
import { withDeadline } from './build-model.ts';
import { capacityCuts } from './capacity.ts';
import { LEVELS, type Level } from './count-programme.ts';
import { CountSearch, type LevelResult } from './count-search.ts';
import type { Model, Placed, TripType } from './model.ts';
import type { CountValue, Solution } from './plan-value.ts';
import type { CapacityCut } from './spans.ts';

export interface ExactResult {
  readonly solution: Solution;
  readonly levels: readonly LevelResult[];
  readonly lastMs: number;
  readonly lastProven: boolean;
}

/** The instant the last unloading ends, kept and locked trips included; 0 when there is none. */
export function lastUnloading(model: Model, placed: readonly Placed[]): number {
  const fixed = model.fixed.map(({ unloadTo }) => unloadTo);
  return Math.max(0, ...fixed, ...placed.map(({ unloadFrom, type }) => unloadFrom + type.group.unloadMs));
}

/** Level by level to the optimum, with proof as far as the work reaches (SP15, SP16). `start` is a plan already known. */
export function solveExactly(input: {
  model: Model;
  types: readonly TripType[];
  cuts: readonly CapacityCut[];
  work: Work;
  start: Solution;
}): ExactResult {
  const { model, types, work } = input;
  const search = new CountSearch(input);
  search.offer(input.start);
  const asked = LEVELS.filter((level) => level < 3 || model.request.objective === 'cheapest');
  const levels = asked.map((level: Level) => search.minimise(level));
  let solution = search.best ?? input.start;
  let lastMs = lastUnloading(model, solution.placed);
  const floorMs = lastUnloading(model, []);
  let lastProven = lastMs <= floorMs;
  while (!lastProven && !work.over()) {
    const earlier = withDeadline(model, lastMs - 1);
    const cuts = capacityCuts(earlier, types, work);
    const next = new CountSearch({ model: earlier, types, cuts, work, conflicts: search.known }).reach(solution.value);
    if (!next.found) {
      lastProven = next.proven;
      break;
    }
    solution = next.found;
    lastMs = lastUnloading(model, solution.placed);
    lastProven = lastMs <= floorMs;
  }
  return { solution, levels, lastMs, lastProven };
}

/** Whether a world with some trips kept still reaches these values by this instant. */
export function reaches(
  model: Model,
  goal: { value: CountValue; lastMs: number },
  input: { types: readonly TripType[]; work: Work; level?: Level },
) {
  const bounded = withDeadline(model, goal.lastMs);
  const cuts = capacityCuts(bounded, input.types, input.work);
  return new CountSearch({ model: bounded, types: input.types, cuts, work: input.work }).reach(goal.value, input.level);
}
