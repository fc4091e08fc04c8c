import type { Better } from '../rules/index.ts';
import type { Check } from './check.ts';
import type { Layout, SetAxle } from './layout.ts';

/** The better cell where its condition is met: at once, or as long as no driven axle carries too much (LW6). */
export function improved(check: Check, better: Better, { layout, axles }: { layout: Layout; axles: readonly SetAxle[] }): Check {
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
