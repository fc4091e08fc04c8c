import type { BoardTrip, BoardWorld, SplitRequest, SplitVehicle } from '@karavan/contracts';
import { addDays, compileCalendar, dayStart, openIntervals } from '../calendar/index.ts';
import { type LargestLoad, largestLoadOf } from '../split/payload.ts';

type Calendar = SplitRequest['site']['receiving'];
export type Plant = SplitRequest['plants'][number];
export type Span = readonly [fromMs: number, toMs: number];

/** A board's world with everything looked up that is asked again with every movement of the hand. */
export interface OpenWorld {
  readonly request: SplitRequest;
  readonly ruled: boolean;
  /** nothing loads earlier, ms (SP5) */
  readonly startMs: number;
  readonly vehicles: ReadonlyMap<string, SplitVehicle>;
  readonly plants: ReadonlyMap<string, Plant>;
  /** on which trips of other plans the trucks are */
  readonly away: ReadonlyMap<string, readonly Span[]>;
  /** bays that trips of other plans take, by plant, the site's under `undefined` */
  readonly bays: ReadonlyMap<string | undefined, readonly Span[]>;
  /** @throws InputError naming the vehicle of the fleet whose description cannot be used */
  largest(vehicle: SplitVehicle, date: string): LargestLoad;
  open(calendar: Calendar, span: Span): readonly Span[];
}

/** Opens a board; do it once for a request and ask it as often as you like. */
export function openWorld(world: BoardWorld): OpenWorld {
  const request = withCalendarsRead(world.request);
  const loads = largestLoadOf(world.request);
  const asked = new Map<string, LargestLoad>();
  return {
    request,
    startMs: startOf(request),
    ruled: (request.hoursRules ?? 'none') !== 'none',
    vehicles: new Map(request.fleet.map((vehicle) => [vehicle.id, vehicle])),
    plants: new Map(request.plants.map((plant) => [plant.id, plant])),
    away: grouped(world.busy ?? [], ({ vehicleId }) => vehicleId),
    bays: grouped(world.bays ?? [], ({ place, isSite }) => (isSite ? undefined : place)),
    largest: (vehicle, date) => {
      const key = `${vehicle.id} ${date}`;
      const found = asked.get(key) ?? loads(vehicle, date);
      asked.set(key, found);
      return found;
    },
    open: (calendar, [fromMs, toMs]) => openIntervals(calendar, fromMs, toMs),
  };
}

/** Calendars looked up once: every function of the calendar takes them so, and the validator asks them again and again. */
function withCalendarsRead(request: SplitRequest): SplitRequest {
  const read = (calendar: Calendar): Calendar => Object.assign(Object.create(calendar), compileCalendar(calendar)) as Calendar;
  return {
    ...request,
    site: { ...request.site, receiving: read(request.site.receiving) },
    plants: request.plants.map((plant) => ({ ...plant, loading: read(plant.loading) })),
    fleet: request.fleet.map((vehicle) => (vehicle.calendar ? { ...vehicle, calendar: read(vehicle.calendar) } : vehicle)),
  };
}

function startOf(request: SplitRequest): number {
  if (request.notBefore !== undefined) return Date.parse(request.notBefore);
  const [first = '1970-01-01'] = request.demand.map(({ date }) => date).sort();
  return dayStart(addDays(first, -(request.earlyDays ?? 0)), request.site.receiving.timeZone);
}

function grouped<T extends { from: string; to: string }, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, Span[]> {
  const groups = new Map<K, Span[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), [Date.parse(item.from), Date.parse(item.to)]]);
  }
  return groups;
}

export const overlaps = (a: Span, b: Span): boolean => a[0] < b[1] && b[0] < a[1];
export const ms = (instant: string): number => Date.parse(instant);
export const iso = (atMs: number): string => new Date(atMs).toISOString();

interface Spans {
  readonly trip: Span;
  readonly load: Span;
  readonly unload: Span;
}
/** A board asks every trip for its times at every movement of the hand. */
const READ = new WeakMap<BoardTrip, Spans>();

function spansOf(trip: BoardTrip): Spans {
  const known = READ.get(trip);
  if (known) return known;
  const spans: Spans = {
    trip: [ms(trip.loadFrom), ms(trip.backAt)],
    load: [ms(trip.loadFrom), ms(trip.loadTo)],
    unload: [ms(trip.unloadFrom), ms(trip.unloadTo)],
  };
  READ.set(trip, spans);
  return spans;
}
export const tripSpan = (trip: BoardTrip): Span => spansOf(trip).trip;
export const loadSpan = (trip: BoardTrip): Span => spansOf(trip).load;
export const unloadSpan = (trip: BoardTrip): Span => spansOf(trip).unload;

/** It stays as it is whatever a hand does. */
export const isFixed = (trip: BoardTrip): boolean => trip.locked === true || trip.started === true;
