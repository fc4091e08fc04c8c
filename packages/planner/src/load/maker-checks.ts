import { type Affine, massOn } from './affine.ts';
import type { Check } from './check.ts';
import type { Layout, SetSupport } from './layout.ts';

/** What the makers of truck and trailer allow; a support with an axle up keeps its part of the rating (LW11). */
export function makerChecks(layout: Layout): Check[] {
  const { set, supports, kingpin, motorGross, trailerGross, gross } = layout;
  const truck = set.type === 'tractor_semitrailer' ? set.tractor : set.rigid;
  const checks: Check[] = [];
  const most = (what: string, rating: string, actual: Affine | null, limitKg: number | undefined) => {
    if (actual === null || limitKg === undefined) return;
    checks.push({ what, rule: `maker/${rating}`, layer: 'maker', bound: 'atMost', actual, limitKg });
  };
  for (const support of supports) {
    const ratings = support.unit === 'motor' ? truck.techKg : set.type === 'rigid' ? undefined : set.trailer.techKg;
    const rating = ratings?.[support.support];
    most(nameOf(support), `${support.unit}/${support.support}`, support.load, rating && rating * support.downPart);
  }
  most('kingpin', 'truck/fifthWheel', kingpin, truck.techKg?.fifthWheel);
  most('gross', 'truck/gvw', motorGross, truck.techKg?.gvw ?? truck.techKg?.gross);
  most('gross', 'truck/gcw', gross, truck.techKg?.gcw);
  if (set.type !== 'tractor_semitrailer') most('payload', 'truck/payload', massOn('A'), set.rigid.techKg?.payload);
  if (set.type === 'rigid') return checks;
  const trailer = set.trailer.techKg;
  most('kingpin', 'trailer/kingpin', kingpin, trailer?.kingpin);
  most('gross', 'trailer/gross', trailerGross, trailer?.gross);
  most('payload', 'trailer/payload', massOn(set.type === 'truck_drawbar' ? 'B' : 'A'), trailer?.payload);
  return checks;
}

function nameOf({ unit, support, axles }: SetSupport): string {
  if (unit === 'motor' && support === 'front') return 'steer';
  return axles.length === 1 ? `axle ${axles[0]}` : `group ${axles.join('+')}`;
}
