import type { PromiseObjective } from '@karavan/contracts';
import type { Bound, Point, Solver } from './answers.ts';
import { ANY, amongSets, cheapestAt, fewestOf, note, type Solved, setsFor, type Task } from './big-carry.ts';
import type { Budget } from './budget.ts';
import { costTolerance } from './model.ts';
import { boundBelow } from './multipliers.ts';
import { fewestServices, soonestServices } from './reach.ts';

/** Of the work allowed, what goes into proving how good the plan is. */
const SHARE_OF_PROOF = 0.15;
/** And into alternatives, however much the plan itself could use. */
const SHARE_OF_FRONT = 0.3;

export interface BestPoint {
  point: Point;
  proven: boolean;
  bound: Bound;
}

/**
 * Rule PR9 for orders of very many lines: which services reach everything, and by when, is found out exactly; which of them and which
 * transfers are the cheapest by descent, and how far from the best that is by shared-out costs. Where mass limits bind the first is a
 * bound only.
 */
export function bestBigPoint(solver: Solver, objective: PromiseObjective): BestPoint | undefined {
  const last = solver.deadlines.length - 1;
  if (solver.first > last) return undefined;
  const proof: Budget = { left: solver.budget.left * SHARE_OF_PROOF };
  const front = solver.budget.left * SHARE_OF_FRONT;
  solver.budget.left -= proof.left + front;
  // how few services reach everything is asked only where it matters
  const isLimited = solver.most < Number.POSITIVE_INFINITY;
  const fewest = objective === 'fewestShipments' || isLimited ? fewestOf(solver) : ANY;
  if (fewest.proven && fewest.count > solver.most) return undefined;
  const at = { solver, fewest };
  const solved = {
    fastest: () => soonest(at),
    cheapest: () => cheapest(at),
    fewestShipments: () => withFewest(at),
  }[objective]();
  if (!solved) return undefined;
  const { index, found, sketch, standing } = solved;
  const isFew = fewest.proven && found.shipments === fewest.count && objective === 'fewestShipments';
  const shipments = isFew ? found.shipments : solver.most;
  const shared = boundBelow(sketch, { plan: standing.open, upper: found.cost, shipments, budget: proof });
  const cost = isFew ? Math.max(shared, solved.floor) : shared;
  solver.budget.left = Math.max(0, solver.budget.left) + Math.max(0, proof.left) + front;
  if (shipments === solver.most) solver.floor = { index, cost: Math.min(found.cost, shared) };
  note(solver, solved);
  const bound = {
    deliveredMs: isFew ? fewest.deadlineMs : (solver.deadlines[solver.first] ?? 0),
    cost: Math.min(found.cost, cost),
    shipments: fewest.count,
  };
  const isCheapest = found.cost <= bound.cost + costTolerance(found.cost);
  const isSoonest = (solver.deadlines[index] ?? Number.POSITIVE_INFINITY) <= bound.deliveredMs;
  const isFewest = found.shipments === bound.shipments;
  const proven = fewest.proven && isSoonest && isCheapest && isFewest;
  return { point: { index, found }, proven, bound };
}

/** The first deadline that holds everything; without limits that is the first thinkable one. */
function soonest({ solver, fewest }: Task): Solved | undefined {
  const last = solver.deadlines.length - 1;
  if (solver.most < Number.POSITIVE_INFINITY) {
    const sets = setsFor(solver, soonestServices);
    const index = solver.deadlines.findIndex((at) => at >= sets.deadlineMs);
    const solved = index < 0 ? undefined : cheapestAt({ solver, fewest: sets }, index);
    if (solved) return solved;
  }
  for (let step = 1, index = solver.first; ; index = Math.min(last, index + step), step *= 2) {
    const solved = cheapestAt({ solver, fewest }, index);
    if (solved || index >= last) return solved;
  }
}

/** At the last deadline: a later one allows all that an earlier one does. */
function cheapest({ solver, fewest }: Task): Solved | undefined {
  return cheapestAt({ solver, fewest }, solver.deadlines.length - 1);
}

/** The earliest of the fewest services, the cheapest of those; where mass limits may stop them also without limited ones. */
export function withFewest(task: Task): Solved | undefined {
  const { solver, fewest } = task;
  const isLimited = solver.model.services.some(({ capKg }) => Number.isFinite(capKg));
  const tries = [amongSets(task, fewest)];
  if (isLimited && tries[0]?.found.shipments !== fewest.count)
    tries.push(amongSets(task, setsFor(solver, fewestServices, true)), cheapestAt(task, solver.deadlines.length - 1));
  const found = tries.filter((one) => one !== undefined);
  if (found.length === 0) return cheapestAt(task, solver.deadlines.length - 1); // the work did not suffice to find the sets
  const [best] = found.sort((a, b) => a.found.shipments - b.found.shipments || a.index - b.index || a.found.cost - b.found.cost);
  return best;
}
