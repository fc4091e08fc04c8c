import type { Work } from './budget.ts';
import { lastUnloading } from './exact.ts';
import type { Loads } from './loads.ts';
import type { Model, TripType } from './model.ts';
import { compareValues, countPlaced, loadsOf, type Solution, valueOfLoads } from './plan-value.ts';
import { type Random, randomFrom } from './random.ts';
import { Repair, type Stock, type Taste } from './repair.ts';
import { Timetable, type Timetabled } from './timetable.ts';

/** At most so many trips are taken out at once. */
const MOST_OUT = 24;
/** After so many rounds without a better plan the best one is begun from again, looking at another level. */
const PATIENCE = 80;
const STEPS_TO_JUDGE = 6;

interface Task {
  model: Model;
  types: readonly TripType[];
  start: Solution;
  /** what no plan falls below, by level as far as it is known */
  bounds: readonly number[];
}

interface Standing {
  readonly value: readonly number[];
  readonly loads: Loads;
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
  private readonly random: Random;
  private readonly work: Work;
  private table: Timetable;
  private repair: Repair;
  private now: Standing;
  private readonly bounds: readonly number[];
  private sinceBest = 0;
  private focus = 0;
  /** how much worse on the level looked at a plan may be that is gone on from */
  private leeway = 0;

  constructor({ model, types, start, bounds }: Task, { work, seed }: { work: Work; seed: number }) {
    this.model = model;
    this.types = types;
    this.byDate = model.dates.map((_, date) => types.filter((type) => type.date === date));
    this.random = randomFrom(seed);
    this.work = work;
    this.best = start;
    this.bounds = bounds;
    this.table = new Timetable(model);
    this.repair = new Repair(model, { byDate: this.byDate, table: this.table, work });
    this.now = this.beginFrom(start);
    this.bestValue = this.now.value;
  }

  round(): void {
    const out = this.choose();
    for (const trip of out) this.table.takeOut(trip);
    const stock = this.stockLeft();
    const added = stock === undefined ? [] : this.repair.fill(this.datesToFill(), stock, this.taste());
    const surplus = stock === undefined ? [] : this.dropSurplus();
    const next = this.judge();
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

  private beginFrom(plan: Solution): Standing {
    this.table = new Timetable(this.model);
    this.table.fill(plan.placed);
    this.repair = new Repair(this.model, { byDate: this.byDate, table: this.table, work: this.work });
    const standing = this.judge();
    if (!standing) throw new Error('split: a plan whose smallest loads find nothing to carry');
    return standing;
  }

  private counts(): number[] {
    return countPlaced(this.types, [...this.table.trips]);
  }

  private judge(): Standing | undefined {
    const counts = this.counts();
    const loads = loadsOf(this.model, this.types, counts);
    this.work.spend(STEPS_TO_JUDGE + (this.table.trips.size >> 3));
    if (!loads) return undefined;
    const value = valueOfLoads(this.model, this.types, { counts, loads });
    return { loads, value: [...value, lastUnloading(this.model, [...this.table.trips])] };
  }

  /** Levels behind the one looked at do not count: what they lose on the way is won back later. */
  private isTaken({ value }: Standing): boolean {
    const { focus, now } = this;
    const before = compareValues(value.slice(0, focus), now.value.slice(0, focus));
    if (before !== 0) return before < 0;
    return (value[focus] ?? 0) <= (now.value[focus] ?? 0) + this.leeway * this.random.unit() + 1e-6;
  }

  private keepIfBest(): void {
    if (compareValues(this.now.value, this.bestValue) >= 0) {
      this.grow();
      return;
    }
    this.sinceBest = 0;
    this.bestValue = this.now.value;
    const placed = [...this.table.trips].map(({ vehicle, type, loadFrom, unloadFrom }) => ({
      vehicle,
      type,
      loadFrom,
      unloadFrom,
    }));
    const [unserved = 0, late = 0, effort = 0, trips = 0] = this.now.value;
    this.best = { counts: this.counts(), value: [unserved, late, effort, trips], placed };
  }

  private grow(): void {
    this.sinceBest += 1;
    if (this.sinceBest % PATIENCE === 0) this.lookElsewhere();
  }

  /** Mostly at the first level that may still become better, else at one behind it. */
  private lookElsewhere(): void {
    if (compareValues(this.now.value, this.bestValue) !== 0) this.now = this.beginFrom(this.best);
    const levels = this.bestValue.length;
    const open = this.bestValue.findIndex((value, level) => value > (this.bounds[level] ?? Number.NEGATIVE_INFINITY) + 1e-6);
    const first = open < 0 ? levels - 1 : open;
    this.focus = this.random.chance(0.6) ? first : Math.min(levels - 1, first + 1 + this.random.below(levels - first));
    const trips = Math.max(1, this.bestValue.at(-2) ?? 1);
    const size = this.focus < 2 ? this.largest : this.focus === 2 ? (this.bestValue[2] ?? 0) / trips : this.focus === 3 ? 1 : 0;
    this.leeway = this.random.chance(0.5) ? 0 : size * this.random.unit();
  }

  /** Trips of some days in a row, of some trucks, or any. */
  private choose(): Timetabled[] {
    const { random } = this;
    const all = [...this.table.trips];
    if (all.length === 0) return all;
    const kind = random.unit();
    const first = random.below(this.model.dates.length);
    const last = first + random.below(kind < 0.5 ? 3 : 6);
    let some = all.filter(({ type }) => type.date >= first && type.date <= last);
    if (kind < 0.25) some = some.filter(() => random.chance(0.5));
    else if (kind >= 0.5 && kind < 0.8) {
      const trucks = new Set([random.below(this.trucks), random.below(this.trucks), random.below(this.trucks)]);
      some = some.filter(({ vehicle }) => trucks.has(vehicle.index));
    } else if (kind >= 0.8) some = all;
    const share = Math.min(1, (1 + random.below(MOST_OUT)) / some.length);
    return kind < 0.5 && some.length <= MOST_OUT ? some : some.filter(() => random.chance(share));
  }

  private get largest(): number {
    return Math.max(...this.types.map(({ group, date }) => group.cap[date] ?? 0));
  }

  private get trucks(): number {
    return this.model.request.fleet.length;
  }

  private stockLeft(): Stock | undefined {
    const counts = this.counts();
    const loads = loadsOf(this.model, this.types, counts);
    this.work.spend(STEPS_TO_JUDGE);
    if (!loads) return undefined;
    const open = [...this.model.open];
    for (const { demand, units } of loads.parts.flat()) open[demand] = (open[demand] ?? 0) - units;
    const supply = new Map<TripType['load'], number>();
    let batch = 0;
    for (const { index, load } of this.types) {
      if (!supply.has(load)) supply.set(load, load.supply);
      if ((counts[index] ?? 0) <= 0) continue;
      const taken = (loads.parts[batch] ?? []).reduce((sum, { units }) => sum + units, 0);
      supply.set(load, (supply.get(load) ?? 0) - taken);
      batch += 1;
    }
    return { open, supply };
  }

  /** Mostly the days in their order; what is laid first has the choice. */
  private datesToFill(): number[] {
    const dates = [...this.model.dates.keys()];
    if (this.random.chance(0.7)) return dates;
    if (this.random.chance(0.5)) return dates.reverse();
    for (let at = dates.length - 1; at > 0; at -= 1) {
      const other = this.random.below(at + 1);
      [dates[at], dates[other]] = [dates[other] as number, dates[at] as number];
    }
    return dates;
  }

  /** What is short differs from plan to plan: mass a trip, money, a truck's time, a bay's time. */
  private taste(): Taste {
    const { random } = this;
    const eager = random.chance((this.model.request.earlyDays ?? 0) > 0 ? 0.5 : 0);
    const noise = random.unit() * 0.5;
    const kind = random.below(6);
    const cheap = this.model.request.objective === 'cheapest';
    const wobble = () => 1 + noise * random.unit();
    const costOf = ({ type: { group } }: Timetabled): number => {
      if (kind === 0) return group.plant.loadMs + 2 * group.plant.driveMs + group.unloadMs;
      if (kind === 1) return group.unloadMs;
      if (kind === 2) return group.plant.loadMs;
      if (kind === 3) return group.unloadMs + group.plant.driveMs;
      return cheap ? group.tripCost : 1;
    };
    return { eager, rate: (trip, useful) => (costOf(trip) * wobble()) / Math.max(1, useful) };
  }

  /** Trips without which the others of their date and supply can bring as much. */
  private dropSurplus(): Timetabled[] {
    const counts = this.counts();
    const loads = loadsOf(this.model, this.types, counts);
    this.work.spend(STEPS_TO_JUDGE);
    const slack = new Map<string, number>();
    let batch = 0;
    for (const type of loads ? this.types : []) {
      const count = counts[type.index] ?? 0;
      if (count <= 0) continue;
      const carried = (loads?.parts[batch] ?? []).reduce((sum, { units }) => sum + units, 0);
      batch += 1;
      const key = poolOf(type);
      slack.set(key, (slack.get(key) ?? 0) + count * (type.group.cap[type.date] ?? 0) - carried);
    }
    const dearest = [...this.table.trips].sort(
      (a, b) => b.type.group.tripCost - a.type.group.tripCost || b.unloadFrom - a.unloadFrom,
    );
    const dropped: Timetabled[] = [];
    for (const trip of dearest) {
      const cap = trip.type.group.cap[trip.type.date] ?? 0;
      const key = poolOf(trip.type);
      if ((slack.get(key) ?? 0) < cap) continue;
      slack.set(key, (slack.get(key) ?? 0) - cap);
      this.table.takeOut(trip);
      dropped.push(trip);
    }
    return dropped;
  }
}

const poolOf = ({ group, load, date }: TripType): string => `${group.plant.index} ${load.date ?? ''} ${date}`;
