import type { BoardTrip, BoardWorld, NewPlanOutage, SplitRequest, SplitVehicle } from '@karavan/contracts';
import { addDays, compileCalendar, DAY_MS, dayStart, openIntervals } from '../calendar/index.ts';
import { type Known, SHIPPED } from '../load/index.ts';
import { type LargestLoad, largestLoadOf } from '../split/payload.ts';
import { type LawfulPayloads, lawfulPayloads } from '../split/validate/masses.ts';
import { baysShut, trucksOut } from './outages.ts';

/** Longer than any shift, so that a stretch is never cut where it matters. */
const MARGIN_MS = 30 * DAY_MS;

type Calendar = SplitRequest['site']['receiving'];
export type Plant = SplitRequest['plants'][number];
export type Span = readonly [fromMs: number, toMs: number];

/** A board's world with everything looked up that is asked again with every movement of the hand. */
export interface OpenWorld {
  readonly request: SplitRequest;
  readonly known: Known;
  readonly ruled: boolean;
  /** nothing loads earlier, ms (SP5) */
  readonly startMs: number;
  readonly vehicles: ReadonlyMap<string, SplitVehicle>;
  readonly plants: ReadonlyMap<string, Plant>;
  /** when trucks are on trips of other plans, or out */
  readonly away: ReadonlyMap<string, readonly Span[]>;
  /** of these the trips of other plans alone */
  readonly elsewhere: ReadonlyMap<string, readonly Span[]>;
  /** bays that trips of other plans take, and closed ones, by plant, the site's under `undefined` */
  readonly bays: ReadonlyMap<string | undefined, readonly Span[]>;
  /** trucks that are out and bays that are closed */
  readonly outages: readonly NewPlanOutage[];
  /** @throws InputError naming the vehicle of the fleet whose description cannot be used */
  largest(vehicle: SplitVehicle, date: string): LargestLoad;
  /** what the validator holds to be lawful */
  readonly lawful: LawfulPayloads;
  open(calendar: Calendar, span: Span): readonly Span[];
  /** whether all of a span lies in one open stretch */
  isOpen(calendar: Calendar, fromMs: number, toMs: number): boolean;
}

/** Opens a board; do it once for a request and ask it as often as you like. */
export function openWorld(world: BoardWorld, known: Known = SHIPPED): OpenWorld {
  const startMs = startOf(world.request);
  // said once: the validator asks every trip for it
  const request = { ...withCalendarsRead(world.request), notBefore: iso(startMs) };
  const loads = largestLoadOf(world.request, known);
  const hours = hoursOf(request);
  const asked = new Map<string, LargestLoad>();
  const { outages = [] } = world;
  return {
    request,
    known,
    lawful: lawfulPayloads(request, known),
    startMs,
    ruled: (request.hoursRules ?? 'none') !== 'none',
    vehicles: new Map(request.fleet.map((vehicle) => [vehicle.id, vehicle])),
    plants: new Map(request.plants.map((plant) => [plant.id, plant])),
    away: grouped([...(world.busy ?? []), ...trucksOut(outages)], ({ vehicleId }) => vehicleId),
    elsewhere: grouped(world.busy ?? [], ({ vehicleId }) => vehicleId),
    bays: grouped([...(world.bays ?? []), ...baysShut(outages)], ({ place, isSite }) => (isSite ? undefined : place)),
    outages,
    largest: (vehicle, date) => {
      const key = `${vehicle.id} ${date}`;
      const found = asked.get(key) ?? loads(vehicle, date);
      asked.set(key, found);
      return found;
    },
    open: (calendar, [fromMs, toMs]) => {
      const found: Span[] = [];
      for (const [from, to] of hours(calendar, [fromMs, toMs]))
        if (from < toMs && to > fromMs) found.push([Math.max(from, fromMs), Math.min(to, toMs)]);
      return found;
    },
    isOpen: (calendar, fromMs, toMs) => hours(calendar, [fromMs, toMs]).some(([from, to]) => from <= fromMs && toMs <= to),
  };
}

/** Hours of the whole plan are looked up once a calendar, of what lies further away when it is asked for. */
function hoursOf(request: SplitRequest): (calendar: Calendar, span: Span) => readonly Span[] {
  const days = request.demand.map(({ date }) => Date.parse(date));
  const first = Math.min(startOf(request), ...days) - MARGIN_MS;
  const last = Math.max(...days) + (request.lateDays ?? 0) * DAY_MS + MARGIN_MS;
  const known = new Map<Calendar, readonly Span[]>();
  return (calendar, [fromMs, toMs]) => {
    if (fromMs < first + MARGIN_MS / 2 || toMs > last - MARGIN_MS / 2)
      return openIntervals(calendar, fromMs - MARGIN_MS, toMs + MARGIN_MS);
    const all = known.get(calendar) ?? openIntervals(calendar, first, last);
    known.set(calendar, all);
    return within(all, [fromMs, toMs]);
  };
}

/** Those of stretches in order that end after a span begins, up to its end. */
function within(stretches: readonly Span[], [fromMs, toMs]: Span): readonly Span[] {
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle] as Span)[1] <= fromMs) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < stretches.length && (stretches[end] as Span)[0] < toMs) end += 1;
  return stretches.slice(low, end);
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
