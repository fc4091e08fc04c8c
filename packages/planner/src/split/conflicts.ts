import type { SplitRequest, SplitTrip } from '@karavan/contracts';
import type { Known } from '../load/index.ts';
import { fixedViolations } from './validate/index.ts';

interface World {
  request: SplitRequest;
  known: Known;
  /** these stay whatever they break */
  locked: readonly SplitTrip[];
}

/**
 * Of published trips those that can stand beside each other and the locked ones in a world that has changed. Of each conflict
 * the last trip gives way, and only if none that gave way already settles it; `undefined` where locked trips break a rule with
 * nobody else.
 */
export function withoutConflicts({ request, known, locked }: World, candidates: readonly SplitTrip[]): SplitTrip[] | undefined {
  let kept = [...candidates];
  for (;;) {
    const all = [...locked, ...kept];
    const broken = fixedViolations(request, all, known).filter((violation) => !violation.locked);
    if (broken.length === 0) return kept;
    const gone = new Set<SplitTrip>();
    for (const { trips } of mostTelling(broken)) {
      const own = trips.flatMap((index) => all[index] ?? []);
      if (own.some((trip) => gone.has(trip))) continue;
      const last = own.findLast((trip) => trip.locked !== true);
      if (last !== undefined) gone.add(last);
    }
    if (gone.size === 0) return undefined;
    kept = kept.filter((trip) => !gone.has(trip));
  }
}

/** The trips of a whole plan in their order, if they can all stand together; days planned apart may meet further off. */
export function soundTrips(
  { request, known }: Pick<World, 'request' | 'known'>,
  trips: readonly SplitTrip[],
): SplitTrip[] | undefined {
  const locked = trips.filter((trip) => trip.locked === true);
  const others = trips.filter((trip) => trip.locked !== true);
  const sound = withoutConflicts({ request, known, locked }, others);
  if (sound?.length !== others.length) return undefined;
  return [...locked, ...sound].sort((a, b) => (a.loadFrom < b.loadFrom ? -1 : a.loadFrom > b.loadFrom ? 1 : 0));
}

/** What one trip breaks by itself comes first: it may settle what it breaks with others. */
const mostTelling = <T extends { trips: readonly number[] }>(broken: readonly T[]): T[] =>
  [...broken].sort((a, b) => a.trips.length - b.trips.length);

/**
 * So many published trips change in any plan of this world: those that break a rule by themselves, and one of each conflict
 * that shares none of its trips with another.
 */
export function leastChanges({ request, known, locked }: World, candidates: readonly SplitTrip[]): number {
  const all = [...locked, ...candidates];
  const broken = fixedViolations(request, all, known).filter((violation) => !violation.locked);
  const counted = new Set<number>();
  let least = 0;
  for (const { rule, trips } of mostTelling(broken)) {
    // a driver may also be rested by changing what he did before
    const of = new Set(trips.map((index) => all[index]?.vehicleId));
    const named = rule === 'SP7' ? all.flatMap(({ vehicleId }, index) => (of.has(vehicleId) ? [index] : [])) : trips;
    const free = named.filter((index) => all[index]?.locked !== true);
    if (free.length === 0 || free.some((index) => counted.has(index))) continue;
    for (const index of free) counted.add(index);
    least += 1;
  }
  return least;
}
