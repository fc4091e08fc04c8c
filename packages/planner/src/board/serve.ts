import type { BoardTrip, SplitRequest } from '@karavan/contracts';
import { addDays } from '../calendar/index.ts';
import { isFixed } from './world.ts';

const NOTHING_KG = 1e-6;
const round = (massKg: number): number => Math.round(massKg * 1e6) / 1e6;
type Serves = BoardTrip['serves'];

export interface Served {
  readonly trips: readonly BoardTrip[];
  /** what of which trip finds nobody who asked for it */
  readonly left: readonly { tripId: string; massKg: number }[];
}

/**
 * Says which demand every trip serves, masses and dates given: trips keep what they serve as long as everything finds a
 * place so; if not, all that are not locked are dealt out anew, the earliest first, each to the demand that has to be served
 * soonest. Windows of one length make that as much as can be served at all. With `named` only those are asked first, the
 * others being served already.
 */
export function serveAll(request: SplitRequest, trips: readonly BoardTrip[], named?: ReadonlySet<string>): Served {
  const window = windowsOf(request);
  const keep = (trip: BoardTrip) => named !== undefined && !named.has(trip.id);
  const quick =
    named &&
    fillUp(request, trips, { window, begin: (trip) => stillValid(window, trip), isKept: (trip) => isFixed(trip) || keep(trip) });
  if (quick?.left.length === 0) return quick;
  const kept = fillUp(request, trips, { window, begin: (trip) => stillValid(window, trip), isKept: isFixed });
  if (kept.left.length === 0) return kept;
  const dealt = fillUp(request, trips, { window, begin: () => [], isKept: isFixed });
  return dealt.left.length === 0 || sum(dealt.left) < sum(kept.left) - NOTHING_KG ? dealt : kept;
}

/** Which demand dates a trip of a date may serve: first and last. */
type Windows = (on: string) => readonly [first: string, last: string];
function windowsOf({ earlyDays = 0, lateDays = 0 }: SplitRequest): Windows {
  const known = new Map<string, readonly [string, string]>();
  return (on) => {
    const found = known.get(on) ?? ([addDays(on, -lateDays), addDays(on, earlyDays)] as const);
    known.set(on, found);
    return found;
  };
}

const sum = (parts: readonly { massKg: number }[]): number => parts.reduce((kg, { massKg }) => kg + massKg, 0);

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
}

function fillUp(request: SplitRequest, trips: readonly BoardTrip[], { window, begin, isKept }: Filling): Served {
  const open = new Map<string, number>();
  for (const { date, massKg } of request.demand) open.set(date, (open.get(date) ?? 0) + massKg);
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
    const more = take(datesFor(request, { missing, open, window: window(trip.date) }));
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
  input: { missing: number; open: ReadonlyMap<string, number>; window: readonly [string, string] },
): Serves {
  const { product } = request;
  const [first, last] = input.window;
  const whole = (massKg: number) =>
    product.form === 'bulk' ? massKg : Math.floor(massKg / product.pieceMassKg + 1e-7) * product.pieceMassKg;
  const dates = [...input.open].filter(([date]) => first <= date && date <= last).sort(([a], [b]) => (a < b ? -1 : 1));
  const parts: Serves = [];
  let want = input.missing;
  for (const [date, openKg] of dates) {
    if (want <= NOTHING_KG) break;
    const massKg = round(Math.min(want, whole(openKg)));
    if (massKg <= NOTHING_KG) continue;
    parts.push({ date, massKg });
    want -= massKg;
  }
  return parts;
}

function joined(parts: Serves): Serves {
  const masses = new Map<string, number>();
  for (const { date, massKg } of parts) masses.set(date, round((masses.get(date) ?? 0) + massKg));
  return [...masses].map(([date, massKg]) => ({ date, massKg })).sort((a, b) => (a.date < b.date ? -1 : 1));
}
