import { assignExactly, choicesOf, countChoices, flowOf, widestBounds } from './assign.ts';
import { type Budget, spend } from './budget.ts';
import { type Found, foundBy, foundOpen, usedBy } from './found.ts';
import { fillGreedily, type Priced, pricesOf } from './greedy.ts';
import { isBetter, type Model } from './model.ts';
import type { Problem } from './problem.ts';
import { CLOSED, type Decided, fixedOf, OPEN, type Relaxed, relax, UNDECIDED } from './relax.ts';

/** Above so many ways of goods into shipments the flow that knows mass limits is not worked out. */
const MAX_WAYS = 600;

/** By number of shipments, from 0: the cheapest plan with at most so many, and what none can be cheaper than. */
export interface Levels {
  best: (Found | undefined)[];
  bound: number[];
  proven: boolean;
}

interface Search {
  model: Model;
  problem: Problem;
  most: number;
  /** by number of shipments: no plan is cheaper, known from a later deadline */
  floor: readonly number[];
  best: (Found | undefined)[];
  /** the lowest bound of what was given up for want of work, by the shipments it had at least */
  givenUp: number[];
  budget: Budget;
  massKg: number;
}

interface Node {
  decided: Decided;
  bound: number;
}

/** Where goods flow in a bound, and whether they flow in whole units within the limits. */
interface Use {
  binLoad: ArrayLike<number>;
  gateLoad: ArrayLike<number>;
  cost: number;
  isPlan: boolean;
}

/**
 * Rule PR9: branch and bound over the shipments and transfers of one deadline, all numbers of shipments at once. A branch is left
 * when no number of shipments it can still have could become cheaper.
 */
export function searchLevels(
  model: Model,
  problem: Problem,
  input: { most: number; floor: readonly number[]; known: readonly (Found | undefined)[]; budget: Budget },
): Levels {
  const most = Math.min(input.most, problem.bins.length);
  const best = Array.from({ length: most + 1 }, (_, shipments) => input.known[Math.min(shipments, input.known.length - 1)]);
  const massKg = model.needs.reduce((sum, need) => sum + need.covered * need.massKg, 0);
  const givenUp = best.map(() => Number.POSITIVE_INFINITY);
  const search: Search = { model, problem, most, floor: input.floor, best, givenUp, budget: input.budget, massKg };
  const decided = { bins: new Int8Array(problem.bins.length), gates: new Int8Array(problem.gates.length) };
  visit(search, { decided, bound: 0 });
  const bound = best.map((found, shipments) =>
    Math.min(found?.cost ?? Number.POSITIVE_INFINITY, ...givenUp.slice(0, shipments + 1)),
  );
  return { best, bound, proven: givenUp.every((given) => given === Number.POSITIVE_INFINITY) };
}

function visit(search: Search, node: Node): void {
  const { decided } = node;
  const relaxed = relax(search.problem, decided);
  if (!relaxed) return;
  const fewest = fewestShipments(search, decided);
  if (isHopeless(search, relaxed.cost, fewest)) return;
  if (!spend(search.budget, relaxed.work)) {
    giveUp(search, fewest, relaxed.cost);
    if (search.best.at(-1) === undefined) registerAny(search, decided, relaxed);
    return;
  }
  if (relaxed.fits) registerUse(search, relaxed);
  const use = relaxed.fits ? { ...relaxed, isPlan: true } : limitedUse(search, decided, relaxed);
  if (!use || isHopeless(search, use.cost, fewest)) return;
  const hasUndecidedBins = decided.bins.includes(UNDECIDED);
  if (hasUndecidedBins && isHopeless(search, use.cost, Math.max(fewest, countOpen(decided) + 1))) {
    visit(search, {
      decided: { ...decided, bins: decided.bins.map((state) => (state === UNDECIDED ? CLOSED : state)) },
      bound: use.cost,
    });
    return;
  }
  branch(search, { decided, use, fewest });
}

function branch(search: Search, at: { decided: Decided; use: Use; fewest: number }): void {
  const { decided, use } = at;
  const bin = pick(decided.bins, { fixed: search.problem.bins, share: search.problem.binShare, load: use.binLoad });
  const gate = pick(decided.gates, { fixed: search.problem.gates, share: search.problem.gateShare, load: use.gateLoad });
  if (bin.score < 0 && gate.score < 0) {
    if (use.isPlan) return;
    if (!loadExactly(search, decided)) giveUp(search, at.fewest, use.cost);
    if (isHopeless(search, use.cost, at.fewest)) return;
    const anyBin = decided.bins.indexOf(UNDECIDED);
    const anyGate = decided.gates.indexOf(UNDECIDED);
    if (anyBin >= 0) splitBin(search, at, anyBin);
    else if (anyGate >= 0) splitGate(search, at, anyGate);
    return;
  }
  if (bin.score >= gate.score) splitBin(search, at, bin.index);
  else splitGate(search, at, gate.index);
}

/** Bins of one service open latest first: they differ in nothing else. */
function splitBin(search: Search, at: { decided: Decided; use: Use }, chosen: number): void {
  const { bins } = search.problem;
  const service = bins[chosen]?.service;
  const first = bins.findIndex((bin, index) => bin.service === service && at.decided.bins[index] === UNDECIDED);
  visit(search, { decided: { ...at.decided, bins: at.decided.bins.with(first, OPEN) }, bound: at.use.cost });
  const closed = at.decided.bins.map((state, index) =>
    bins[index]?.service === service && state === UNDECIDED ? CLOSED : state,
  );
  visit(search, { decided: { ...at.decided, bins: closed }, bound: at.use.cost });
}

function splitGate(search: Search, at: { decided: Decided; use: Use }, gate: number): void {
  visit(search, { decided: { ...at.decided, gates: at.decided.gates.with(gate, OPEN) }, bound: at.use.cost });
  visit(search, { decided: { ...at.decided, gates: at.decided.gates.with(gate, CLOSED) }, bound: at.use.cost });
}

/** The undecided one in use whose fixed cost is paid least of. */
function pick(
  states: Int8Array,
  from: { fixed: readonly { fixed: number }[]; share: Float64Array; load: ArrayLike<number> },
): { index: number; score: number } {
  let [index, score] = [-1, -1];
  states.forEach((state, own) => {
    const load = from.load[own] ?? 0;
    if (state !== UNDECIDED || load <= 0) return;
    const unpaid = Math.max(0, (from.fixed[own]?.fixed ?? 0) - (from.share[own] ?? 0) * load);
    if (unpaid > score) [index, score] = [own, unpaid];
  });
  return { index, score };
}

function countOpen(decided: Decided): number {
  return decided.bins.reduce((sum, state) => sum + (state === OPEN ? 1 : 0), 0);
}

/** What is open, and as many more as the mass needs at least. */
function fewestShipments(search: Search, decided: Decided): number {
  let count = countOpen(decided);
  if (!search.problem.limited) return count;
  let left = search.massKg;
  const rooms: number[] = [];
  search.problem.bins.forEach(({ capKg }, bin) => {
    if (decided.bins[bin] === OPEN) left -= capKg;
    else if (decided.bins[bin] === UNDECIDED) rooms.push(capKg);
  });
  rooms.sort((a, b) => b - a);
  for (const room of rooms) {
    if (left <= 1e-9 * search.massKg) break;
    left -= room;
    count += 1;
  }
  return count;
}

function isHopeless(search: Search, bound: number, fewest: number): boolean {
  for (let shipments = fewest; shipments <= search.most; shipments++) {
    const known = search.best[shipments]?.cost ?? Number.POSITIVE_INFINITY;
    if (isBetter(Math.max(bound, search.floor[shipments] ?? 0), known)) return false;
  }
  return true;
}

function giveUp(search: Search, fewest: number, bound: number): void {
  if (fewest <= search.most) search.givenUp[fewest] = Math.min(search.givenUp[fewest] ?? bound, bound);
}

function register(search: Search, found: Found): void {
  for (let shipments = found.shipments; shipments <= search.most; shipments++) {
    if (!isBetter(found.cost, search.best[shipments]?.cost ?? Number.POSITIVE_INFINITY)) return;
    search.best[shipments] = found;
  }
}

/** Some plan, however dear: without work left there must still be an answer. */
function registerAny(search: Search, decided: Decided, relaxed: Relaxed): void {
  if (relaxed.fits) registerUse(search, relaxed);
  if (search.best.at(-1) === undefined) registerGreedy(search, pricesOf(search.problem, decided));
}

function registerGreedy(search: Search, prices: Priced[][]): void {
  const { model, problem, budget } = search;
  const earliestFirst = () => prices.map((list) => list.toSorted((a, b) => a.price - b.price || b.bin - a.bin));
  for (const order of [() => prices, earliestFirst]) {
    const { loads, left } = fillGreedily(model, problem, order());
    spend(budget, 30 * loads.length + 20 * problem.size);
    if (left.some((units) => units > 0)) continue; // early goods may have taken the late departures
    register(search, foundBy(model, problem, loads));
    return;
  }
}

/** What a bound uses, opened and paid for, is a plan too. */
function registerUse(search: Search, use: Relaxed): void {
  const decided = usedBy(search.problem, use);
  const own = relax(search.problem, decided);
  if (!own) return;
  spend(search.budget, own.work);
  if (!own.fits) {
    registerGreedy(search, pricesOf(search.problem, decided));
    return;
  }
  register(search, foundOpen(search.model, search.problem, { decided, cost: own.cost, shipments: countOpen(decided) }));
}

/** The bound that knows mass limits; undefined where they let nothing through. */
function limitedUse(search: Search, decided: Decided, relaxed: Relaxed): Use | undefined {
  const { model, problem } = search;
  const prices = pricesOf(problem, decided);
  registerGreedy(search, prices);
  if (countChoices(model, problem, prices) > MAX_WAYS) return { ...relaxed, isPlan: false };
  const ways = choicesOf(model, problem, prices);
  const flow = flowOf(model, problem, { ways, bounds: widestBounds(model, problem, ways) });
  spend(search.budget, flow.work);
  if (!flow.units) return undefined;
  const binLoad = new Float64Array(problem.bins.length);
  const gateLoad = new Float64Array(problem.gates.length);
  ways.forEach(({ bin, gate, unitKg }, index) => {
    const massKg = (flow.units?.[index] ?? 0) * unitKg;
    if (massKg <= 1e-9 * search.massKg) return;
    binLoad[bin] = (binLoad[bin] ?? 0) + massKg;
    if (gate >= 0) gateLoad[gate] = (gateLoad[gate] ?? 0) + massKg;
  });
  return { binLoad, gateLoad, cost: Math.max(relaxed.cost, flow.cost + fixedOf(problem, decided)), isPlan: false };
}

/** What is open, loaded as well as can be; false if that could not be found out. */
function loadExactly(search: Search, decided: Decided): boolean {
  const { model, problem } = search;
  const shut = (states: Int8Array) => states.map((state) => (state === UNDECIDED ? CLOSED : state));
  const open = { bins: shut(decided.bins), gates: shut(decided.gates) };
  const prices = pricesOf(problem, open);
  if (countChoices(model, problem, prices) > MAX_WAYS) return false;
  const limit = search.best[Math.min(search.most, countOpen(open))]?.cost ?? Number.POSITIVE_INFINITY;
  const ways = choicesOf(model, problem, prices);
  const exact = assignExactly(model, problem, { ways, cutOff: limit - fixedOf(problem, open), budget: search.budget });
  if (exact.loads) register(search, foundBy(model, problem, exact.loads));
  return exact.proven;
}
