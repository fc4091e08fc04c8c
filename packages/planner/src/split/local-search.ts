import type { Work } from './budget.ts';
import { lastUnloading } from './exact.ts';
import type { Model, TripType } from './model.ts';
import { compareValues, countPlaced, type Solution } from './plan-value.ts';
import { type Brought, Pools } from './pools.ts';
import { type Random, randomFrom } from './random.ts';
import { openWithin } from './reach.ts';
import { Repair, type Stock } from './repair.ts';
import { Ruin } from './ruin.ts';
import { anyTaste, datesAround, datesInOrder } from './tastes.ts';
import { Timetable, type Timetabled } from './timetable.ts';

/** After so many rounds without a better plan the best one is begun from again, looking at another level. */
const PATIENCE = 150;
const STEPS_TO_JUDGE = 6;
/** In so many rounds trips are first moved together. */
const SHARE_MOVED = 0.15;

interface Task {
  model: Model;
  types: readonly TripType[];
  start: Solution;
  /** what no plan falls below, by level as far as it is known */
  bounds: readonly number[];
}

interface Standing {
  readonly value: readonly number[];
  readonly brought: Brought;
}

/**
 * Takes some trips out and lays what they brought anew, over and over; what is not worse stays. For what is too large to be
 * searched to the end: no proof, but every plan on the way keeps every rule, and the best one is kept. The same seed and work
 * give the same plan.
 */
export function searchLocally(input: Task, { work, seed }: { work: Work; seed: number }): Solution {
  if (input.types.length === 0) return input.start;
  const search = new LocalSearch(input, { work, seed });
  while (!work.over()) search.round();
  return search.best;
}

class LocalSearch {
  best: Solution;
  private bestValue: readonly number[];
  private readonly model: Model;
  private readonly types: readonly TripType[];
  private readonly byDate: TripType[][];
  private readonly pools: Pools;
  private readonly random: Random;
  private readonly ruin: Ruin;
  private readonly work: Work;
  private table: Timetable;
  private repair: Repair;
  private now: Standing;
  private readonly bounds: readonly number[];
  private sinceBest = 0;
  private focus = 0;
  /** how often each level was looked at for nothing since the best plan became better */
  private inVain: number[] = [];
  /** how much worse on the level looked at a plan may be that is gone on from; less and less of it */
  private leeway = 0;

  constructor({ model, types, start, bounds }: Task, { work, seed }: { work: Work; seed: number }) {
    this.model = model;
    this.types = types;
    this.byDate = model.dates.map((_, date) => types.filter((type) => type.date === date));
    this.pools = new Pools(model, types);
    this.random = randomFrom(seed);
    this.ruin = new Ruin(model, this.random);
    this.work = work;
    this.best = start;
    this.bounds = bounds;
    this.table = new Timetable(model);
    this.repair = new Repair(model, { byDate: this.byDate, table: this.table, work });
    this.now = this.beginFrom(start);
    this.bestValue = this.now.value;
  }

  round(): void {
    const isMoved = this.random.chance(SHARE_MOVED);
    const all = [...this.table.trips];
    const out = isMoved ? this.ruin.someDays(all) : this.ruin.choose(all, this.now.brought, this.focus);
    for (const trip of out) this.table.takeOut(trip);
    const moved = isMoved ? this.moveUp(out) : [];
    const left = this.bring();
    const dates = datesAround(datesInOrder(this.model, this.random), out, this.random);
    const filled = left && this.repair.fill(dates, this.stockLeft(left), anyTaste(this.model, this.random));
    const added = [...moved, ...(filled ?? [])];
    const full = filled && this.bring();
    const surplus = full ? this.dropSurplus(full) : [];
    const next = full && this.standing(surplus.length > 0 ? this.bring() : full);
    if (next !== undefined && this.isTaken(next)) {
      this.now = next;
      this.keepIfBest();
      return;
    }
    for (const trip of surplus) this.table.put(trip);
    for (const trip of added) this.table.takeOut(trip);
    for (const trip of out) this.table.put(trip);
    this.grow();
  }

  /** The same trips one after another as early as they can be, so that what is free between them comes together. */
  private moveUp(out: readonly Timetabled[]): Timetabled[] {
    const isByLoading = this.random.chance(0.3);
    const sorted = [...out].sort((a, b) => (isByLoading ? a.loadFrom - b.loadFrom : a.unloadFrom - b.unloadFrom));
    return sorted.flatMap((trip) => {
      this.work.spend(this.table.stepsToLook(trip.vehicle));
      const moved = this.table.earliest(trip.vehicle, trip.type, 'eve');
      if (moved) this.table.put(moved);
      return moved ?? [];
    });
  }

  private beginFrom(plan: Solution): Standing {
    this.table = new Timetable(this.model);
    this.table.fill(plan.placed);
    this.repair = new Repair(this.model, { byDate: this.byDate, table: this.table, work: this.work });
    const standing = this.standing(this.bring());
    if (!standing) throw new Error('split: a plan whose smallest loads find nothing to carry');
    return standing;
  }

  private counts(): number[] {
    return countPlaced(this.types, [...this.table.trips]);
  }

  private bring(): Brought | undefined {
    this.work.spend(STEPS_TO_JUDGE + (this.table.trips.size >> 3));
    return this.pools.bring(this.counts());
  }

  private standing(brought: Brought | undefined): Standing | undefined {
    return brought && { brought, value: [...brought.value, lastUnloading(this.model, [...this.table.trips])] };
  }

  /** Levels behind the one looked at do not count: what they lose on the way is won back later. */
  private isTaken({ value }: Standing): boolean {
    const { focus, now } = this;
    const before = compareValues(value.slice(0, focus), now.value.slice(0, focus));
    if (before !== 0) return before < 0;
    return (value[focus] ?? 0) <= (now.value[focus] ?? 0) + this.leeway * (1 - (this.sinceBest % PATIENCE) / PATIENCE) + 1e-6;
  }

  private keepIfBest(): void {
    if (compareValues(this.now.value, this.bestValue) >= 0) {
      this.grow();
      return;
    }
    this.sinceBest = 0;
    this.inVain = [];
    this.bestValue = this.now.value;
    const placed = [...this.table.trips].map(({ vehicle, type, loadFrom, unloadFrom }) => ({
      vehicle,
      type,
      loadFrom,
      unloadFrom,
    }));
    this.best = { counts: this.counts(), value: this.now.brought.value, placed };
  }

  private grow(): void {
    this.sinceBest += 1;
    if (this.sinceBest % PATIENCE === 0) this.lookElsewhere();
  }

  /** At a level that may still become better: the first ones rather, and those less at which it was looked in vain. */
  private lookElsewhere(): void {
    this.inVain[this.focus] = (this.inVain[this.focus] ?? 0) + 1;
    if (compareValues(this.now.value, this.bestValue) !== 0) this.now = this.beginFrom(this.best);
    this.focus = this.openLevel();
    const trips = Math.max(1, this.bestValue.at(-2) ?? 1);
    const size = this.focus < 2 ? this.largest : this.focus === 2 ? (this.bestValue[2] ?? 0) / trips : this.focus === 3 ? 1 : 0;
    this.leeway = this.random.chance(0.5) ? 0 : size * this.random.unit();
  }

  private openLevel(): number {
    const levels = [...this.bestValue.keys()];
    const isOpen = (level: number) => (this.bestValue[level] ?? 0) > (this.bounds[level] ?? Number.NEGATIVE_INFINITY) + 1e-6;
    const first = Math.max(0, levels.findIndex(isOpen));
    const weights = levels.map((level) => (level < first ? 0 : 1 / ((1 + level - first) * (1 + (this.inVain[level] ?? 0)))));
    return Math.max(first, this.random.weighted(weights));
  }

  private get largest(): number {
    return Math.max(...this.types.map(({ group, date }) => group.cap[date] ?? 0));
  }

  /** What is still to be brought, and of what. */
  private stockLeft({ used, loads }: Brought): Stock {
    const open = [...this.model.open];
    for (const { demand, units } of loads.parts.flat()) open[demand] = (open[demand] ?? 0) - units;
    const supply = new Map<TripType['load'], number>();
    for (const { load } of this.types) supply.set(load, load.supply);
    for (const [at, { load }] of used.entries()) {
      const taken = (loads.parts[at] ?? []).reduce((sum, { units }) => sum + units, 0);
      supply.set(load, (supply.get(load) ?? 0) - taken);
    }
    const spare = this.model.dates.map(() => 0);
    for (const [at, { date }] of used.entries())
      for (const { units } of loads.parts[at] ?? []) spare[date] = (spare[date] ?? 0) + units;
    for (const { type } of this.table.trips) spare[type.date] = (spare[type.date] ?? 0) - type.group.min;
    return { open, supply, spare, reach: openWithin(this.model, { used, loads }, open) };
  }

  /** Takes out trips without which the others of their date and supply can bring as much. */
  private dropSurplus({ used, loads }: Brought): Timetabled[] {
    const { poolOf } = this.pools;
    const slack = new Map<number, number>();
    const capOf = ({ type: { group, date } }: Timetabled) => group.cap[date] ?? 0;
    for (const trip of this.table.trips) {
      const pool = poolOf[trip.type.index] ?? 0;
      slack.set(pool, (slack.get(pool) ?? 0) + capOf(trip));
    }
    for (const [at, { index }] of used.entries()) {
      const carried = (loads.parts[at] ?? []).reduce((sum, { units }) => sum + units, 0);
      slack.set(index, (slack.get(index) ?? 0) - carried);
    }
    const dearest = [...this.table.trips].sort(
      (a, b) => b.type.group.tripCost - a.type.group.tripCost || b.unloadFrom - a.unloadFrom,
    );
    return dearest.filter((trip) => {
      const pool = poolOf[trip.type.index] ?? 0;
      if ((slack.get(pool) ?? 0) < capOf(trip)) return false;
      slack.set(pool, (slack.get(pool) ?? 0) - capOf(trip));
      this.table.takeOut(trip);
      return true;
    });
  }
}
