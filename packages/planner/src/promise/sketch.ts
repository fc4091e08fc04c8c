import type { Cargo } from './cargo.ts';
import { fits, type Model, type ServiceRun } from './model.ts';

/** A way of a source to the customer, at any deadline from `soonestMs` on. */
interface AtlasWay {
  run: number;
  /** facility of the gate, −1 where there is none */
  gate: number;
  /** −1 where it goes straight */
  transfer: number;
  /** fixed costs that are paid by the kilogram included */
  perKg: number;
  readyMs: number;
  soonestMs: number;
}

/**
 * What an order too big to branch over single shipments can do, whatever the deadline. Facilities are what costs something to have:
 * the services in their order, all shipments of one as one, then the transfers that have a price of their own (gates). A shipment of a
 * service with a mass limit is paid by the kilogram of a full one, which is never dearer than the truth.
 */
export interface Atlas {
  model: Model;
  cargo: Cargo;
  runs: number;
  /** by facility; 0 where it is paid by the kilogram */
  fixed: Float64Array;
  /** by service: of its fixed cost what a kilogram pays */
  sharePerKg: Float64Array;
  /** cheapest first; those of source `s` are `start[s]` to `start[s + 1]` */
  ways: AtlasWay[];
  start: Int32Array;
  goods: Goods;
  /** fixed costs by the kilogram of the most there could be; found out when first asked for */
  shares?: Float64Array;
}

/** The groups of the cargo in rows: of group `g` those from `start[g]` to `start[g + 1]`. */
export interface Goods {
  start: Int32Array;
  source: Int32Array;
  fraction: Float64Array;
  massKg: Float64Array;
  /** by source: the groups it could serve */
  groupsOf: number[][];
}

/** The atlas at one deadline. */
export interface Sketch {
  atlas: Atlas;
  goods: Goods;
  deadlineMs: number;
  runs: number;
  fixed: Float64Array;
  /** facilities that some way uses */
  usable: Uint8Array;
  /** ways of source `s` are `wayStart[s]` to `wayStart[s + 1]`, cheapest first */
  wayStart: Int32Array;
  wayRun: Int32Array;
  wayGate: Int32Array;
  wayPerKg: Float64Array;
  /** its place in the atlas */
  wayAt: Int32Array;
  /** by facility: the sources it could serve */
  sourcesOf: number[][];
}

export function atlasOf(model: Model, cargo: Cargo): Atlas {
  const runs = model.services.length;
  const gateOf = new Int32Array(model.transfers.length).fill(-1);
  const fixed = model.services.map(({ service, capKg }) => (Number.isFinite(capKg) ? 0 : service.cost.fixed));
  model.transfers.forEach(({ lane }, transfer) => {
    if (lane.cost.fixed > 0) gateOf[transfer] = fixed.push(lane.cost.fixed) - 1;
  });
  const sharePerKg = Float64Array.from(model.services, (run) => shareOf(run, cargo));
  const start = new Int32Array(cargo.sources.length + 1);
  const ways: AtlasWay[] = [];
  cargo.sources.forEach(({ origin, unitKg }, source) => {
    const list: AtlasWay[] = [];
    for (const { transfer, services, perKg, readyMs, soonestMs } of model.origins[origin]?.feeds ?? []) {
      const gate = transfer < 0 ? -1 : (gateOf[transfer] ?? -1);
      for (let index = 0; index < services.length; index++) {
        const run = services[index] ?? 0;
        const own = model.services[run];
        if (!own || !fits(unitKg, own.capKg)) continue;
        const paid = perKg + own.service.cost.perKg + (sharePerKg[run] ?? 0);
        list.push({ run, gate, transfer, perKg: paid, readyMs, soonestMs: soonestMs[index] ?? 0 });
      }
    }
    list.sort((a, b) => a.perKg - b.perKg || a.run - b.run || a.gate - b.gate);
    for (const way of list) ways.push(way);
    start[source + 1] = ways.length;
  });
  return { model, cargo, runs, fixed: Float64Array.from(fixed), sharePerKg, ways, start, goods: goodsOf(cargo) };
}

function shareOf({ service, capKg }: ServiceRun, cargo: Cargo): number {
  return Number.isFinite(capKg) ? service.cost.fixed / (cargo.fullKg.get(capKg) ?? capKg) : 0;
}

function goodsOf({ sources, groups }: Cargo): Goods {
  const rows = groups.reduce((sum, group) => sum + group.sources.length, 0);
  const goods: Goods = {
    start: new Int32Array(groups.length + 1),
    source: new Int32Array(rows),
    fraction: new Float64Array(rows),
    massKg: Float64Array.from(groups, ({ massKg }) => massKg),
    groupsOf: sources.map(() => []),
  };
  let at = 0;
  groups.forEach((group, index) => {
    for (let own = 0; own < group.sources.length; own++, at++) {
      const source = group.sources[own] ?? 0;
      goods.source[at] = source;
      goods.fraction[at] = group.fractions[own] ?? 0;
      goods.groupsOf[source]?.push(index);
    }
    goods.start[index + 1] = at;
  });
  return goods;
}

/** Services leave by their latest departure in time: it takes all that earlier ones take. What is of no use by then is left out. */
export function sketchAt(atlas: Atlas, deadlineMs: number): Sketch {
  const { runs, fixed, goods } = atlas;
  const facilities = fixed.length;
  const isOut = beatenAt(atlas, deadlineMs);
  const size = atlas.ways.length;
  const wayStart = new Int32Array(atlas.start.length);
  const wayAt = new Int32Array(size);
  const wayRun = new Int32Array(size);
  const wayGate = new Int32Array(size);
  const wayPerKg = new Float64Array(size);
  const usable = new Uint8Array(facilities);
  const sourcesOf: number[][] = Array.from({ length: facilities }, () => []);
  const free = new Int32Array(runs).fill(-1);
  let count = 0;
  const note = (facility: number, source: number) => {
    usable[facility] = 1;
    const known = sourcesOf[facility];
    if (known?.at(-1) !== source) known?.push(source);
  };
  for (let source = 0; source + 1 < wayStart.length; source++) {
    for (let at = atlas.start[source] ?? 0; at < (atlas.start[source + 1] ?? 0); at++) {
      const way = atlas.ways[at];
      // what goes by the same service at the same cost or more, and pays for a transfer besides, is of no use
      if (!way || way.soonestMs > deadlineMs || isOut[way.run] || free[way.run] === source) continue;
      if (way.gate < 0) free[way.run] = source;
      wayRun[count] = way.run;
      wayGate[count] = way.gate;
      wayPerKg[count] = way.perKg;
      wayAt[count++] = at;
      note(way.run, source);
      if (way.gate >= 0) note(way.gate, source);
    }
    wayStart[source + 1] = count;
  }
  const ways = { wayRun: wayRun.subarray(0, count), wayGate: wayGate.subarray(0, count), wayPerKg: wayPerKg.subarray(0, count) };
  return { atlas, goods, deadlineMs, runs, fixed, usable, wayStart, ...ways, wayAt: wayAt.subarray(0, count), sourcesOf };
}

/** How many of a service's departures keep the deadline: a later one is delivered no earlier. */
export function countBy({ departures }: ServiceRun, deadlineMs: number): number {
  let [low, high] = [0, departures.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((departures[middle]?.deliveredMs ?? 0) <= deadlineMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The latest departure of a service that keeps the deadline; before all time where none does. */
export function latestAt(run: ServiceRun, deadlineMs: number): number {
  return run.departures[countBy(run, deadlineMs) - 1]?.departsMs ?? Number.NEGATIVE_INFINITY;
}

/** Another service from the same place, without a mass limit, is never dearer and leaves no earlier. */
function beatenAt({ model }: Atlas, deadlineMs: number): Uint8Array {
  const leaves = model.services.map((run) => latestAt(run, deadlineMs));
  return Uint8Array.from(model.services, (own, index) => {
    const at = leaves[index] ?? 0;
    if (at === Number.NEGATIVE_INFINITY) return 1;
    const { fixed, perKg } = own.service.cost;
    const isBeaten = model.services.some((other, rival) => {
      if (rival === index || other.place !== own.place || Number.isFinite(other.capKg)) return false;
      const { cost } = other.service;
      const leavesMs = leaves[rival] ?? 0;
      if (leavesMs < at || cost.fixed > fixed || cost.perKg > perKg) return false;
      const isSame = leavesMs === at && cost.fixed === fixed && cost.perKg === perKg;
      return !isSame || rival < index || Number.isFinite(own.capKg);
    });
    return isBeaten ? 1 : 0;
  });
}

/** A bound that costs little: every fixed cost paid by the kilogram of the most it could carry. */
export function rootBound(sketch: Sketch): number {
  const { goods, wayStart, wayRun, wayGate, wayPerKg } = sketch;
  sketch.atlas.shares ??= sharesOf(sketch.atlas);
  const { shares } = sketch.atlas;
  const price = new Float64Array(wayStart.length - 1).fill(Number.POSITIVE_INFINITY);
  for (let source = 0; source < price.length; source++) {
    for (let way = wayStart[source] ?? 0; way < (wayStart[source + 1] ?? 0); way++) {
      const gate = wayGate[way] ?? -1;
      const own = (wayPerKg[way] ?? 0) + (shares[wayRun[way] ?? 0] ?? 0) + (gate < 0 ? 0 : (shares[gate] ?? 0));
      if (own < (price[source] ?? 0)) price[source] = own;
    }
  }
  let cost = 0;
  for (let group = 0; group < goods.massKg.length; group++) cost += goodsCost(goods, price, group);
  return cost;
}

/** By facility: its fixed cost by the kilogram of the most it could ever carry. */
function sharesOf(atlas: Atlas): Float64Array {
  const { goods, fixed } = atlas;
  const reached = reachedBy(atlas);
  const part = new Float64Array(fixed.length);
  const massKg = new Float64Array(fixed.length);
  for (let group = 0; group < goods.massKg.length; group++) {
    const [from, to] = [goods.start[group] ?? 0, goods.start[group + 1] ?? 0];
    for (let at = from; at < to; at++) {
      const fraction = goods.fraction[at] ?? 0;
      for (const facility of reached[goods.source[at] ?? 0] ?? []) {
        const before = part[facility] ?? 0;
        const after = Math.min(1, before + fraction);
        part[facility] = after;
        massKg[facility] = (massKg[facility] ?? 0) + (after - before) * (goods.massKg[group] ?? 0);
      }
    }
    for (let at = from; at < to; at++) for (const facility of reached[goods.source[at] ?? 0] ?? []) part[facility] = 0;
  }
  return fixed.map((own, facility) => ((massKg[facility] ?? 0) > 0 ? own / (massKg[facility] ?? 0) : 0));
}

/** By source: the facilities that some way of it uses. */
function reachedBy({ ways, start, fixed }: Atlas): number[][] {
  const seen = new Int32Array(fixed.length).fill(-1);
  return Array.from({ length: start.length - 1 }, (_, source) => {
    const reached: number[] = [];
    for (let at = start[source] ?? 0; at < (start[source + 1] ?? 0); at++) {
      for (const facility of [ways[at]?.run ?? -1, ways[at]?.gate ?? -1]) {
        if (facility < 0 || seen[facility] === source) continue;
        seen[facility] = source;
        reached.push(facility);
      }
    }
    return reached;
  });
}

/** The cheapest sources until the group is whole; infinite if it cannot be. */
export function goodsCost(goods: Goods, price: Float64Array, group: number): number {
  const { source, fraction } = goods;
  const from = goods.start[group] ?? 0;
  const to = goods.start[group + 1] ?? 0;
  const massKg = goods.massKg[group] ?? 0;
  let least = Number.POSITIVE_INFINITY;
  let next = -1;
  for (let at = from; at < to; at++) {
    const offered = price[source[at] ?? 0] ?? 0;
    if (offered < least) {
      next = at;
      least = offered;
    }
  }
  if (next < 0) return Number.POSITIVE_INFINITY;
  let part = fraction[next] ?? 0;
  if (part >= 1 - 1e-12) return least * massKg; // one source has enough of it, as most have
  let left = 1 - part;
  let cost = part * least;
  while (left > 1e-12) {
    const floor = least;
    const last = next;
    next = -1;
    least = Number.POSITIVE_INFINITY;
    for (let at = from; at < to; at++) {
      const offered = price[source[at] ?? 0] ?? 0;
      if (offered < least && (offered > floor || (offered === floor && at > last))) {
        next = at;
        least = offered;
      }
    }
    if (next < 0) return Number.POSITIVE_INFINITY;
    part = Math.min(left, fraction[next] ?? 0);
    left -= part;
    cost += part * least;
  }
  return cost * massKg;
}
