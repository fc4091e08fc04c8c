import type { Model, Placed, Timed, TripType, VehicleModel } from './model.ts';
import { type Books, idleAtStart, type Laden, loadMoves, openBooks, type Unloaded, unloadMoves } from './trip-moves.ts';
import { walkVehicle } from './vehicle-walk.ts';

/** A trip with all of its times, of a plan that is still being changed. */
export interface Timetabled extends Placed, Timed {}

const STEPS_TO_LOOK = 1;
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
  earliest(vehicle: VehicleModel, type: TripType, loading: 'soon' | 'late' = 'soon'): Timetabled | undefined {
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
    if (loading === 'late' && !this.model.ruled) {
      const loadFrom = this.lastLoading(type, { fromMs: best.laden.loadFrom, unloadFrom });
      const { loadMs, driveMs } = type.group.plant;
      return timed({ vehicle, type, loadFrom, unloadFrom }, { arrivesAt: loadFrom + loadMs + driveMs, backAt: back.at });
    }
    const { loadFrom } = best.laden;
    const placed = { vehicle, type, loadFrom, unloadFrom };
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
    return STEPS_TO_LOOK + (this.model.ruled ? 2 * this.lineOf(vehicle).length : 0);
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

function timed(placed: Placed, { arrivesAt, backAt }: { arrivesAt: number; backAt: number }): Timetabled {
  const { plant, unloadMs } = placed.type.group;
  const loadTo = placed.loadFrom + plant.loadMs;
  const unloadTo = placed.unloadFrom + unloadMs;
  return { ...placed, plant: plant.index, loadTo, departsAt: loadTo, arrivesAt, unloadTo, backAt };
}
