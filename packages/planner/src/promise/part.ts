import { groupCargo } from './cargo.ts';
import { fillGreedily, pricesOf } from './greedy.ts';
import type { Model } from './model.ts';
import { problemAt } from './problem.ts';

/** What the departures within the horizon hold at most of, taken greedily; the rest is missing. Undefined: nothing less to ask for. */
export function partOf(model: Model): Model | undefined {
  const problem = problemAt(model, groupCargo(model), Number.POSITIVE_INFINITY);
  const undecided = { bins: new Int8Array(problem.bins.length), gates: new Int8Array(problem.gates.length) };
  const { left } = fillGreedily(model, problem, pricesOf(problem, undecided));
  const carried = model.needs.map(({ covered }, need) => covered - (left[need] ?? 0));
  if (carried.every((units, need) => units === model.needs[need]?.covered)) return undefined;
  const missing = new Map(model.shortages.map(({ sku, missing: units }) => [sku, units]));
  model.needs.forEach((need, index) => {
    const units = left[index] ?? 0;
    if (units > 0) missing.set(need.sku, (missing.get(need.sku) ?? 0) + units);
  });
  const needs = model.needs.flatMap((need, index) => {
    const covered = carried[index] ?? 0;
    const supply = need.supply.map((one) => ({ ...one, quantity: Math.min(one.quantity, covered) }));
    return covered > 0 ? [{ ...need, covered, supply }] : [];
  });
  if (needs.length === 0) return undefined;
  return { ...model, complete: false, needs, shortages: [...missing].map(([sku, units]) => ({ sku, missing: units })) };
}
