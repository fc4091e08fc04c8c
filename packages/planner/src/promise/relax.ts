import { fits } from './model.ts';
import type { Problem } from './problem.ts';

export const UNDECIDED = 0;
export const OPEN = 1;
export const CLOSED = 2;

/** What is decided so far, by bin and by gate. */
export interface Decided {
  bins: Int8Array;
  gates: Int8Array;
}

/** The cheapest way to carry everything if mass limits did not count and undecided fixed costs were paid by the kilogram. */
export interface Relaxed {
  /** a lower bound on every plan within the decisions, fixed costs of what is open included */
  cost: number;
  binLoad: Float64Array;
  gateLoad: Float64Array;
  /** no open or undecided bin carries more than it may */
  fits: boolean;
  work: number;
}

/** Undefined: not even so can everything be carried. */
export function relax(problem: Problem, decided: Decided): Relaxed | undefined {
  const { options, cargo } = problem;
  const binExtra = extrasOf(decided.bins, problem.binShare);
  const gateExtra = extrasOf(decided.gates, problem.gateShare);
  const best = new Int32Array(options.length).fill(-1);
  const perKg = new Float64Array(options.length).fill(Number.POSITIVE_INFINITY);
  let work = 0;
  options.forEach((list, source) => {
    work += list.length;
    list.forEach((option, index) => {
      const cost = option.perKg + (binExtra[option.bin] ?? 0) + (option.gate < 0 ? 0 : (gateExtra[option.gate] ?? 0));
      if (cost >= (perKg[source] ?? 0)) return;
      perKg[source] = cost;
      best[source] = index;
    });
  });
  const massKg = new Float64Array(options.length);
  let cost = fixedOf(problem, decided);
  for (const group of cargo.groups) {
    const own = fillGroup(group, { perKg, massKg });
    if (own === Number.POSITIVE_INFINITY) return undefined;
    cost += own;
    work += group.sources.length;
  }
  return { cost, ...loadsOf(problem, { best, massKg }), work: work + problem.bins.length + problem.gates.length };
}

function extrasOf(decided: Int8Array, share: Float64Array): Float64Array {
  return share.map((own, index) => (decided[index] === OPEN ? 0 : decided[index] === CLOSED ? Number.POSITIVE_INFINITY : own));
}

export function fixedOf(problem: Problem, decided: Decided): number {
  let cost = 0;
  for (let bin = 0; bin < problem.bins.length; bin++) if (decided.bins[bin] === OPEN) cost += problem.bins[bin]?.fixed ?? 0;
  for (let gate = 0; gate < problem.gates.length; gate++)
    if (decided.gates[gate] === OPEN) cost += problem.gates[gate]?.fixed ?? 0;
  return cost;
}

/** Sources in order of their cost until the group is whole; infinite if it cannot be. */
function fillGroup(group: Problem['cargo']['groups'][number], into: { perKg: Float64Array; massKg: Float64Array }): number {
  const { sources, fractions } = group;
  let left = 1;
  let cost = 0;
  let floor = -1;
  let floorIndex = -1;
  while (left > 1e-12) {
    let next = -1;
    let nextCost = Number.POSITIVE_INFINITY;
    for (let index = 0; index < sources.length; index++) {
      const own = into.perKg[sources[index] ?? 0] ?? 0;
      const isLater = own > floor || (own === floor && index > floorIndex);
      if (isLater && own < nextCost) [next, nextCost] = [index, own];
    }
    if (next < 0) return Number.POSITIVE_INFINITY;
    [floor, floorIndex] = [nextCost, next];
    const source = sources[next] ?? 0;
    const part = Math.min(left, fractions[next] ?? 0);
    left -= part;
    cost += nextCost * part * group.massKg;
    into.massKg[source] = (into.massKg[source] ?? 0) + part * group.massKg;
  }
  return cost;
}

function loadsOf(problem: Problem, chosen: { best: Int32Array; massKg: Float64Array }) {
  const binLoad = new Float64Array(problem.bins.length);
  const gateLoad = new Float64Array(problem.gates.length);
  problem.options.forEach((list, source) => {
    const option = list[chosen.best[source] ?? -1];
    const massKg = chosen.massKg[source] ?? 0;
    if (!option || massKg === 0) return;
    binLoad[option.bin] = (binLoad[option.bin] ?? 0) + massKg;
    if (option.gate >= 0) gateLoad[option.gate] = (gateLoad[option.gate] ?? 0) + massKg;
  });
  return { binLoad, gateLoad, fits: problem.bins.every(({ capKg }, bin) => fits(binLoad[bin] ?? 0, capKg)) };
}
