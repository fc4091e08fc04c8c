import type { PromiseObjective } from '@karavan/contracts';
import type { Bound, Point, Solver } from './answers.ts';
import { type Budget, spend } from './budget.ts';
import { descend, goodsOf, type Standing, standOn } from './descent.ts';
import { type Found, foundBy } from './found.ts';
import { fillGreedily, pricesOf } from './greedy.ts';
import { costTolerance } from './model.ts';
import { boundBelow } from './multipliers.ts';
import { problemAt } from './problem.ts';
import { fewestServices, reachOf, type Sets, soonestServices } from './reach.ts';
import { CLOSED, type Decided, OPEN, relax, UNDECIDED } from './relax.ts';
import { type Sketch, sketchOf } from './sketch.ts';

/** What setting up one more deadline costs, by the group of lines. */
const SETUP_WORK = 40;
/** Of the work allowed, what goes into proving how good the plan is. */
const SHARE_OF_PROOF = 0.4;
/** Sets of the fewest services that are worked out. */
const TRIED_SETS = 3;

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
  solver.budget.left -= proof.left;
  // how few services reach everything is asked only where it matters
  const isLimited = solver.most < Number.POSITIVE_INFINITY;
  const fewest = objective === 'fewestShipments' || isLimited ? setsFor(solver, fewestServices) : ANY;
  if (fewest.proven && fewest.count > solver.most) return undefined;
  const at = { solver, fewest };
  const solved = {
    fastest: () => soonest(at),
    cheapest: () => cheapest(at),
    fewestShipments: () => withFewest(at),
  }[objective]();
  if (!solved) return undefined;
  const { index, found, sketch, standing } = solved;
  note(solver, solved);
  const isFew = fewest.proven && found.shipments === fewest.count && objective === 'fewestShipments';
  const shipments = isFew ? found.shipments : solver.most;
  const shared = boundBelow(sketch, { plan: standing.open, upper: found.cost, shipments, budget: proof });
  const cost = isFew ? Math.max(shared, solved.floor) : shared;
  solver.budget.left += Math.max(0, proof.left);
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

const ANY: Sets = { count: 1, deadlineMs: 0, sets: [], proven: true };

/** `unlimited`: only services that take any mass; what they reach they carry. */
function setsFor(solver: Solver, find: typeof fewestServices, unlimited = false): Sets {
  const { model, cargo, deadlines, most, budget } = solver;
  const among = (service: number) => !unlimited || model.services[service]?.capKg === Number.POSITIVE_INFINITY;
  return find(reachOf(model, cargo), { among, deadlineMs: deadlines.at(-1) ?? 0, most, budget });
}

interface Task {
  solver: Solver;
  fewest: Sets;
}

interface Solved extends Point {
  sketch: Sketch;
  standing: Standing;
  /** known without more work: no plan with the services looked at is cheaper */
  floor: number;
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
function withFewest(task: Task): Solved | undefined {
  const { solver, fewest } = task;
  const isLimited = solver.model.services.some(({ capKg }) => Number.isFinite(capKg));
  const tries = [amongSets(task, fewest)];
  if (isLimited && tries[0]?.found.shipments !== fewest.count)
    tries.push(amongSets(task, setsFor(solver, fewestServices, true)), cheapestAt(task, solver.deadlines.length - 1));
  const [best] = tries
    .filter((one) => one !== undefined)
    .sort((a, b) => a.found.shipments - b.found.shipments || a.index - b.index || a.found.cost - b.found.cost);
  return best;
}

function amongSets(task: Task, fewest: Sets): Solved | undefined {
  const { solver } = task;
  const index = solver.deadlines.findIndex((at) => at >= fewest.deadlineMs);
  if (fewest.sets.length === 0 || index < 0) return undefined;
  const sketch = sketchAt(solver, index);
  const best = surelyCheapest(solver, sketch, fewest.sets);
  return bestOf(task, {
    ...{ index, sketch, shipments: fewest.count, floor: best[0]?.sure ?? 0 },
    standings: best.map(({ set }) => standOn(sketch, openWith(solver, sketch, set))),
  });
}

/** The sets that cost least if transfers were free, which no plan with them can beat; the best first. */
function surelyCheapest(solver: Solver, sketch: Sketch, sets: readonly number[][]): { set: number[]; sure: number }[] {
  const free = freePrices(sketch);
  const price = new Float64Array(sketch.groupsOf.length);
  const best: { set: number[]; sure: number }[] = [];
  for (const set of sets) {
    const cutOff = best[TRIED_SETS - 1]?.sure ?? Number.POSITIVE_INFINITY;
    price.fill(Number.POSITIVE_INFINITY);
    let sure = 0;
    for (const service of set) {
      const run = runFor(solver, sketch, service);
      sure += sketch.fixed[run] ?? 0;
      for (let source = 0; source < price.length; source++)
        price[source] = Math.min(price[source] ?? 0, free[run * price.length + source] ?? Number.POSITIVE_INFINITY);
    }
    let group = 0;
    for (; group < solver.cargo.groups.length && sure <= cutOff; group++) sure += goodsOf(sketch, price, group);
    spend(solver.budget, group);
    if (sure > cutOff || sure === Number.POSITIVE_INFINITY) continue;
    best.push({ set, sure });
    best.sort((a, b) => a.sure - b.sure).splice(TRIED_SETS);
  }
  return best;
}

/** By run and source: the cheapest way by the kilogram if every transfer were open. */
function freePrices(sketch: Sketch): Float64Array {
  const sources = sketch.groupsOf.length;
  const free = new Float64Array(sketch.runs.length * sources).fill(Number.POSITIVE_INFINITY);
  for (let source = 0; source < sources; source++) {
    for (let way = sketch.wayStart[source] ?? 0; way < (sketch.wayStart[source + 1] ?? 0); way++) {
      const at = (sketch.wayRun[way] ?? 0) * sources + source;
      free[at] = Math.min(free[at] ?? 0, sketch.wayPerKg[way] ?? 0);
    }
  }
  return free;
}

/** Everything open, then what does not pay closed. */
function cheapestAt(task: Task, index: number): Solved | undefined {
  const { solver, fewest } = task;
  const sketch = sketchAt(solver, index);
  const all = standOn(sketch, new Uint8Array(sketch.fixed.length).fill(1));
  if (all.missing > 0) return undefined;
  const isFree = solver.most >= sketch.runs.length;
  const few = isFree ? [] : fewest.sets.slice(0, TRIED_SETS).map((set) => standOn(sketch, openWith(solver, sketch, set)));
  return bestOf(task, { index, sketch, standings: [all, ...few], shipments: solver.most, floor: 0 });
}

function bestOf(
  { solver }: Task,
  from: { index: number; sketch: Sketch; standings: Standing[]; shipments: number; floor: number },
): Solved | undefined {
  const { index, sketch, floor } = from;
  let best: Solved | undefined;
  for (const standing of from.standings) {
    descend(standing, { shipments: from.shipments, budget: solver.budget });
    const found = standing.missing > 0 ? undefined : foundOn(solver, standing);
    if (!found || found.shipments > solver.most || found.cost >= (best?.found.cost ?? Number.POSITIVE_INFINITY)) continue;
    best = { index, found, sketch, standing, floor };
  }
  return best;
}

function sketchAt(solver: Solver, index: number): Sketch {
  spend(solver.budget, SETUP_WORK * solver.cargo.groups.length);
  return sketchOf(problemAt(solver.model, solver.cargo, solver.deadlines[index] ?? 0));
}

/** Only some services, but every transfer. A service that the sketch left out is one that another of its place does better. */
function openWith(solver: Solver, sketch: Sketch, services: readonly number[]): Uint8Array {
  const open = new Uint8Array(sketch.fixed.length).fill(1, sketch.runs.length);
  for (const service of services) open[runFor(solver, sketch, service)] = 1;
  return open;
}

function runFor({ model }: Solver, sketch: Sketch, service: number): number {
  const { bins } = sketch.problem;
  const asked = model.services[service];
  const binOf = (run: Sketch['runs'][number]) => bins[run.bins[0] ?? -1];
  const own = sketch.runs.findIndex((run) => binOf(run)?.service === service);
  if (own >= 0 || !asked) return own;
  const { fixed, perKg } = asked.service.cost;
  let best = -1;
  sketch.runs.forEach((run, index) => {
    const bin = binOf(run);
    if (!bin || model.services[bin.service]?.place !== asked.place || Number.isFinite(run.capKg)) return;
    if (bin.fixed > fixed || bin.perKg > perKg) return;
    const latest = best < 0 ? Number.NEGATIVE_INFINITY : (binOf(sketch.runs[best] ?? run)?.departsMs ?? 0);
    if (bin.departsMs > latest) best = index;
  });
  return best;
}

/** The plan that a standing stands for, with its true cost; undefined where mass limits do not let it through. */
function foundOn(solver: Solver, { sketch, open }: Standing): Found | undefined {
  const { problem, runs } = sketch;
  const decided: Decided = {
    bins: new Int8Array(problem.bins.length).fill(CLOSED),
    gates: Int8Array.from(problem.gates, (_, gate) => (open[runs.length + gate] ? OPEN : CLOSED)),
  };
  runs.forEach(({ bins, capKg }, run) => {
    if (!open[run]) return;
    if (Number.isFinite(capKg)) for (const bin of bins) decided.bins[bin] = UNDECIDED;
    else decided.bins[bins[0] ?? 0] = OPEN;
  });
  if (!problem.limited) {
    const own = relax(problem, decided);
    return own && { problem, decided, cost: own.cost, shipments: decided.bins.filter((state) => state === OPEN).length };
  }
  spend(solver.budget, 20 * solver.model.needs.length);
  const { loads, left } = fillGreedily(solver.model, problem, pricesOf(problem, decided));
  return left.some((units) => units > 0) ? undefined : foundBy(solver.model, problem, loads);
}

/** For the front: the plan, and what is known without more work of what none can be cheaper than. */
function note(solver: Solver, { index, found, sketch }: Solved): void {
  const { problem } = sketch;
  const undecided = { bins: new Int8Array(problem.bins.length), gates: new Int8Array(problem.gates.length) };
  const bound = relax(problem, undecided)?.cost ?? 0;
  const known = solver.solved.get(index)?.best ?? [];
  const levels = Math.max(found.shipments + 1, known.length);
  const best = Array.from({ length: levels }, (_, shipments) => {
    const other = known[Math.min(shipments, known.length - 1)];
    return shipments >= found.shipments && found.cost < (other?.cost ?? Number.POSITIVE_INFINITY) ? found : other;
  });
  solver.solved.set(index, { best, bound: best.map(() => bound), proven: false });
}

/** Alternatives: the best by each objective, as far as the work allowed goes. */
export function walkBigFront(solver: Solver): void {
  const enough = 3 * SETUP_WORK * solver.cargo.groups.length;
  for (const find of [cheapest, soonest]) {
    if (solver.budget.left < enough) return;
    const solved = find({ solver, fewest: ANY });
    if (solved) note(solver, solved);
  }
  if (solver.budget.left < enough) return;
  const solved = withFewest({ solver, fewest: setsFor(solver, fewestServices) });
  if (solved) note(solver, solved);
}
