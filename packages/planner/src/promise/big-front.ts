import type { Point, Solver } from './answers.ts';
import { withFewest } from './big.ts';
import { ANY, bestOf, fewestOf, note, runFor, type Solved, sketchFor } from './big-carry.ts';
import type { Sets } from './reach.ts';
import { costsWithout, type Standing, standOn } from './standing.ts';

/** Deadlines between the earliest and the last that are looked at. */
const MOST_BETWEEN = 6;
/** Work that goes into the fewest services where the plan itself did not ask for them. */
const FEWEST_WORK = 2_000;
/** Plans of one order that are told, at most. */
const MOST_PLANS = 8;

/**
 * Alternatives: the best by each objective, deadlines between, and at each of these deadlines one service less at a time; as far as
 * the work allowed goes.
 */
export function walkBigFront(solver: Solver): void {
  for (const _ of stepsOfWalk(solver)) if (solver.budget.left < 0) return;
}

function* stepsOfWalk(solver: Solver): Generator<void> {
  const last = solver.deadlines.length - 1;
  if (!solver.standings?.has(last)) tell(solver, nearAt(solver, last));
  yield;
  const from = soonestKnown(solver);
  yield;
  const fewest = fewestFor(solver);
  tell(solver, withFewest({ solver, fewest, isQuick: true }));
  yield;
  yield* fewerAndFewer(solver, last, fewest.count);
  if (from < last) yield* fewerAndFewer(solver, from, fewest.count);
  let count = 0;
  for (const index of halves(from, last)) {
    if (count++ === MOST_BETWEEN) return;
    tell(solver, nearAt(solver, index));
    yield;
    yield* fewerAndFewer(solver, index, fewest.count);
  }
}

/** The first deadline by which a plan is found. */
function soonestKnown(solver: Solver): number {
  const last = solver.deadlines.length - 1;
  for (let step = 1, index = solver.first; index < last; index = Math.min(last, index + step), step *= 2) {
    if (solver.standings?.has(index) || tell(solver, nearAt(solver, index))) return index;
  }
  return last;
}

/** For alternatives as many sets are tried as take little work. */
function fewestFor(solver: Solver): Sets {
  if (solver.fewest) return solver.fewest;
  const budget = { left: Math.min(solver.budget.left, FEWEST_WORK) };
  const spent = budget.left;
  const fewest = fewestOf({ ...solver, budget });
  solver.budget.left -= spent - budget.left;
  return fewest;
}

function tell(solver: Solver, solved: Solved | undefined): Solved | undefined {
  if (solved) note(solver, solved);
  return solved;
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

/** From what is open at the deadlines known before and after it, and what else is needed to carry everything. */
function nearAt(solver: Solver, index: number): Solved | undefined {
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
  const standing = madeWhole(standOn(sketch, open));
  return bestOf(
    { solver, fewest: ANY, isQuick: true },
    { index, sketch, standings: [standing], shipments: solver.most, floor: 0 },
  );
}

/** With the cheapest ways of whatever lines cannot be carried yet. */
function madeWhole(standing: Standing): Standing {
  const { sketch, goods, price } = standing;
  if (standing.missing === 0) return standing;
  const open = standing.open.slice();
  for (let group = 0; group < goods.length; group++) {
    if (goods[group] !== Number.POSITIVE_INFINITY) continue;
    for (let at = sketch.goods.start[group] ?? 0; at < (sketch.goods.start[group + 1] ?? 0); at++) {
      const source = sketch.goods.source[at] ?? 0;
      const way = sketch.wayStart[source] ?? 0;
      if (price[source] !== Number.POSITIVE_INFINITY || way === sketch.wayStart[source + 1]) continue;
      open[sketch.wayRun[way] ?? 0] = 1;
      const gate = sketch.wayGate[way] ?? -1;
      if (gate >= 0) open[gate] = 1;
    }
  }
  return standOn(sketch, open);
}

/** The plans of one deadline with a service less each time, down to so few. */
function* fewerAndFewer(solver: Solver, index: number, fewest: number): Generator<void> {
  let standing = solver.standings?.get(index);
  while (standing && standing.shipments > fewest) {
    standing = withoutOne(solver, standing);
    if (!standing) return;
    const { sketch, shipments } = standing;
    tell(solver, bestOf({ solver, fewest: ANY, isQuick: true }, { index, sketch, standings: [standing], shipments, floor: 0 }));
    yield;
  }
}

/** The service closed that is missed least, with the transfers as they are or with all at hand; undefined where none can be missed. */
function withoutOne(solver: Solver, standing: Standing): Standing | undefined {
  const { sketch } = standing;
  const all = standing.open.slice();
  for (let gate = sketch.runs; gate < all.length; gate++) all[gate] = sketch.usable[gate] ?? 0;
  const runs = Array.from(all.subarray(0, sketch.runs).keys()).filter((run) => all[run]);
  for (const one of [() => standing, () => standOn(sketch, all)]) {
    const from = one();
    const costs = costsWithout(from, runs, solver.budget);
    const least = Math.min(...costs);
    if (least === Number.POSITIVE_INFINITY) continue;
    const open = from.open.slice();
    open[runs[costs.indexOf(least)] ?? 0] = 0;
    return standOn(sketch, open);
  }
  return undefined;
}

/** Of very many plans those that lie furthest apart, the best by each objective among them. */
export function mostDifferent(points: readonly Point[]): Point[] {
  if (points.length <= MOST_PLANS) return [...points];
  const scales = [0, 1, 2].map((level) => {
    const values = points.map((point) => levelsOf(point)[level] ?? 0);
    const least = Math.min(...values);
    return { least, width: Math.max(...values) - least || 1 };
  });
  const places = points.map((point) =>
    levelsOf(point).map((value, level) => (value - (scales[level]?.least ?? 0)) / (scales[level]?.width ?? 1)),
  );
  const chosen = new Set(
    [0, 1, 2].map((level) => places.reduce((best, own, at) => ((own[level] ?? 0) < (places[best]?.[level] ?? 0) ? at : best), 0)),
  );
  const away = places.map((place) => Math.min(...[...chosen].map((other) => distance(place, places[other] ?? []))));
  while (chosen.size < MOST_PLANS) {
    const next = away.indexOf(Math.max(...away));
    chosen.add(next);
    places.forEach((place, at) => {
      away[at] = Math.min(away[at] ?? 0, distance(place, places[next] ?? []));
    });
  }
  return points.filter((_, at) => chosen.has(at));
}

const levelsOf = ({ index, found }: Point): number[] => [index, found.cost, found.shipments];

const distance = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, level) => sum + (value - (b[level] ?? 0)) ** 2, 0);
