import type { VerdictKey } from '@karavan/contracts';
import { InputError } from '../input-error.ts';
import { bridgeLimitKg } from '../rules/america.ts';
import type { Better, BridgeRow, GrossRow, RuleSet, RunRow } from '../rules/index.ts';
import { type Affine, sum, times } from './affine.ts';
import type { Check } from './check.ts';
import { groupRow, groupsOf, type LegalGroup, spacingM } from './groups.ts';
import type { Layout, SetAxle } from './layout.ts';

const EPSILON_M = 1e-6;

export interface LawQuestion {
  rules: RuleSet;
  key: VerdictKey;
  international: boolean;
  groups: readonly LegalGroup[];
}

/** Everything one law asks of a vehicle as it stands. @throws InputError where the law needs a measure nobody gave */
export function lawChecks(layout: Layout, question: LawQuestion): Check[] {
  const { rules, groups } = question;
  return [
    ...groups.flatMap((group) => groupChecks(layout, group, question)),
    ...runChecks(layout, rules),
    ...grossChecks(layout, question),
    ...leastChecks(layout, question),
  ];
}

export const nameGroup = (axles: readonly { number: number }[]): string => `group ${axles.map(({ number }) => number).join('+')}`;
const law = (check: Omit<Check, 'layer'>): Check => ({ layer: 'law', ...check });

/** A lone axle by the row for one; a group by its sum, and each axle in it by the row for one (LW4, LW5). */
function groupChecks(layout: Layout, group: LegalGroup, question: LawQuestion): Check[] {
  const alone = group.axles.length === 1;
  const single = group.axles.flatMap((axle) => axleCheck(axle, alone ? '' : ' in group', question));
  return alone ? single : [...single, ...sumCheck(layout, group, question)];
}

function axleCheck(axle: SetAxle, suffix: string, { rules, key }: LawQuestion): Check[] {
  const row = rules.singleAxles.find(({ driven }) => driven === 'any' || driven === axle.driven);
  const limitKg = row?.limitsKg[key]?.[axle.wheels];
  if (row === undefined || limitKg === undefined) return [];
  return [law({ what: `axle ${axle.number}${suffix}`, rule: row.id, bound: 'atMost', actual: axle.load, limitKg })];
}

function sumCheck(layout: Layout, group: LegalGroup, { rules, key }: LawQuestion): Check[] {
  const row = groupRow(group, rules);
  const cell = row?.limitsKg[key]?.[group.wheels];
  if (row === undefined || cell === undefined) return [];
  const limitKg = row.per === 'axle' ? cell * group.axles.length : cell;
  const check = law({ what: nameGroup(group.axles), rule: row.id, bound: 'atMost', actual: group.load, limitKg });
  return [row.better?.key === key ? improved(check, row.better, { layout, axles: group.axles }) : check];
}

/** The better cell where its condition is met: at once, or as long as no driven axle carries too much (LW6). */
function improved(check: Check, better: Better, { layout, axles }: { layout: Layout; axles: readonly SetAxle[] }): Check {
  const asked = better.needs === 'groupTwinAir' ? axles : layout.axles.filter(({ driven, down }) => driven && down);
  if (asked.length === 0 || asked.some(({ wheels }) => wheels !== 'twin')) return check;
  if (asked.every(({ air }) => air)) return { ...check, limitKg: better.limitKg };
  const eachKg = better.orDrivenTwinEachKg;
  if (eachKg === undefined) return check;
  return {
    ...check,
    better: { limitKg: better.limitKg, provided: asked.map(({ load }) => ({ actual: load, limitKg: eachKg })) },
  };
}

/** Every run of neighbouring axles by its length: the federal tandem and the bridge formula (LW8). */
function runChecks({ axles, set }: Layout, { runs, bridge }: RuleSet): Check[] {
  if (runs.length === 0 && bridge === undefined) return [];
  const down = axles.filter((axle) => axle.down);
  const checks: Check[] = [];
  for (let from = 0; from < down.length; from++) {
    for (let to = from + 1; to < down.length; to++) {
      const run = down.slice(from, to + 1);
      const lengthM = runLengthM(run, set.type);
      const load = sum(run.map((axle) => axle.load));
      checks.push(...tandemChecks(run, load, { lengthM, runs }));
      if (bridge !== undefined) checks.push(bridgeCheck(run, load, { lengthM, bridge, runs }));
    }
  }
  return checks;
}

function runLengthM(run: readonly SetAxle[], type: string): number {
  const [first, last] = [run[0], run.at(-1)];
  const lengthM = first === undefined || last === undefined ? 0 : spacingM(first, last);
  if (lengthM !== undefined) return lengthM;
  const message = `this law needs the distance from truck to trailer: hitchXM on the ${type === 'truck_drawbar' ? 'rigid' : 'truck'} and drawbarLengthM`;
  throw new InputError([{ path: 'vehicle.trailer.drawbarLengthM', message }]);
}

const runRow = (lengthM: number, runs: readonly RunRow[]): RunRow | undefined =>
  runs.find(({ loM, hiM }) => lengthM > loM + EPSILON_M && lengthM <= hiM + EPSILON_M);

function tandemChecks(
  run: readonly SetAxle[],
  load: Affine,
  { lengthM, runs }: { lengthM: number; runs: readonly RunRow[] },
): Check[] {
  const row = runRow(lengthM, runs);
  return row ? [law({ what: nameGroup(run), rule: row.id, bound: 'atMost', actual: load, limitKg: row.limitKg })] : [];
}

function bridgeCheck(
  run: readonly SetAxle[],
  load: Affine,
  { lengthM, bridge, runs }: { lengthM: number; bridge: BridgeRow; runs: readonly RunRow[] },
): Check {
  const formulaKg = bridgeLimitKg(lengthM, run.length, bridge.poundsPerStep);
  const excepted = isTandemPair(run, runs) && lengthM >= bridge.tandemPair.fromM - EPSILON_M;
  const limitKg = excepted ? Math.max(formulaKg, 2 * bridge.tandemPair.eachKg) : formulaKg;
  const what = `bridge ${run[0]?.number}-${run.at(-1)?.number}`;
  return law({ what, rule: bridge.id, bound: 'atMost', actual: load, limitKg });
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

/** The whole set by the number of axles on the ground; a truck and a trailer of their own also each by itself (LW7). */
function grossChecks(layout: Layout, { rules }: LawQuestion): Check[] {
  const { set, axles } = layout;
  const count = (unit?: 'motor' | 'trailer') =>
    axles.filter((axle) => axle.down && (unit === undefined || axle.unit === unit)).length;
  const find = (of: GrossRow['of'], howMany: number): GrossRow | undefined => {
    const rows = rules.gross.filter(
      (row) => row.of === of && (row.axles === howMany || (row.orMore === true && howMany > row.axles)),
    );
    return rows.find(({ steered }) => steered === steeredOf(layout)) ?? rows.find(({ steered }) => steered === undefined);
  };
  const whole = find(set.type === 'rigid' ? 'single' : 'combination', count());
  const checks = whole === undefined ? [] : [grossCheck(layout, whole, { what: 'gross', actual: layout.gross })];
  if (set.type !== 'truck_drawbar' || layout.trailerGross === null) return checks;
  const [truck, trailer] = [find('towingTruck', count('motor')), find('towedTrailer', count('trailer'))];
  if (truck !== undefined) checks.push(grossCheck(layout, truck, { what: 'gross of the truck', actual: layout.motorGross }));
  if (trailer !== undefined)
    checks.push(grossCheck(layout, trailer, { what: 'gross of the trailer', actual: layout.trailerGross }));
  return checks;
}

const steeredOf = (layout: Layout): number =>
  layout.supports.find(({ unit, support }) => unit === 'motor' && support === 'front')?.axles.length ?? 1;

function grossCheck(layout: Layout, row: GrossRow, { what, actual }: { what: string; actual: Affine }): Check {
  const ofMotor = layout.axles.filter((axle) => axle.down && axle.unit === 'motor');
  const baseM = (ofMotor.at(-1)?.xM ?? 0) - (ofMotor[0]?.xM ?? 0);
  const capKg = row.perMetreKg === undefined ? Number.POSITIVE_INFINITY : row.perMetreKg * baseM;
  const check = law({ what, rule: row.id, bound: 'atMost', actual, limitKg: Math.min(row.limitKg, capKg) });
  if (row.artic !== undefined) return articCheck(layout, check, row.artic);
  if (row.better === undefined) return check;
  const capped = { ...row.better, limitKg: Math.min(row.better.limitKg, capKg) };
  return improved(check, capped, { layout, axles: ofMotor });
}

/** Semi-trailer of two axles far apart behind a truck on twin wheels and air: more, while truck and bogie keep their own. */
function articCheck(layout: Layout, check: Check, artic: NonNullable<GrossRow['artic']>): Check {
  const [first, last, more] = layout.axles.filter((axle) => axle.down && axle.unit === 'trailer');
  const driven = layout.axles.filter((axle) => axle.down && axle.driven);
  const wide =
    first !== undefined && last !== undefined && more === undefined && last.xM - first.xM > artic.trailerSpacingOverM + EPSILON_M;
  const friendly = driven.length > 0 && driven.every(({ wheels, air }) => wheels === 'twin' && air);
  if (layout.set.type !== 'tractor_semitrailer' || !wide || !friendly) return check;
  const provided = [
    { actual: layout.motorGross, limitKg: artic.motorKg },
    { actual: sum([first.load, last.load]), limitKg: artic.bogieKg },
  ];
  return { ...check, better: { limitKg: artic.limitKg, provided } };
}

/** What must not be too light: kingpin, steered axles, in international traffic the driven ones, and no support may pull (LW9). */
function leastChecks(layout: Layout, { rules, key, international }: LawQuestion): Check[] {
  const checks: Check[] = [];
  const least = (check: Pick<Check, 'what' | 'rule' | 'actual' | 'limitKg'> & Partial<Check>) =>
    checks.push(law({ bound: 'atLeast', ...check }));
  if (layout.kingpin !== null) least({ what: 'kingpin', rule: 'least/kingpin', actual: layout.kingpin, limitKg: 0 });
  for (const { unit, support, axles, load } of layout.supports) {
    if (unit === 'motor' && support === 'front') {
      const share = rules.minSteerShare.share;
      least({
        what: 'steer',
        rule: 'least/steer',
        actual: load,
        limitKg: 0,
        ...(share > 0 ? { limitOf: times(layout.motorGross, share) } : {}),
      });
    } else least({ what: `axle ${axles[0]}`, rule: 'least/support', actual: load, limitKg: 0, silent: true });
  }
  const driven = layout.axles.filter((axle) => axle.driven && axle.down);
  if (international && rules.minDrivenShare !== undefined && driven.length > 0) {
    const limitOf = times(layout.gross, rules.minDrivenShare.share);
    least({ what: 'drive', rule: `${key}/least/drive`, actual: sum(driven.map(({ load }) => load)), limitKg: 0, limitOf });
  }
  return checks;
}

export const legalGroups = (layout: Layout, rules: RuleSet): LegalGroup[] => groupsOf(layout.axles, rules);
