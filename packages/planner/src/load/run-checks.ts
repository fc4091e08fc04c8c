import { InputError } from '../input-error.ts';
import { bridgeLimitKg } from '../rules/america.ts';
import type { BridgeRow, RuleSet, RunRow } from '../rules/index.ts';
import { type Affine, sum } from './affine.ts';
import { type Check, newCheck } from './check.ts';
import { groupName, runName } from './check-names.ts';
import { spacingM } from './groups.ts';
import type { Layout, SetAxle } from './layout.ts';

const EPSILON_M = 1e-6;

interface Run {
  axles: readonly SetAxle[];
  lengthM: number;
  load: Affine;
}

/** Every run of neighbouring axles by its length: the federal tandem and the bridge formula (LW8). */
export function runChecks({ axles, set }: Layout, { runs, bridge }: RuleSet, into: Check[]): void {
  if (runs.length === 0 && bridge === undefined) return;
  const down = axles.filter((axle) => axle.down);
  for (let from = 0; from < down.length; from++) {
    for (let to = from + 1; to < down.length; to++) {
      const run = runOf(down.slice(from, to + 1), set.type);
      const row = runRow(run.lengthM, runs);
      if (row !== undefined) into.push(atMost(groupName(run.axles.map(({ number }) => number)), row.id, run.load, row.limitKg));
      if (bridge !== undefined) into.push(bridgeCheck(run, bridge, runs));
    }
  }
}

const atMost = (what: string, rule: string, actual: Affine, limitKg: number): Check =>
  newCheck({ what, rule, layer: 'law', bound: 'atMost', actual, limitKg });

function runOf(axles: readonly SetAxle[], type: string): Run {
  const [first, last] = [axles[0], axles.at(-1)];
  const lengthM = first === undefined || last === undefined ? 0 : spacingM(first, last);
  if (lengthM !== undefined) return { axles, lengthM, load: sum(axles.map(({ load }) => load)) };
  const message = `this law needs the distance from truck to trailer: hitchXM on the ${type === 'truck_drawbar' ? 'rigid' : 'truck'} and drawbarLengthM`;
  throw new InputError([{ path: 'vehicle.trailer.drawbarLengthM', message }]);
}

const runRow = (lengthM: number, runs: readonly RunRow[]): RunRow | undefined =>
  runs.find(({ loM, hiM }) => lengthM > loM + EPSILON_M && lengthM <= hiM + EPSILON_M);

function bridgeCheck({ axles, lengthM, load }: Run, bridge: BridgeRow, runs: readonly RunRow[]): Check {
  const formulaKg = bridgeLimitKg(lengthM, axles.length, bridge.poundsPerStep);
  const excepted = isTandemPair(axles, runs) && lengthM >= bridge.tandemPair.fromM - EPSILON_M;
  const limitKg = excepted ? Math.max(formulaKg, 2 * bridge.tandemPair.eachKg) : formulaKg;
  return atMost(runName(axles), bridge.id, load, limitKg);
}

/** Two tandems one behind the other, and nothing else. */
function isTandemPair(run: readonly SetAxle[], runs: readonly RunRow[]): boolean {
  const [a, b, c, d, more] = run;
  if (a === undefined || b === undefined || c === undefined || d === undefined || more !== undefined) return false;
  const isTandem = (front: SetAxle, back: SetAxle) => {
    const row = runRow(spacingM(front, back) ?? 0, runs);
    return row !== undefined && row.loM > 0;
  };
  return isTandem(a, b) && isTandem(c, d) && !isTandem(b, c);
}
