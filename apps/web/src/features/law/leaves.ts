import type { LawKind } from '@karavan/contracts';

/** A number of an item that may be changed; what it speaks of (which axles, which road) stays. */
export interface Leaf {
  /** `limitsKg.10.single` */
  path: readonly string[];
  unit: 'tonnes' | 'plain';
  value: number | null;
}

/** Which parts of a value are numbers to set, in the order a form shows them. */
const PARTS: Record<Exclude<LawKind, 'season'>, readonly string[]> = {
  edition: ['closeAxleMaxSpacingM'],
  axle: ['limitsKg'],
  group: ['limitsKg', 'better', 'band'],
  run: ['limitKg', 'loM', 'hiM'],
  gross: ['limitKg', 'better', 'perMetreKg', 'artic'],
  bridge: ['poundsPerStep', 'tandemPair'],
  leastSteer: ['share'],
  leastDriven: ['share'],
  fine: ['ownerRub'],
  loaderFine: ['soleTraderRub', 'companyRub'],
};

export function leavesOf(kind: LawKind, values: Record<string, unknown>): Leaf[] {
  if (kind === 'season') return [];
  return PARTS[kind].flatMap((part) => leavesIn(values[part], [part]));
}

function leavesIn(value: unknown, path: readonly string[]): Leaf[] {
  const name = path.findLast((part) => /[a-z]/i.test(part)) ?? '';
  const unit = path.some((part) => part.endsWith('Kg')) ? 'tonnes' : 'plain';
  if (typeof value === 'number' || (value === null && name === 'hiM')) return [{ path, unit, value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => leavesIn(inner, [...path, key]));
}

/** The values with one of them set. */
export function withValue(values: Record<string, unknown>, path: readonly string[], value: unknown): Record<string, unknown> {
  const copy = structuredClone(values);
  let at: Record<string, unknown> = copy;
  for (const part of path.slice(0, -1)) at = at[part] as Record<string, unknown>;
  const last = path.at(-1);
  if (last !== undefined) at[last] = value;
  return copy;
}
