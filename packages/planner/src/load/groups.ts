import type { GroupRow, RuleSet, SpacingBand } from '../rules/index.ts';
import { type Affine, NOTHING, plus } from './affine.ts';
import type { SetAxle } from './layout.ts';

/** Positions are decimal metres in binary: 9.00 - 7.70 is a shade less than 1.30. */
const EPSILON_M = 1e-6;

/** Axles that stand so close that the law judges them together. */
export interface LegalGroup {
  axles: readonly SetAxle[];
  numbers: readonly number[];
  wheels: 'single' | 'twin';
  unit: 'motor' | 'trailer';
  meanSpacingM: number | null;
  load: Affine;
}

/** Metres between two axles; undefined where nobody said how far the trailer stands behind its truck. */
export function spacingM(front: SetAxle, back: SetAxle): number | undefined {
  if (front.unit === back.unit) return back.xM - front.xM;
  if (front.positionM === undefined || back.positionM === undefined) return undefined;
  return back.positionM - front.positionM;
}

/**
 * The legal groups, front to back (LW1): axles on the ground whose neighbours stand no further apart than the rule set
 * says. Which axles share a suspension plays no part. Wheels of both kinds count as single (LW3).
 */
export function groupsOf(axles: readonly SetAxle[], rules: RuleSet): LegalGroup[] {
  const groups: SetAxle[][] = [];
  for (const axle of axles) {
    if (!axle.down) continue;
    const open = groups.at(-1);
    const last = open?.at(-1);
    if (open !== undefined && last !== undefined && isClose(last, axle, rules)) open.push(axle);
    else groups.push([axle]);
  }
  return groups.map(describeGroup);
}

function isClose(front: SetAxle, back: SetAxle, rules: RuleSet): boolean {
  if (front.unit !== back.unit && !rules.groupsCrossUnits) return false;
  const gapM = spacingM(front, back);
  return gapM !== undefined && gapM <= rules.closeAxleMaxSpacingM + EPSILON_M;
}

function describeGroup(axles: SetAxle[]): LegalGroup {
  const [first, last] = [axles[0], axles.at(-1)];
  const lengthM = first !== undefined && last !== undefined && first !== last ? spacingM(first, last) : undefined;
  const numbers: number[] = [];
  let [isTwin, isTowed, load] = [true, false, NOTHING];
  for (const axle of axles) {
    numbers.push(axle.number);
    isTwin &&= axle.wheels === 'twin';
    isTowed ||= axle.unit === 'trailer';
    load = load === NOTHING ? axle.load : plus(load, axle.load);
  }
  return {
    axles,
    numbers,
    wheels: isTwin ? 'twin' : 'single',
    unit: isTowed ? 'trailer' : 'motor',
    meanSpacingM: lengthM === undefined ? null : lengthM / (axles.length - 1),
    load,
  };
}

/** Whether a mean spacing lies in a band; the end that belongs to the band is in the data (LW2). */
export function isInBand(meanM: number, { loM, hiM, closed }: SpacingBand): boolean {
  const shift = closed === 'hi' ? EPSILON_M : -EPSILON_M;
  return meanM >= loM + shift && (hiM === null || meanM < hiM + shift);
}

/** The row of the table for a group of two or more axles; undefined where the law has none. */
export function groupRow(group: LegalGroup, rules: RuleSet): GroupRow | undefined {
  const count = group.axles.length;
  const meanM = group.meanSpacingM;
  if (meanM === null) return undefined;
  return rules.groups.find(
    (row) =>
      (row.axles === count || (row.orMore === true && count >= row.axles)) &&
      (row.unit === 'any' || row.unit === group.unit) &&
      isInBand(meanM, row.band),
  );
}
