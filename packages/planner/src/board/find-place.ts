import type { BoardTrip, SplitVehicle } from '@karavan/contracts';
import { addDays, DAY_MS, dayStart, MINUTE_MS } from '../calendar/index.ts';
import { REST_MS, shortestWayMs } from '../split/hours.ts';
import { labelsAfter, timesAt, writeTrip } from './times.ts';
import { loadSpan, ms, type OpenWorld, overlaps, type Plant, type Span, tripSpan, unloadSpan } from './world.ts';

/** Of candidates the nearest to the time wished for are tried, no more than this: a hand does not wait. */
const MOST_TRIED = 240;

export interface Wanted {
  readonly trip: Pick<BoardTrip, 'id' | 'massKg' | 'serves' | 'locked'>;
  readonly vehicle: SplitVehicle;
  readonly plant: Plant;
  readonly date: string;
  /** where unloading would best begin, ms; without it as early as can be */
  readonly wishMs?: number | undefined;
}

interface Around {
  /** trips of the same truck, and when it is away */
  own: readonly BoardTrip[];
  taken: readonly Span[];
  loads: readonly Span[];
  unloads: readonly Span[];
  loading: readonly Span[];
  receiving: readonly Span[];
  shifts: readonly Span[] | undefined;
  day: Span;
}

/** Where on a date a truck could make this trip: the free time nearest to the one wished for; undefined where there is none. */
export function findPlace(world: OpenWorld, others: readonly BoardTrip[], wanted: Wanted): BoardTrip | undefined {
  const { vehicle, plant } = wanted;
  const around = lookAround(world, others, wanted);
  const loadMs = plant.loadMinutes * MINUTE_MS;
  const unloadMs = vehicle.unloadMinutes * MINUTE_MS;
  const wayMs = shortestWayMs(plant.driveMinutes * MINUTE_MS, world.ruled);
  const wish = wanted.wishMs ?? around.day[0];
  const unloads = unloadTimes(around, { loadMs, unloadMs, wayMs, wish: wanted.wishMs, notBefore: world.startMs })
    .filter((at) => isFree(around.unloads, { span: [at, at + unloadMs], bays: world.request.site.bays }))
    .sort((a, b) => Math.abs(a - wish) - Math.abs(b - wish) || a - b);
  let tried = 0;
  for (const unloadFrom of unloads)
    for (const loadFrom of loadTimes(around, { latest: unloadFrom - wayMs - loadMs, loadMs })) {
      if (tried >= MOST_TRIED) return undefined;
      tried += 1;
      if (loadFrom < world.startMs || !isFree(around.loads, { span: [loadFrom, loadFrom + loadMs], bays: plant.bays })) continue;
      const place = { vehicle, plant, loadFrom, unloadFrom };
      if (around.taken.some((taken) => overlaps(taken, [loadFrom, unloadFrom + unloadMs]))) continue;
      const times = timesAt(world, place, labelsAfter(world, before(around.own, loadFrom)));
      if (times === undefined) continue;
      const span: Span = [loadFrom, times.backAt];
      if (around.taken.some((taken) => overlaps(taken, span))) continue;
      if (around.shifts && !around.shifts.some(([from, to]) => from <= span[0] && span[1] <= to)) continue;
      return writeTrip(world, wanted.trip, { place, times });
    }
  return undefined;
}

/** What the driver did just before, back to his last rest. */
export function before(own: readonly BoardTrip[], atMs: number): BoardTrip[] {
  const earlier = own.filter((trip) => tripSpan(trip)[0] < atMs).sort((a, b) => tripSpan(a)[0] - tripSpan(b)[0]);
  let first = earlier.length;
  let next = atMs;
  while (first > 0) {
    const trip = earlier[first - 1];
    if (trip === undefined || next - tripSpan(trip)[1] >= REST_MS) break;
    next = tripSpan(trip)[0];
    first -= 1;
  }
  return earlier.slice(first);
}

function lookAround(world: OpenWorld, others: readonly BoardTrip[], { vehicle, plant, date, trip }: Wanted): Around {
  const zone = world.request.site.receiving.timeZone;
  const day: Span = [dayStart(date, zone), dayStart(addDays(date, 1), zone)];
  const window: Span = [day[0] - 3 * DAY_MS, day[1] + 3 * DAY_MS];
  const near = others.filter((other) => other.id !== trip.id && overlaps(tripSpan(other), window));
  const own = near.filter(({ vehicleId }) => vehicleId === vehicle.id);
  return {
    own,
    taken: [...own.map(tripSpan), ...(world.away.get(vehicle.id) ?? [])],
    loads: [...near.filter(({ plantId }) => plantId === plant.id).map(loadSpan), ...(world.bays.get(plant.id) ?? [])],
    unloads: [...near.map(unloadSpan), ...(world.bays.get(undefined) ?? [])],
    loading: world.open(plant.loading, window),
    receiving: world.open(world.request.site.receiving, window),
    shifts: vehicle.calendar && world.open(vehicle.calendar, window),
    day,
  };
}

function unloadTimes(
  around: Around,
  input: { loadMs: number; unloadMs: number; wayMs: number; wish: number | undefined; notBefore: number },
): number[] {
  const { loadMs, unloadMs, wayMs } = input;
  const { day, receiving, unloads, loading, loads, taken, shifts } = around;
  const loaded = [
    ...[...loading, ...(shifts ?? [])].map(([from]) => from),
    ...[...loads, ...taken].map(([, to]) => to),
    input.notBefore,
  ];
  const times = [
    ...(input.wish === undefined ? [] : [input.wish]),
    ...receiving.flatMap(([from, to]) => [Math.max(from, day[0]), to - unloadMs]),
    ...unloads.flatMap(([from, to]) => [to, from - unloadMs]),
    ...loaded.map((from) => from + loadMs + wayMs),
    ...taken.map(([from]) => from - wayMs - unloadMs),
  ];
  const inside = (at: number) =>
    at + unloadMs >= day[0] && at + unloadMs < day[1] && receiving.some(([from, to]) => from <= at && at + unloadMs <= to);
  return [...new Set(times)].filter(inside);
}

/** The latest first: nobody waits at the site for what he could have waited for at home. */
function loadTimes({ loading, loads, taken }: Around, { latest, loadMs }: { latest: number; loadMs: number }): number[] {
  const times = [
    latest,
    ...loading.map(([, to]) => to - loadMs),
    ...loads.map(([from]) => from - loadMs),
    ...loads.map(([, to]) => to),
    ...taken.map(([, to]) => to),
  ];
  const open = (at: number) => loading.some(([from, to]) => from <= at && at + loadMs <= to);
  return [...new Set(times)].filter((at) => at <= latest && open(at)).sort((a, b) => b - a);
}

/** Whether one more may stand there all that time. */
export function isFree(uses: readonly Span[], { span, bays }: { span: Span; bays: number }): boolean {
  const meeting = uses.filter((use) => overlaps(use, span));
  if (meeting.length < bays) return true;
  const starts = [span[0], ...meeting.map(([from]) => from).filter((from) => from > span[0])];
  return starts.every((at) => meeting.filter(([from, to]) => from <= at && at < to).length < bays);
}

/** The same wall-clock distance into another date. */
export function sameTimeOn(trip: BoardTrip, date: string, timeZone: string): number {
  return ms(trip.unloadFrom) - dayStart(trip.date, timeZone) + dayStart(date, timeZone);
}
