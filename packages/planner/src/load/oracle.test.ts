import { AxleLoadsRequest, MaxPayloadRequest, ROAD_CLASSES, type RoadClass } from '@karavan/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AnySet, anySet } from './any-set.fixture.ts';
import { largestPayload, planAxleLoads } from './index.ts';
import { oracleLoads, oracleVerdict } from './oracle.fixture.ts';

/** What differs between the engine and the other two hands; empty when nothing does. */
function differences({ oracle, vehicle, loads, lifted, positions }: AnySet): string[] {
  const request = { vehicle, ruleSet: 'RU' as const, stages: [{ name: 'a', loads, liftedAxles: lifted }], tolerancePct: 0 };
  const stage = planAxleLoads(request).stages[0];
  const expected = oracleLoads(oracle);
  const found: string[] = [];
  const compare = (what: string, a: number | undefined, b: number, apart: number) => {
    if (!(Math.abs((a ?? Number.NaN) - b) < apart)) found.push(`${what}: ${a}, by the other hand ${b}`);
  };
  expected.axles.forEach((kg, i) => {
    compare(`axle ${i + 1}`, stage?.axleLoadsKg[i], kg, 0.001);
  });
  if (expected.pin !== null) compare('kingpin', stage?.kingpinKg ?? undefined, expected.pin, 0.001);
  else if (stage?.kingpinKg !== null) found.push('there is no kingpin');
  const all = [...oracle.motor.axles, ...(oracle.trailer?.axles ?? [])];
  const on = (from: number, to: number, support: string) =>
    expected.axles.slice(from, to).reduce((sum, kg, i) => (all[from + i]?.support === support ? sum + kg : sum), 0);
  const motors = oracle.motor.axles.length;
  for (const road of ROAD_CLASSES) {
    const book = oracleVerdict({
      axles: all.map((axle, i) => ({
        ...axle,
        xM: positions[i] as number,
        air: axle.suspension === 'air',
        kg: expected.axles[i] as number,
      })),
      pin: expected.pin,
      steer: on(0, motors, 'front'),
      supports: [on(0, motors, 'rear'), ...['front', 'rear', 'bogie'].map((support) => on(motors, all.length, support))],
      road,
      combination: oracle.trailer !== undefined,
    });
    compare(`use on ${road} t`, stage?.verdicts[road]?.worstUtilisationPct, book.worstPct, 1e-6);
    if (stage?.verdicts[road]?.ok !== book.ok) found.push(`verdict on ${road} t is ${book.ok} by the book`);
  }
  return found;
}

const RUNS = 10_000;
const anySeed = fc.integer({ min: 0, max: 2 ** 31 });

test('AX1 AX2 AX3 AX4 AX6 AX8 AX9 LW1 LW2 LW3 LW4 LW5 LW6 LW7 LW9 LW14: 10 000 vehicles as two other hands have them', () => {
  let seen = 0;
  fc.assert(
    fc.property(anySeed, (seed) => {
      const set = anySet(seed);
      fc.pre(set !== undefined);
      const found = differences(set);
      if (found.length > 0) throw new Error(found.join('\n'));
      seen += 1;
    }),
    { numRuns: RUNS, seed: 20_261_122, maxSkipsPerRun: 10 },
  );
  expect(seen).toBe(RUNS);
}, 60_000);

/** Every way on a grid to load so much; one that is lawful would beat the answer. */
function beatenBy({ vehicle, lifted }: AnySet, road: RoadClass, massKg: number): object | undefined {
  const base = AxleLoadsRequest.parse({
    vehicle,
    ruleSet: 'RU',
    roadClasses: [road],
    stages: [{ name: 'a', loads: [], liftedAxles: lifted }],
  });
  const lawful = (loads: { massKg: number; xM: number; unit?: 'rigid' | 'trailer' }[]) =>
    planAxleLoads({ ...base, stages: [{ name: 'a', loads, liftedAxles: lifted }] }).ok;
  const places = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  if (vehicle.type !== 'truck_drawbar') return places.map((xM) => [{ massKg, xM }]).find(lawful);
  return [0, 0.2, 0.4, 0.6, 0.8, 1]
    .flatMap((part) => places.flatMap((a) => places.map((b) => ({ part, a, b }))))
    .map(({ part, a, b }) => [
      { massKg: massKg * part, xM: a, unit: 'rigid' as const },
      { massKg: massKg * (1 - part), xM: b, unit: 'trailer' as const },
    ])
    .find(lawful);
}

test('MP1 MP2 MP3 MP4 MP5 MP7: free payloads of random vehicles are lawful, and no place on a grid takes ten kilograms more', () => {
  let loaded = 0;
  fc.assert(
    fc.property(anySeed, fc.constantFrom('10', '11.5'), (seed, road) => {
      const set = anySet(seed);
      fc.pre(set !== undefined);
      const { vehicle, lifted } = set;
      const asked = { vehicle, ruleSet: 'RU', roadClasses: [road] };
      const best = largestPayload(MaxPayloadRequest.parse({ ...asked, placement: { kind: 'free' }, liftedAxles: lifted }))[road];
      const loads = (best?.placed ?? []).map(({ unit, massKg, xM }) => ({
        massKg,
        xM: Math.min(8, Math.max(0, xM)),
        ...(vehicle.type === 'truck_drawbar' ? { unit } : {}),
      }));
      const stages = [{ name: 'a', loads, liftedAxles: lifted }];
      const ok = planAxleLoads(AxleLoadsRequest.parse({ ...asked, stages })).ok;
      if (ok !== (best?.infeasibleEmpty === undefined)) throw new Error(`the answer is ${ok ? 'lawful' : 'unlawful'}`);
      const beaten = beatenBy(set, road, (best?.maxPayloadKg ?? 0) + 10);
      if (beaten !== undefined) throw new Error(`lawful with ten kilograms more: ${JSON.stringify(beaten)}`);
      if ((best?.maxPayloadKg ?? 0) > 0) loaded += 1;
    }),
    { numRuns: 60, seed: 7, maxSkipsPerRun: 10 },
  );
  expect(loaded).toBeGreaterThan(30);
}, 60_000);
