import type { BoardTrip, SplitVehicle } from '@karavan/contracts';
import { addDays, DAY_MS, dayStart, msOfMinutes } from '../calendar/index.ts';
import { REST_MS, shortestWayMs } from '../split/hours.ts';
import { labelsAfter, timesAt, writeTrip } from './times.ts';
import type { Crowd } from './trip-index.ts';
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
  /** trips of the same truck, in order */
  own: readonly BoardTrip[];
  /** when it is away, and when it may be on a trip */
  taken: readonly Span[];
  gaps: readonly Span[];
  loads: readonly Span[];
  unloads: readonly Span[];
  loading: readonly Span[];
  receiving: readonly Span[];
  shifts: readonly Span[] | undefined;
  day: Span;
}

/** How long the parts of a trip take, ms; the way as it is for a rested driver. */
interface Parts {
  loadMs: number;
  unloadMs: number;
  wayMs: number;
}

/** Where on a date a truck could make this trip: the free time nearest to the one wished for; undefined where there is none. */
export function findPlace(world: OpenWorld, crowd: Crowd, wanted: Wanted): BoardTrip | undefined {
  const { vehicle, plant } = wanted;
  const parts: Parts = {
    loadMs: msOfMinutes(plant.loadMinutes),
    unloadMs: msOfMinutes(vehicle.unloadMinutes),
    wayMs: shortestWayMs(msOfMinutes(plant.driveMinutes), world.ruled),
  };
  const around = lookAround(world, crowd, wanted);
  const wish = wanted.wishMs ?? around.day[0];
  const unloads = unloadTimes(around, parts, { wish: wanted.wishMs, notBefore: world.startMs })
    .filter((at) => isFree(around.unloads, { span: [at, at + parts.unloadMs], bays: world.request.site.bays }))
    .sort((a, b) => Math.abs(a - wish) - Math.abs(b - wish) || a - b);
  const loads = loadStarts(around, { ...parts, bays: plant.bays });
  let tried = 0;
  for (const unloadFrom of unloads) {
    // on one free stretch of the truck from loading to the return, or not at all
    const gap = around.gaps.find(([from, to]) => from <= unloadFrom && unloadFrom < to);
    if (gap === undefined || unloadFrom + parts.unloadMs + parts.wayMs > gap[1]) continue;
    const earliest = Math.max(gap[0], world.startMs);
    for (const loadFrom of loads({ latest: unloadFrom - parts.wayMs - parts.loadMs, earliest })) {
      if (tried >= MOST_TRIED) return undefined;
      tried += 1;
      const place = { vehicle, plant, loadFrom, unloadFrom };
      const times = timesAt(world, place, labelsAfter(world, before(around.own, loadFrom)));
      if (times !== undefined && times.backAt <= gap[1]) return writeTrip(world, wanted.trip, { place, times });
    }
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

function lookAround(world: OpenWorld, crowd: Crowd, { vehicle, plant, date, trip }: Wanted): Around {
  const zone = world.request.site.receiving.timeZone;
  const day: Span = [dayStart(date, zone), dayStart(addDays(date, 1), zone)];
  const window: Span = [day[0] - 3 * DAY_MS, day[1] + 3 * DAY_MS];
  const unloadMs = msOfMinutes(vehicle.unloadMinutes);
  const others = (found: readonly BoardTrip[], span: Span, of: (other: BoardTrip) => Span) =>
    found.filter((other) => other.id !== trip.id).flatMap((other) => (overlaps(of(other), span) ? [of(other)] : []));
  const near = (spans: readonly Span[] | undefined, span: Span) => (spans ?? []).filter((one) => overlaps(one, span));
  const own = crowd.ofVehicle(vehicle.id).filter((other) => other.id !== trip.id && overlaps(tripSpan(other), window));
  const taken = [...own.map(tripSpan), ...near(world.away.get(vehicle.id), window)];
  const shifts = vehicle.calendar && world.open(vehicle.calendar, window);
  // who unloads on another date is in nobody's way, but for one that ends just after midnight
  const unloading: Span = [day[0] - unloadMs, day[1]];
  const loading: Span = [window[0], day[1]];
  return {
    own,
    taken,
    gaps: gapsBetween(shifts ?? [[Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]], taken),
    loads: [...others(crowd.loadsDuring(plant.id, loading), loading, loadSpan), ...near(world.bays.get(plant.id), loading)],
    unloads: [...others(crowd.unloadsDuring(unloading), unloading, unloadSpan), ...near(world.bays.get(undefined), unloading)],
    loading: world.open(plant.loading, window),
    receiving: world.open(world.request.site.receiving, window),
    shifts,
    day,
  };
}

/** What of some stretches others leave over, in order of time. */
function gapsBetween(stretches: readonly Span[], taken: readonly Span[]): Span[] {
  const sorted = [...taken].sort((a, b) => a[0] - b[0]);
  return stretches.flatMap(([from, to]): Span[] => {
    const gaps: Span[] = [];
    let at = from;
    for (const [start, end] of sorted) {
      if (end <= at || start >= to) continue;
      if (start > at) gaps.push([at, start]);
      at = Math.max(at, end);
    }
    if (at < to) gaps.push([at, to]);
    return gaps;
  });
}

function unloadTimes(
  around: Around,
  { loadMs, unloadMs, wayMs }: Parts,
  input: { wish: number | undefined; notBefore: number },
): number[] {
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
    ...[...taken.map(([from]) => from), ...(shifts ?? []).map(([, to]) => to)].map((until) => until - wayMs - unloadMs),
  ];
  const inside = (at: number) =>
    at + unloadMs >= day[0] && at + unloadMs < day[1] && receiving.some(([from, to]) => from <= at && at + unloadMs <= to);
  return [...new Set(times)].filter(inside);
}

/** Free beginnings of loading between two instants, the latest first: nobody waits at the site for what he could have waited for at home. */
function loadStarts(
  { loading, loads, taken }: Around,
  { loadMs, bays }: { loadMs: number; bays: number },
): (between: { latest: number; earliest: number }) => Iterable<number> {
  const times = [
    ...loading.map(([, to]) => to - loadMs),
    ...loads.flatMap(([from, to]) => [from - loadMs, to]),
    ...taken.map(([, to]) => to),
  ];
  const answers = new Map<number, boolean>();
  const isOpen = (at: number) => {
    const known = answers.get(at);
    if (known !== undefined) return known;
    const answer =
      loading.some(([from, to]) => from <= at && at + loadMs <= to) && isFree(loads, { span: [at, at + loadMs], bays });
    answers.set(at, answer);
    return answer;
  };
  const sorted = [...new Set(times)].sort((a, b) => b - a);
  return function* ({ latest, earliest }) {
    if (latest >= earliest && isOpen(latest)) yield latest;
    for (let at = firstUpTo(sorted, latest); at < sorted.length; at += 1) {
      const from = sorted[at] as number;
      if (from < earliest) return;
      if (from !== latest && isOpen(from)) yield from;
    }
  };
}

/** The first of descending numbers that is not above a limit. */
function firstUpTo(descending: readonly number[], limit: number): number {
  let [low, high] = [0, descending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((descending[middle] as number) > limit) low = middle + 1;
    else high = middle;
  }
  return low;
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
