import type { SplitVehicle } from '@karavan/contracts';
import { DAY_MS, msOfMinutes, openIntervals } from '../calendar/index.ts';
import type { Starts } from './bay-book.ts';
import type { Excluded, Group, Model, PlantModel, VehicleModel } from './model.ts';
import { type LargestLoad, largestLoadOf } from './payload.ts';

type Base = Pick<Model, 'request' | 'known' | 'units' | 'notBeforeMs' | 'endMs' | 'dates' | 'fixed'>;

/** Vehicles that can come at all, alike ones together, and why the others cannot (SP9, SP10, SP13). */
export function buildGroups(base: Base, plants: readonly PlantModel[]): { groups: Group[]; excluded: Excluded[] } {
  const groups = new Map<string, { group: Omit<Group, 'members'>; members: VehicleModel[] }>();
  const excluded: Excluded[] = [];
  const largestLoad = largestLoadOf(base.request, base.known);
  for (const [index, vehicle] of base.request.fleet.entries()) {
    const plant = plants.find(({ id }) => id === vehicle.plantId);
    if (!plant) continue;
    const fit = fitOf(base, vehicle, largestLoad);
    if ('why' in fit) {
      excluded.push({ vehicle, why: fit.why });
      continue;
    }
    const fixed = base.fixed.filter(({ trip }) => trip.vehicleId === vehicle.id).sort((a, b) => a.loadFrom - b.loadFrom);
    const member = { index, id: vehicle.id, fixed };
    const tripCost = vehicle.costPerTrip + vehicle.costPerKm * 2 * plant.distanceKm;
    const shape = [plant.index, vehicle.unloadMinutes, fit, tripCost, vehicle.calendar, fixed.length > 0 ? vehicle.id : ''];
    const key = JSON.stringify(shape);
    const known = groups.get(key);
    if (known) known.members.push(member);
    else {
      const unloadMs = msOfMinutes(vehicle.unloadMinutes);
      const shifts = shiftsOf(base, vehicle, plant);
      groups.set(key, { group: { index: groups.size, plant, unloadMs, ...fit, tripCost, shifts }, members: [member] });
    }
  }
  return { groups: [...groups.values()].map(({ group, members }) => ({ ...group, members })), excluded };
}

type Fit = Pick<Group, 'cap' | 'min'>;

function fitOf(base: Base, vehicle: SplitVehicle, largestLoad: ReturnType<typeof largestLoadOf>): Fit | { why: Excluded['why'] } {
  const { site } = base.request;
  if (!vehicle.unloadingModes.some((mode) => site.unloadingModes.includes(mode))) return { why: 'mode' };
  if (site.maxLengthM !== undefined && vehicle.lengthM !== undefined && vehicle.lengthM > site.maxLengthM)
    return { why: 'length' };
  const loads = base.dates.map(({ date }) => largestLoad(vehicle, date));
  const leastKg = Math.max(vehicle.minLoadKg ?? 0, ...loads.map(({ minKg }) => minKg));
  const min = Math.max(1, base.units.ceil(leastKg));
  const cap = loads.map(({ maxKg }) => base.units.floor(maxKg)).map((units) => (units >= min ? units : 0));
  if (cap.length === 0 || cap.some((units) => units > 0)) return { cap, min };
  return { why: whyNothingFits(base, loads, leastKg) };
}

function whyNothingFits(base: Base, loads: readonly LargestLoad[], leastKg: number): Excluded['why'] {
  if (loads.some(({ siteBinds }) => siteBinds)) return 'gross';
  const bestKg = Math.max(0, ...loads.map(({ maxKg }) => maxKg));
  if (bestKg <= 0) return 'payload';
  return leastKg > bestKg && base.units.floor(bestKg) > 0 ? 'minLoad' : 'piece';
}

/** Far enough past the last date for every return. */
function shiftsOf(base: Base, vehicle: SplitVehicle, plant: PlantModel): Starts | undefined {
  if (vehicle.calendar === undefined) return undefined;
  return openIntervals(vehicle.calendar, base.notBeforeMs, base.endMs + 4 * plant.driveMs + 2 * DAY_MS);
}
