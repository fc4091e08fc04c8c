import type { Cargo } from './cargo.ts';
import { fits, type Model, type ServiceRun } from './model.ts';

/** A way of a source to the customer, at any deadline from `soonestMs` on. */
interface AtlasWay {
  run: number;
  /** facility of the gate, −1 where there is none */
  gate: number;
  perKg: number;
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
  /** by source, cheapest first */
  ways: AtlasWay[][];
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
  const perKg = model.services.map((run) => runPerKg(run, cargo));
  const ways = cargo.sources.map(({ origin, unitKg }) => {
    const list: AtlasWay[] = [];
    for (const feed of model.origins[origin]?.feeds ?? []) {
      const gate = feed.transfer < 0 ? -1 : (gateOf[feed.transfer] ?? -1);
      for (const run of feed.services) {
        const service = model.services[run];
        if (!service || !fits(unitKg, service.capKg)) continue;
        const first = service.departures.find(({ departsMs }) => departsMs >= feed.readyMs);
        if (first) list.push({ run, gate, perKg: feed.perKg + (perKg[run] ?? 0), soonestMs: first.deliveredMs });
      }
    }
    return list.sort((a, b) => a.perKg - b.perKg || a.run - b.run || a.gate - b.gate);
  });
  return { model, cargo, runs, fixed: Float64Array.from(fixed), ways, goods: goodsOf(cargo) };
}

function runPerKg({ service, capKg }: ServiceRun, cargo: Cargo): number {
  const { fixed, perKg } = service.cost;
  const fullKg = cargo.fullKg.get(capKg) ?? capKg;
  return Number.isFinite(capKg) && fixed > 0 ? perKg + fixed / fullKg : perKg;
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
  const size = atlas.ways.reduce((sum, list) => sum + list.length, 0);
  const wayStart = new Int32Array(atlas.ways.length + 1);
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
  atlas.ways.forEach((list, source) => {
    for (const { run, gate, perKg, soonestMs } of list) {
      // what goes by the same service at the same cost or more, and pays for a transfer besides, is of no use
      if (soonestMs > deadlineMs || isOut[run] || free[run] === source) continue;
      if (gate < 0) free[run] = source;
      wayRun[count] = run;
      wayGate[count] = gate;
      wayPerKg[count++] = perKg;
      note(run, source);
      if (gate >= 0) note(gate, source);
    }
    wayStart[source + 1] = count;
  });
  const ways = { wayStart, wayRun: wayRun.subarray(0, count), wayGate: wayGate.subarray(0, count) };
  return { atlas, goods, deadlineMs, runs, fixed, usable, ...ways, wayPerKg: wayPerKg.subarray(0, count), sourcesOf };
}

/** The latest departure of a service that keeps the deadline; before all time where none does. */
export function latestAt({ departures }: ServiceRun, deadlineMs: number): number {
  for (let at = departures.length - 1; at >= 0; at--) {
    const departure = departures[at];
    if (departure && departure.deliveredMs <= deadlineMs) return departure.departsMs;
  }
  return Number.NEGATIVE_INFINITY;
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
  const { goods, fixed, ways } = atlas;
  const reached = ways.map((list) => [...new Set(list.flatMap(({ run, gate }) => (gate < 0 ? [run] : [run, gate])))]);
  const part = new Float64Array(fixed.length);
  const massKg = new Float64Array(fixed.length);
  for (let group = 0; group < goods.massKg.length; group++) {
    part.fill(0);
    for (let at = goods.start[group] ?? 0; at < (goods.start[group + 1] ?? 0); at++) {
      for (const facility of reached[goods.source[at] ?? 0] ?? []) {
        part[facility] = Math.min(1, (part[facility] ?? 0) + (goods.fraction[at] ?? 0));
      }
    }
    for (let facility = 0; facility < part.length; facility++)
      massKg[facility] = (massKg[facility] ?? 0) + (part[facility] ?? 0) * (goods.massKg[group] ?? 0);
  }
  return fixed.map((own, facility) => ((massKg[facility] ?? 0) > 0 ? own / (massKg[facility] ?? 0) : 0));
}

/** The cheapest sources until the group is whole; infinite if it cannot be. */
export function goodsCost(goods: Goods, price: Float64Array, group: number): number {
  const from = goods.start[group] ?? 0;
  const to = goods.start[group + 1] ?? 0;
  let [left, cost, floor, last] = [1, 0, Number.NEGATIVE_INFINITY, -1];
  while (left > 1e-12) {
    let next = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let at = from; at < to; at++) {
      const offered = price[goods.source[at] ?? 0] ?? 0;
      if (offered < least && (offered > floor || (offered === floor && at > last))) {
        next = at;
        least = offered;
      }
    }
    if (next < 0) return Number.POSITIVE_INFINITY;
    floor = least;
    last = next;
    const fraction = goods.fraction[next] ?? 0;
    const part = Math.min(fraction, left);
    left -= part;
    cost += part * least;
  }
  return cost * (goods.massKg[group] ?? 0);
}
