import { AxleLoadsRequest, MaxPayloadRequest, type PlacementRequest, ROAD_CLASSES } from '@karavan/contracts';
import { largestPayload, placePieces, planAxleLoads, SEMITRAILERS, TRACTORS } from '@karavan/planner';
import { type Figure, quantile, say } from './support/figures.ts';

const VEHICLE = { type: 'tractor_semitrailer' as const, tractor: 'heavy-6x4', trailer: 'cement-35' };
const spelledOut = <T extends { id: string }>(units: readonly T[], id: string): T => {
  const found = units.find((unit) => unit.id === id);
  if (found === undefined) throw new Error(`there is no ${id}`);
  return found;
};
/** The same set in full, as a request brings a vehicle nobody has stored. */
const SPELLED = {
  type: 'tractor_semitrailer' as const,
  tractor: spelledOut(TRACTORS, VEHICLE.tractor),
  trailer: spelledOut(SEMITRAILERS, VEHICLE.trailer),
};
const TILT = { type: 'tractor_semitrailer' as const, tractor: 'volvo-fh-4x2', trailer: 'tilt-13.6' };
const US = 1000;

/** Milliseconds of one call: the quickest of several rounds, each long enough for the clock; the rest is other people’s work. */
function timeOf(calls: number, run: () => unknown): number {
  for (let i = 0; i < calls; i++) run();
  const rounds = Array.from({ length: 60 }, () => {
    const startedMs = performance.now();
    for (let i = 0; i < calls; i++) run();
    return (performance.now() - startedMs) / calls;
  });
  return quantile(rounds, 0);
}

/** The same with a request that is read anew for every call: nothing can be remembered by the objects it is made of. */
function freshTimeOf<T>(calls: number, request: T, run: (request: T) => unknown): number {
  const rounds = Array.from({ length: 60 }, () => {
    const requests = Array.from({ length: calls }, () => structuredClone(request));
    const startedMs = performance.now();
    for (const one of requests) run(one);
    return (performance.now() - startedMs) / calls;
  });
  return quantile(rounds, 0);
}

const pallets = (drop: number, massKg: number) => ({ drop, massKg, lengthM: 0.8, count: 11 });
const PLACING: PlacementRequest = {
  vehicle: TILT,
  ruleSet: 'RU',
  roadClasses: ['11.5'],
  across: 2,
  doors: 'rear',
  pieces: [pallets(1, 700), pallets(2, 700), pallets(3, 700)],
};

/** Truck loading answers while a row is being dragged. */
export async function benchPlannerLoad(): Promise<Figure[]> {
  const loads = [1.5, 4, 6.5].map((xM, i) => ({ massKg: 9500 - 250 * i, xM }));
  const axles = AxleLoadsRequest.parse({ vehicle: VEHICLE, ruleSet: 'RU', stages: [{ name: 'departure', loads }] });
  const free = MaxPayloadRequest.parse({ vehicle: VEHICLE, ruleSet: 'RU', roadClasses: ['10'], placement: { kind: 'free' } });
  const checks = Object.values(planAxleLoads(axles).stages[0]?.verdicts ?? {}).flatMap((one) => one.checks).length;
  const axleMs = timeOf(250, () => planAxleLoads(axles));
  const fresh = AxleLoadsRequest.parse({ ...axles, vehicle: SPELLED });
  const freshMs = freshTimeOf(250, fresh, (request) => planAxleLoads(request));
  say(
    `one stage, ${checks} checks on three classes of road: ${(axleMs * US).toFixed(1)} µs, with a new vehicle each call ${(freshMs * US).toFixed(1)} µs of 20 µs`,
  );
  return [
    { promise: 'loading: one axle computation with all checks', measured: axleMs, limit: 0.02, unit: 'ms' },
    { promise: 'loading: the same, a new vehicle object each call', measured: freshMs, limit: 0.02, unit: 'ms' },
    {
      promise: 'loading: largest payload, free placement',
      measured: timeOf(20, () => largestPayload(free)),
      limit: 1,
      unit: 'ms',
    },
    {
      promise: 'loading: the same on three classes of road, a new vehicle each call',
      measured: freshTimeOf(20, { ...free, vehicle: SPELLED, roadClasses: [...ROAD_CLASSES] }, (request) =>
        largestPayload(request),
      ),
      limit: 1,
      unit: 'ms',
    },
    {
      promise: 'loading: 33 pallets, three drops, rear door',
      measured: timeOf(2, () => placePieces(PLACING)),
      limit: 50,
      unit: 'ms',
    },
    {
      promise: 'loading: 33 pallets, three drops, side doors',
      measured: timeOf(2, () => placePieces({ ...PLACING, doors: 'side' })),
      limit: 50,
      unit: 'ms',
    },
  ];
}
