import type { Model } from './model.ts';
import type { Brought } from './pools.ts';
import type { Random } from './random.ts';
import type { Timetabled } from './timetable.ts';

/** At most so many trips are taken out at once. */
const MOST_OUT = 24;
const TRUCKS = 3;
/** Of those around one trip. */
const MOST_NEAR = 12;

type Span = readonly [first: number, last: number];

/** Chooses what is taken out: trips of some days in a row, of some trucks or any; mostly around what keeps a plan from being better. */
export class Ruin {
  private readonly model: Model;
  private readonly random: Random;

  constructor(model: Model, random: Random) {
    this.model = model;
    this.random = random;
  }

  choose(all: readonly Timetabled[], brought: Brought, level: number): Timetabled[] {
    const { random } = this;
    if (all.length === 0) return [];
    const sore = random.chance(0.5) ? this.soreSpot(all, brought, level) : undefined;
    const kind = random.unit();
    if (random.chance(0.4)) return this.nearest(all, sore);
    if (sore === undefined && kind >= 0.8) return this.some(all, false);
    const [first, last] = sore ?? this.anySpan(kind < 0.5 ? 3 : 6);
    const near = all.filter(({ type }) => type.date >= first && type.date <= last);
    if (kind < 0.25)
      return this.some(
        near.filter(() => random.chance(0.5)),
        true,
      );
    if (kind < 0.5) return this.some(near, true);
    const trucks = new Set(Array.from({ length: TRUCKS }, () => random.below(this.model.request.fleet.length)));
    const own = near.filter(({ vehicle }) => trucks.has(vehicle.index));
    return this.some(own, false);
  }

  /** All trips of some days in a row. */
  someDays(all: readonly Timetabled[]): Timetabled[] {
    const [first, last] = this.anySpan(4);
    return all.filter(({ type }) => type.date >= first && type.date <= last);
  }

  /** Some that are unloaded one after another. */
  private nearest(all: readonly Timetabled[], sore: Span | undefined): Timetabled[] {
    const near = sore === undefined ? all : all.filter(({ type }) => type.date >= sore[0] && type.date <= sore[1]);
    const one = near[this.random.below(near.length)];
    if (!one) return [];
    const way = this.random.chance(0.7) ? (trip: Timetabled) => trip.unloadFrom : (trip: Timetabled) => trip.loadFrom;
    const from = way(one);
    const sorted = [...all].sort((a, b) => Math.abs(way(a) - from) - Math.abs(way(b) - from));
    return sorted.slice(0, 1 + this.random.below(MOST_NEAR));
  }

  private some(trips: readonly Timetabled[], isWhole: boolean): Timetabled[] {
    if (isWhole && trips.length <= MOST_OUT) return [...trips];
    const share = Math.min(1, (1 + this.random.below(MOST_OUT)) / trips.length);
    return trips.filter(() => this.random.chance(share));
  }

  private anySpan(longest: number): Span {
    const first = this.random.below(this.model.dates.length);
    return [first, first + this.random.below(longest)];
  }

  /** Where something is missing or late, or trips are dear or not full: the dates that may make up for it. */
  private soreSpot(all: readonly Timetabled[], brought: Brought, level: number): Span | undefined {
    if (level < 2) return this.around(level === 0 ? this.missing(brought) : this.late(brought));
    const isByCost = level === 2 && this.model.request.objective === 'cheapest';
    const dates = isByCost ? this.dearest(all) : this.notFull(all, brought);
    const date = this.pick(dates);
    if (date === undefined) return undefined;
    const before = this.random.below(2 + (this.model.request.earlyDays ?? 0));
    return [date - before, date + this.random.below(2 + (this.model.request.lateDays ?? 0))];
  }

  private missing({ loads }: Brought): number[] {
    const open = [...this.model.open];
    for (const { demand, units } of loads.parts.flat()) open[demand] = (open[demand] ?? 0) - units;
    return [...open.keys()].filter((demand) => (open[demand] ?? 0) > 0);
  }

  private late({ loads }: Brought): number[] {
    return loads.parts.flat().flatMap(({ demand, lateDays }) => (lateDays > 0 ? [demand] : []));
  }

  /** The dates on which trips may serve one of the demands, and a day before them. */
  private around(demands: readonly number[]): Span | undefined {
    const demand = this.pick(demands);
    if (demand === undefined) return undefined;
    const dates = [...this.model.dates.keys()].filter((date) =>
      this.model.dates[date]?.serves.some((served) => served.demand === demand),
    );
    return [(dates[0] ?? 0) - this.random.below(2), dates.at(-1) ?? 0];
  }

  private dearest(all: readonly Timetabled[]): number[] {
    const rate = ({ type: { group, date } }: Timetabled) => group.tripCost / Math.max(1, group.cap[date] ?? 0);
    const rates = all.map(rate);
    const limit = [...rates].sort((a, b) => b - a)[Math.floor(all.length / 4)] ?? 0;
    return all.filter((_, at) => (rates[at] ?? 0) >= limit).map(({ type }) => type.date);
  }

  private notFull(all: readonly Timetabled[], { used, loads }: Brought): number[] {
    const slack = new Map<number, number>();
    for (const { type } of all) slack.set(type.date, (slack.get(type.date) ?? 0) + (type.group.cap[type.date] ?? 0));
    for (const [at, { date }] of used.entries())
      for (const { units } of loads.parts[at] ?? []) slack.set(date, (slack.get(date) ?? 0) - units);
    return [...slack].flatMap(([date, units]) => (units > 0 ? [date] : []));
  }

  private pick(some: readonly number[]): number | undefined {
    return some.length === 0 ? undefined : some[this.random.below(some.length)];
  }
}
