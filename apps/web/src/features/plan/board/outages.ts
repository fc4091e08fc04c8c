import type { BoardPlan, BoardTrip, Language, PlanOutage } from '@karavan/contracts';
import { addDays, dayStart } from '@karavan/planner';

type World = Pick<BoardPlan, 'trips' | 'stranded' | 'violations'>;

/** Trips that cannot be made since a truck is out or a bay closed, whether they may still be moved or not. */
export function hitTrips({ trips, stranded, violations }: World): BoardTrip[] {
  const outage = violations.filter(({ code }) => code === 'truckDown' || code === 'bayShut');
  const ids = new Set([...stranded, ...outage].flatMap(({ tripIds }) => tripIds));
  return trips.filter(({ id }) => ids.has(id));
}

/** Kilograms of each demand date that are in doubt with them. */
export function doubtByDay(plan: World): ReadonlyMap<string, number> {
  const days = new Map<string, number>();
  for (const { serves } of hitTrips(plan)) for (const { date, massKg } of serves) days.set(date, (days.get(date) ?? 0) + massKg);
  return days;
}

export const doubtKg = (plan: World): number => [...doubtByDay(plan).values()].reduce((sum, massKg) => sum + massKg, 0);

/** Why a card cannot be what it shows, in words, by trip. */
export function whyBroken({ stranded, violations }: World, language: Language): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  for (const { message, tripIds } of [...stranded, ...violations])
    for (const id of tripIds) words.set(id, words.has(id) ? `${words.get(id)} ${message[language]}` : message[language]);
  return words;
}

type Times = Pick<PlanOutage, 'from' | 'until'>;
/** The part of an outage that lies in a day of the site: instants, none where it is none of that side. */
export function partIn({ from, until }: Times, date: string, zone: string): { from?: string; until?: string } | undefined {
  const [start, end] = [dayStart(date, zone), dayStart(addDays(date, 1), zone)];
  const [fromMs, untilMs] = [Date.parse(from), until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until)];
  if (untilMs <= start || fromMs >= end) return undefined;
  return {
    ...(fromMs > start ? { from } : {}),
    ...(until !== undefined && untilMs < end ? { until } : {}),
  };
}

/** Outages of one truck. */
export const ofTruck = (outages: readonly PlanOutage[], vehicleId: string): PlanOutage[] =>
  outages.filter((outage) => outage.what === 'truckOut' && outage.vehicleId === vehicleId);
