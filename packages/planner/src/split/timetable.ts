import { DAY_MS } from '../calendar/index.ts';
import type { Model, Placed, Timed, TripType, VehicleModel } from './model.ts';
import { earliestPlain } from './plain-times.ts';
import { type Books, idleAtStart, type Laden, loadMoves, openBooks, type Unloaded, unloadMoves } from './trip-moves.ts';
import { walkVehicle } from './vehicle-walk.ts';

/** A trip with all of its times, of a plan that is still being changed. */
export interface Timetabled extends Placed, Timed {}

/** A truck that waits is loaded as soon, or as late, as can be; or as soon as on the evening before. */
export type Loading = 'soon' | 'eve' | 'late';
/** Loaded the evening before at the soonest. */
const EVE_MS = DAY_MS / 2;

/** Where no driver has to be followed a look costs half of it. */
const STEPS_TO_LOOK = 1;
const STEPS_TO_LOOK_PLAINLY = 0.5;
const ANY_TIME = Number.NEGATIVE_INFINITY;

/** Trips in time, one put in or taken out at a time; what is in it keeps every rule of time. */
export class Timetable {
  readonly trips = new Set<Timetabled>();
  private readonly model: Model;
  private readonly books: Books;
  private readonly lines = new Map<VehicleModel, Timed[]>();

  constructor(model: Model) {
    this.model = model;
    this.books = openBooks(model);
  }

  /** Puts a plan in as it stands. */
  fill(placed: readonly Placed[]): void {
    const byVehicle = new Map<VehicleModel, Placed[]>();
    for (const trip of placed) byVehicle.set(trip.vehicle, [...(byVehicle.get(trip.vehicle) ?? []), trip]);
    for (const [vehicle, some] of byVehicle) {
      const own = some.sort((a, b) => a.loadFrom - b.loadFrom);
      const group = (own[0] as Placed).type.group;
      const times = walkVehicle({ model: this.model, vehicle, group }, own);
      if (!times) throw new Error('split: a plan that its own driver cannot keep');
      for (const [index, trip] of own.entries()) this.put(timed(trip, times[index] ?? { arrivesAt: 0, backAt: 0 }));
    }
  }

  /** The trip of this type that can be unloaded first, at a time when truck and bays are free; loaded as soon, or as late, as can be for it. */
  earliest(vehicle: VehicleModel, type: TripType, loading: Loading = 'soon'): Timetabled | undefined {
    return this.model.ruled ? this.earliestRuled(vehicle, type) : this.earliestPlain(vehicle, type, loading);
  }

  private earliestPlain(vehicle: VehicleModel, type: TripType, loading: Loading): Timetabled | undefined {
    const { group, load, date } = type;
    const [day, plantBays] = [this.model.dates[date], this.books.plants[group.plant.index]];
    if (day === undefined || plantBays === undefined) return undefined;
    const unloadStarts = this.model.unloadStarts(group.unloadMs, date);
    const line = this.lineOf(vehicle);
    const look = { group, day, unloadStarts, line, loadStarts: load.starts, plantBays, siteBays: this.books.site };
    const eve = loading === 'eve' ? earliestPlain({ ...look, nowMs: day.fromMs - EVE_MS - group.plant.driveMs }) : undefined;
    const found = eve ?? earliestPlain({ ...look, nowMs: ANY_TIME });
    if (!found) return undefined;
    const { unloadFrom } = found;
    const { loadMs, driveMs } = group.plant;
    const loadFrom = loading === 'late' ? this.lastLoading(type, { fromMs: found.loadFrom, unloadFrom }) : found.loadFrom;
    const backAt = unloadFrom + group.unloadMs + driveMs;
    return timed({ vehicle, type, loadFrom, unloadFrom }, { arrivesAt: loadFrom + loadMs + driveMs, backAt });
  }

  private earliestRuled(vehicle: VehicleModel, type: TripType): Timetabled | undefined {
    const look = { model: this.model, books: this.books, vehicle: { fixed: this.lineOf(vehicle) } };
    const input = { ...look, group: type.group, nowMs: ANY_TIME };
    let best: { laden: Laden; unloaded: Unloaded } | undefined;
    for (const laden of loadMoves(input, idleAtStart, type)) {
      const unloaded = unloadMoves(input, laden)[0];
      if (unloaded && (!best || unloaded.unloadFrom < best.unloaded.unloadFrom)) best = { laden, unloaded };
    }
    const back = best?.unloaded.labels[0];
    if (!best || !back) return undefined;
    const { unloadFrom } = best.unloaded;
    const placed = { vehicle, type, loadFrom: best.laden.loadFrom, unloadFrom };
    return timed(placed, { arrivesAt: back.from?.at ?? best.unloaded.unloadFrom, backAt: back.at });
  }

  private lastLoading(
    { group: { plant }, load }: TripType,
    { fromMs, unloadFrom }: { fromMs: number; unloadFrom: number },
  ): number {
    const untilMs = unloadFrom - plant.driveMs - plant.loadMs;
    return this.books.plants[plant.index]?.latest(load.starts, { fromMs, untilMs }, plant.loadMs) ?? fromMs;
  }

  /** Steps of work one look for a time costs: with hours to keep a driver is followed through all of his trips. */
  stepsToLook(vehicle: VehicleModel): number {
    return this.model.ruled ? STEPS_TO_LOOK + 2 * this.lineOf(vehicle).length : STEPS_TO_LOOK_PLAINLY;
  }

  isIdle(vehicle: VehicleModel): boolean {
    return this.lineOf(vehicle).length === 0;
  }

  put(trip: Timetabled): void {
    this.books.plants[trip.plant]?.take(trip.loadFrom, trip.loadTo);
    this.books.site.take(trip.unloadFrom, trip.unloadTo);
    const line = this.lineOf(trip.vehicle);
    const at = line.findIndex(({ loadFrom }) => loadFrom > trip.loadFrom);
    line.splice(at < 0 ? line.length : at, 0, trip);
    this.trips.add(trip);
  }

  takeOut(trip: Timetabled): void {
    this.books.plants[trip.plant]?.release(trip.loadFrom, trip.loadTo);
    this.books.site.release(trip.unloadFrom, trip.unloadTo);
    const line = this.lineOf(trip.vehicle);
    line.splice(line.indexOf(trip), 1);
    this.trips.delete(trip);
  }

  private lineOf(vehicle: VehicleModel): Timed[] {
    const known = this.lines.get(vehicle) ?? [...vehicle.fixed];
    this.lines.set(vehicle, known);
    return known;
  }
}

function timed(
  { vehicle, type, loadFrom, unloadFrom }: Placed,
  { arrivesAt, backAt }: { arrivesAt: number; backAt: number },
): Timetabled {
  const { plant, unloadMs } = type.group;
  const loadTo = loadFrom + plant.loadMs;
  const unloadTo = unloadFrom + unloadMs;
  return { vehicle, type, plant: plant.index, loadFrom, loadTo, departsAt: loadTo, arrivesAt, unloadFrom, unloadTo, backAt };
}
