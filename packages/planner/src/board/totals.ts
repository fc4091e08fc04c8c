import type { BoardTrip, PlanTotals, SplitRequest } from '@karavan/contracts';
import { DAY_MS } from '../calendar/index.ts';

const round = (value: number): number => Math.round(value * 1e6) / 1e6;
const sum = (values: readonly number[]): number => round(values.reduce((total, value) => total + value, 0));
const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** What a board's trips bring, day by day and in all: one row a demand date (SP14). */
export function boardTotals(request: SplitRequest, trips: readonly Omit<BoardTrip, 'id'>[]): PlanTotals {
  const parts = trips.flatMap((trip) => trip.serves.map((part) => ({ ...part, on: trip.date })));
  const dates = [...new Set(request.demand.map(({ date }) => date))].sort();
  const days = dates.map((date) => {
    const own = parts.filter((part) => part.date === date);
    const demandKg = sum(request.demand.filter((row) => row.date === date).map(({ massKg }) => massKg));
    const deliveredKg = sum(own.map(({ massKg }) => massKg));
    const lateKg = sum(own.filter(({ on }) => on > date).map(({ massKg }) => massKg));
    return { date, demandKg, deliveredKg, lateKg, unmetKg: round(Math.max(0, demandKg - deliveredKg)) };
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
    lateKgDays: sum(parts.map(({ date, massKg, on }) => massKg * Math.max(0, daysBetween(date, on)))),
    tripsCount: trips.length,
    cost: sum(costs),
  };
}
