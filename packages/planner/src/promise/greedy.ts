import type { Model, Need } from './model.ts';
import type { Option, Problem } from './problem.ts';
import { CLOSED, type Decided, OPEN } from './relax.ts';

/** Units of one need from one of its supplies into one bin. */
export interface Load extends Option {
  need: number;
  supply: number;
  units: number;
}

/** A way with what it costs per kilogram as things stand: shares of undecided fixed costs included. */
export interface Priced extends Option {
  price: number;
}

/** By source: the cheapest way into each bin, cheapest bin first; bins without a mass limit take all, what is dearer is left out. */
export function pricesOf(problem: Problem, decided: Decided): Priced[][] {
  const binExtra = Array.from(decided.bins, (_, bin) => extra(decided.bins, problem.binShare, bin));
  const gateExtra = Array.from(decided.gates, (_, gate) => extra(decided.gates, problem.gateShare, gate));
  return problem.options.map((list) => {
    const byBin: (Priced | undefined)[] = [];
    let enough = Number.POSITIVE_INFINITY;
    for (const option of list) {
      if (option.perKg >= enough) break; // ways are in order of their true price, which is the least they can cost
      const price = option.perKg + (binExtra[option.bin] ?? 0) + (option.gate < 0 ? 0 : (gateExtra[option.gate] ?? 0));
      if (price >= Math.min(enough, byBin[option.bin]?.price ?? Number.POSITIVE_INFINITY)) continue;
      byBin[option.bin] = { ...option, price };
      if (problem.bins[option.bin]?.capKg === Number.POSITIVE_INFINITY) enough = price;
    }
    return byBin
      .filter((priced) => priced !== undefined && priced.price <= enough)
      .sort((a, b) => priceOf(a) - priceOf(b)) as Priced[];
  });
}

function priceOf(priced: Priced | undefined): number {
  return priced?.price ?? Number.POSITIVE_INFINITY;
}

function extra(decided: Int8Array, share: Float64Array, index: number): number {
  if (index < 0 || decided[index] === OPEN) return 0;
  return decided[index] === CLOSED ? Number.POSITIVE_INFINITY : (share[index] ?? 0);
}

/** What is filled: shipments with their mass limits, for the goods of an order. */
type Filled = { bins: readonly { capKg: number }[] } & Pick<Problem, 'cargo' | 'limited'>;

/**
 * Heaviest units first, each where it is cheapest and still fits; the cheapest there is where no mass limit binds. `left` is what
 * did not fit, by need.
 */
export function fillGreedily(model: Model, problem: Filled, prices: readonly Priced[][]): { loads: Load[]; left: number[] } {
  if (!problem.limited) return fillFreely(model, problem, prices);
  const room = problem.bins.map(({ capKg }) => capKg);
  const order = model.needs.map((_, index) => index);
  if (problem.limited) order.sort((a, b) => (model.needs[b]?.massKg ?? 0) - (model.needs[a]?.massKg ?? 0));
  const loads: Load[] = [];
  const left = model.needs.map(({ covered }) => covered);
  for (const index of order) {
    const need = model.needs[index];
    const sources = problem.cargo.needSources[index];
    if (!need || !sources) continue;
    left[index] = fillNeed({ need, index, ways: sources.map((source) => prices[source] ?? []) }, { room, loads });
  }
  return { loads, left };
}

/** Where no mass limit binds every supply goes its one cheapest way. */
function fillFreely(model: Model, problem: Filled, prices: readonly Priced[][]): { loads: Load[]; left: number[] } {
  const ways = prices.map(([cheapest]) => cheapest);
  const loads: Load[] = [];
  const left = model.needs.map(({ covered, supply: supplies }, need) => {
    const sources = problem.cargo.needSources[need] ?? [];
    let [wanted, floor, last] = [covered, Number.NEGATIVE_INFINITY, -1];
    while (wanted > 0) {
      let supply = -1;
      let least = Number.POSITIVE_INFINITY;
      for (let own = 0; own < sources.length; own++) {
        const price = ways[sources[own] ?? -1]?.price ?? Number.POSITIVE_INFINITY;
        if (price < least && (price > floor || (price === floor && own > last))) {
          supply = own;
          least = price;
        }
      }
      const way = ways[sources[supply] ?? -1];
      if (!way) break;
      floor = least;
      last = supply;
      const units = Math.min(wanted, supplies[supply]?.quantity ?? 0);
      if (units <= 0) continue;
      wanted -= units;
      loads.push({ bin: way.bin, gate: way.gate, transfer: way.transfer, perKg: way.perKg, need, supply, units });
    }
    return wanted;
  });
  return { loads, left };
}

/** The cheapest of the next ways of all supplies, again and again; what is left at the end. */
function fillNeed(wanted: { need: Need; index: number; ways: Priced[][] }, into: { room: number[]; loads: Load[] }): number {
  const { need, index, ways } = wanted;
  const next = new Int32Array(ways.length);
  const stock = need.supply.map(({ quantity }) => quantity);
  let left = need.covered;
  while (left > 0) {
    let supply = -1;
    let price = Number.POSITIVE_INFINITY;
    for (let own = 0; own < ways.length; own++) {
      const offered = (stock[own] ?? 0) > 0 ? ways[own]?.[next[own] ?? 0]?.price : undefined;
      if (offered !== undefined && offered < price) [supply, price] = [own, offered];
    }
    const way = ways[supply]?.[next[supply] ?? 0];
    if (!way) return left;
    next[supply] = (next[supply] ?? 0) + 1;
    const units = Math.min(left, stock[supply] ?? 0, unitsThatFit(into.room[way.bin] ?? 0, need.massKg));
    if (units <= 0) continue;
    left -= units;
    stock[supply] = (stock[supply] ?? 0) - units;
    into.room[way.bin] = (into.room[way.bin] ?? 0) - units * need.massKg;
    into.loads.push({ bin: way.bin, gate: way.gate, transfer: way.transfer, perKg: way.perKg, need: index, supply, units });
  }
  return 0;
}

export function unitsThatFit(roomKg: number, unitKg: number): number {
  return roomKg === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : Math.floor((roomKg * (1 + 1e-9) + 1e-9) / unitKg);
}

/** Carriage by the kilogram alone, at true prices. */
export function carriageOf(loads: readonly Load[], model: Model): number {
  return loads.reduce((sum, load) => sum + load.units * (model.needs[load.need]?.massKg ?? 0) * load.perKg, 0);
}
