import type { PromiseObjective } from '@karavan/contracts';
import type { Bound, Point, Solver } from './answers.ts';
import { type Budget, spend } from './budget.ts';
import { descend, type Standing, standOn } from './descent.ts';
import { type Found, foundBy } from './found.ts';
import { fillGreedily, pricesOf } from './greedy.ts';
import { costTolerance } from './model.ts';
import { boundBelow } from './multipliers.ts';
import { problemAt } from './problem.ts';
import { fewestServices, reachOf, type Sets, soonestServices } from './reach.ts';
import { CLOSED, type Decided, OPEN, relax, UNDECIDED } from './relax.ts';
import { atlasOf, goodsCost, latestAt, rootBound, type Sketch, sketchAt } from './sketch.ts';

/** What setting up one more deadline costs, by the group of lines. */
const SETUP_WORK = 40;
/** Of the work allowed, what goes into proving how good the plan is. */
const SHARE_OF_PROOF = 0.15;
/** And into alternatives, however much the plan itself could use. */
const SHARE_OF_FRONT = 0.3;
/** Plans of one order that are told, at most. */
const MOST_PLANS = 8;
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
  const front = solver.budget.left * SHARE_OF_FRONT;
  solver.budget.left -= proof.left + front;
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
  /** for an alternative: the first good plan does */
  isQuick?: boolean;
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
  const sketch = sketchFor(solver, index);
  const best = surelyCheapest(solver, sketch, fewest.sets).slice(0, task.isQuick ? 1 : TRIED_SETS);
  return bestOf(task, {
    ...{ index, sketch, shipments: fewest.count, floor: best[0]?.sure ?? 0 },
    standings: best.map(({ set }) => standOn(sketch, openWith(solver, sketch, set))),
  });
}

/** The sets that cost least if transfers were free, which no plan with them can beat; the best first. */
function surelyCheapest(solver: Solver, sketch: Sketch, sets: readonly number[][]): { set: number[]; sure: number }[] {
  const free = freePrices(sketch);
  const price = new Float64Array(sketch.wayStart.length - 1);
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
    for (; group < solver.cargo.groups.length && sure <= cutOff; group++) sure += goodsCost(sketch.goods, price, group);
    spend(solver.budget, group / 5);
    if (sure > cutOff || sure === Number.POSITIVE_INFINITY) continue;
    best.push({ set, sure });
    best.sort((a, b) => a.sure - b.sure).splice(TRIED_SETS);
  }
  return best;
}

/** By run and source: the cheapest way by the kilogram if every transfer were open. */
function freePrices(sketch: Sketch): Float64Array {
  const sources = sketch.wayStart.length - 1;
  const free = new Float64Array(sketch.runs * sources).fill(Number.POSITIVE_INFINITY);
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
  const sketch = sketchFor(solver, index);
  const all = standOn(sketch, sketch.usable.slice());
  if (all.missing > 0) return undefined;
  const isFree = solver.most >= sketch.runs;
  const few = isFree ? [] : fewest.sets.slice(0, TRIED_SETS).map((set) => standOn(sketch, openWith(solver, sketch, set)));
  return bestOf(task, { index, sketch, standings: [all, ...few], shipments: solver.most, floor: 0 });
}

function bestOf(
  { solver, isQuick = false }: Task,
  from: { index: number; sketch: Sketch; standings: Standing[]; shipments: number; floor: number },
): Solved | undefined {
  const { index, sketch, floor } = from;
  let best: Solved | undefined;
  for (const standing of from.standings) {
    descend(standing, { shipments: from.shipments, budget: solver.budget, isQuick });
    const found = standing.missing > 0 ? undefined : foundOn(solver, standing);
    if (!found || found.shipments > solver.most || found.cost >= (best?.found.cost ?? Number.POSITIVE_INFINITY)) continue;
    best = { index, found, sketch, standing, floor };
  }
  return best;
}

function sketchFor(solver: Solver, index: number): Sketch {
  spend(solver.budget, SETUP_WORK);
  solver.atlas ??= atlasOf(solver.model, solver.cargo);
  return sketchAt(solver.atlas, solver.deadlines[index] ?? 0);
}

/** Only some services, but every transfer. */
function openWith(solver: Solver, sketch: Sketch, services: readonly number[]): Uint8Array {
  const open = sketch.usable.slice().fill(0, 0, sketch.runs);
  for (const service of services) open[runFor(solver, sketch, service)] = 1;
  return open;
}

/** The service itself, or where the sketch left it out the one of its place that does better. */
function runFor({ model }: Solver, sketch: Sketch, service: number): number {
  const asked = model.services[service];
  if (sketch.usable[service] || !asked) return service;
  const { fixed, perKg } = asked.service.cost;
  let best = service;
  let latestMs = Number.NEGATIVE_INFINITY;
  model.services.forEach((other, run) => {
    if (!sketch.usable[run] || other.place !== asked.place || Number.isFinite(other.capKg)) return;
    if (other.service.cost.fixed > fixed || other.service.cost.perKg > perKg) return;
    const leavesMs = latestAt(other, sketch.deadlineMs);
    if (leavesMs > latestMs) [best, latestMs] = [run, leavesMs];
  });
  return best;
}

/** The plan that a standing stands for, with its true cost; undefined where mass limits do not let it through. */
function foundOn(solver: Solver, { sketch, open }: Standing): Found | undefined {
  const { model, cargo } = solver;
  const problem = problemAt(model, cargo, sketch.deadlineMs, open);
  const decided: Decided = {
    bins: Int8Array.from(problem.bins, ({ capKg }) => (Number.isFinite(capKg) ? UNDECIDED : OPEN)),
    gates: Int8Array.from(problem.gates, (_, gate) => (open[sketch.runs + gate] ? OPEN : CLOSED)),
  };
  if (!problem.limited) {
    const own = relax(problem, decided);
    return own && { problem, decided, cost: own.cost, shipments: decided.bins.length };
  }
  spend(solver.budget, 3 * model.needs.length);
  const { loads, left } = fillGreedily(model, problem, pricesOf(problem, decided));
  return left.some((units) => units > 0) ? undefined : foundBy(model, problem, loads);
}

/** For the front: the plan, and what none can be cheaper than. */
function note(solver: Solver, { index, found, standing }: Solved): void {
  solver.standings ??= new Map();
  const other = solver.standings.get(index);
  if (!other || standing.cost < other.cost) solver.standings.set(index, standing);
  const known = solver.solved.get(index)?.best ?? [];
  const levels = Math.max(found.shipments + 1, known.length);
  const best = Array.from({ length: levels }, (_, shipments) => {
    const other = known[Math.min(shipments, known.length - 1)];
    return shipments >= found.shipments && found.cost < (other?.cost ?? Number.POSITIVE_INFINITY) ? found : other;
  });
  const bound = best.map(() => floorAt(solver, index));
  solver.solved.set(index, { best, bound, proven: false });
}

/** What no plan by that deadline can be cheaper than: what is known of it or of a later one. */
function floorAt(solver: Solver, index: number): number {
  if (solver.floor && index <= solver.floor.index) return solver.floor.cost;
  solver.rootFloor ??= rootBound(sketchFor(solver, solver.deadlines.length - 1));
  return solver.rootFloor;
}

/** Alternatives: the best by each objective and what lies between, as far as the work allowed goes. */
export function walkBigFront(solver: Solver): void {
  for (const _ of stepsOfWalk(solver)) {
    const plans = new Set([...solver.solved.values()].flatMap(({ best }) => best));
    if (solver.budget.left < 0 || plans.size > MOST_PLANS) return;
  }
}

function* stepsOfWalk(solver: Solver): Generator<void> {
  const last = solver.deadlines.length - 1;
  const free = { solver, fewest: ANY, isQuick: true };
  const tell = (solved: Solved | undefined) => {
    if (solved) note(solver, solved);
    return solved;
  };
  if (!solver.standings?.has(last)) tell(cheapest(free));
  yield;
  const soon = tell(soonest(free));
  yield;
  const fewest = setsFor(solver, fewestServices);
  tell(withFewest({ solver, fewest, isQuick: true }));
  yield;
  const squeezes = [last, soon?.index ?? last].map((index) => fewerAndFewer(solver, index, fewest.count));
  const between = halves(soon?.index ?? last, last);
  for (const index of between) {
    tell(betweenAt(solver, index));
    yield;
    for (const squeeze of squeezes) {
      tell(squeeze.next().value ?? undefined);
      yield;
    }
  }
}

/** What lies between two numbers, the middle first. */
function* halves(low: number, high: number): Generator<number> {
  for (const queue = [[low, high] as const]; queue.length > 0; ) {
    const [from = 0, to = 0] = queue.shift() ?? [];
    if (to - from < 2) continue;
    const middle = (from + to) >> 1;
    yield middle;
    queue.push([from, middle], [middle, to]);
  }
}

/** From what is open at the deadlines known before and after it. */
function betweenAt(solver: Solver, index: number): Solved | undefined {
  const known = [...(solver.standings?.keys() ?? [])].sort((a, b) => a - b);
  const sketch = sketchFor(solver, index);
  const open = new Uint8Array(sketch.fixed.length);
  for (const other of [known.findLast((one) => one < index), known.find((one) => one > index)]) {
    const standing = solver.standings?.get(other ?? -1);
    standing?.open.forEach((isOpen, facility) => {
      if (!isOpen) return;
      const own = facility < sketch.runs ? runFor(solver, sketch, facility) : facility;
      if (sketch.usable[own]) open[own] = 1;
    });
  }
  const standing = standOn(sketch, open);
  return bestOf(
    { solver, fewest: ANY, isQuick: true },
    { index, sketch, standings: [standing], shipments: solver.most, floor: 0 },
  );
}

/** The plans of one deadline with a service less each time, down to so few. */
function* fewerAndFewer(solver: Solver, index: number, fewest: number): Generator<Solved | undefined> {
  let standing = solver.standings?.get(index);
  while (standing && standing.shipments > fewest) {
    const { sketch } = standing;
    const fewer = withoutOne(solver, standing);
    const shipments = standing.shipments - 1;
    const from = { index, sketch, standings: fewer ? [fewer] : [], shipments, floor: 0 };
    standing = fewer;
    yield bestOf({ solver, fewest: ANY, isQuick: true }, from);
  }
}

/** All transfers at hand, the service closed that is missed least; undefined where none can be missed. */
function withoutOne(solver: Solver, { sketch, open }: Standing): Standing | undefined {
  const all = open.slice();
  for (let gate = sketch.runs; gate < all.length; gate++) all[gate] = sketch.usable[gate] ?? 0;
  let best: Standing | undefined;
  for (let run = 0; run < sketch.runs; run++) {
    if (!open[run]) continue;
    all[run] = 0;
    const own = standOn(sketch, all.slice());
    all[run] = 1;
    spend(solver.budget, sketch.goods.massKg.length / 3);
    if (own.missing === 0 && own.cost < (best?.cost ?? Number.POSITIVE_INFINITY)) best = own;
  }
  return best;
}
