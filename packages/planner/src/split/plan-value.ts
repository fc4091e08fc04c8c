import { assignLoads, type Batch, batchOf, batchOfFixed, type Loads } from './loads.ts';
import type { FixedTrip, Model, Placed, TripType } from './model.ts';

/** How many trips of each type, by its index. */
export type Counts = readonly number[];

/** Levels of the objective that only the counts decide, each to be made small: units not served, unit·days late, trips or cost, trips. */
export type CountValue = readonly [unserved: number, lateUnitDays: number, effort: number, trips: number];

export interface Solution {
  readonly counts: Counts;
  readonly value: CountValue;
  readonly placed: readonly Placed[];
}

export const keptTrips = (model: Model): FixedTrip[] => model.fixed.filter(({ locked }) => !locked);
export const openUnits = (model: Model): number => model.open.reduce((sum, units) => sum + units, 0);

/** Batches of the new trips by type, then of the kept ones. */
export function batchesOf(model: Model, types: readonly TripType[], counts: Counts): Batch[] {
  return [
    ...types.flatMap((type) => ((counts[type.index] ?? 0) > 0 ? [batchOf(type, counts[type.index] ?? 0)] : [])),
    ...keptTrips(model).map(batchOfFixed),
  ];
}

export function loadsOf(model: Model, types: readonly TripType[], counts: Counts): Loads | undefined {
  return assignLoads(model, batchesOf(model, types, counts));
}

/** What a trip of a vehicle costs, also of one that has nothing to do with open demand. */
export function fixedCost(model: Model, { trip }: FixedTrip): number {
  const vehicle = model.request.fleet.find(({ id }) => id === trip.vehicleId);
  const plant = model.request.plants.find(({ id }) => id === trip.plantId);
  return (vehicle?.costPerTrip ?? 0) + (vehicle?.costPerKm ?? 0) * 2 * (plant?.distanceKm ?? 0);
}

/** `undefined` when so many trips cannot all have their smallest load. */
export function countValue(model: Model, types: readonly TripType[], counts: Counts): CountValue | undefined {
  const loads = loadsOf(model, types, counts);
  return loads && valueOfLoads(model, types, { counts, loads });
}

export function valueOfLoads(
  model: Model,
  types: readonly TripType[],
  { counts, loads }: { counts: Counts; loads: Loads },
): CountValue {
  const kept = keptTrips(model);
  const trips = counts.reduce((sum, count) => sum + count, 0) + kept.length;
  const cost = types.reduce((sum, { index, group }) => sum + (counts[index] ?? 0) * group.tripCost, 0);
  const keptCost = kept.reduce((sum, trip) => sum + fixedCost(model, trip), 0);
  const effort = model.request.objective === 'cheapest' ? roundMoney(cost + keptCost) : trips;
  return [openUnits(model) - loads.served, loads.lateUnitDays, effort, trips];
}

export const roundMoney = (sum: number): number => Math.round(sum * 1e6) / 1e6;

/** Below 0 when `a` is better. */
export function compareValues(a: readonly number[], b: readonly number[]): number {
  for (const [level, value] of a.entries()) {
    const difference = value - (b[level] ?? 0);
    if (Math.abs(difference) > 1e-6) return difference;
  }
  return 0;
}

export function countPlaced(types: readonly TripType[], placed: readonly Placed[]): number[] {
  const counts = new Array<number>(types.length).fill(0);
  for (const { type } of placed) counts[type.index] = (counts[type.index] ?? 0) + 1;
  return counts;
}
