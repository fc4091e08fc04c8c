import type { Work } from './budget.ts';
import type { Model, TripType, VehicleModel } from './model.ts';
import type { Loading, Timetable, Timetabled } from './timetable.ts';

/** What is still to be brought and what it may be loaded from, units. */
export interface Stock {
  readonly open: number[];
  readonly supply: Map<TripType['load'], number>;
  /** by date: open demands its trips may serve, also those they could serve in turn, by leaving others to trips of other dates */
  readonly reach: readonly (readonly number[])[];
  /** by date: what its trips could leave to another one and still have their smallest loads */
  readonly spare: number[];
}

/** How offers are chosen among: the smaller the better. */
export interface Taste {
  /** whether a trip of this type, of all of its date, may be made for what is due later only, not just be filled up with it */
  eager(type: TripType, all: readonly TripType[]): boolean;
  /** of what a truck may carry, from 0 to 1: whoever would be emptier waits until all days have had their full ones */
  readonly fullness: number;
  /** a truck that will wait waits before it is loaded, or at the site */
  readonly loading: Loading;
  rate(trip: Timetabled, usefulUnits: number): number;
}

interface Offer {
  trip: Timetabled;
  useful: number;
}

interface Laying {
  readonly date: number;
  readonly types: readonly TripType[];
  /** also what is due later is to be brought */
  readonly isEarly: boolean;
}

/** Puts trips into a timetable until what is open is brought, or nothing more fits: date by date, wherever there is room. */
export class Repair {
  private readonly model: Model;
  private readonly byDate: readonly (readonly TripType[])[];
  private readonly table: Timetable;
  private readonly work: Work;

  constructor(model: Model, input: { byDate: readonly (readonly TripType[])[]; table: Timetable; work: Work }) {
    this.model = model;
    this.byDate = input.byDate;
    this.table = input.table;
    this.work = input.work;
  }

  /** The trips that were put in. */
  fill(dates: readonly number[], stock: Stock, taste: Taste): Timetabled[] {
    const full = dates.flatMap((date) => this.fillDate(date, stock, taste));
    if (taste.fullness <= 0) return full;
    return [...full, ...dates.flatMap((date) => this.fillDate(date, stock, { ...taste, fullness: 0 }))];
  }

  private fillDate(date: number, stock: Stock, taste: Taste): Timetabled[] {
    const types = this.byDate[date] ?? [];
    const early = this.due(date, stock, true) > 0 ? types.filter((type) => taste.eager(type, types)) : [];
    const due = this.layTrips({ date, types, isEarly: false }, stock, taste);
    return early.length === 0 ? due : [...due, ...this.layTrips({ date, types: early, isEarly: true }, stock, taste)];
  }

  private layTrips({ date, types, isEarly }: Laying, stock: Stock, taste: Taste): Timetabled[] {
    const added: Timetabled[] = [];
    let due = this.due(date, stock, isEarly);
    if (due <= 0) return added;
    let offers = this.offersOf(types, stock, taste);
    while (due > 0 && offers.length > 0) {
      const trip = this.choose(offers, { due, stock, taste });
      if (!trip) break;
      this.table.put(trip);
      added.push(trip);
      this.carry(trip, stock);
      offers = offers.filter((offer) => offer.trip.vehicle !== trip.vehicle);
      const idle = trip.type.group.members.find((vehicle) => this.table.isIdle(vehicle));
      for (const type of types) {
        if (type.group !== trip.type.group || this.roomFor(type, stock, this.carries(type, stock)) <= 0) continue;
        this.offer(offers, { vehicle: trip.vehicle, type, taste });
        if (idle) this.offer(offers, { vehicle: idle, type, taste });
      }
      due = this.due(date, stock, isEarly);
    }
    return added;
  }

  private due(date: number, { open, reach }: Stock, withEarly: boolean): number {
    const today = this.model.dates[date];
    let due = 0;
    for (const demand of reach[date] ?? []) {
      const isEarly = (this.model.demandDates[demand] ?? '') > (today?.date ?? '');
      if (withEarly || !isEarly) due += open[demand] ?? 0;
    }
    return due;
  }

  private offersOf(types: readonly TripType[], stock: Stock, taste: Taste): Offer[] {
    const offers: Offer[] = [];
    for (const type of types) {
      if (this.roomFor(type, stock, this.carries(type, stock)) <= 0) continue;
      let idle = 0;
      for (const vehicle of type.group.members) {
        // of alike ones that stand idle all the time one is enough
        if (this.table.isIdle(vehicle) && idle++ > 0) continue;
        this.offer(offers, { vehicle, type, taste });
      }
    }
    return offers;
  }

  private offer(offers: Offer[], { vehicle, type, taste }: { vehicle: VehicleModel; type: TripType; taste: Taste }): void {
    this.work.spend(this.table.stepsToLook(vehicle));
    const trip = this.table.earliest(vehicle, type, taste.loading);
    if (trip) offers.push({ trip, useful: 0 });
  }

  /** Offers grow stale as bays fill up: the best one is looked at again until it still is the best. */
  private choose(offers: Offer[], { due, stock, taste }: { due: number; stock: Stock; taste: Taste }): Timetabled | undefined {
    for (;;) {
      const best = this.best(offers, { due, stock, taste });
      if (!best) return undefined;
      this.work.spend(this.table.stepsToLook(best.trip.vehicle));
      const again = this.table.earliest(best.trip.vehicle, best.trip.type, taste.loading);
      const before = best.trip.unloadFrom;
      if (!again) offers.splice(offers.indexOf(best), 1);
      else best.trip = again;
      if (again?.unloadFrom === before) return again;
    }
  }

  private best(offers: readonly Offer[], { due, stock, taste }: { due: number; stock: Stock; taste: Taste }): Offer | undefined {
    let best: Offer | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const offer of offers) {
      const carries = this.carries(offer.trip.type, stock);
      const { group, date } = offer.trip.type;
      const room = this.roomFor(offer.trip.type, stock, carries);
      if (room <= 0 || room + (stock.spare[date] ?? 0) < group.min) continue;
      if (room < taste.fullness * (group.cap[date] ?? 0)) continue;
      const rate = taste.rate(offer.trip, Math.min(due, carries));
      if (best && (rate > least || (rate === least && offer.trip.unloadFrom >= best.trip.unloadFrom))) continue;
      [best, least] = [offer, rate];
    }
    return best;
  }

  private carries({ group, date, load }: TripType, { supply }: Stock): number {
    return Math.min(group.cap[date] ?? 0, supply.get(load) ?? 0);
  }

  /** What a truck could be filled with on that date, early parts included. */
  private roomFor({ date }: TripType, { open, reach }: Stock, carries: number): number {
    let room = 0;
    for (const demand of reach[date] ?? []) room += open[demand] ?? 0;
    return Math.min(room, carries);
  }

  /** The oldest demand first, then what may come early. */
  private carry({ type }: Timetabled, stock: Stock): void {
    const carries = this.carries(type, stock);
    let room = this.roomFor(type, stock, carries);
    stock.supply.set(type.load, (stock.supply.get(type.load) ?? 0) - room);
    stock.spare[type.date] = (stock.spare[type.date] ?? 0) + room - type.group.min;
    for (const demand of stock.reach[type.date] ?? []) {
      const part = Math.min(room, stock.open[demand] ?? 0);
      stock.open[demand] = (stock.open[demand] ?? 0) - part;
      room -= part;
    }
  }
}
