import type { Cargo } from './cargo.ts';
import { type Feed, fits, type Model, type ServiceRun } from './model.ts';

/** One shipment that may be made: the `order`-th latest departure of its service that keeps the deadline. */
export interface Bin {
  service: number;
  order: number;
  departure: number;
  departsMs: number;
  fixed: number;
  perKg: number;
  capKg: number;
}

/** A transfer that costs something to have at all. */
export interface Gate {
  transfer: number;
  fixed: number;
}

/** One way of a source into a bin; `gate` −1 where no transfer has to be paid for. */
export interface Option {
  bin: number;
  gate: number;
  transfer: number;
  perKg: number;
}

/** What is to be decided for one deadline: which bins, which gates (rule PR8). */
export interface Problem {
  bins: Bin[];
  gates: Gate[];
  /** by source, cheapest first */
  options: Option[][];
  cargo: Cargo;
  /** the fixed cost spread over the most a bin or gate could carry: cheaper than it can ever be */
  binShare: Float64Array;
  gateShare: Float64Array;
  limited: boolean;
  /** ways of all sources together */
  size: number;
}

export function problemAt(model: Model, cargo: Cargo, deadlineMs: number): Problem {
  const runs = model.services.map((run) => latestOf(run, { deadlineMs, cargo }));
  const bins = runs.flatMap((list, service) =>
    isBeaten(service, { model, runs }) ? [] : list.map((bin) => ({ ...bin, service })),
  );
  const gates: Gate[] = [];
  const gateOf = model.transfers.map(({ lane }, transfer) =>
    lane.cost.fixed > 0 ? gates.push({ transfer, fixed: lane.cost.fixed }) - 1 : -1,
  );
  const binsOf = new Map<number, number[]>();
  bins.forEach(({ service }, index) => {
    binsOf.set(service, [...(binsOf.get(service) ?? []), index]);
  });
  const options = cargo.sources.map(({ origin, unitKg }) => {
    const feeds = model.origins[origin]?.feeds ?? [];
    return withoutDetours(feeds.flatMap((feed) => optionsOf(feed, { bins, binsOf, gateOf, unitKg })));
  });
  const problem = {
    bins,
    gates,
    options,
    cargo,
    limited: bins.some(({ capKg }) => Number.isFinite(capKg)),
    size: options.reduce((sum, list) => sum + list.length, 0),
  };
  return { ...problem, ...sharesOf(problem, { model }) };
}

/** The latest departures in time, latest first: a later one takes all an earlier one takes, at the same cost. */
function latestOf(run: ServiceRun, limits: { deadlineMs: number; cargo: Cargo }): Bin[] {
  const { cost } = run.service;
  const capKg = limits.cargo.fullKg.get(run.capKg) ?? run.capKg;
  const bins: Bin[] = [];
  for (let departure = run.departures.length - 1; departure >= 0 && bins.length < run.most; departure--) {
    const { departsMs, deliveredMs } = run.departures[departure] ?? { departsMs: 0, deliveredMs: Number.POSITIVE_INFINITY };
    if (deliveredMs > limits.deadlineMs) continue;
    bins.push({ service: -1, order: bins.length, departure, departsMs, fixed: cost.fixed, perKg: cost.perKg, capKg });
  }
  return bins;
}

/** Another service from the same place, without a mass limit, is never dearer and leaves no earlier. */
function isBeaten(service: number, among: { model: Model; runs: Bin[][] }): boolean {
  const own = among.runs[service]?.[0];
  if (!own) return true;
  const place = among.model.services[service]?.place;
  return among.runs.some(([other], index) => {
    if (!other || index === service || Number.isFinite(other.capKg) || among.model.services[index]?.place !== place) return false;
    if (other.departsMs < own.departsMs || other.fixed > own.fixed || other.perKg > own.perKg) return false;
    const same = other.departsMs === own.departsMs && other.fixed === own.fixed && other.perKg === own.perKg;
    return !same || index < service || Number.isFinite(own.capKg);
  });
}

function optionsOf(
  feed: Feed,
  from: { bins: Bin[]; binsOf: ReadonlyMap<number, number[]>; gateOf: number[]; unitKg: number },
): Option[] {
  const gate = feed.transfer < 0 ? -1 : (from.gateOf[feed.transfer] ?? -1);
  return feed.services.flatMap((service) =>
    (from.binsOf.get(service) ?? []).flatMap((index) => {
      const bin = from.bins[index];
      if (!bin || bin.departsMs < feed.readyMs || !fits(from.unitKg, bin.capKg)) return [];
      return [{ bin: index, gate, transfer: feed.transfer, perKg: feed.perKg + bin.perKg }];
    }),
  );
}

/** Cheapest first; what goes into the same bin at the same cost or more, and pays for a transfer besides, is of no use. */
function withoutDetours(options: Option[]): Option[] {
  const sorted = options.sort((a, b) => a.perKg - b.perKg || a.bin - b.bin || a.gate - b.gate);
  const free = new Set<number>();
  return sorted.filter(({ bin, gate }) => {
    if (free.has(bin)) return false;
    if (gate < 0) free.add(bin);
    return true;
  });
}

/** Many groups are gone through once for all deadlines: what a later one could carry is no less. */
const MANY_GROUPS = 60;

function sharesOf(
  problem: Omit<Problem, 'binShare' | 'gateShare'>,
  from: { model: Model },
): { binShare: Float64Array; gateShare: Float64Array } {
  const { bins, gates, options, cargo } = problem;
  const share = (fixed: number, mostKg: number) => (mostKg > 0 ? fixed / mostKg : 0);
  if (cargo.groups.length > MANY_GROUPS) {
    cargo.most ??= mostEver(from.model, cargo);
    const { services, transfers } = cargo.most;
    return {
      binShare: Float64Array.from(bins, ({ fixed, capKg, service }) => share(fixed, Math.min(capKg, services[service] ?? 0))),
      gateShare: Float64Array.from(gates, ({ fixed, transfer }) => share(fixed, transfers[transfer] ?? 0)),
    };
  }
  const binMost = mostOf(bins.length, { cargo, reach: options.map((list) => distinct(list.map(({ bin }) => bin))) });
  const gateMost = mostOf(gates.length, { cargo, reach: options.map((list) => distinct(list.map(({ gate }) => gate))) });
  return {
    binShare: Float64Array.from(bins, ({ fixed, capKg }, index) => share(fixed, Math.min(capKg, binMost[index] ?? 0))),
    gateShare: Float64Array.from(gates, ({ fixed }, index) => share(fixed, gateMost[index] ?? 0)),
  };
}

function mostEver(model: Model, cargo: Cargo): { services: Float64Array; transfers: Float64Array } {
  const feeds = cargo.sources.map(({ origin }) => model.origins[origin]?.feeds ?? []);
  const services = feeds.map((list) => distinct(list.flatMap((feed) => feed.services)));
  const transfers = feeds.map((list) => distinct(list.map(({ transfer }) => transfer)));
  return {
    services: mostOf(model.services.length, { cargo, reach: services }),
    transfers: mostOf(model.transfers.length, { cargo, reach: transfers }),
  };
}

function distinct(indices: readonly number[]): number[] {
  return [...new Set(indices)].filter((index) => index >= 0);
}

/** The most each target can carry, going by where the sources reach. */
function mostOf(targets: number, from: { cargo: Cargo; reach: number[][] }): Float64Array {
  const most = new Float64Array(targets);
  const part = new Float64Array(targets);
  for (const { sources, fractions, massKg } of from.cargo.groups) {
    for (let index = 0; index < sources.length; index++) {
      for (const target of from.reach[sources[index] ?? 0] ?? []) {
        const before = part[target] ?? 0;
        const after = Math.min(1, before + (fractions[index] ?? 0));
        most[target] = (most[target] ?? 0) + (after - before) * massKg;
        part[target] = after;
      }
    }
    for (const source of sources) for (const target of from.reach[source] ?? []) part[target] = 0;
  }
  return most;
}
