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

/** Arcs are numbers; the one back of an arc is its pair, `arc ^ 1`. */
class Flow {
  private readonly ends: number[] = [];
  private readonly room: number[] = [];
  private readonly cost: number[] = [];
  private readonly from: number[][] = [];
  private readonly fills: number[] = [];
  private readonly carried: number[][] = [];
  private readonly demanded: number[] = [];
  private readonly supplied: (number | undefined)[] = [];
  private readonly fixedUnits: number[];
  private lateUnits = 0;
  private readonly batches: readonly Batch[];
  private readonly model: Model;
  private readonly source: number;
  private readonly sink: number;

  constructor(model: Model, batches: readonly Batch[]) {
    this.model = model;
    this.batches = batches;
    this.fixedUnits = batches.map(() => 0);
    this.source = this.node();
    this.sink = this.node();
    for (const open of model.open) this.demanded.push(this.arc(this.node(), this.sink, { room: open, cost: 0 }));
    const supplies = new Map<string, number>();
    for (const batch of batches) {
      const node = this.node();
      const supply = batch.supplyKey === '' ? undefined : this.supplyArc(supplies, batch);
      this.supplied.push(supply);
      this.fills.push(this.arc(supply === undefined ? this.source : this.endOf(supply), node, { room: 0, cost: 0 }));
      this.carried.push(
        (model.dates[batch.date]?.serves ?? []).map(({ demand, lateDays }) =>
          this.arc(node, this.endOf((this.demanded[demand] ?? 0) ^ 1), { room: Number.POSITIVE_INFINITY, cost: lateDays }),
        ),
      );
    }
  }

  /** Room up to the limit; what already flows can no longer be taken back. */
  limitTo(limit: (batch: Batch) => number): void {
    for (const [index, batch] of this.batches.entries()) {
      const fill = this.fills[index] ?? 0;
      const fixed = (this.fixedUnits[index] ?? 0) + (this.room[fill ^ 1] ?? 0);
      this.fixedUnits[index] = fixed;
      this.room[fill] = limit(batch) - fixed;
      this.room[fill ^ 1] = 0;
    }
  }

  /** Cheapest ways first until none is left; what was sent. */
  fill(): number {
    let sent = this.lateUnits === 0 ? this.fillInTime() : 0;
    for (let costs = this.cheapestWays(); costs; costs = this.cheapestWays()) {
      const isSeen = new Uint8Array(this.from.length);
      for (let more = 1; more > 0; sent += more) {
        isSeen.fill(0);
        more = this.push(this.source, Number.POSITIVE_INFINITY, { costs, isSeen });
      }
    }
    return sent;
  }

  read(): Loads {
    let [served, lateUnitDays] = [0, 0];
    const parts = this.batches.map((batch, index) => {
      const own: { demand: number; units: number; lateDays: number }[] = [];
      for (const [at, { demand, lateDays }] of (this.model.dates[batch.date]?.serves ?? []).entries()) {
        const units = this.room[(this.carried[index]?.[at] ?? 0) ^ 1] ?? 0;
        if (units <= 0) continue;
        served += units;
        lateUnitDays += units * lateDays;
        own.push({ demand, units, lateDays });
      }
      return own;
    });
    return { parts, served, lateUnitDays };
  }

  private supplyArc(supplies: Map<string, number>, { supplyKey, supply }: Batch): number {
    const known = supplies.get(supplyKey) ?? this.arc(this.source, this.node(), { room: supply, cost: 0 });
    supplies.set(supplyKey, known);
    return known;
  }

  /** What can be brought in time straight away: as long as nothing is late, no way is cheaper. */
  private fillInTime(): number {
    let sent = 0;
    for (const [index, { date }] of this.batches.entries()) {
      const [fill, supply] = [this.fills[index] ?? 0, this.supplied[index]];
      for (const [at, { demand, lateDays }] of (this.model.dates[date]?.serves ?? []).entries()) {
        const [wanted, carried] = [this.demanded[demand], this.carried[index]?.[at]];
        if (lateDays > 0 || wanted === undefined || carried === undefined) continue;
        const supplied = supply === undefined ? Number.POSITIVE_INFINITY : this.roomOf(supply);
        const room = Math.min(this.roomOf(fill), supplied, this.roomOf(wanted));
        if (room <= 0) continue;
        if (supply !== undefined) this.send(supply, room);
        for (const arc of [fill, carried, wanted]) this.send(arc, room);
        sent += room;
      }
    }
    return sent;
  }

  private send(arc: number, units: number): void {
    this.room[arc] = this.roomOf(arc) - units;
    this.room[arc ^ 1] = this.roomOf(arc ^ 1) + units;
    this.lateUnits += units * (this.cost[arc] ?? 0);
  }

  private endOf(arc: number): number {
    return this.ends[arc] ?? 0;
  }

  private roomOf(arc: number): number {
    return this.room[arc] ?? 0;
  }

  private node(): number {
    return this.from.push([]) - 1;
  }

  private arc(from: number, to: number, { room, cost }: { room: number; cost: number }): number {
    const arc = this.ends.push(to, from) - 2;
    this.room.push(room, 0);
    this.cost.push(cost, -cost);
    this.from[from]?.push(arc);
    this.from[to]?.push(arc + 1);
    return arc;
  }

  /** Bellman and Ford with a queue: costs are days, some of them negative on the way back. */
  private cheapestWays(): Float64Array | undefined {
    const costs = new Float64Array(this.from.length).fill(Number.POSITIVE_INFINITY);
    const isQueued = new Uint8Array(this.from.length);
    const queue = [this.source];
    costs[this.source] = 0;
    for (let head = 0; head < queue.length; head += 1) {
      const node = queue[head] as number;
      isQueued[node] = 0;
      for (const arc of this.from[node] as number[]) {
        if (this.roomOf(arc) <= 0) continue;
        const to = this.endOf(arc);
        const through = (costs[node] ?? 0) + (this.cost[arc] ?? 0);
        if (through >= (costs[to] ?? 0)) continue;
        costs[to] = through;
        if (isQueued[to] === 1) continue;
        isQueued[to] = 1;
        queue.push(to);
      }
    }
    return costs[this.sink] === Number.POSITIVE_INFINITY ? undefined : costs;
  }

  /** As much as finds room along cheapest ways, no node passed twice; what was sent. */
  private push(node: number, units: number, ways: { costs: Float64Array; isSeen: Uint8Array }): number {
    if (node === this.sink) return units;
    ways.isSeen[node] = 1;
    let sent = 0;
    for (const arc of this.from[node] as number[]) {
      const to = this.endOf(arc);
      const isCheapest = ways.costs[to] === (ways.costs[node] ?? 0) + (this.cost[arc] ?? 0);
      if (!isCheapest || ways.isSeen[to] === 1 || this.roomOf(arc) <= 0) continue;
      const part = this.push(to, Math.min(units - sent, this.roomOf(arc)), ways);
      if (part > 0) this.send(arc, part);
      sent += part;
      if (sent === units) break;
    }
    return sent;
  }
}
