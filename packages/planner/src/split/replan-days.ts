import type { SplitReply, SplitRequest, SplitTrip } from '@karavan/contracts';
import { addDays } from '../calendar/index.ts';
import type { Work } from './budget.ts';
import { leastChanges, withoutConflicts } from './conflicts.ts';
import { DayByDay, demandOf, keyOf, keysOf, lateKgDays } from './day-by-day.ts';
import { looseBound } from './loose-bound.ts';
import type { Model } from './model.ts';
import { tripTypes } from './trip-types.ts';
import { roundKg } from './units.ts';

const NOTHING_KG = 1e-6;
/** How far trips may give way where a day alone is not enough: not at all, those of its own days, those beside them too. */
const FREEDOMS = [0, 1, 2] as const;

export interface Replanned {
  readonly trips: readonly SplitTrip[];
  readonly proof: SplitReply['proof'];
}

/**
 * A plan too large to be searched as one, after something came in between: what no rule forbids stays as it is, the days on
 * which something is missing are planned anew one by one around it, and only where that is not enough trips of these days give
 * way. Bounds: what supply and calendars forbid, and the published trips that cannot stay in any plan (SP15).
 */
export function replanDays(model: Model, work: Work): Replanned {
  const { request, known } = model;
  const published = request.published ?? [];
  const locked = published.filter((trip) => trip.locked === true);
  const candidates = published.filter((trip) => trip.locked !== true);
  const able = candidates.filter((trip) => couldStay(model, trip));
  const kept = served(request, { locked, trips: withoutConflicts({ request, known, locked }, able) ?? [] });
  const days = new DayByDay(model, [...locked, ...kept]);
  for (const date of model.demandDates)
    for (const freedom of FREEDOMS) {
      if (days.missingOn(date) <= NOTHING_KG || (freedom > 0 && work.over())) break;
      days.plan(date, { freedom, work });
    }
  // a day looks only so far around itself: whatever should stand in each other's way further off gives way
  const others = days.trips.filter((trip) => trip.locked !== true);
  const sound = [...locked, ...(withoutConflicts({ request, known, locked }, others) ?? [])];
  const trips = sound.sort((a, b) => (a.loadFrom < b.loadFrom ? -1 : a.loadFrom > b.loadFrom ? 1 : 0));
  const changed = candidates.length - candidates.filter((trip) => isAmong(trip, trips)).length;
  const least = candidates.length - able.length + leastChanges({ request, known, locked }, able);
  return { trips, proof: proofOf(model, trips, { changed, least }) };
}

function couldStay({ request, dates }: Model, trip: SplitTrip): boolean {
  const vehicle = request.fleet.find(({ id }) => id === trip.vehicleId);
  return vehicle !== undefined && vehicle.plantId === trip.plantId && dates.some(({ date }) => date === trip.date);
}

/** Those whose mass still finds who asked for it, as they were to serve it; the later ones give way. */
function served(
  request: SplitRequest,
  { locked, trips }: { locked: readonly SplitTrip[]; trips: readonly SplitTrip[] },
): SplitTrip[] {
  const open = demandOf(request);
  const take = (trip: SplitTrip) => {
    for (const { date, massKg } of trip.serves) open.set(date, (open.get(date) ?? 0) - massKg);
  };
  for (const trip of locked) take(trip);
  const stay: SplitTrip[] = [];
  for (const trip of trips) {
    const sum = trip.serves.reduce((kg, { massKg }) => kg + massKg, 0);
    const first = (date: string) => addDays(date, -(request.earlyDays ?? 0));
    const last = (date: string) => addDays(date, request.lateDays ?? 0);
    const isServed =
      Math.abs(sum - trip.massKg) <= NOTHING_KG &&
      trip.serves.every(
        ({ date, massKg }) => first(date) <= trip.date && trip.date <= last(date) && (open.get(date) ?? 0) >= massKg - NOTHING_KG,
      );
    if (!isServed) continue;
    take(trip);
    stay.push(trip);
  }
  return stay;
}

const isAmong = (trip: SplitTrip, trips: readonly SplitTrip[]): boolean => keysOf(trips).has(keyOf(trip));
/** Missing, late and changed, each against what no plan falls below; the gap is that of the first that is open. */
function proofOf(
  model: Model,
  trips: readonly SplitTrip[],
  { changed, least }: { changed: number; least: number },
): SplitReply['proof'] {
  const [unmetUnits = 0, lateUnitDays = 0] = looseBound(model, tripTypes(model));
  const askedKg = model.askedKg.reduce((sum, massKg) => sum + massKg, 0);
  const broughtKg = trips.reduce((sum, { serves }) => sum + serves.reduce((kg, { massKg }) => kg + massKg, 0), 0);
  const locked = trips.filter((trip) => trip.locked === true);
  const values = { unmetKg: roundKg(askedKg - broughtKg), lateKgDays: roundKg(lateKgDays(trips)), changedTrips: changed };
  const bounds = {
    unmetKg: Math.min(values.unmetKg, model.units.kg(unmetUnits)),
    lateKgDays: Math.min(values.lateKgDays, model.units.kg(lateUnitDays) + lateKgDays(locked)),
    changedTrips: Math.min(changed, least),
  };
  const names = ['unmetKg', 'lateKgDays', 'changedTrips'] as const;
  const open = names.find((name) => values[name] > bounds[name] + NOTHING_KG);
  const whole = open === 'unmetKg' ? askedKg : open === undefined ? 0 : values[open];
  const gapPct = open === undefined || whole <= 0 ? 0 : Math.round(((values[open] - bounds[open]) / whole) * 10_000) / 100;
  return { bound: { ...bounds, openFrom: open ?? 'tripsCount' }, gapPct };
}
