import type { VerdictKey } from '@karavan/contracts';
import type { RuleSet } from '../rules/index.ts';
import { type Affine, sum, times } from './affine.ts';
import { type Check, newCheck } from './check.ts';
import { axleName } from './check-names.ts';
import type { Layout } from './layout.ts';

interface Asked {
  rules: RuleSet;
  keys: readonly VerdictKey[];
  international: boolean;
}

/** What must not be too light: kingpin, steered axles, in international traffic the driven ones, and no support may pull (LW9). */
export function leastChecks(layout: Layout, { rules, keys, international }: Asked, into: Check[]): void {
  if (layout.kingpin !== null) into.push(least('kingpin', 'least/kingpin', layout.kingpin));
  for (const { unit, support, axles, load } of layout.supports) {
    const { share } = rules.minSteerShare;
    if (unit !== 'motor' || support !== 'front')
      into.push(least(axleName(axles[0] ?? 0), 'least/support', load, { silent: true }));
    else into.push(least('steer', 'least/steer', load, share > 0 ? { limitOf: times(layout.motorGross, share) } : undefined));
  }
  if (!international || rules.minDrivenShare === undefined) return;
  const driven = layout.axles.filter((axle) => axle.driven && axle.down);
  if (driven.length === 0) return;
  const limitOf = times(layout.gross, rules.minDrivenShare.share);
  into.push(least('drive', `${keys[0]}/least/drive`, sum(driven.map(({ load }) => load)), { limitOf }));
}

const least = (what: string, rule: string, actual: Affine, more?: Pick<Partial<Check>, 'limitOf' | 'silent'>): Check =>
  newCheck({ what, rule, layer: 'law', bound: 'atLeast', actual, limitKg: 0 }, more);
