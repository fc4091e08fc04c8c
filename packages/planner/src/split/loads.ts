import type { FixedTrip, Model, TripType } from './model.ts';

/** Trips that share a total: `count` of them, each between `min` and `cap` units. */
export interface Batch {
  readonly date: number;
  readonly plant: number;
  /** Infinity where the plant has no limit; batches of one (plant, load class) share it */
  readonly supplyKey: string;
  readonly supply: number;
  readonly min: number;
  readonly cap: number;
  readonly count: number;
}
export interface Loads {
  /** per batch: units for each demand */
  readonly parts: readonly { demand: number; units: number; lateDays: number }[][];
  readonly served: number;
  readonly lateUnitDays: number;
}

interface Arc {
  to: number;
  room: number;
  cost: number;
  back: number;
}

export function batchOf(type: TripType, count: number): Batch {
  const { group, load, date } = type;
  const supplyKey = load.date === undefined ? '' : `${group.plant.index} ${load.date}`;
  const cap = group.cap[date] ?? 0;
  return { date, plant: group.plant.index, supplyKey, supply: load.supply, min: group.min, cap, count };
}

/** A kept trip's mass is fixed and its supply already taken off; only what it serves is open. */
export function batchOfFixed(fixed: FixedTrip): Batch {
  const { date, plant, units } = fixed;
  return { date, plant, supplyKey: '', supply: Number.POSITIVE_INFINITY, min: units, cap: units, count: 1 };
}

/**
 * The most that so many trips can bring, and of all ways the least kg·days late: a flow from supply through trips to
 * demands, first with every trip at its smallest load, then filled up. Whole units, because all bounds are whole.
 * `undefined` when the smallest loads alone find no demand to serve or no supply (SP9, SP11, SP12).
 */
export function assignLoads(model: Model, batches: readonly Batch[]): Loads | undefined {
  const flow = new Flow(model, batches);
  const least = batches.reduce((sum, { min, count }) => sum + min * count, 0);
  flow.limitTo(({ min, count }) => min * count);
  if (flow.fill() < least) return undefined;
  flow.limitTo(({ cap, count }) => cap * count);
  flow.fill();
  return flow.read();
}

class Flow {
  private readonly arcs: Arc[][] = [];
  private readonly fills: Arc[] = [];
  private readonly carried: Arc[][] = [];
  private readonly demanded: Arc[] = [];
  private readonly supplied: (Arc | undefined)[] = [];
  private lateUnits = 0;
  private readonly fixedUnits: number[] = [];
  private readonly batches: readonly Batch[];
  private readonly model: Model;
  private readonly source = 0;
  private readonly sink = 1;

  constructor(model: Model, batches: readonly Batch[]) {
    this.model = model;
    this.batches = batches;
    this.node();
    this.node();
    const demands = model.open.map((open) => {
      const node = this.node();
      this.demanded.push(this.arc(node, this.sink, { room: open, cost: 0 }));
      return node;
    });
    const supplies = new Map<string, Arc>();
    for (const batch of batches) {
      const node = this.node();
      const supply = batch.supplyKey === '' ? undefined : this.supplyArc(supplies, batch);
      const from = supply?.to ?? this.source;
      this.supplied.push(supply);
      this.fills.push(this.arc(from, node, { room: 0, cost: 0 }));
      const serves = model.dates[batch.date]?.serves ?? [];
      this.carried.push(
        serves.map(({ demand, lateDays }) =>
          this.arc(node, demands[demand] ?? this.sink, { room: Number.POSITIVE_INFINITY, cost: lateDays }),
        ),
      );
    }
  }

  /** Room up to the limit; what already flows can no longer be taken back. */
  limitTo(limit: (batch: Batch) => number): void {
    for (const [index, batch] of this.batches.entries()) {
      const fill = this.fills[index] as Arc;
      const back = (this.arcs[fill.to] as Arc[])[fill.back] as Arc;
      this.fixedUnits[index] = (this.fixedUnits[index] ?? 0) + back.room;
      fill.room = limit(batch) - (this.fixedUnits[index] ?? 0);
      back.room = 0;
    }
  }

  /** Cheapest paths first until none is left; what was sent. */
  fill(): number {
    let sent = this.lateUnits === 0 ? this.fillInTime() : 0;
    for (let path = this.cheapestPath(); path; path = this.cheapestPath()) {
      const room = Math.min(...path.map(({ room: free }) => free));
      for (const arc of path) this.send(arc, room);
      sent += room;
    }
    return sent;
  }

  read(): Loads {
    let [served, lateUnitDays] = [0, 0];
    const parts = this.batches.map((batch, index) => {
      const serves = this.model.dates[batch.date]?.serves ?? [];
      return serves.flatMap(({ demand, lateDays }, at) => {
        const arc = this.carried[index]?.[at] as Arc;
        const units = (this.arcs[arc.to] as Arc[])[arc.back]?.room ?? 0;
        served += units;
        lateUnitDays += units * lateDays;
        return units > 0 ? [{ demand, units, lateDays }] : [];
      });
    });
    return { parts, served, lateUnitDays };
  }

  private supplyArc(supplies: Map<string, Arc>, { supplyKey, supply }: Batch): Arc {
    const known = supplies.get(supplyKey) ?? this.arc(this.source, this.node(), { room: supply, cost: 0 });
    supplies.set(supplyKey, known);
    return known;
  }

  /** What can be brought in time straight away: as long as nothing is late, no way is cheaper. */
  private fillInTime(): number {
    let sent = 0;
    for (const [index, { date }] of this.batches.entries()) {
      const [fill, supply] = [this.fills[index] as Arc, this.supplied[index]];
      for (const [at, { demand, lateDays }] of (this.model.dates[date]?.serves ?? []).entries()) {
        const wanted = this.demanded[demand];
        if (lateDays > 0 || wanted === undefined) continue;
        const room = Math.min(fill.room, supply?.room ?? Number.POSITIVE_INFINITY, wanted.room);
        if (room <= 0) continue;
        for (const arc of [supply, fill, this.carried[index]?.[at], wanted]) if (arc) this.send(arc, room);
        sent += room;
      }
    }
    return sent;
  }

  private send(arc: Arc, units: number): void {
    arc.room -= units;
    const back = (this.arcs[arc.to] as Arc[])[arc.back] as Arc;
    back.room += units;
    this.lateUnits += units * arc.cost;
  }

  private node(): number {
    return this.arcs.push([]) - 1;
  }

  private arc(from: number, to: number, { room, cost }: { room: number; cost: number }): Arc {
    const out = this.arcs[from] as Arc[];
    const into = this.arcs[to] as Arc[];
    const arc = { to, room, cost, back: into.length };
    out.push(arc);
    into.push({ to: from, room: 0, cost: -cost, back: out.length - 1 });
    return arc;
  }

  /** Bellman and Ford with a queue: costs are days, some of them negative on the way back. */
  private cheapestPath(): Arc[] | undefined {
    const cost = new Float64Array(this.arcs.length).fill(Number.POSITIVE_INFINITY);
    const into: (Arc | undefined)[] = new Array(this.arcs.length);
    const queued = new Uint8Array(this.arcs.length);
    const queue = [this.source];
    cost[this.source] = 0;
    for (let head = 0; head < queue.length; head += 1) {
      const node = queue[head] as number;
      queued[node] = 0;
      for (const arc of this.arcs[node] as Arc[]) {
        const through = (cost[node] as number) + arc.cost;
        if (arc.room <= 0 || through >= (cost[arc.to] as number)) continue;
        cost[arc.to] = through;
        into[arc.to] = arc;
        if (queued[arc.to] === 0) {
          queued[arc.to] = 1;
          queue.push(arc.to);
        }
      }
    }
    return this.traceBack(into);
  }

  private traceBack(into: readonly (Arc | undefined)[]): Arc[] | undefined {
    const path: Arc[] = [];
    for (let node = this.sink; node !== this.source; ) {
      const arc = into[node];
      if (!arc) return undefined;
      path.push(arc);
      node = ((this.arcs[arc.to] as Arc[])[arc.back] as Arc).to;
    }
    return path;
  }
}
