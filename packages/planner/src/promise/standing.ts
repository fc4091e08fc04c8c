import { type Budget, spend } from './budget.ts';
import { goodsCost, type Sketch } from './sketch.ts';

/** A set of facilities and what it costs to carry everything with no others, kept up while facilities open and close. */
export interface Standing {
  sketch: Sketch;
  open: Uint8Array;
  /** services open that can be taken for one shipment */
  shipments: number;
  /** by source, of its cheapest open way */
  price: Float64Array;
  goods: Float64Array;
  /** groups that open ways cannot carry whole */
  missing: number;
  cost: number;
}

export function standOn(sketch: Sketch, open: Uint8Array): Standing {
  const price = new Float64Array(sketch.wayStart.length - 1);
  for (let source = 0; source < price.length; source++) price[source] = priceOf(sketch, open, source);
  const goods = new Float64Array(sketch.goods.massKg.length);
  for (let group = 0; group < goods.length; group++) goods[group] = goodsCost(sketch.goods, price, group);
  const standing = { sketch, open, shipments: 0, price, goods, missing: 0, cost: 0 };
  for (const own of goods) {
    if (own === Number.POSITIVE_INFINITY) standing.missing += 1;
    else standing.cost += own;
  }
  for (let facility = 0; facility < open.length; facility++) {
    if (!open[facility]) continue;
    standing.cost += sketch.fixed[facility] ?? 0;
    if (facility < sketch.runs) standing.shipments += 1;
  }
  return standing;
}

function priceOf(sketch: Sketch, open: Uint8Array, source: number): number {
  const end = sketch.wayStart[source + 1] ?? 0;
  for (let way = sketch.wayStart[source] ?? 0; way < end; way++) {
    if (!open[sketch.wayRun[way] ?? 0]) continue;
    const gate = sketch.wayGate[way] ?? -1;
    if (gate < 0 || open[gate]) return sketch.wayPerKg[way] ?? 0;
  }
  return Number.POSITIVE_INFINITY;
}

/** Setting up a move, against working out what one group costs. */
const MOVE_WORK = 10;

/** What the last move found and did: enough to take it back without working anything out again. */
interface Scratch {
  /** by group: in which move it was last seen */
  touched: Int32Array;
  groups: Int32Array;
  goods: Float64Array;
  groupCount: number;
  sources: Int32Array;
  price: Float64Array;
  sourceCount: number;
  round: number;
  work: number;
}

export function scratchFor(sketch: Sketch): Scratch {
  const groups = sketch.goods.massKg.length;
  const sources = sketch.wayStart.length - 1;
  return {
    ...{ touched: new Int32Array(groups), groups: new Int32Array(groups), goods: new Float64Array(groups), groupCount: 0 },
    ...{ sources: new Int32Array(sources), price: new Float64Array(sources), sourceCount: 0, round: 0, work: 0 },
  };
}

/**
 * Opens what is closed and closes what is open of the facilities named; what it comes to. False, and not worked out to the end, once
 * something is missing or the cost reaches `enough`: only for what closes, where neither can get less again.
 */
export function flip(standing: Standing, facilities: readonly number[], scratch: Scratch, enough?: number): boolean {
  const { sketch, open, price } = standing;
  scratch.work += MOVE_WORK;
  scratch.round += 1;
  scratch.groupCount = 0;
  scratch.sourceCount = 0;
  for (const facility of facilities) {
    const by = open[facility] ? -1 : 1;
    open[facility] = open[facility] ? 0 : 1;
    standing.cost += by * (sketch.fixed[facility] ?? 0);
    if (facility < sketch.runs) standing.shipments += by;
  }
  for (const facility of facilities) {
    for (const source of sketch.sourcesOf[facility] ?? []) {
      const before = price[source] ?? 0;
      const now = priceOf(sketch, open, source);
      if (now === before) continue;
      scratch.sources[scratch.sourceCount] = source;
      scratch.price[scratch.sourceCount++] = before;
      price[source] = now;
    }
  }
  const missing = standing.missing;
  for (let at = 0; at < scratch.sourceCount; at++) {
    for (const group of sketch.goods.groupsOf[scratch.sources[at] ?? 0] ?? []) {
      if (scratch.touched[group] === scratch.round) continue;
      scratch.touched[group] = scratch.round;
      settle(standing, group, scratch);
      scratch.work += 1;
      if (enough !== undefined && (standing.cost >= enough || standing.missing > missing)) return false;
    }
  }
  return true;
}

function settle(standing: Standing, group: number, scratch: Scratch): void {
  const { goods } = standing;
  const before = goods[group] ?? 0;
  const after = goodsCost(standing.sketch.goods, standing.price, group);
  scratch.groups[scratch.groupCount] = group;
  scratch.goods[scratch.groupCount++] = before;
  goods[group] = after;
  if (before === Number.POSITIVE_INFINITY) standing.missing -= 1;
  else standing.cost -= before;
  if (after === Number.POSITIVE_INFINITY) standing.missing += 1;
  else standing.cost += after;
}

/** Takes the last move back. */
export function takeBack(
  standing: Standing,
  facilities: readonly number[],
  from: { scratch: Scratch; before: Pick<Standing, 'cost' | 'missing' | 'shipments'> },
): void {
  const { scratch } = from;
  for (const facility of facilities) standing.open[facility] = standing.open[facility] ? 0 : 1;
  for (let at = 0; at < scratch.sourceCount; at++) standing.price[scratch.sources[at] ?? 0] = scratch.price[at] ?? 0;
  for (let at = 0; at < scratch.groupCount; at++) standing.goods[scratch.groups[at] ?? 0] = scratch.goods[at] ?? 0;
  Object.assign(standing, from.before);
}

/** What closing each of them alone would come to; `standing` stays as it is. Infinite where something would be missing. */
export function costsWithout(standing: Standing, facilities: readonly number[], budget: Budget): number[] {
  const scratch = scratchFor(standing.sketch);
  const { cost, missing, shipments } = standing;
  const costs = facilities.map((facility) => {
    const isWhole = flip(standing, [facility], scratch, Number.POSITIVE_INFINITY);
    const own = isWhole && standing.missing <= missing ? standing.cost : Number.POSITIVE_INFINITY;
    takeBack(standing, [facility], { scratch, before: { cost, missing, shipments } });
    return own;
  });
  spend(budget, scratch.work);
  return costs;
}
