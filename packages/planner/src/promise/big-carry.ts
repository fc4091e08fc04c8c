import type { Point, Solver } from './answers.ts';
import { spend } from './budget.ts';
import { descend } from './descent.ts';
import { fewestServices, reachOf, type Sets } from './reach.ts';
import { atlasOf, goodsCost, latestAt, rootBound, type Sketch, sketchAt } from './sketch.ts';
import { type Standing, standOn } from './standing.ts';
import { planOn } from './standing-plan.ts';

/** What setting up one more deadline costs, by the group of lines. */
const SETUP_WORK = 40;
/** Sets of the fewest services that are worked out. */
const TRIED_SETS = 3;
/** For an alternative the cheapest of so many does. */
const QUICK_SETS = 10;

export interface Task {
  solver: Solver;
  fewest: Sets;
  /** for an alternative: the first good plan does */
  isQuick?: boolean;
}

export interface Solved extends Point {
  sketch: Sketch;
  standing: Standing;
  /** known without more work: no plan with the services looked at is cheaper */
  floor: number;
}

export const ANY: Sets = { count: 1, deadlineMs: 0, sets: [], proven: true };

/** `unlimited`: only services that take any mass; what they reach they carry. */
export function setsFor(solver: Solver, find: typeof fewestServices, unlimited = false): Sets {
  const { model, cargo, deadlines, most, budget } = solver;
  const among = (service: number) => !unlimited || model.services[service]?.capKg === Number.POSITIVE_INFINITY;
  return find(reachOf(model, cargo), { among, deadlineMs: deadlines.at(-1) ?? 0, most, budget });
}

export function amongSets(task: Task, fewest: Sets): Solved | undefined {
  const { solver } = task;
  const index = solver.deadlines.findIndex((at) => at >= fewest.deadlineMs);
  if (fewest.sets.length === 0 || index < 0) return undefined;
  const sketch = sketchFor(solver, index);
  const sets = task.isQuick ? fewest.sets.slice(0, QUICK_SETS) : fewest.sets;
  const best = surelyCheapest(solver, sketch, sets).slice(0, task.isQuick ? 1 : TRIED_SETS);
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
export function cheapestAt(task: Task, index: number): Solved | undefined {
  const { solver, fewest } = task;
  const sketch = sketchFor(solver, index);
  const all = standOn(sketch, sketch.usable.slice());
  if (all.missing > 0) return undefined;
  const isFree = solver.most >= sketch.runs;
  const few = isFree ? [] : fewest.sets.slice(0, TRIED_SETS).map((set) => standOn(sketch, openWith(solver, sketch, set)));
  return bestOf(task, { index, sketch, standings: [all, ...few], shipments: solver.most, floor: 0 });
}

export function bestOf(
  { solver, isQuick = false }: Task,
  from: { index: number; sketch: Sketch; standings: Standing[]; shipments: number; floor: number },
): Solved | undefined {
  const { index, sketch, floor } = from;
  let best: Solved | undefined;
  for (const standing of from.standings) {
    descend(standing, { shipments: from.shipments, budget: solver.budget, isQuick });
    const found = planOn(solver, standing);
    if (!found || found.shipments > solver.most || found.cost >= (best?.found.cost ?? Number.POSITIVE_INFINITY)) continue;
    best = { index, found, sketch, standing, floor };
  }
  return best;
}

export function sketchFor(solver: Solver, index: number): Sketch {
  solver.sketches ??= new Map();
  const known = solver.sketches.get(index);
  if (known) return known;
  spend(solver.budget, SETUP_WORK);
  solver.atlas ??= atlasOf(solver.model, solver.cargo);
  const sketch = sketchAt(solver.atlas, solver.deadlines[index] ?? 0);
  solver.sketches.set(index, sketch);
  return sketch;
}

/** Only some services, but every transfer. */
function openWith(solver: Solver, sketch: Sketch, services: readonly number[]): Uint8Array {
  const open = sketch.usable.slice().fill(0, 0, sketch.runs);
  for (const service of services) open[runFor(solver, sketch, service)] = 1;
  return open;
}

/** The service itself, or where the sketch left it out the one of its place that does better. */
export function runFor({ model }: Solver, sketch: Sketch, service: number): number {
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

/** For the front: the plan, and what none can be cheaper than. */
export function note(solver: Solver, { index, found, standing }: Solved): void {
  solver.standings ??= new Map();
  const other = solver.standings.get(index);
  if (!other || standing.cost < other.cost) solver.standings.set(index, standing);
  const known = solver.solved.get(index)?.best ?? [];
  const levels = Math.max(found.shipments + 1, known.length);
  const best = Array.from({ length: levels }, (_, shipments) => {
    const other = known[Math.min(shipments, known.length - 1)];
    return shipments >= found.shipments && found.cost < (other?.cost ?? Number.POSITIVE_INFINITY) ? found : other;
  });
  const floor = floorAt(solver, index);
  solver.solved.set(index, { best, bound: best.map(() => floor), proven: false });
}

/** What no plan by that deadline can be cheaper than: what is known of it or of a later one. */
function floorAt(solver: Solver, index: number): number {
  if (solver.floor && index <= solver.floor.index) return solver.floor.cost;
  solver.rootFloor ??= rootBound(sketchFor(solver, solver.deadlines.length - 1));
  return solver.rootFloor;
}

/** The fewest services that reach everything; found out once. */
export function fewestOf(solver: Solver): Sets {
  solver.fewest ??= setsFor(solver, fewestServices);
  return solver.fewest;
}
