import type { PlanVehicle, SplitRequest, SplitTrip, TripAxleLoads } from '@karavan/contracts';
import { type Known, lawOfDay, placeFreely, planAxleLoads } from '../load/index.ts';

/**
 * What stands on the axles on each trip of a described vehicle, its mass at the middle of all lawful places (SP9). Trips of
 * one vehicle with one mass under one law are worked out once; what has no lawful place, as a locked trip may, has none.
 */
export function withAxleLoads(request: SplitRequest, trips: readonly SplitTrip[], known: Known): SplitTrip[] {
  const { ruleSet = 'RU', site } = request;
  const fleet = new Map(request.fleet.map((vehicle) => [vehicle.id, vehicle]));
  const found = new Map<string, TripAxleLoads | undefined>();
  const shapes = new Map<string, string>();
  return trips.map((trip) => {
    const vehicle = fleet.get(trip.vehicleId)?.vehicle;
    if (vehicle === undefined || trip.massKg <= 0) return trip;
    const day = lawOfDay(known.law, { ruleSet, date: trip.date, region: site.region });
    const shape = shapes.get(trip.vehicleId) ?? JSON.stringify(vehicle);
    shapes.set(trip.vehicleId, shape);
    const key = `${day.key} ${trip.massKg} ${shape}`;
    if (!found.has(key)) found.set(key, loadsOf(request, { vehicle, massKg: trip.massKg, on: day.on, known }));
    const axleLoads = found.get(key);
    return axleLoads === undefined ? trip : { ...trip, axleLoads };
  });
}

function loadsOf(
  { ruleSet = 'RU', site }: SplitRequest,
  { vehicle, massKg, on, known }: { vehicle: PlanVehicle; massKg: number; on: string | undefined; known: Known },
): TripAxleLoads | undefined {
  const road = site.roadClass ?? '10';
  const key = ruleSet === 'RU' ? road : ruleSet;
  const asked = {
    vehicle,
    ruleSet,
    ...(ruleSet === 'RU' ? { roadClasses: [road] } : {}),
    ...(site.region === undefined ? {} : { region: site.region }),
    ...(on === undefined ? {} : { on }),
  };
  const loads = placeFreely({ ...asked, massKg }, known);
  if (loads === undefined) return undefined;
  const { stages, ok } = planAxleLoads({ ...asked, tolerancePct: 0, stages: [{ name: '', loads }] }, known);
  const verdict = stages[0]?.verdicts[key];
  if (stages[0] === undefined || verdict === undefined) return undefined;
  const { axleLoadsKg, kingpinKg, grossKg } = stages[0];
  const { worst, worstUtilisationPct } = verdict;
  return { key, loads: loads as TripAxleLoads['loads'], axleLoadsKg, kingpinKg, grossKg, ok, worst, worstUtilisationPct };
}
