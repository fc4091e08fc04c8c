import type { SplitDay, SplitReply, SplitRequest, SplitTrip } from '@karavan/contracts';
import { DAY_MS } from '../calendar/index.ts';
import type { Model } from './model.ts';
import { roundMoney } from './plan-value.ts';
import { roundKg } from './units.ts';

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** One row a demand date: what serves it, what of that is late, what is missing (SP14). */
export function dayRows(model: Model, trips: readonly SplitTrip[]): SplitDay[] {
  const parts = trips.flatMap((trip) => trip.serves.map((part) => ({ ...part, on: trip.date })));
  return model.demandDates.map((date, index) => {
    const own = parts.filter((part) => part.date === date);
    const deliveredKg = roundKg(own.reduce((sum, { massKg }) => sum + massKg, 0));
    const lateKg = roundKg(own.reduce((sum, { massKg, on }) => sum + (on > date ? massKg : 0), 0));
    const demandKg = model.askedKg[index] ?? 0;
    return { date, demandKg, deliveredKg, lateKg, unmetKg: roundKg(Math.max(0, demandKg - deliveredKg)) };
  });
}

export function totalsOf(
  request: SplitRequest,
  days: readonly SplitDay[],
  trips: readonly SplitTrip[],
): Pick<SplitReply, 'unmetKg' | 'lateKgDays' | 'tripsCount' | 'cost'> {
  const fleet = new Map(request.fleet.map((vehicle) => [vehicle.id, vehicle]));
  const plants = new Map(request.plants.map((plant) => [plant.id, plant]));
  const costs = trips.map(({ vehicleId, plantId }) => {
    const vehicle = fleet.get(vehicleId);
    return vehicle ? vehicle.costPerTrip + vehicle.costPerKm * 2 * (plants.get(plantId)?.distanceKm ?? 0) : 0;
  });
  const late = trips.flatMap((trip) => trip.serves.map(({ date, massKg }) => massKg * Math.max(0, daysBetween(date, trip.date))));
  return {
    unmetKg: roundKg(days.reduce((sum, { unmetKg }) => sum + unmetKg, 0)),
    lateKgDays: roundKg(late.reduce((sum, part) => sum + part, 0)),
    tripsCount: trips.length,
    cost: roundMoney(costs.reduce((sum, cost) => sum + cost, 0)),
  };
}
