import { assignLoads, type Batch, type Loads } from './loads.ts';
import type { Model, TripType } from './model.ts';
import { keptTrips, openUnits } from './plan-value.ts';

const PLENTY = 1e4;

/** Bounds of what is too large for the linear programme: trips without trucks, counted by the largest load that could come. */
export function looseBound(model: Model, types: readonly TripType[]): number[] {
  const loads = servable(model, types);
  const unserved = openUnits(model) - loads.served;
  const trips = leastTrips(model, types, loads);
  if (model.request.objective === 'fewestTrips') return [unserved, loads.lateUnitDays, trips];
  const keptUnits = keptTrips(model).reduce((sum, { units }) => sum + units, 0);
  const cheapest = Math.min(...types.map(({ group, date }) => group.tripCost / Math.max(1, group.cap[date] ?? 0)));
  const cost = types.length === 0 ? 0 : (loads.served - keptUnits) * cheapest;
  return [unserved, loads.lateUnitDays, cost, trips];
}

/** Demands that no trip can serve together are counted apart, each rounded up. */
function leastTrips(model: Model, types: readonly TripType[], loads: Loads): number {
  const kept = keptTrips(model);
  const largest = Math.max(1, ...types.map(({ group, date }) => group.cap[date] ?? 0));
  const isApart = model.dates.every(({ serves }) => serves.length === 1) && kept.length === 0;
  const isFree = types.every(({ load }) => load.date === undefined);
  if (!isApart || !isFree) {
    const keptUnits = kept.reduce((sum, { units }) => sum + units, 0);
    return Math.ceil((loads.served - keptUnits) / largest) + kept.length;
  }
  const served = model.open.map(() => 0);
  for (const { demand, units } of loads.parts.flat()) served[demand] = (served[demand] ?? 0) + units;
  return served.reduce((sum, units) => sum + Math.ceil(units / largest), 0);
}

/** Every date open to as many trips as anyone likes: what supply and calendars alone forbid. */
function servable(model: Model, types: readonly TripType[]): Loads {
  const batches = new Map<string, Batch>();
  for (const { group, load, date } of types) {
    const key = `${group.plant.index} ${load.date ?? ''} ${date}`;
    const supplyKey = load.date === undefined ? '' : `${group.plant.index} ${load.date}`;
    const cap = Math.max(batches.get(key)?.cap ?? 0, group.cap[date] ?? 0);
    batches.set(key, { date, plant: group.plant.index, supplyKey, supply: load.supply, min: 0, cap, count: PLENTY });
  }
  const kept = keptTrips(model).map(({ date, plant, units }) => {
    return { date, plant, supplyKey: '', supply: Number.POSITIVE_INFINITY, min: 0, cap: units, count: 1 };
  });
  return assignLoads(model, [...batches.values(), ...kept]) ?? { parts: [], served: openUnits(model), lateUnitDays: 0 };
}
