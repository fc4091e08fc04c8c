import { type Affine, massOn } from './affine.ts';
import { type Check, newCheck } from './check.ts';
import { axleName, groupName } from './check-names.ts';
import type { Layout, SetSupport } from './layout.ts';

/** What the makers of truck and trailer allow; a support with an axle up keeps its part of the rating (LW11). */
export function makerChecks(layout: Layout): Check[] {
  const { set, supports, kingpin, motorGross, trailerGross, gross } = layout;
  const truck = set.type === 'tractor_semitrailer' ? set.tractor : set.rigid;
  const checks: Check[] = [];
  for (const support of supports) {
    const { support: name, unit } = support;
    const ratings = unit === 'motor' ? truck.techKg : set.type === 'rigid' ? undefined : set.trailer.techKg;
    const rating = ratings?.[name];
    if (rating === undefined) continue;
    const limitKg = rating * support.downPart;
    checks.push(atMost({ what: nameOf(support), rule: RULES[unit][name], actual: support.load, limitKg }));
  }
  if (truck.techKg !== undefined) {
    const { fifthWheel, gvw, gcw, payload } = truck.techKg;
    rate(checks, { what: 'kingpin', rule: 'maker/truck/fifthWheel', actual: kingpin, limitKg: fifthWheel });
    rate(checks, { what: 'gross', rule: 'maker/truck/gvw', actual: motorGross, limitKg: gvw ?? truck.techKg.gross });
    rate(checks, { what: 'gross', rule: 'maker/truck/gcw', actual: gross, limitKg: gcw });
    const own = set.type === 'tractor_semitrailer' ? null : massOn('A');
    rate(checks, { what: 'payload', rule: 'maker/truck/payload', actual: own, limitKg: payload });
  }
  if (set.type === 'rigid' || set.trailer.techKg === undefined) return checks;
  const trailer = set.trailer.techKg;
  rate(checks, { what: 'kingpin', rule: 'maker/trailer/kingpin', actual: kingpin, limitKg: trailer.kingpin });
  rate(checks, { what: 'gross', rule: 'maker/trailer/gross', actual: trailerGross, limitKg: trailer.gross });
  const towed = massOn(set.type === 'truck_drawbar' ? 'B' : 'A');
  rate(checks, { what: 'payload', rule: 'maker/trailer/payload', actual: towed, limitKg: trailer.payload });
  return checks;
}

const RULES = {
  motor: { front: 'maker/motor/front', rear: 'maker/motor/rear', bogie: 'maker/motor/bogie' },
  trailer: { front: 'maker/trailer/front', rear: 'maker/trailer/rear', bogie: 'maker/trailer/bogie' },
};

interface Rating {
  what: string;
  rule: string;
  actual: Affine | null;
  limitKg: number | undefined;
}

function rate(checks: Check[], { what, rule, actual, limitKg }: Rating): void {
  if (actual !== null && limitKg !== undefined) checks.push(atMost({ what, rule, actual, limitKg }));
}

const atMost = ({ what, rule, actual, limitKg }: { what: string; rule: string; actual: Affine; limitKg: number }): Check =>
  newCheck({ what, rule, layer: 'maker', bound: 'atMost', actual, limitKg });

function nameOf({ unit, support, axles }: SetSupport): string {
  if (unit === 'motor' && support === 'front') return 'steer';
  return axles.length === 1 ? axleName(axles[0] ?? 0) : groupName(axles);
}
