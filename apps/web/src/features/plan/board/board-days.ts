import type { BoardPlan, BoardTrip, Language, SplitRequest } from '@karavan/contracts';
import { addDays } from '@karavan/planner';

/** Every day a trip of the plan may end on, and those some end on: ascending, without gaps. */
export function daysOf({ request, trips, published }: Pick<BoardPlan, 'request' | 'trips' | 'published'>): string[] {
  const { demand, earlyDays = 0, lateDays = 0 } = request;
  const asked = demand.flatMap(({ date }) => [addDays(date, -earlyDays), addDays(date, lateDays)]);
  const dates = [...asked, ...trips.map(({ date }) => date), ...(published?.trips.map(({ date }) => date) ?? [])].sort();
  const [first, last] = [dates[0], dates.at(-1)];
  if (first === undefined || last === undefined) return [];
  const days: string[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

/** `Mon 23 Nov`; a day of the calendar has no zone. */
export function dayHead(date: string, language: Language): string {
  const format = { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
  const at = new Date(`${date}T00:00:00Z`);
  return new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', format).format(at).replace('.', '').replace(/\.$/, '');
}

/** Trips of a day over bays: each stands in the first bay that is free when it comes. */
export function bayLanes(trips: readonly BoardTrip[], { site }: SplitRequest): BoardTrip[][] {
  const lanes: BoardTrip[][] = Array.from({ length: Math.max(1, site.bays) }, () => []);
  for (const trip of [...trips].sort((a, b) => (a.unloadFrom < b.unloadFrom ? -1 : 1))) {
    const free = lanes.find((lane) => (lane.at(-1)?.unloadTo ?? '') <= trip.unloadFrom);
    if (free) free.push(trip);
    else lanes.push([trip]);
  }
  return lanes;
}

export type Mark = 'added' | 'moved' | 'same' | 'none';

/** What a trip of the draft is against what is published. */
export function marksOf({ trips, published }: Pick<BoardPlan, 'trips' | 'published'>): ReadonlyMap<string, Mark> {
  const before = new Map(published?.trips.map((trip) => [trip.id, trip]));
  const mark = (trip: BoardTrip): Mark => {
    if (published === null) return 'none';
    const old = before.get(trip.id);
    if (old === undefined) return 'added';
    return isSame(old, trip) ? 'same' : 'moved';
  };
  return new Map(trips.map((trip) => [trip.id, mark(trip)]));
}

export const isSame = (a: BoardTrip, b: BoardTrip): boolean =>
  a.vehicleId === b.vehicleId && a.loadFrom === b.loadFrom && a.unloadFrom === b.unloadFrom && a.massKg === b.massKg;
