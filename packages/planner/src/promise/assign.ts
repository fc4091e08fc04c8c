import type { Budget } from './budget.ts';
import { spend } from './budget.ts';
import { addArc, cheapestFlow, emptyNetwork } from './flow.ts';
import { type Load, type Priced, unitsThatFit } from './greedy.ts';
import { fits, isBetter, type Model } from './model.ts';
import type { Problem } from './problem.ts';

export interface Choice extends Priced {
  need: number;
  supply: number;
  unitKg: number;
}

/** Every way of every need that is open or undecided, one a bin. */
export function choicesOf(model: Model, problem: Problem, prices: readonly Priced[][]): Choice[] {
  return model.needs.flatMap(({ massKg }, need) =>
    (problem.cargo.needSources[need] ?? []).flatMap((source, supply) =>
      (prices[source] ?? []).map((priced) => ({ ...priced, need, supply, unitKg: massKg })),
    ),
  );
}

export function countChoices(model: Model, problem: Problem, prices: readonly Priced[][]): number {
  let count = 0;
  for (let need = 0; need < model.needs.length; need++) {
    for (const source of problem.cargo.needSources[need] ?? []) count += prices[source]?.length ?? 0;
  }
  return count;
}

export interface Bounds {
  low: number[];
  high: number[];
}

/**
 * The cheapest way to load the open bins in whole units (rule PR9): the flow of kilograms bounds it from below, a way that carries
 * a broken unit is tried with fewer and with more. `cutOff` is the carriage that would still help.
 */
export function assignExactly(
  model: Model,
  problem: Problem,
  input: { ways: Choice[]; cutOff: number; budget: Budget },
): { loads: Load[] | undefined; proven: boolean } {
  const { ways } = input;
  let best: { loads: Load[]; cost: number } | undefined;
  let proven = true;
  const visit = (bounds: Bounds): void => {
    const found = flowOf(model, problem, { ways, bounds });
    if (!spend(input.budget, found.work)) {
      proven = false;
      return;
    }
    const limit = Math.min(input.cutOff, best?.cost ?? Number.POSITIVE_INFINITY);
    if (!found.units || !isBetter(found.cost, limit)) return;
    const broken = heaviestBroken(ways, found.units);
    if (broken < 0) {
      const loads = ways.flatMap((way, index) => loadOf(way, Math.round(found.units?.[index] ?? 0)));
      if (allFit(loads, { model, problem })) best = { loads, cost: found.cost };
      return;
    }
    const below = Math.floor(found.units[broken] ?? 0);
    visit({ low: bounds.low.with(broken, below + 1), high: bounds.high });
    visit({ low: bounds.low, high: bounds.high.with(broken, below) });
  };
  visit(widestBounds(model, problem, ways));
  return { loads: best?.loads, proven };
}

/** Which way carries a part of a unit: the heaviest of them decides most. */
function heaviestBroken(ways: readonly Choice[], units: readonly number[]): number {
  let heaviest = -1;
  units.forEach((own, index) => {
    const isBroken = Math.abs(own - Math.round(own)) > 1e-6;
    if (isBroken && (ways[index]?.unitKg ?? 0) > (ways[heaviest]?.unitKg ?? 0)) heaviest = index;
  });
  return heaviest;
}

export function widestBounds(model: Model, problem: Problem, ways: readonly Choice[]): Bounds {
  const high = ways.map((way) => {
    const need = model.needs[way.need];
    const stock = Math.min(need?.covered ?? 0, need?.supply[way.supply]?.quantity ?? 0);
    return Math.min(stock, unitsThatFit(problem.bins[way.bin]?.capKg ?? 0, way.unitKg));
  });
  return { low: ways.map(() => 0), high };
}

function loadOf(way: Choice, units: number): Load[] {
  const { bin, gate, transfer, perKg, need, supply } = way;
  return units > 0 ? [{ bin, gate, transfer, perKg, need, supply, units }] : [];
}

export function allFit(loads: readonly Load[], from: { model: Model; problem: Problem }): boolean {
  const massKg = new Float64Array(from.problem.bins.length);
  for (const { bin, need, units } of loads) massKg[bin] = (massKg[bin] ?? 0) + units * (from.model.needs[need]?.massKg ?? 0);
  return from.problem.bins.every(({ capKg }, bin) => fits(massKg[bin] ?? 0, capKg));
}

/** Kilograms from needs over their supplies into bins; what bounds force is carried first. `units` may be broken ones. */
export function flowOf(model: Model, problem: Problem, input: { ways: readonly Choice[]; bounds: Bounds }) {
  const { ways, bounds } = input;
  const supplies = model.needs.map((need) => need.supply.map(({ quantity }) => quantity));
  const wanted = model.needs.map(({ covered }) => covered);
  const room = problem.bins.map(({ capKg }) => capKg);
  let forced = 0;
  ways.forEach(({ need, supply, bin, unitKg, price }, index) => {
    const low = bounds.low[index] ?? 0;
    if (low === 0) return;
    const own = supplies[need] ?? [];
    own[supply] = (own[supply] ?? 0) - low;
    wanted[need] = (wanted[need] ?? 0) - low;
    room[bin] = (room[bin] ?? 0) - low * unitKg;
    forced += low * unitKg * price;
  });
  const isImpossible =
    [...wanted, ...supplies.flat()].some((left) => left < 0) ||
    room.some((left, bin) => left < -1e-9 * (1 + (problem.bins[bin]?.capKg ?? 0)));
  if (isImpossible) return { units: undefined, cost: 0, work: ways.length };
  const firstBin = 1 + wanted.length + supplies.reduce((sum, list) => sum + list.length, 0);
  const network = emptyNetwork(firstBin + room.length + 1);
  const supplyNode: number[][] = [];
  let node = 1 + wanted.length;
  let amount = 0;
  wanted.forEach((units, need) => {
    const unitKg = model.needs[need]?.massKg ?? 0;
    amount += units * unitKg;
    addArc(network, { from: 0, to: 1 + need, room: units * unitKg, cost: 0 });
    supplyNode.push((supplies[need] ?? []).map(() => node++));
    (supplies[need] ?? []).forEach((left, supply) => {
      addArc(network, { from: 1 + need, to: supplyNode[need]?.[supply] ?? 0, room: left * unitKg, cost: 0 });
    });
  });
  const arcs = ways.map(({ need, supply, bin, unitKg, price }, index) => {
    const units = (bounds.high[index] ?? 0) - (bounds.low[index] ?? 0);
    return addArc(network, { from: supplyNode[need]?.[supply] ?? 0, to: firstBin + bin, room: units * unitKg, cost: price });
  });
  room.forEach((left, bin) => {
    addArc(network, { from: firstBin + bin, to: network.first.length - 1, room: Math.min(Math.max(0, left), amount), cost: 0 });
  });
  const found = cheapestFlow(network, amount, 1e-9 * Math.max(1, amount));
  if (found.missing > 0) return { units: undefined, cost: 0, work: found.work + ways.length };
  const units = arcs.map((arc, index) => (bounds.low[index] ?? 0) + (network.room[arc + 1] ?? 0) / (ways[index]?.unitKg ?? 1));
  return { units, cost: forced + found.cost, work: found.work + ways.length };
}
