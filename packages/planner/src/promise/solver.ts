import type { PromiseObjective } from '@karavan/contracts';
import type { Bound, Point, Solver } from './answers.ts';
import { bestBigPoint } from './big.ts';
import { mostDifferent, walkBigFront } from './big-front.ts';
import type { Budget } from './budget.ts';
import { type Cargo, groupCargo } from './cargo.ts';
import type { Found } from './found.ts';
import { costTolerance, fits, isBetter, type Model } from './model.ts';
import { problemAt } from './problem.ts';
import { groupDeadline } from './reach.ts';
import { type Levels, searchLevels } from './search.ts';

export function openSolver(model: Model, limits: { deliverByMs: number; maxShipments: number; budget: Budget }): Solver {
  const delivered = model.services.flatMap(({ departures }) => departures.map(({ deliveredMs }) => deliveredMs));
  const deadlines = [...new Set(delivered)].filter((at) => at <= limits.deliverByMs).sort((a, b) => a - b);
  const cargo = groupCargo(model);
  const solver = { model, cargo, deadlines, most: limits.maxShipments, solved: new Map(), first: 0, budget: limits.budget };
  return { ...solver, first: earliestThinkable(solver) };
}

/** Orders of more groups of lines are not branched over: a bound of one branch alone would cost too much. */
const MANY_GROUPS = 60;

export const isBig = ({ cargo }: Solver): boolean => cargo.groups.length > MANY_GROUPS;

const SHARE_OF_BUDGET = 4;
/** What one more deadline costs before its search begins, by the group of lines. */
const SETUP_WORK = 40;

/** What is known of earlier deadlines are plans of this one too; no plan of this one is cheaper than those of later ones. */
export function solveAt(solver: Solver, index: number): Levels {
  const known = solver.solved.get(index);
  if (known) return known;
  const indices = [...solver.solved.keys()].sort((a, b) => a - b);
  const earlier = solver.solved.get(indices.findLast((other) => other < index) ?? -1);
  const later = solver.solved.get(indices.find((other) => other > index) ?? -1);
  const problem = problemAt(solver.model, solver.cargo, solver.deadlines[index] ?? 0);
  solver.budget.left -= SETUP_WORK * solver.cargo.groups.length;
  const share = Math.max(0, solver.budget.left / SHARE_OF_BUDGET);
  const budget = { left: share };
  const floor = Array.from({ length: problem.bins.length + 1 }, (_, shipments) => levelOf(later?.bound ?? [], shipments) ?? 0);
  const levels = searchLevels(solver.model, problem, { most: solver.most, floor, known: earlier?.best ?? [], budget });
  solver.budget.left -= share - budget.left;
  solver.solved.set(index, levels);
  return levels;
}

export function levelOf<T>(levels: readonly T[], shipments: number): T | undefined {
  return levels[Math.min(shipments, levels.length - 1)];
}

function costAt(solver: Solver, index: number, shipments = Number.POSITIVE_INFINITY): number {
  return levelOf(solveAt(solver, index).best, shipments)?.cost ?? Number.POSITIVE_INFINITY;
}

/** The first deadline by which everything could be carried if mass limits did not count. */
function earliestThinkable(solver: Solver): number {
  const { cargo, deadlines } = solver;
  const soonest = Float64Array.from(cargo.sources, (source) => soonestOf(solver.model, source));
  let needed = 0;
  for (const group of cargo.groups) needed = Math.max(needed, groupDeadline(group, soonest));
  return firstIndex(deadlines.length, (index) => (deadlines[index] ?? 0) >= needed);
}

function soonestOf(model: Model, source: Cargo['sources'][number]): number {
  let soonest = Number.POSITIVE_INFINITY;
  for (const feed of model.origins[source.origin]?.feeds ?? []) {
    feed.services.forEach((service, index) => {
      const run = model.services[service];
      if (run && fits(source.unitKg, run.capKg)) soonest = Math.min(soonest, feed.soonestMs[index] ?? soonest);
    });
  }
  return soonest;
}

function firstIndex(count: number, holds: (index: number) => boolean, from = 0): number {
  let [low, high] = [from, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Rule PR5: the best plan by one objective, level by level; undefined where none covers everything within the limits. */
export function bestPoint(
  solver: Solver,
  objective: PromiseObjective,
): { point: Point; proven: boolean; bound: Bound } | undefined {
  if (isBig(solver)) return bestBigPoint(solver, objective);
  const last = solver.deadlines.length - 1;
  const from = solver.first;
  if (from > last) return undefined;
  const first = (holds: (index: number) => boolean) => firstIndex(last, holds, from);
  const isCarried = (index: number) => costAt(solver, index) < Number.POSITIVE_INFINITY;
  if (objective !== 'fastest' && !isCarried(last)) return undefined;
  const index = {
    fastest: () => (isCarried(from) ? from : first(isCarried)),
    cheapest: () => first((at) => !isBetter(costAt(solver, last), costAt(solver, at))),
    fewestShipments: () => first((at) => costAt(solver, at, fewest(solveAt(solver, last))) < Number.POSITIVE_INFINITY),
  }[objective]();
  const levels = solveAt(solver, index);
  const shipments = objective === 'fewestShipments' ? fewest(levels) : levels.best.length - 1;
  const found = cheapestWith(levels, shipments);
  if (!found) return undefined;
  const proven = [...solver.solved.values()].every((one) => one.proven);
  return { point: { index, found }, proven, bound: boundOf(solver, { objective, index, from, shipments }) };
}

/** The cheapest with at most so many shipments and, of those that cost the same, the one with the fewest. */
function cheapestWith(levels: Levels, shipments: number): Found | undefined {
  const cost = levelOf(levels.best, shipments)?.cost;
  return cost === undefined ? undefined : levels.best.find((found) => found && found.cost <= cost + costTolerance(cost));
}

function fewest(levels: Levels): number {
  return levels.best.findIndex((found) => found !== undefined);
}

function boundOf(solver: Solver, at: { objective: PromiseObjective; index: number; from: number; shipments: number }): Bound {
  const levels = solver.solved.get(at.objective === 'cheapest' ? solver.deadlines.length - 1 : at.index);
  const thinkable = levels?.bound.findIndex((bound) => bound < Number.POSITIVE_INFINITY) ?? 1;
  return {
    deliveredMs: solver.deadlines[at.from] ?? 0,
    cost: levelOf(levels?.bound ?? [], at.shipments) ?? 0,
    shipments: Math.max(1, thinkable),
  };
}

/** Every deadline at which some number of shipments becomes cheaper, from the first that carries everything. */
export function walkFront(solver: Solver): { points: Point[]; proven: boolean } {
  const last = solver.deadlines.length - 1;
  const isOneByOne = !isBig(solver);
  if (!isOneByOne) walkBigFront(solver);
  const finished = last < solver.first || (isOneByOne && refine(solver, solver.first, last));
  const solved = [...solver.solved].sort(([a], [b]) => a - b);
  const points = solved.flatMap(([index, levels]) =>
    [...new Set(levels.best)].flatMap((found) => (found ? [{ index, found }] : [])),
  );
  const told = isOneByOne ? points : mostDifferent(points.filter((point) => !points.some((other) => isAhead(other, point))));
  return { points: told, proven: finished && solved.every(([, levels]) => levels.proven) };
}

/** No later, no dearer, in no more shipments, and not the same; of two alike the first. */
function isAhead(one: Point, other: Point): boolean {
  const [a, b] = [one.found, other.found];
  if (one === other || one.index > other.index || a.cost > b.cost || a.shipments > b.shipments) return false;
  return one.index < other.index || a.cost < b.cost || a.shipments < b.shipments;
}

/** False where the work did not suffice to look everywhere. */
function refine(solver: Solver, low: number, high: number): boolean {
  if (solver.budget.left <= 0) return false;
  const [early, late] = [solveAt(solver, low), solveAt(solver, high)];
  if (high - low <= 1 || isSame(early, late)) return true;
  const middle = (low + high) >> 1;
  return refine(solver, low, middle) && refine(solver, middle, high);
}

function isSame(early: Levels, late: Levels): boolean {
  const longest = early.best.length > late.best.length ? early : late;
  return longest.best.every((_, shipments) => {
    const [a, b] = [levelOf(early.best, shipments)?.cost, levelOf(late.best, shipments)?.cost];
    return a === b || (a !== undefined && b !== undefined && Math.abs(a - b) <= costTolerance(b));
  });
}
