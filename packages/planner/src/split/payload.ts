import type { PlanVehicle, SplitRequest, SplitVehicle, VerdictKey } from '@karavan/contracts';
import { InputError } from '../input-error.ts';
import { type Known, type LawDay, largestPayload, lawOfDay, planAxleLoads, SHIPPED } from '../load/index.ts';

export interface LargestLoad {
  readonly maxKg: number;
  /** some vehicles are lawful only with a load on them */
  readonly minKg: number;
  /** the site's limit of gross mass is what binds */
  readonly siteBinds: boolean;
}

/**
 * The most a vehicle may bring to the site on a date (SP9): its payload, or what its axles carry on the site's roads that day,
 * and no more than the site's limit of gross mass leaves.
 * @throws InputError naming the vehicle of the fleet whose description cannot be used
 */
export function largestLoadOf(
  request: SplitRequest,
  known: Known = SHIPPED,
): (vehicle: SplitVehicle, date: string) => LargestLoad {
  const found = new Map<string, ReturnType<typeof lawfulLoad>>();
  const written = new Map<SplitVehicle, string>();
  const ruleSet = request.ruleSet ?? 'RU';
  const days = new Map<string, LawDay>();
  const dayOf = (date: string): LawDay => {
    const day = days.get(date) ?? lawOfDay(known.law, { ruleSet, date, region: request.site.region });
    days.set(date, day);
    return day;
  };
  const lawful = (vehicle: SplitVehicle, date: string) => {
    if (vehicle.maxPayloadKg !== undefined) return { maxKg: vehicle.maxPayloadKg, minKg: 0, tareKg: undefined };
    const shape = written.get(vehicle) ?? JSON.stringify(vehicle.vehicle);
    written.set(vehicle, shape);
    const day = dayOf(date);
    const key = `${shape} ${day.key}`;
    const load = found.get(key) ?? lawfulLoad(request, { vehicle, day, known });
    found.set(key, load);
    return load;
  };
  return (vehicle, date) => {
    const { maxKg, minKg, tareKg } = lawful(vehicle, date);
    const emptyKg = vehicle.grossKg === undefined ? tareKg : vehicle.grossKg - maxKg;
    const siteKg = request.site.maxGrossKg === undefined || emptyKg === undefined ? maxKg : request.site.maxGrossKg - emptyKg;
    return { maxKg: Math.min(maxKg, siteKg), minKg, siteBinds: siteKg < maxKg };
  };
}

function lawfulLoad(
  request: SplitRequest,
  { vehicle, day: { on }, known }: { vehicle: SplitVehicle; day: LawDay; known: Known },
) {
  const ruleSet = request.ruleSet ?? 'RU';
  const key: VerdictKey = ruleSet === 'RU' ? (request.site.roadClass ?? '10') : ruleSet;
  const { region } = request.site;
  const asked = {
    vehicle: vehicle.vehicle as PlanVehicle,
    ruleSet,
    ...(ruleSet === 'RU' ? { roadClasses: [request.site.roadClass ?? '10'] } : {}),
    ...(region === undefined ? {} : { region }),
    ...(on === undefined ? {} : { on }),
  } satisfies Partial<Parameters<typeof largestPayload>[0]>;
  try {
    const largest = largestPayload({ ...asked, placement: { kind: 'free' } }, known)[key];
    const empty = planAxleLoads({ ...asked, tolerancePct: 0, stages: [{ name: 'empty', loads: [] }] }, known);
    return { maxKg: largest?.maxPayloadKg ?? 0, minKg: largest?.minPayloadKg ?? 0, tareKg: empty.stages[0]?.grossKg };
  } catch (error) {
    throw error instanceof InputError ? namedFor(request, vehicle, error) : error;
  }
}

function namedFor(request: SplitRequest, vehicle: SplitVehicle, { errors }: InputError): InputError {
  const at = `fleet.${request.fleet.indexOf(vehicle)}`;
  return new InputError(
    errors.map(({ path, message }) => ({ path: path.startsWith('vehicle') ? `${at}.${path}` : `${at}.vehicle`, message })),
  );
}
