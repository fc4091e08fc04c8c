/**
 * The endless life of a group of wagons: loaded at the plant, taken through the stations of the line, unloaded, brought
 * back empty, loaded again. Speeds, stops and waits are those of ordinary freight: 48–60 km/h between stations, an hour
 * or so at a yard, hours at each end.
 */
import { edgeDistanceKm, shortestPath } from '@karavan/rail';
import { placeOf } from '../cast.ts';
import type { RakeCast } from '../cast-rail.ts';
import { createPrng, type Prng } from '../prng.ts';
import type { OperationCode, RakeOperation, Train, Trip } from './operation.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** The trip in which the story of a group plays; those before it give its wagons a history. */
export const STORY_CYCLE = 4;

/** Yards where trains are taken apart and formed again. */
const YARDS = new Set(['591907', '220006', '582005', '510007', '593000', '224204', '040008', '640003', '229706']);

/** Norm of a route shipment, km a day, and what is added for the operations at both ends. */
const NORM_KM_A_DAY = 320;
const NORM_EXTRA_DAYS = 1;

interface Stop {
  esr: string;
  passedKm: number;
}

/** Operations in order of time, without end; `startMs` is when the life begins. The same seed gives the same life. */
export function* itinerary(
  rake: RakeCast,
  { seed, startMs }: { seed: number; startMs: number },
): Generator<RakeOperation, never> {
  const life = new RakeLife(rake, createPrng(seed, `rake ${rake.key}`), startMs);
  for (let cycle = 0; ; cycle += 1) {
    yield* life.loadedTrip(cycle);
    yield* life.emptyTrip(cycle);
  }
}

class RakeLife {
  private readonly rake: RakeCast;
  private readonly chance: Prng;
  private readonly there: Stop[];
  private readonly back: Stop[];
  private readonly wagons: number;
  private nowMs: number;

  constructor(rake: RakeCast, chance: Prng, startMs: number) {
    this.nowMs = startMs;
    this.rake = rake;
    this.chance = chance;
    this.there = stopsBetween(placeOf(rake.from).esr, placeOf(rake.to).esr);
    this.back = stopsBetween(placeOf(rake.to).esr, placeOf(rake.from).esr);
    this.wagons = rake.consignments.reduce((sum, consignment) => sum + consignment.wagons.length, 0);
  }

  *loadedTrip(cycle: number): Generator<RakeOperation> {
    const trip = this.newTrip({ cycle, loaded: true, stops: this.there });
    yield* this.oneByOne('11', trip, [22, 32]);
    trip.startedMs = this.nowMs;
    trip.deadlineMs = this.nowMs + (Math.ceil(trip.totalKm / NORM_KM_A_DAY) + NORM_EXTRA_DAYS) * DAY_MS;
    this.pass(30, 70);
    yield this.operation('81', trip);
    this.pass(60, 130);
    yield* this.run(trip, this.there);
    this.pass(40, 90);
    yield this.operation('80', trip);
    this.pass(30, 60);
    yield* this.oneByOne('21', trip, [30, 42]);
    this.pass(35, 60);
    yield this.operation('81', trip);
    this.pass(90, 180);
  }

  *emptyTrip(cycle: number): Generator<RakeOperation> {
    const trip = this.newTrip({ cycle, loaded: false, stops: this.back });
    trip.startedMs = this.nowMs;
    trip.deadlineMs = this.nowMs + (Math.ceil(trip.totalKm / NORM_KM_A_DAY) + NORM_EXTRA_DAYS) * DAY_MS;
    yield* this.run(trip, this.back);
    this.pass(30, 60);
    yield this.operation('80', trip);
    this.pass(60, 150);
  }

  /** From joining a train at the first station to leaving it at the last. */
  private *run(trip: Trip, stops: readonly Stop[]): Generator<RakeOperation> {
    let train = this.newTrain(stops, 0);
    const speedKmh = this.chance.between(52, 59);
    for (const [i, stop] of stops.entries()) {
      const isLast = i === stops.length - 1;
      if (i > 0) {
        const km = stop.passedKm - (stops[i - 1]?.passedKm ?? 0);
        this.pass((km / (speedKmh * this.chance.between(0.93, 1.04))) * 60);
      }
      const at = { esr: stop.esr, passedKm: stop.passedKm };
      if (isLast) {
        trip.arrivedMs = this.nowMs;
        yield this.operation('8', trip, { ...at, train });
        this.pass(20, 45);
        yield this.operation('5', trip, at);
        return;
      }
      if (i === 0) {
        yield this.operation('4', trip, { ...at, train });
        this.pass(25, 70);
        trip.departedMs = this.nowMs;
      } else if (this.isHeldAt(stop, trip)) {
        yield* this.hold(trip, { ...at, train });
        train = this.newTrain(stops, i);
        yield this.operation('4', trip, { ...at, train });
        this.pass(25, 60);
      } else if (YARDS.has(stop.esr)) {
        yield this.operation('8', trip, { ...at, train });
        this.pass(15, 25);
        yield this.operation('5', trip, at);
        this.pass(15, 30);
        train = this.newTrain(stops, i);
        yield this.operation('4', trip, { ...at, train });
        this.pass(12, 25);
      } else if (this.chance.chance(0.1)) {
        yield this.operation('8', trip, { ...at, train });
        this.pass(6, 18);
      }
      yield this.operation('2', trip, { ...at, train });
    }
  }

  private isHeldAt(stop: Stop, trip: Trip): boolean {
    return trip.loaded && trip.cycle === STORY_CYCLE && this.rake.hold?.esr === stop.esr;
  }

  private *hold(trip: Trip, at: { esr: string; passedKm: number; train: Train }): Generator<RakeOperation> {
    const hold = this.rake.hold;
    if (!hold) return;
    yield this.operation('8', trip, at);
    this.pass(35, 60);
    yield this.operation(hold.code, trip, hold.code === '92' ? at : { esr: at.esr, passedKm: at.passedKm });
    this.pass(hold.hours * 60);
    if (hold.code === '53') yield this.operation('repaired', trip, { esr: at.esr, passedKm: at.passedKm });
    this.pass(60, 100);
  }

  private *oneByOne(code: OperationCode, trip: Trip, [least, most]: readonly [number, number]): Generator<RakeOperation> {
    for (let wagon = 0; wagon < this.wagons; wagon += 1) {
      this.pass(least, most);
      if (code === '11') trip.loadedMs[wagon] = this.nowMs;
      yield { ...this.operation(code, trip), wagon };
    }
  }

  private operation(code: OperationCode, trip: Trip, at?: { esr: string; passedKm: number; train?: Train }): RakeOperation {
    const hasArrived = Number.isFinite(trip.arrivedMs);
    const place = at ?? (hasArrived ? { esr: trip.toEsr, passedKm: trip.totalKm } : { esr: trip.fromEsr, passedKm: 0 });
    return { code, atMs: this.nowMs, esr: place.esr, passedKm: place.passedKm, trip, train: at?.train };
  }

  private newTrip({ cycle, loaded, stops }: { cycle: number; loaded: boolean; stops: readonly Stop[] }): Trip {
    return {
      cycle,
      loaded,
      fromEsr: stops[0]?.esr ?? '',
      toEsr: stops.at(-1)?.esr ?? '',
      totalKm: stops.at(-1)?.passedKm ?? 0,
      loadedMs: [],
      startedMs: Number.POSITIVE_INFINITY,
      departedMs: Number.POSITIVE_INFINITY,
      arrivedMs: Number.POSITIVE_INFINITY,
      deadlineMs: Number.POSITIVE_INFINITY,
    };
  }

  /** A train goes as far as the next yard, where it is taken apart. */
  private newTrain(stops: readonly Stop[], from: number): Train {
    const next = stops.findIndex((stop, i) => i > from && YARDS.has(stop.esr));
    const to = stops[next < 0 ? stops.length - 1 : next];
    return {
      fromEsr: stops[from]?.esr ?? '',
      ordinal: this.chance.whole(1, 999),
      toEsr: to?.esr ?? '',
      number: String(this.chance.whole(2001, 3598)),
      firstPosition: this.chance.whole(3, 50),
    };
  }

  /** Lets so many minutes go by; between two figures where chance decides. */
  private pass(minutes: number, most = minutes): void {
    this.nowMs += Math.round(this.chance.between(minutes, most)) * MINUTE_MS;
  }
}

/** The stations a group passes, kilometres whole as in reports. */
function stopsBetween(fromEsr: string | undefined, toEsr: string | undefined): Stop[] {
  const path = fromEsr !== undefined && toEsr !== undefined ? shortestPath(fromEsr, toEsr) : undefined;
  if (!path) throw new RangeError(`no railway from ${fromEsr} to ${toEsr}`);
  let km = 0;
  return path.esrs.map((esr, i) => {
    km += edgeDistanceKm(path.esrs[i - 1] ?? '', esr) ?? 0;
    return { esr, passedKm: Math.round(km) };
  });
}
