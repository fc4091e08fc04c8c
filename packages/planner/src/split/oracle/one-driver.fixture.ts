import type { SplitRequest, SplitTrip } from '@karavan/contracts';
import { driverFindings } from '../validate/driver.ts';
import { factsOf } from '../validate/facts.ts';

const STEP = 15 * 60_000;
const DAY = 86_400_000;

/**
 * Every timetable of one truck with one demand, on a grid of a quarter of an hour, judged by the validator's driver alone.
 * @returns unmet, late, trips, last unloading of the best
 */
export function bestOfOneDriver(request: SplitRequest): number[] {
  const start = Date.parse(`${request.demand[0]?.date}T00:00:00+03:00`);
  const end = start + (1 + (request.lateDays ?? 0)) * DAY;
  const [plant, vehicle] = [request.plants[0], request.fleet[0]];
  if (!plant || !vehicle) throw new Error('one plant and one truck are needed');
  const loads = startsOf(plant.loading, { start, end, minutes: plant.loadMinutes });
  const unloads = startsOf(request.site.receiving, { start, end, minutes: vehicle.unloadMinutes });
  const asked = request.demand[0]?.massKg ?? 0;
  const needed = Math.ceil(asked / (vehicle.maxPayloadKg ?? 1));
  let best = [asked, 0, 0, 0];
  const extend = (trips: readonly SplitTrip[]): void => {
    best = better(best, levelsReached(request, trips, start));
    if (trips.length === needed) return;
    const before = trips.at(-1);
    for (const loadFrom of loads) {
      if (before && loadFrom < Date.parse(before.unloadTo) + plant.driveMinutes * 60_000) continue;
      for (const unloadFrom of unloads) {
        if (unloadFrom < loadFrom + (plant.loadMinutes + plant.driveMinutes) * 60_000) continue;
        const next = tripOf(request, loadFrom, unloadFrom);
        const earlier = before ? [...trips.slice(0, -1), { ...before, backAt: next.loadFrom }] : [];
        if (driverFindings(factsOf(request, [...earlier, next])).length === 0) extend([...earlier, next]);
      }
    }
  };
  extend([]);
  return best;
}

function startsOf(calendar: SplitRequest['site']['receiving'], span: { start: number; end: number; minutes: number }): number[] {
  const hours = Object.values(calendar.hours)[0] ?? [];
  const minute = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const starts: number[] = [];
  for (let at = span.start; at < span.end; at += STEP) {
    const clock = ((at - span.start) % DAY) / 60_000;
    if (hours.some(([from, to]) => minute(from) <= clock && clock + span.minutes <= minute(to))) starts.push(at);
  }
  return starts;
}

/** The way out may use all time to the unloading, the way back all time there is: the driver's judge finds the rests in it. */
function tripOf(request: SplitRequest, loadFrom: number, unloadFrom: number): SplitTrip {
  const iso = (at: number) => new Date(at).toISOString();
  const loadTo = loadFrom + (request.plants[0]?.loadMinutes ?? 0) * 60_000;
  const unloadTo = unloadFrom + (request.fleet[0]?.unloadMinutes ?? 0) * 60_000;
  return {
    vehicleId: request.fleet[0]?.id ?? '',
    plantId: request.plants[0]?.id ?? '',
    date: new Date(unloadTo + 3 * 3_600_000).toISOString().slice(0, 10),
    massKg: 0,
    loadFrom: iso(loadFrom),
    loadTo: iso(loadTo),
    departsAt: iso(loadTo),
    arrivesAt: iso(unloadFrom),
    unloadFrom: iso(unloadFrom),
    unloadTo: iso(unloadTo),
    backAt: iso(unloadTo + 30 * DAY),
    serves: [],
  };
}

function levelsReached(request: SplitRequest, trips: readonly SplitTrip[], start: number): number[] {
  let left = request.demand[0]?.massKg ?? 0;
  let late = 0;
  for (const trip of trips) {
    const part = Math.min(left, request.fleet[0]?.maxPayloadKg ?? 0);
    left -= part;
    late += part * Math.floor((Date.parse(trip.unloadTo) - start) / DAY);
  }
  return [left, late, trips.length, Math.max(0, ...trips.map(({ unloadTo }) => Date.parse(unloadTo)))];
}

function better(a: number[], b: number[]): number[] {
  const index = a.findIndex((value, at) => value !== b[at]);
  return index >= 0 && (b[index] ?? 0) < (a[index] ?? 0) ? b : a;
}
