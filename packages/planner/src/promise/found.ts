import { carriageOf, fillGreedily, type Load, pricesOf } from './greedy.ts';
import type { Model } from './model.ts';
import type { Bin, Problem } from './problem.ts';
import { CLOSED, type Decided, fixedOf, OPEN } from './relax.ts';

/** A plan: the shipments it may use and what it costs. What goes where is worked out when it is asked for. */
export interface Found {
  bins: readonly Pick<Bin, 'service' | 'departsMs'>[];
  cost: number;
  shipments: number;
  loads: () => readonly Load[];
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
  const cost = fixedOf(problem, usedBy(problem, { binLoad, gateLoad })) + carriageOf(loads, model);
  return { bins: problem.bins, cost, shipments: binLoad.reduce((sum, used) => sum + used, 0), loads: () => loads };
}

/** A plan known by what is open in it: no mass limit binds, so the cheapest first is right. */
export function foundOpen(model: Model, problem: Problem, plan: { decided: Decided; cost: number; shipments: number }): Found {
  const load = () => {
    const { loads, left } = fillGreedily(model, problem, pricesOf(problem, plan.decided));
    if (left.some((units) => units > 0)) throw new Error('a plan that was found cannot be loaded');
    return loads;
  };
  return { bins: problem.bins, cost: plan.cost, shipments: plan.shipments, loads: load };
}
