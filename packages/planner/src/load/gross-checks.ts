import type { GrossRow, RuleSet } from '../rules/index.ts';
import { type Affine, sum } from './affine.ts';
import { improved } from './better-cell.ts';
import { type Check, newCheck } from './check.ts';
import type { Layout } from './layout.ts';

const EPSILON_M = 1e-6;

/** The whole set by the number of axles on the ground; a truck and a trailer of their own also each by itself (LW7). */
export function grossChecks(layout: Layout, rules: RuleSet, into: Check[]): void {
  const { set, gross, motorGross, trailerGross } = layout;
  const [ofMotor, ofTrailer] = [countDown(layout, 'motor'), countDown(layout, 'trailer')];
  const of = set.type === 'rigid' ? 'single' : 'combination';
  const parts: Part[] = [{ of, axles: ofMotor + ofTrailer, what: 'gross', actual: gross }];
  if (set.type === 'truck_drawbar' && trailerGross !== null) {
    parts.push({ of: 'towingTruck', axles: ofMotor, what: 'gross of the truck', actual: motorGross });
    parts.push({ of: 'towedTrailer', axles: ofTrailer, what: 'gross of the trailer', actual: trailerGross });
  }
  const steered = steeredOf(layout);
  for (const part of parts) {
    const row = grossRow(rules, part, steered);
    if (row !== undefined) into.push(grossCheck(layout, row, part));
  }
}

/** The set, or one vehicle of it. */
interface Part {
  of: GrossRow['of'];
  /** on the ground */
  axles: number;
  what: string;
  actual: Affine;
}

function countDown({ axles }: Layout, unit: 'motor' | 'trailer'): number {
  let count = 0;
  for (const axle of axles) if (axle.down && axle.unit === unit) count += 1;
  return count;
}

/** A row for so many steered axles goes before one for any number. */
function grossRow({ gross }: RuleSet, { of, axles }: Part, steered: number): GrossRow | undefined {
  let plain: GrossRow | undefined;
  for (const row of gross) {
    if (row.of !== of || !(row.axles === axles || (row.orMore === true && axles > row.axles))) continue;
    if (row.steered === steered) return row;
    if (row.steered === undefined) plain ??= row;
  }
  return plain;
}

const steeredOf = ({ supports }: Layout): number =>
  supports.find(({ unit, support }) => unit === 'motor' && support === 'front')?.axles.length ?? 1;

function grossCheck(layout: Layout, row: GrossRow, { what, actual }: Part): Check {
  const capKg = row.perMetreKg === undefined ? Number.POSITIVE_INFINITY : row.perMetreKg * truckBaseM(layout);
  const limitKg = Math.min(row.limitKg, capKg);
  const check = newCheck({ what, rule: row.id, layer: 'law', bound: 'atMost', actual, limitKg });
  if (row.artic !== undefined) return articCheck(layout, check, row.artic);
  if (row.better === undefined) return check;
  const capped = { ...row.better, limitKg: Math.min(row.better.limitKg, capKg) };
  return improved(check, capped, { layout, axles: layout.axles.filter(({ down, unit }) => down && unit === 'motor') });
}

/** First to last axle of the truck on the ground. */
function truckBaseM({ axles }: Layout): number {
  const own = axles.filter(({ down, unit }) => down && unit === 'motor');
  return (own.at(-1)?.xM ?? 0) - (own[0]?.xM ?? 0);
}

/** Semi-trailer of two axles far apart behind a truck on twin wheels and air: more, while truck and bogie keep their own. */
function articCheck(layout: Layout, check: Check, artic: NonNullable<GrossRow['artic']>): Check {
  const [first, last, more] = layout.axles.filter((axle) => axle.down && axle.unit === 'trailer');
  const driven = layout.axles.filter((axle) => axle.down && axle.driven);
  const isWide =
    first !== undefined && last !== undefined && more === undefined && last.xM - first.xM > artic.trailerSpacingOverM + EPSILON_M;
  const isFriendly = driven.length > 0 && driven.every(({ wheels, air }) => wheels === 'twin' && air);
  if (layout.set.type !== 'tractor_semitrailer' || !isWide || !isFriendly) return check;
  const provided = [
    { actual: layout.motorGross, limitKg: artic.motorKg },
    { actual: sum([first.load, last.load]), limitKg: artic.bogieKg },
  ];
  return { ...check, better: { limitKg: artic.limitKg, provided } };
}
