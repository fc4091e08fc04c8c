import type { Work } from './budget.ts';
import type { Group, Model, Placed, TripType, VehicleModel } from './model.ts';
import { countPlaced, countValue, type Solution } from './plan-value.ts';
import {
  type Books,
  type Idle,
  idleAtStart,
  type Laden,
  loadMoves,
  openBooks,
  type Unloaded,
  unloadMoves,
} from './trip-moves.ts';

/** Looking at an offer again is little work; a step is about 10 µs. */
const LOOKS_A_STEP = 25;

interface Offer {
  readonly vehicle: VehicleModel;
  readonly type: TripType;
  laden: Laden;
  unloaded: Unloaded;
}
type Need = Map<number, number>;

export interface GreedyStyle {
  /** bring ahead of its day what may come early, not only to fill up a truck */
  readonly eager: boolean;
}

/**
 * Day by day: what is due longest goes first, with the truck that carries most (or costs least) of those that can be
 * unloaded earliest. No proof, but the plan keeps every rule; the start of every search and the plan of what is too large for one.
 */
export function planGreedily(model: Model, types: readonly TripType[], style: GreedyStyle, work?: Work): Solution {
  const builder = new GreedyBuilder(model, types, style);
  for (const date of model.dates.keys()) builder.fillDate(date);
  work?.spend(Math.ceil(builder.looked / LOOKS_A_STEP));
  return solutionOf(model, types, builder.placed);
}

/** Takes trips off the end until what is left finds its smallest loads. */
function solutionOf(model: Model, types: readonly TripType[], placed: readonly Placed[]): Solution {
  for (let kept = [...placed]; ; kept = kept.slice(0, -1)) {
    const counts = countPlaced(types, kept);
    const value = countValue(model, types, counts);
    if (value) return { counts, value, placed: kept };
    if (kept.length === 0) throw new Error('split: not even the trips that are fixed find anything to carry');
  }
}

class GreedyBuilder {
  /** offers looked at */
  looked = 0;
  readonly placed: Placed[] = [];
  private readonly model: Model;
  private readonly byDate: TripType[][] = [];
  private readonly style: GreedyStyle;
  private readonly books: Books;
  private readonly idle = new Map<VehicleModel, Idle>();
  private readonly supply = new Map<TripType['load'], number>();
  private readonly open: number[];

  constructor(model: Model, types: readonly TripType[], style: GreedyStyle) {
    this.model = model;
    this.style = style;
    this.books = openBooks(model);
    this.open = [...model.open];
    this.byDate.push(...model.dates.map(() => []));
    for (const type of types) this.byDate[type.date]?.push(type);
    for (const { plant } of model.groups) for (const load of plant.classes) this.supply.set(load, load.supply);
  }

  fillDate(date: number): void {
    let offers = this.offersOn(date);
    for (let due = this.due(date); sum(due) > 0 && offers.length > 0; due = this.due(date)) {
      const chosen = this.choose(offers, due);
      if (!chosen) return;
      this.take(chosen, date);
      offers = [
        ...offers.filter(({ vehicle }) => vehicle !== chosen.vehicle),
        ...this.offersOf(chosen.vehicle, chosen.type.group, date),
      ];
    }
  }

  private due(date: number): Need {
    const today = this.model.dates[date];
    const due: Need = new Map();
    for (const { demand } of today?.serves ?? []) {
      const isEarly = (this.model.demandDates[demand] ?? '') > (today?.date ?? '');
      const open = this.open[demand] ?? 0;
      if (open > 0 && (!isEarly || this.style.eager)) due.set(demand, open);
    }
    return due;
  }

  private offersOn(date: number): Offer[] {
    const groups = new Set((this.byDate[date] ?? []).map(({ group }) => group));
    return [...groups].flatMap((group) => group.members.flatMap((vehicle) => this.offersOf(vehicle, group, date)));
  }

  private offersOf(vehicle: VehicleModel, group: Group, date: number): Offer[] {
    return (this.byDate[date] ?? [])
      .filter((type) => type.group === group)
      .flatMap((type) => {
        const found = this.earliest(vehicle, type);
        return found ? [{ vehicle, type, ...found }] : [];
      });
  }

  private earliest(vehicle: VehicleModel, type: TripType): { laden: Laden; unloaded: Unloaded } | undefined {
    const input = { model: this.model, books: this.books, vehicle, group: type.group, nowMs: Number.NEGATIVE_INFINITY };
    let best: { laden: Laden; unloaded: Unloaded } | undefined;
    for (const laden of loadMoves(input, this.idle.get(vehicle) ?? idleAtStart, type)) {
      const unloaded = unloadMoves(input, laden)[0];
      if (unloaded && (!best || unloaded.unloadFrom < best.unloaded.unloadFrom)) best = { laden, unloaded };
    }
    return best;
  }

  /** Offers grow stale as bays fill up: the best one is looked at again until it still is the best. */
  private choose(offers: Offer[], due: Need): Offer | undefined {
    const need = sum(due);
    const useful = (offer: Offer) => Math.min(need, this.carries(offer));
    for (;;) {
      let best: Offer | undefined;
      this.looked += offers.length;
      for (const offer of offers) {
        if (useful(offer) <= 0 || this.roomFor(offer) < offer.type.group.min) continue;
        if (!best || this.compare(offer, best, useful) < 0) best = offer;
      }
      if (!best) return undefined;
      const again = this.earliest(best.vehicle, best.type);
      if (!again) {
        offers.splice(offers.indexOf(best), 1);
        continue;
      }
      const before = best.unloaded.unloadFrom;
      Object.assign(best, again);
      if (again.unloaded.unloadFrom === before) return best;
    }
  }

  private carries({ type }: Offer): number {
    return Math.min(type.group.cap[type.date] ?? 0, this.supply.get(type.load) ?? 0);
  }

  /** What a truck could be filled with on that date, early parts included. */
  private roomFor(offer: Offer): number {
    const serves = this.model.dates[offer.type.date]?.serves ?? [];
    const open = serves.reduce((total, { demand }) => total + (this.open[demand] ?? 0), 0);
    return Math.min(open, this.carries(offer));
  }

  private compare(a: Offer, b: Offer, useful: (offer: Offer) => number): number {
    const [most, other] = [useful(a), useful(b)];
    const cheap = this.model.request.objective === 'cheapest';
    const rates = cheap ? a.type.group.tripCost / most - b.type.group.tripCost / other : other - most;
    return rates || a.unloaded.unloadFrom - b.unloaded.unloadFrom || a.vehicle.index - b.vehicle.index;
  }

  private take(offer: Offer, date: number): void {
    const { vehicle, type, laden, unloaded } = offer;
    const { plant, unloadMs } = type.group;
    this.books.plants[plant.index]?.take(laden.loadFrom, laden.loadFrom + plant.loadMs);
    this.books.site.take(unloaded.unloadFrom, unloaded.unloadFrom + unloadMs);
    this.idle.set(vehicle, unloaded);
    this.placed.push({ vehicle, type, loadFrom: laden.loadFrom, unloadFrom: unloaded.unloadFrom });
    this.carry(offer, date);
  }

  /** The oldest demand first, then what may come early. */
  private carry(offer: Offer, date: number): void {
    let room = this.carries(offer);
    this.supply.set(offer.type.load, (this.supply.get(offer.type.load) ?? 0) - Math.min(room, this.roomFor(offer)));
    const serves = [...(this.model.dates[date]?.serves ?? [])].sort((a, b) => a.demand - b.demand);
    for (const { demand } of serves) {
      const part = Math.min(room, this.open[demand] ?? 0);
      this.open[demand] = (this.open[demand] ?? 0) - part;
      room -= part;
    }
  }
}

const sum = (need: Need): number => [...need.values()].reduce((total, units) => total + units, 0);
