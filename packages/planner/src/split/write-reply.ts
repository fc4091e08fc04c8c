import type { SplitTrip } from '@karavan/contracts';
import { iso } from './instants.ts';
import { assignLoads, type Loads } from './loads.ts';
import type { FixedTrip, Model, TripType } from './model.ts';
import { batchesOf, countPlaced, keptTrips, type Solution } from './plan-value.ts';
import { type Settled, settle } from './settle.ts';

type Parts = Loads['parts'][number];

/** The plan as trips: locked ones as they came, the others with what they carry and serve; in the order they load. */
export function writeTrips(model: Model, types: readonly TripType[], solution: Solution): SplitTrip[] {
  const counts = countPlaced(types, solution.placed);
  const loads = assignLoads(model, batchesOf(model, types, counts));
  if (!loads) throw new Error('split: a plan was found whose trips find nothing to carry');
  const settled = new Map<TripType, Settled[]>();
  for (const trip of settle(model, solution.placed)) settled.set(trip.type, [...(settled.get(trip.type) ?? []), trip]);
  const used = types.filter(({ index }) => (counts[index] ?? 0) > 0);
  const planned = used.flatMap((type, at) => {
    const trips = (settled.get(type) ?? []).sort((a, b) => a.unloadFrom - b.unloadFrom);
    return shareOut(model, { type, trips, parts: loads.parts[at] ?? [] });
  });
  const kept = keptTrips(model).map((fixed, at) => keepTrip(model, fixed, loads.parts[used.length + at] ?? []));
  const locked = model.fixed.filter((fixed) => fixed.locked).map(({ trip }) => trip);
  return [...locked, ...kept, ...planned].sort(
    (a, b) => compare(a.loadFrom, b.loadFrom) || compare(a.unloadFrom, b.unloadFrom) || compare(a.vehicleId, b.vehicleId),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Trips of one type share its parts: each has its smallest load, the first ones are filled up. */
function shareOut(model: Model, input: { type: TripType; trips: readonly Settled[]; parts: Parts }): SplitTrip[] {
  const { type, trips, parts } = input;
  const [cap, min] = [type.group.cap[type.date] ?? 0, type.group.min];
  let spare = parts.reduce((sum, { units }) => sum + units, 0) - min * trips.length;
  const queue = parts.map((part) => ({ ...part }));
  return trips.map((trip) => {
    const more = Math.min(spare, cap - min);
    spare -= more;
    return writeTrip(model, trip, takeParts(queue, min + more));
  });
}

function takeParts(queue: { demand: number; units: number }[], units: number): { demand: number; units: number }[] {
  const taken: { demand: number; units: number }[] = [];
  for (let left = units; left > 0; ) {
    const [head] = queue;
    if (!head) break;
    const part = Math.min(left, head.units);
    taken.push({ demand: head.demand, units: part });
    head.units -= part;
    left -= part;
    if (head.units === 0) queue.shift();
  }
  return taken;
}

function writeTrip(model: Model, trip: Settled, taken: readonly { demand: number; units: number }[]): SplitTrip {
  const { group, date } = trip.type;
  const loadTo = trip.loadFrom + group.plant.loadMs;
  return {
    vehicleId: trip.vehicle.id,
    plantId: group.plant.id,
    date: model.dates[date]?.date ?? '',
    massKg: model.units.kg(taken.reduce((sum, { units }) => sum + units, 0)),
    loadFrom: iso(trip.loadFrom),
    loadTo: iso(loadTo),
    departsAt: iso(loadTo),
    arrivesAt: iso(trip.arrivesAt),
    unloadFrom: iso(trip.unloadFrom),
    unloadTo: iso(trip.unloadFrom + group.unloadMs),
    backAt: iso(trip.backAt),
    serves: servesOf(model, taken),
  };
}

function servesOf(model: Model, taken: readonly { demand: number; units: number }[]): SplitTrip['serves'] {
  return taken.map(({ demand, units }) => ({ date: model.demandDates[demand] ?? '', massKg: model.units.kg(units) }));
}

function keepTrip(model: Model, { trip }: FixedTrip, parts: Parts): SplitTrip {
  return { ...trip, serves: servesOf(model, parts) };
}
