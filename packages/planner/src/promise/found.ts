import { carriageOf, fillGreedily, type Load, pricesOf } from './greedy.ts';
import type { Model } from './model.ts';
import type { Problem } from './problem.ts';
import { CLOSED, type Decided, fixedOf, OPEN } from './relax.ts';

/** A plan: what is open in it and what it costs. Its loads may still have to be filled in. */
export interface Found {
  problem: Problem;
  decided: Decided;
  cost: number;
  shipments: number;
  loads?: Load[];
}

/** What loads use is open, the rest closed. */
export function usedBy(problem: Problem, use: { binLoad: ArrayLike<number>; gateLoad: ArrayLike<number> }): Decided {
  return {
    bins: Int8Array.from(problem.bins, (_, bin) => ((use.binLoad[bin] ?? 0) > 0 ? OPEN : CLOSED)),
    gates: Int8Array.from(problem.gates, (_, gate) => ((use.gateLoad[gate] ?? 0) > 0 ? OPEN : CLOSED)),
  };
}

export function foundBy(model: Model, problem: Problem, loads: Load[]): Found {
  const binLoad = new Float64Array(problem.bins.length);
  const gateLoad = new Float64Array(problem.gates.length);
  for (const { bin, gate } of loads) {
    binLoad[bin] = 1;
    if (gate >= 0) gateLoad[gate] = 1;
  }
  const decided = usedBy(problem, { binLoad, gateLoad });
  const cost = fixedOf(problem, decided) + carriageOf(loads, model);
  return { problem, decided, cost, shipments: binLoad.reduce((sum, used) => sum + used, 0), loads };
}

/** The loads of a plan found without them: no mass limit binds in it, so the cheapest first is right. */
export function loadsOf(model: Model, found: Found): Load[] {
  if (found.loads) return found.loads;
  const { loads, left } = fillGreedily(model, found.problem, pricesOf(found.problem, found.decided));
  if (left.some((units) => units > 0)) throw new Error('a plan that was found cannot be loaded');
  return loads;
}
