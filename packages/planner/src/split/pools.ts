import { assignLoads, type Batch, batchOfFixed, type Loads } from './loads.ts';
import type { Model, TripType } from './model.ts';
import { type Counts, type CountValue, keptTrips, valueOfLoads } from './plan-value.ts';

/** What trips bring together; `loads.parts` begins with the pools in use, in their order. */
export interface Brought {
  readonly used: readonly Pool[];
  readonly loads: Loads;
  readonly value: CountValue;
}

/** Trips of one date from one supply: they may exchange what they carry, so only their sums matter (SP16). */
export interface Pool {
  readonly index: number;
  readonly load: TripType['load'];
  readonly date: number;
  readonly empty: Batch;
}

/** The same as `loadsOf`, for who asks again and again: trips that may exchange their loads are one. */
export class Pools {
  /** by the index of a type */
  readonly poolOf: readonly number[];
  private readonly model: Model;
  private readonly types: readonly TripType[];
  private readonly pools: readonly Pool[];
  private readonly kept: readonly Batch[];

  constructor(model: Model, types: readonly TripType[]) {
    this.model = model;
    this.types = types;
    this.kept = keptTrips(model).map(batchOfFixed);
    const known = new Map<string, number>();
    const pools: Pool[] = [];
    this.poolOf = types.map(({ group: { plant }, load, date }) => {
      const key = `${plant.index} ${load.date ?? ''} ${date}`;
      const at = known.get(key) ?? pools.length;
      if (at === pools.length) {
        known.set(key, at);
        const supplyKey = load.date === undefined ? '' : `${plant.index} ${load.date}`;
        pools.push({
          index: at,
          load,
          date,
          empty: { date, plant: plant.index, supplyKey, supply: load.supply, min: 0, cap: 0, count: 1 },
        });
      }
      return at;
    });
    this.pools = pools;
  }

  /** `undefined` when so many trips cannot all have their smallest load. */
  bring(counts: Counts): Brought | undefined {
    const least = new Float64Array(this.pools.length);
    const most = new Float64Array(this.pools.length);
    for (const { index, group, date } of this.types) {
      const [count, pool] = [counts[index] ?? 0, this.poolOf[index] ?? 0];
      least[pool] = (least[pool] ?? 0) + count * group.min;
      most[pool] = (most[pool] ?? 0) + count * (group.cap[date] ?? 0);
    }
    const used: Pool[] = [];
    const batches: Batch[] = [];
    for (const [at, pool] of this.pools.entries()) {
      if ((most[at] ?? 0) <= 0) continue;
      used.push(pool);
      batches.push({ ...pool.empty, min: least[at] ?? 0, cap: most[at] ?? 0 });
    }
    const loads = assignLoads(this.model, [...batches, ...this.kept]);
    return loads && { used, loads, value: valueOfLoads(this.model, this.types, { counts, loads }) };
  }
}
