import { fits, type Model, type Need } from './model.ts';

/** An origin as goods of a certain unit mass see it: heavier ones may not use every service. */
export interface Source {
  origin: number;
  unitKg: number;
}

/** Lines whose stock lies the same way, relative to what is wanted of them: to the cost they are one. */
export interface Group {
  massKg: number;
  sources: number[];
  /** how much of the group each source could give, at most 1 */
  fractions: number[];
}

export interface Cargo {
  sources: Source[];
  groups: Group[];
  /** for every need, the source of each of its supplies */
  needSources: number[][];
  /** mass limit → the most that whole units can come to within it */
  fullKg: ReadonlyMap<number, number>;
  /** the most each service and transfer could ever carry; found out when first asked for */
  most?: { services: Float64Array; transfers: Float64Array };
}

const GRAINS_PER_KG = 1000;
const MAX_SUMS = 2_000_000;

export function groupCargo(model: Model): Cargo {
  const caps = [...new Set(model.services.map(({ capKg }) => capKg))].filter(Number.isFinite).sort((a, b) => a - b);
  const fullKg = new Map(caps.map((capKg) => [capKg, fullLoad(model.needs, capKg)]));
  const sources: Source[] = [];
  const sourceOf = new Map<number, number>();
  const groups = new Map<string, Group>();
  const needSources = model.needs.map((need) => {
    const heavy = caps.filter((cap) => !fits(need.massKg, cap)).length;
    const indices = need.supply.map(({ origin }) => {
      const key = origin * (caps.length + 1) + heavy;
      const known = sourceOf.get(key) ?? sources.push({ origin, unitKg: need.massKg }) - 1;
      sourceOf.set(key, known);
      return known;
    });
    addToGroup(groups, need, indices);
    return indices;
  });
  return { sources, groups: [...groups.values()], needSources, fullKg };
}

function addToGroup(groups: Map<string, Group>, need: Need, sources: number[]): void {
  const fractions = need.supply.map(({ quantity }) => Math.min(1, quantity / need.covered));
  const divisor = need.supply.reduce((common, { quantity }) => greatestDivisor(common, quantity), need.covered);
  let key = `${need.covered / divisor}`;
  for (let index = 0; index < sources.length; index++)
    key += ` ${sources[index]}:${Math.min(need.covered, need.supply[index]?.quantity ?? 0) / divisor}`;
  const massKg = need.covered * need.massKg;
  const known = groups.get(key);
  if (known) known.massKg += massKg;
  else groups.set(key, { massKg, sources, fractions });
}

/** Rule PR9: a limit of 15 kg is one of 14 kg to units of 7: the heaviest load that whole units make. */
function fullLoad(needs: readonly Need[], capKg: number): number {
  const grains = needs.map(({ massKg }) => Math.round(massKg * GRAINS_PER_KG));
  const isWhole = needs.every(({ massKg }, index) => Math.abs((grains[index] ?? 0) - massKg * GRAINS_PER_KG) < 1e-6);
  const divisor = grains.reduce(greatestDivisor, 0);
  if (!isWhole || divisor === 0) return capKg;
  const room = Math.floor((capKg * GRAINS_PER_KG * (1 + 1e-9) + 1e-6) / divisor);
  const whole = Math.min(capKg, (room * divisor) / GRAINS_PER_KG);
  if (room * needs.length > MAX_SUMS) return whole;
  let sums = new Uint8Array(room + 1);
  sums[0] = 1;
  needs.forEach(({ covered }, index) => {
    sums = withUnits(sums, { size: (grains[index] ?? 0) / divisor, most: covered });
  });
  return Math.min(capKg, (sums.lastIndexOf(1) * divisor) / GRAINS_PER_KG);
}

/** The sums that can be made with up to `most` more pieces of one size. */
function withUnits(sums: Uint8Array<ArrayBuffer>, units: { size: number; most: number }): Uint8Array<ArrayBuffer> {
  const reached = sums.slice();
  const used = new Int32Array(sums.length);
  for (let sum = units.size; sum < sums.length; sum++) {
    const below = sum - units.size;
    if (reached[sum] || !reached[below] || (used[below] ?? 0) >= units.most) continue;
    reached[sum] = 1;
    used[sum] = (used[below] ?? 0) + 1;
  }
  return reached;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
