import type { SplitRequest, SplitTrip } from '@karavan/contracts';
import { addDays, DAY_MS, dayStart, localDay } from '../calendar/index.ts';
import type { Work } from './budget.ts';
import { buildModel } from './build-model.ts';
import { totalsOf } from './day-rows.ts';
import { iso, isoMs } from './instants.ts';
import type { Model } from './model.ts';
import { keepPublished, solveModel, solveQuickly } from './solve.ts';
import { roundKg } from './units.ts';
import { writeTrips } from './write-reply.ts';

/** What stands around a day and may be in its way. */
const AROUND_MS = 3 * DAY_MS;
/** Nothing for a day is loaded longer before it. */
const AHEAD_MS = 3 * DAY_MS;
const STEPS_A_DAY = 1_500;
/** What making a question of some days costs, whatever its search does. */
const STEPS_TO_ASK = 400;
const NOTHING_KG = 1e-6;

interface Window {
  /** dates of trips */
  readonly first: string;
  readonly last: string;
  /** nothing new loads before, and nothing after matters */
  readonly fromMs: number;
  readonly toMs: number;
}
interface Asking {
  dates: readonly string[];
  around: readonly SplitTrip[];
  free: readonly SplitTrip[];
  window: Window;
}

export function demandOf({ demand }: SplitRequest): Map<string, number> {
  const open = new Map<string, number>();
  for (const { date, massKg } of demand) open.set(date, (open.get(date) ?? 0) + massKg);
  return open;
}

export const keyOf = ({ vehicleId, loadFrom, unloadFrom, massKg }: SplitTrip): string =>
  [vehicleId, isoMs(loadFrom), isoMs(unloadFrom), roundKg(massKg)].join(' ');
const KEYS = new WeakMap<readonly SplitTrip[], ReadonlySet<string>>();
export function keysOf(trips: readonly SplitTrip[]): ReadonlySet<string> {
  const known = KEYS.get(trips) ?? new Set(trips.map(keyOf));
  KEYS.set(trips, known);
  return known;
}

/** All trips of a plan while its days are planned one after another. */
export class DayByDay {
  trips: readonly SplitTrip[];
  private readonly model: Model;
  private readonly locked: ReadonlySet<SplitTrip>;
  private readonly marginMs: number;
  private readonly published: ReadonlySet<string>;
  private readonly open: Map<string, number>;

  constructor(model: Model, trips: readonly SplitTrip[]) {
    this.model = model;
    this.trips = trips;
    this.locked = new Set(trips.filter((trip) => trip.locked === true));
    this.published = keysOf(model.request.published ?? []);
    this.open = demandOf(model.request);
    this.marginMs = AROUND_MS + 3 * Math.max(...model.plants.map(({ driveMs }) => driveMs));
    for (const trip of trips) this.count(trip, -1);
  }

  /** Whole units of a date that nothing serves yet, kg. */
  missingOn(date: string): number {
    const { units } = this.model;
    return units.kg(units.floor(Math.max(0, this.open.get(date) ?? 0)));
  }

  /** Brings what is missing on a date; with some freedom trips of its days, then of those beside them, may be other for it. */
  plan(date: string, { freedom, work }: { freedom: number; work: Work }): void {
    const window = this.windowOf(date, date);
    const wide = freedom - 1;
    const [first, last] = [addDays(window.first, -wide), addDays(window.last, wide)];
    const isFree = (trip: SplitTrip) => freedom > 0 && !this.locked.has(trip) && first <= trip.date && trip.date <= last;
    const around = this.around(window);
    const free = around.filter(isFree);
    if (freedom > 0 && free.length === 0) return;
    const request = { ...this.requestOf({ dates: [date], around, free, window }), replan: true };
    const next = this.solve(request, { stay: around.filter((trip) => !isFree(trip)), quickly: freedom === 0, work });
    if (freedom === 0 || isBelow(this.changesValue(next), this.changesValue(around))) this.replace(around, next);
  }

  /** Plans some days in a row anew, everything else staying as it is; whether the whole is better for it. */
  improve([from, to]: readonly [string, string], work: Work, steps = STEPS_A_DAY): boolean {
    const window = this.windowOf(from, to);
    const isFree = (trip: SplitTrip) => !this.locked.has(trip) && window.first <= trip.date && trip.date <= window.last;
    const around = this.around(window);
    const dates = this.model.demandDates.filter((date) => from <= date && date <= to);
    const { published, ...asked } = this.requestOf({ dates, around, free: around.filter(isFree), window });
    const stay = around.filter((trip) => !isFree(trip));
    const next = this.solve({ ...asked, published: published.filter(({ locked }) => locked === true) }, { stay, work, steps });
    if (!isBelow(this.value(next), this.value(around))) return false;
    this.replace(around, next);
    return true;
  }

  private solve(
    request: SplitRequest,
    {
      stay,
      quickly = false,
      work,
      steps = STEPS_A_DAY,
    }: { stay: readonly SplitTrip[]; quickly?: boolean; work: Work; steps?: number },
  ): SplitTrip[] {
    work.spend(STEPS_TO_ASK);
    const sub = work.part(steps);
    const model = buildModel(request, { known: this.model.known });
    const quick = quickly ? solveQuickly(model) : undefined;
    const isBest = quick?.levels.every(({ proven }) => proven) === true;
    const solved = quick && isBest ? quick : keepPublished(request, solveModel(model, sub), sub);
    const known = new Map(stay.map((trip) => [keyOf(trip), trip]));
    return writeTrips(solved.model, solved.types, solved.solution).map((trip) => known.get(keyOf(trip)) ?? trip);
  }

  private around({ fromMs, toMs }: Window): SplitTrip[] {
    return this.trips.filter((trip) => isoMs(trip.backAt) > fromMs - DAY_MS && isoMs(trip.loadFrom) < toMs);
  }

  private windowOf(from: string, to: string): Window {
    const { request, notBeforeMs } = this.model;
    const zone = request.site.receiving.timeZone;
    const [first, last] = [addDays(from, -(request.earlyDays ?? 0)), addDays(to, request.lateDays ?? 0)];
    const fromMs = Math.max(notBeforeMs, dayStart(first, zone) - AHEAD_MS);
    return { first, last, fromMs, toMs: dayStart(addDays(last, 1), zone) + this.marginMs };
  }

  /** The question of these days alone: what stays is locked, what others bring is asked for no more, what they load is gone. */
  private requestOf({ dates, around, free, window }: Asking): SplitRequest & { published: SplitTrip[] } {
    const { request } = this.model;
    const demand = new Map(dates.map((date) => [date, this.open.get(date) ?? 0]));
    for (const trip of around) for (const part of trip.serves) demand.set(part.date, (demand.get(part.date) ?? 0) + part.massKg);
    const isFree = new Set(free);
    return {
      ...request,
      demand: [...demand].map(([date, massKg]) => ({ date, massKg: roundKg(Math.max(0, massKg)) })),
      notBefore: iso(window.fromMs),
      plants: request.plants.map((plant) => this.suppliedAround(plant, around)),
      published: around.map((trip) => (isFree.has(trip) ? trip : { ...trip, locked: true })),
    };
  }

  private suppliedAround(plant: SplitRequest['plants'][number], around: readonly SplitTrip[]): typeof plant {
    if (plant.supplyKg === undefined) return plant;
    const inside = new Set(around);
    const supplyKg = { ...plant.supplyKg };
    for (const trip of this.trips) {
      if (trip.plantId !== plant.id || inside.has(trip)) continue;
      const on = localDay(isoMs(trip.loadFrom), plant.loading.timeZone);
      if (supplyKg[on] !== undefined) supplyKg[on] = Math.max(0, roundKg((supplyKg[on] ?? 0) - trip.massKg));
    }
    return { ...plant, supplyKg };
  }

  /** Missing, late, published trips changed, trips. */
  private changesValue(trips: readonly SplitTrip[]): number[] {
    const [brought = 0, late = 0] = this.value(trips);
    return [brought, late, -trips.filter((trip) => this.published.has(keyOf(trip))).length, trips.length];
  }

  /** Missing, late, trips or cost, trips. */
  value(trips: readonly SplitTrip[]): number[] {
    const { request } = this.model;
    const brought = trips.reduce((sum, { serves }) => sum + serves.reduce((kg, { massKg }) => kg + massKg, 0), 0);
    const cost = request.objective === 'cheapest' ? totalsOf(request, [], trips).cost : trips.length;
    return [-brought, lateKgDays(trips), cost, trips.length];
  }

  private replace(old: readonly SplitTrip[], next: readonly SplitTrip[]): void {
    const gone = new Set(old);
    for (const trip of old) this.count(trip, 1);
    for (const trip of next) this.count(trip, -1);
    this.trips = [...this.trips.filter((trip) => !gone.has(trip)), ...next];
  }

  private count(trip: SplitTrip, sign: 1 | -1): void {
    for (const { date, massKg } of trip.serves) this.open.set(date, roundKg((this.open.get(date) ?? 0) + sign * massKg));
  }
}

function isBelow(a: readonly number[], b: readonly number[]): boolean {
  const level = a.findIndex((value, at) => Math.abs(value - (b[at] ?? 0)) > NOTHING_KG);
  return level >= 0 && (a[level] ?? 0) < (b[level] ?? 0);
}

export function lateKgDays(trips: readonly SplitTrip[]): number {
  return trips.reduce(
    (sum, { date: on, serves }) =>
      sum + serves.reduce((late, { date, massKg }) => late + massKg * Math.max(0, (isoMs(on) - isoMs(date)) / DAY_MS), 0),
    0,
  );
}
