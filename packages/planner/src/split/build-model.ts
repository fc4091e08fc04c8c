import type { SplitRequest, SplitTrip } from '@karavan/contracts';
import { addDays, DAY_MS, dayStart, openIntervals } from '../calendar/index.ts';
import { type Known, SHIPPED } from '../load/index.ts';
import type { Starts } from './bay-book.ts';
import { buildGroups } from './build-groups.ts';
import { buildPlants } from './build-plants.ts';
import { isoMs } from './instants.ts';
import type { FixedTrip, Model, TripDate } from './model.ts';
import { roundKg, type Units, unitsOf } from './units.ts';

interface Extra {
  /** published trips that are to stay as they are although nobody locked them */
  kept?: readonly SplitTrip[];
  /** the law and the vehicles of the company that asks; those that ship unless given */
  known?: Known | undefined;
}

/** The request as whole numbers, its calendars as instants: everything the search asks again and again. */
export function buildModel(request: SplitRequest, extra: Extra = {}): Model {
  const units = unitsOf(request);
  const demand = mergeDemand(request);
  const demandDates = [...demand.keys()].sort();
  const locked = (request.published ?? []).filter((trip) => trip.locked === true);
  const open = demandDates.map((date) => units.floor((demand.get(date) ?? 0) - servedBy(locked, date)));
  const notBeforeMs = notBeforeOf(request, demandDates);
  const dates = tripDates({ request, demandDates, open, notBeforeMs });
  const endMs = Math.max(notBeforeMs, dates.at(-1)?.toMs ?? notBeforeMs);
  const fixed = [
    ...locked.map((trip) => ({ trip, locked: true })),
    ...(extra.kept ?? []).map((trip) => ({ trip, locked: false })),
  ];
  const base = {
    request,
    known: extra.known ?? SHIPPED,
    units,
    ruled: (request.hoursRules ?? 'none') !== 'none',
    notBeforeMs,
    endMs,
    siteBays: request.site.bays,
    demandDates,
    askedKg: demandDates.map((date) => roundKg(demand.get(date) ?? 0)),
    open,
    dates,
    fixed: fixed.map((entry) => fixedTrip({ ...entry, request, dates, units })),
  };
  const plants = buildPlants(base);
  return { ...base, plants, ...buildGroups(base, plants), unloadStarts: unloadStartsOf(base) };
}

/** The same world in which nothing may be unloaded after the deadline. */
export function withDeadline(model: Model, deadlineMs: number): Model {
  return { ...model, unloadStarts: unloadStartsOf(model, deadlineMs) };
}

function mergeDemand({ demand }: SplitRequest): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { date, massKg } of demand) sums.set(date, (sums.get(date) ?? 0) + massKg);
  return sums;
}

function servedBy(trips: readonly SplitTrip[], date: string): number {
  return trips.flatMap(({ serves }) => serves).reduce((sum, part) => sum + (part.date === date ? part.massKg : 0), 0);
}

function notBeforeOf(request: SplitRequest, demandDates: readonly string[]): number {
  if (request.notBefore !== undefined) return isoMs(request.notBefore);
  return dayStart(addDays(demandDates[0] ?? '1970-01-01', -(request.earlyDays ?? 0)), request.site.receiving.timeZone);
}

function tripDates(input: {
  request: SplitRequest;
  demandDates: readonly string[];
  open: readonly number[];
  notBeforeMs: number;
}): TripDate[] {
  const { request, demandDates, open, notBeforeMs } = input;
  const zone = request.site.receiving.timeZone;
  const serves = new Map<string, { demand: number; lateDays: number }[]>();
  for (const [demand, date] of demandDates.entries()) {
    if ((open[demand] ?? 0) <= 0) continue;
    for (let days = -(request.earlyDays ?? 0); days <= (request.lateDays ?? 0); days += 1) {
      const on = addDays(date, days);
      const list = serves.get(on) ?? [];
      list.push({ demand, lateDays: Math.max(0, days) });
      serves.set(on, list);
    }
  }
  return [...serves.entries()]
    .map(([date, list]) => ({
      date,
      fromMs: dayStart(date, zone),
      toMs: dayStart(addDays(date, 1), zone),
      serves: list.sort((a, b) => a.lateDays - b.lateDays || a.demand - b.demand),
    }))
    .filter(({ toMs }) => toMs > notBeforeMs)
    .sort((a, b) => a.fromMs - b.fromMs);
}

function fixedTrip(input: {
  trip: SplitTrip;
  locked: boolean;
  request: SplitRequest;
  dates: readonly TripDate[];
  units: Units;
}): FixedTrip {
  const { trip, locked, request, dates, units } = input;
  return {
    trip,
    locked,
    plant: request.plants.findIndex(({ id }) => id === trip.plantId),
    date: dates.findIndex(({ date }) => date === trip.date),
    loadFrom: isoMs(trip.loadFrom),
    loadTo: isoMs(trip.loadTo),
    departsAt: isoMs(trip.departsAt),
    arrivesAt: isoMs(trip.arrivesAt),
    unloadFrom: isoMs(trip.unloadFrom),
    unloadTo: isoMs(trip.unloadTo),
    backAt: isoMs(trip.backAt),
    units: units.ceil(trip.massKg),
  };
}

/** The last day's end is no end of a receiving interval, so intervals are looked at a day further. */
function unloadStartsOf(model: Pick<Model, 'request' | 'notBeforeMs' | 'endMs' | 'dates'>, deadlineMs = Infinity) {
  const open = openIntervals(model.request.site.receiving, model.notBeforeMs, model.endMs + DAY_MS);
  const known = new Map<number, (Starts | undefined)[]>();
  return (unloadMs: number, date: number): Starts => {
    const byDate = known.get(unloadMs) ?? [];
    const found = byDate[date];
    if (found) return found;
    const day = model.dates[date];
    const starts = day === undefined ? [] : startsWithin(open, { day, unloadMs, deadlineMs });
    byDate[date] = starts;
    known.set(unloadMs, byDate);
    return starts;
  };
}

/** A trip belongs to the date on which its unloading ends: one that ends at midnight belongs to the next (SP6). */
function startsWithin(
  open: readonly (readonly [number, number])[],
  { day, unloadMs, deadlineMs }: { day: TripDate; unloadMs: number; deadlineMs: number },
): Starts {
  return open.flatMap(([from, to]): [number, number][] => {
    if (to < day.fromMs || from >= day.toMs) return [];
    const first = Math.max(from, day.fromMs - unloadMs);
    const last = Math.min(to - unloadMs, day.toMs - unloadMs - 1, deadlineMs - unloadMs);
    return first <= last ? [[first, last]] : [];
  });
}
