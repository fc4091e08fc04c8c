import type { BoardTrip, SplitRequest } from '@karavan/contracts';
import { makeRoom } from './make-room.ts';
import { joined, NOTHING_KG, round, type Served, type Serves, sum, type Windows, wholeOf, windowsOf } from './serves.ts';
import type { TripIndex } from './trip-index.ts';
import { isFixed } from './world.ts';

/**
 * Says which demand every trip serves, masses and dates given: trips keep what they serve as long as everything finds a
 * place so; if not, all that are not locked are dealt out anew, the earliest first, each to the demand that has to be served
 * soonest. Windows of one length make that as much as can be served at all.
 */
export function serveAll(request: SplitRequest, trips: readonly BoardTrip[]): Served {
  const window = windowsOf(request);
  const kept = fillUp(request, trips, { window, begin: (trip) => stillValid(window, trip), isKept: isFixed });
  if (kept.left.length === 0) return kept;
  const dealt = fillUp(request, trips, { window, begin: () => [], isKept: isFixed });
  return dealt.left.length === 0 || sum(dealt.left) < sum(kept.left) - NOTHING_KG ? dealt : kept;
}

/**
 * The same where only the named trips of a board, served before, are new or other: the others are left as they are while
 * that leaves enough; else those in the way serve other days they may, as few as it takes. What finds nobody even then is told.
 */
export function serveNamed(request: SplitRequest, { index, named, absent }: Change): Served {
  const window = windowsOf(request);
  const others = index.trips.filter(({ id }) => !absent.has(id));
  const open = openAfter(request, index, absent);
  const quick = fillUp(request, named, { window, begin: (trip) => stillValid(window, trip), isKept: isFixed, open });
  if (quick.left.length === 0) return { trips: [...others, ...quick.trips], left: [] };
  if (!isSound(request, index)) return serveAll(request, [...others, ...named]);
  return makeRoom({ request, window, open, index, others, absent, served: quick });
}

/** Whether all trips of a board that may change serve what they may, and all they carry: looked at once. */
function isSound(request: SplitRequest, index: TripIndex): boolean {
  const { earlyDays = 0, lateDays = 0 } = request;
  const key = `${earlyDays} ${lateDays}`;
  const known = SOUND.get(index);
  if (known?.key === key) return known.isSound;
  const window = windowsOf(request);
  const sound = index.trips.every((trip) => isFixed(trip) || isServed(window, trip));
  SOUND.set(index, { key, isSound: sound });
  return sound;
}
const SOUND = new WeakMap<TripIndex, { key: string; isSound: boolean }>();

function isServed(window: Windows, { date, massKg, serves }: BoardTrip): boolean {
  const [first, last] = window(date);
  return Math.abs(sum(serves) - massKg) <= NOTHING_KG && serves.every((part) => first <= part.date && part.date <= last);
}

/** What of each demand the trips that stay leave over. */
function openAfter(request: SplitRequest, { byId, served }: TripIndex, absent: ReadonlySet<string>): Map<string, number> {
  const open = asked(request);
  for (const [date, massKg] of served) open.set(date, (open.get(date) ?? 0) - massKg);
  for (const id of absent)
    for (const { date, massKg } of byId.get(id)?.serves ?? []) open.set(date, (open.get(date) ?? 0) + massKg);
  for (const [date, massKg] of open) open.set(date, Math.max(0, round(massKg)));
  return open;
}

function asked({ demand }: SplitRequest): Map<string, number> {
  const open = new Map<string, number>();
  for (const { date, massKg } of demand) open.set(date, (open.get(date) ?? 0) + massKg);
  return open;
}

interface Change {
  index: TripIndex;
  named: readonly BoardTrip[];
  /** ids of trips of the index that are gone or stand in `named` */
  absent: ReadonlySet<string>;
}

function stillValid(window: Windows, trip: BoardTrip): Serves {
  const [first, last] = window(trip.date);
  const parts: Serves = [];
  let room = trip.massKg;
  for (const { date, massKg } of trip.serves) {
    const taken = round(Math.min(room, massKg));
    if (taken <= NOTHING_KG || date < first || date > last) continue;
    parts.push({ date, massKg: taken });
    room -= taken;
  }
  return parts;
}

interface Filling {
  window: Windows;
  /** what of its present serves a trip begins with */
  begin: (trip: BoardTrip) => Serves;
  /** these keep what they serve, and take it first */
  isKept: (trip: BoardTrip) => boolean;
  /** what is still asked for; all of it unless given */
  open?: Map<string, number>;
}

function fillUp(
  request: SplitRequest,
  trips: readonly BoardTrip[],
  { window, begin, isKept, open = asked(request) }: Filling,
): Served {
  const dates = [...open.keys()].sort();
  const take = (serves: Serves): Serves =>
    serves.flatMap((part) => {
      const massKg = round(Math.min(part.massKg, open.get(part.date) ?? 0));
      if (massKg > NOTHING_KG) open.set(part.date, round((open.get(part.date) ?? 0) - massKg));
      return massKg > NOTHING_KG ? [{ date: part.date, massKg }] : [];
    });
  const free: BoardTrip[] = [];
  for (const trip of trips) {
    if (!isKept(trip)) free.push(trip);
    else for (const { date, massKg } of trip.serves) open.set(date, Math.max(0, round((open.get(date) ?? 0) - massKg)));
  }
  const begun = new Map(free.map((trip) => [trip.id, take(begin(trip))]));
  const left: { tripId: string; massKg: number }[] = [];
  for (const trip of [...free].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))) {
    const parts = begun.get(trip.id) ?? [];
    const missing = round(trip.massKg - sum(parts));
    if (missing <= NOTHING_KG) continue;
    const more = take(datesFor(request, { missing, open, dates, window: window(trip.date) }));
    begun.set(trip.id, [...parts, ...more]);
    const still = round(missing - sum(more));
    if (still > NOTHING_KG) left.push({ tripId: trip.id, massKg: still });
  }
  const served = (trip: BoardTrip): BoardTrip => {
    const parts = begun.get(trip.id);
    return parts === undefined ? trip : { ...trip, serves: joined(parts) };
  };
  return { trips: trips.map(served), left };
}

/** The demand that has to be served soonest first, of whole pieces only what is whole. */
function datesFor(
  request: SplitRequest,
  input: { missing: number; open: ReadonlyMap<string, number>; dates: readonly string[]; window: readonly [string, string] },
): Serves {
  const [first, last] = input.window;
  const parts: Serves = [];
  let want = input.missing;
  for (const date of input.dates) {
    if (want <= NOTHING_KG || date > last) break;
    if (date < first) continue;
    const massKg = round(Math.min(want, wholeOf(request, input.open.get(date) ?? 0)));
    if (massKg <= NOTHING_KG) continue;
    parts.push({ date, massKg });
    want -= massKg;
  }
  return parts;
}
