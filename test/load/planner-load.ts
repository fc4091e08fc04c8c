import { AxleLoadsRequest, MaxPayloadRequest } from '@karavan/contracts';
import { largestPayload, type PlaceRequest, placePieces, planAxleLoads } from '@karavan/planner';
import { type Figure, quantile, say } from './support/figures.ts';

const VEHICLE = { type: 'tractor_semitrailer' as const, tractor: 'heavy-6x4', trailer: 'cement-35' };
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

const pallets = (drop: number, massKg: number) => ({ drop, massKg, lengthM: 0.8, count: 11 });
const PLACING: PlaceRequest = {
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
  say(`one stage, ${checks} checks on three classes of road: ${(axleMs * US).toFixed(1)} µs of 20 µs`);
  return [
    { promise: 'loading: one axle computation with all checks', measured: axleMs, limit: 0.02, unit: 'ms' },
    {
      promise: 'loading: largest payload, free placement',
      measured: timeOf(20, () => largestPayload(free)),
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
