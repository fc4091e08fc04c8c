import type { BoardTrip, PlanTotals, SplitRequest } from '@karavan/contracts';
import { DAY_MS } from '../calendar/index.ts';

const round = (value: number): number => Math.round(value * 1e6) / 1e6;
const sum = (values: readonly number[]): number => round(values.reduce((total, value) => total + value, 0));
const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

function grow(lists: Map<string, number[]>, key: string, value: number): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** What a board's trips bring, day by day and in all: one row a demand date (SP14). */
export function boardTotals(request: SplitRequest, trips: readonly Omit<BoardTrip, 'id'>[]): PlanTotals {
  const parts = trips.flatMap((trip) => trip.serves.map((part) => ({ ...part, on: trip.date })));
  const demanded = new Map<string, number[]>();
  for (const { date, massKg } of request.demand) grow(demanded, date, massKg);
  const served = new Map<string, number[]>();
  const late = new Map<string, number[]>();
  for (const { date, massKg, on } of parts) {
    grow(served, date, massKg);
    if (on > date) grow(late, date, massKg);
  }
  const days = [...demanded.keys()].sort().map((date) => {
    const demandKg = sum(demanded.get(date) ?? []);
    const deliveredKg = sum(served.get(date) ?? []);
    return {
      date,
      demandKg,
      deliveredKg,
      lateKg: sum(late.get(date) ?? []),
      unmetKg: round(Math.max(0, demandKg - deliveredKg)),
    };
  });
  const fleet = new Map(request.fleet.map((vehicle) => [vehicle.id, vehicle]));
  const plants = new Map(request.plants.map((plant) => [plant.id, plant]));
  const costs = trips.map(({ vehicleId, plantId }) => {
    const vehicle = fleet.get(vehicleId);
    return vehicle ? vehicle.costPerTrip + vehicle.costPerKm * 2 * (plants.get(plantId)?.distanceKm ?? 0) : 0;
  });
  return {
    days,
    unmetKg: sum(days.map(({ unmetKg }) => unmetKg)),
    lateKgDays: sum(parts.flatMap(({ date, massKg, on }) => (on > date ? [massKg * daysBetween(date, on)] : []))),
    tripsCount: trips.length,
    cost: sum(costs),
  };
}
