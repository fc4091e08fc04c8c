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

/** Opens what is closed and closes what is open of the facilities named; what it comes to. Calling it again takes it back. */
export function flip(standing: Standing, facilities: readonly number[], scratch: Scratch): void {
  const { sketch, open, price, goods } = standing;
  scratch.round += 1;
  for (const facility of facilities) {
    const by = open[facility] ? -1 : 1;
    open[facility] = open[facility] ? 0 : 1;
    standing.cost += by * (sketch.fixed[facility] ?? 0);
    if (facility < sketch.runs) standing.shipments += by;
  }
  for (const facility of facilities) {
    for (const source of sketch.sourcesOf[facility] ?? []) {
      const now = priceOf(sketch, open, source);
      if (now === price[source]) continue;
      price[source] = now;
      for (const group of sketch.goods.groupsOf[source] ?? []) {
        if (scratch.touched[group] === scratch.round) continue;
        scratch.touched[group] = scratch.round;
        scratch.groups[scratch.count++] = group;
      }
    }
  }
  scratch.work += scratch.count + 10;
  for (let at = 0; at < scratch.count; at++) {
    const group = scratch.groups[at] ?? 0;
    const before = goods[group] ?? 0;
    const after = goodsCost(sketch.goods, price, group);
    goods[group] = after;
    if (before === Number.POSITIVE_INFINITY) standing.missing -= 1;
    else standing.cost -= before;
    if (after === Number.POSITIVE_INFINITY) standing.missing += 1;
    else standing.cost += after;
  }
  scratch.count = 0;
}

export interface Scratch {
  touched: Int32Array;
  groups: Int32Array;
  count: number;
  round: number;
  work: number;
}

export function scratchFor(sketch: Sketch): Scratch {
  const groups = sketch.goods.massKg.length;
  return { touched: new Int32Array(groups), groups: new Int32Array(groups), count: 0, round: 0, work: 0 };
}

/** Improvements below this part of the cost are not worth another round. */
const GRAIN = 1e-9;
/** So many of the moves that promise most are tried before a standing counts as good. */
const TRIED = 10;
/** What saves this much less than it costs is not tried: the estimate is never below the truth. */
const CLEARLY = 0.8;
/** Transfers that are tried to be closed for something else. */
const TRIED_GATES = 5;

/**
 * Opens, closes and swaps facilities while that makes the plan whole or cheaper, with at most so many shipments; deterministic. What
 * each move would bring is estimated from what the sources carry now; the best of them are worked out. Quick: nothing is swapped.
 */
export function descend(standing: Standing, limits: { shipments: number; budget: Budget; isQuick?: boolean }): void {
  const scratch = scratchFor(standing.sketch);
  const attempt = (moved: readonly number[]): boolean => {
    const { cost, missing, shipments } = standing;
    flip(standing, moved, scratch);
    const isAllowed = standing.shipments <= limits.shipments || standing.shipments < shipments;
    const isCheaper = standing.missing < missing || (standing.missing === missing && standing.cost < cost * (1 - GRAIN) - 1e-9);
    if (isAllowed && isCheaper) return true;
    flip(standing, moved, scratch);
    Object.assign(standing, { cost, missing, shipments }); // sums of floats without their last digits
    return false;
  };
  const goesOn = () => {
    const isPaid = spend(limits.budget, scratch.work);
    scratch.work = 0;
    return isPaid;
  };
  while (goesOn()) {
    if (closeSome(standing, attempt, goesOn)) continue;
    const openings = bestOpenings(standing);
    scratch.work += standing.sketch.wayPerKg.length + 4 * standing.goods.length;
    if (openings.some((opening) => goesOn() && attempt(opening))) continue;
    if (limits.isQuick) return;
    const { runs, gates } = closingsOf(standing);
    const swaps = openings.flatMap((opening) => [...runs, ...gates].map((closing) => [...opening, closing]));
    if (!swaps.some((swap) => goesOn() && attempt(swap))) return;
  }
}

/** Every open service, and the transfers that are worth least. */
function closingsOf(standing: Standing): { runs: number[]; gates: number[] } {
  const { sketch } = standing;
  const worth = worthOf(standing);
  const gain = (facility: number) => (sketch.fixed[facility] ?? 0) - (worth[facility] ?? 0);
  const isRun = (facility: number) => facility < sketch.runs;
  const open = openOf(standing).sort((a, b) => gain(b) - gain(a));
  return { runs: open.filter(isRun), gates: open.filter((facility) => !isRun(facility)).slice(0, TRIED_GATES) };
}

function openOf({ open }: Standing): number[] {
  return Array.from(open.keys()).filter((facility) => open[facility]);
}

/** Closes what costs more than it saves, the worst first; false if nothing did. */
function closeSome(standing: Standing, attempt: (moved: readonly number[]) => boolean, goesOn: () => boolean): boolean {
  const { sketch } = standing;
  const worth = worthOf(standing);
  const order = openOf(standing).sort(
    (a, b) => (sketch.fixed[b] ?? 0) - (worth[b] ?? 0) - ((sketch.fixed[a] ?? 0) - (worth[a] ?? 0)),
  );
  let closed = false;
  for (const facility of order) {
    if ((sketch.fixed[facility] ?? 0) < CLEARLY * (worth[facility] ?? 0) || !goesOn()) break;
    closed = attempt([facility]) || closed;
  }
  return closed;
}

/** By source, the kilograms it carries now. */
function carriedBy({ sketch, price }: Standing): Float64Array {
  const { start, source, fraction, massKg } = sketch.goods;
  const carried = new Float64Array(price.length);
  for (let group = 0; group < massKg.length; group++) {
    const to = start[group + 1] ?? 0;
    let [left, floor, last] = [1, Number.NEGATIVE_INFINITY, -1];
    while (left > 1e-12) {
      let next = -1;
      let least = Number.POSITIVE_INFINITY;
      for (let at = start[group] ?? 0; at < to; at++) {
        const offered = price[source[at] ?? 0] ?? 0;
        if (offered < least && (offered > floor || (offered === floor && at > last))) {
          next = at;
          least = offered;
        }
      }
      if (next < 0) break;
      floor = least;
      last = next;
      const part = Math.min(left, fraction[next] ?? 0);
      left -= part;
      const from = source[next] ?? 0;
      carried[from] = (carried[from] ?? 0) + part * (massKg[group] ?? 0);
    }
  }
  return carried;
}

/** By open facility, what its closing would cost if every source kept its share. */
function worthOf(standing: Standing): Float64Array {
  const { sketch, open } = standing;
  const carried = carriedBy(standing);
  const worth = new Float64Array(open.length);
  for (let source = 0; source < carried.length; source++) {
    const massKg = carried[source] ?? 0;
    if (massKg === 0) continue;
    let run = -1;
    let gate = -1;
    let perKg = 0;
    let settled = 0;
    for (let way = sketch.wayStart[source] ?? 0; way < (sketch.wayStart[source + 1] ?? 0) && settled < 3; way++) {
      const ownRun = sketch.wayRun[way] ?? 0;
      const ownGate = sketch.wayGate[way] ?? -1;
      if (!open[ownRun] || (ownGate >= 0 && !open[ownGate])) continue;
      const dearer = ((sketch.wayPerKg[way] ?? 0) - perKg) * massKg;
      if (run < 0) [run, gate, perKg, settled] = [ownRun, ownGate, sketch.wayPerKg[way] ?? 0, ownGate < 0 ? 2 : 0];
      else {
        if (!(settled & 1) && ownRun !== run) {
          worth[run] = (worth[run] ?? 0) + dearer;
          settled |= 1;
        }
        if (!(settled & 2) && ownGate !== gate) {
          worth[gate] = (worth[gate] ?? 0) + dearer;
          settled |= 2;
        }
      }
    }
    if (run >= 0 && !(settled & 1)) worth[run] = Number.POSITIVE_INFINITY;
    if (gate >= 0 && !(settled & 2)) worth[gate] = Number.POSITIVE_INFINITY;
  }
  return worth;
}

/** The closed services, gates and pairs of both that would save most if every source kept its share. */
function bestOpenings(standing: Standing): number[][] {
  const { sketch, open, price } = standing;
  const carried = carriedBy(standing);
  const facilities = open.length;
  const seen = new Map<number, { opening: number[]; saved: number }>();
  const bestOf = new Map<number, number>();
  for (let source = 0; source < carried.length; source++) {
    const massKg = carried[source] ?? 0;
    if (massKg === 0) continue;
    bestOf.clear();
    for (let way = sketch.wayStart[source] ?? 0; way < (sketch.wayStart[source + 1] ?? 0); way++) {
      const perKg = sketch.wayPerKg[way] ?? 0;
      if (perKg >= (price[source] ?? 0)) break;
      const run = sketch.wayRun[way] ?? 0;
      const gate = sketch.wayGate[way] ?? -1;
      const needsGate = gate >= 0 && !open[gate];
      const key = open[run] ? facilities * facilities + gate : needsGate ? run * facilities + gate : run;
      if (bestOf.has(key)) continue;
      bestOf.set(key, perKg);
      const opening = open[run] ? [gate] : needsGate ? [run, gate] : [run];
      const known = seen.get(key) ?? { opening, saved: 0 };
      known.saved += ((price[source] ?? 0) - perKg) * massKg;
      seen.set(key, known);
    }
  }
  return [...seen.values()]
    .map(({ opening, saved }) => ({ opening, gain: saved - opening.reduce((sum, own) => sum + (sketch.fixed[own] ?? 0), 0) }))
    .sort((a, b) => b.gain - a.gain)
    .slice(0, TRIED)
    .map(({ opening }) => opening);
}
