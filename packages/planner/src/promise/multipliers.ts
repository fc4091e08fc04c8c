import { type Budget, spend } from './budget.ts';
import { floatsFor, wholesFor } from './room.ts';
import type { Sketch } from './sketch.ts';

/**
 * The goods of every group with a price of their own for each facility they could use (rule PR9): what a facility costs is shared out
 * among the groups, and they go where it is cheapest for them. Whatever the shares, no plan is cheaper than what that comes to.
 */
interface Shares {
  groupStart: Int32Array;
  fraction: Float64Array;
  mostSources: number;
  wayStart: Int32Array;
  wayRun: Int32Array;
  wayGate: Int32Array;
  wayCost: Float64Array;
  /** by share: of which facility, and how much of its group could use it; share 0 belongs to ways without a gate */
  facility: Int32Array;
  most: Float64Array;
  share: Float64Array;
}

/** Of a round, by way and share, against looking at a group of lines. */
const WORK_OF_ROUND = 0.03;
const STEP = 1;
const SHORTER = 0.6;
const PATIENCE = 5;
const MEMORY = 0.5;
const MOST_ROUNDS = 200;
/** Of what a kilogram costs in the plan: ways dearer by more are taken for one. */
const FAR = 0.5;

/**
 * What no plan with at most so many shipments costs less than, by moving the shares to where goods would use what is not paid for
 * (a subgradient method with Polyak's step towards `upper`, the cost of a plan known). Ends when the budget does or the plan is
 * proven to be the best.
 */
export function boundBelow(
  sketch: Sketch,
  input: { plan: Uint8Array; upper: number; shipments: number; budget: Budget },
): number {
  const shares = sharesOf(sketch, endsOf(sketch, input));
  startAt(shares, sketch, input.plan);
  const { facility, most, share } = shares;
  const count = share.length;
  const used = floatsFor('used', count);
  const towards = floatsFor('towards', count);
  const unpaid = new Float64Array(sketch.fixed.length);
  const isOpen = new Float64Array(sketch.fixed.length);
  const work = WORK_OF_ROUND * (shares.wayRun.length + 2 * count);
  let bound = Number.NEGATIVE_INFINITY;
  let step = STEP;
  let waited = 0;
  for (let round = 0; round < MOST_ROUNDS && spend(input.budget, work); round++) {
    used.fill(0);
    unpaid.set(sketch.fixed);
    for (let own = 1; own < count; own++) {
      const of = facility[own] ?? 0;
      unpaid[of] = (unpaid[of] ?? 0) - (most[own] ?? 0) * (share[own] ?? 0);
    }
    const reached = goodsCost(shares, used) + takeOpen(sketch, { unpaid, isOpen, shipments: input.shipments });
    if (reached === Number.POSITIVE_INFINITY) return reached;
    if (reached > bound + 1e-5 * input.upper) waited = 0;
    else if (++waited >= PATIENCE) [step, waited] = [step * SHORTER, 0];
    bound = Math.max(bound, reached);
    if (bound >= input.upper * (1 - 1e-9)) return bound;
    move(shares, { used, towards, isOpen, isFirst: round === 0, length: step * (input.upper - reached) });
  }
  return bound;
}

/** By source: ways from here on are dearer than the plan's by so much that one way for them all, with nothing to pay for, will do. */
function endsOf(sketch: Sketch, { plan, upper }: { plan: Uint8Array; upper: number }): Int32Array {
  const { wayStart, wayRun, wayGate, wayPerKg, goods } = sketch;
  const margin =
    (FAR * upper) /
    Math.max(
      1e-9,
      goods.massKg.reduce((sum, own) => sum + own, 0),
    );
  return Int32Array.from({ length: wayStart.length - 1 }, (_, source) => {
    const end = wayStart[source + 1] ?? 0;
    let farKg = Number.POSITIVE_INFINITY;
    for (let way = wayStart[source] ?? 0; way < end; way++) {
      const gate = wayGate[way] ?? -1;
      const perKg = wayPerKg[way] ?? 0;
      if (perKg > farKg) return way;
      const isOpen = plan[wayRun[way] ?? 0] && (gate < 0 || plan[gate]);
      if (isOpen && farKg === Number.POSITIVE_INFINITY) farKg = perKg + margin;
    }
    return end;
  });
}

function sharesOf(sketch: Sketch, ends: Int32Array): Shares {
  const { goods } = sketch;
  const rows = goods.source.length;
  const facilities = sketch.fixed.length;
  const size = waysOf(sketch, ends);
  const slots = Math.min(2 * size, goods.massKg.length * facilities) + 1;
  const shares: Shares = {
    groupStart: goods.start,
    fraction: goods.fraction,
    mostSources: 0,
    wayStart: new Int32Array(rows + 1),
    wayRun: wholesFor('wayRun', size),
    wayGate: wholesFor('wayGate', size),
    wayCost: floatsFor('wayCost', size),
    facility: wholesFor('facility', slots),
    most: floatsFor('most', slots),
    share: new Float64Array(0),
  };
  const { facility, most } = shares;
  const shareOf = new Int32Array(facilities);
  const seenBy = new Int32Array(facilities).fill(-1);
  const seenIn = new Int32Array(facilities).fill(-1);
  let [count, way] = [1, 0];
  for (let group = 0; group < goods.massKg.length; group++) {
    const [from, to] = [goods.start[group] ?? 0, goods.start[group + 1] ?? 0];
    shares.mostSources = Math.max(shares.mostSources, to - from);
    for (let at = from; at < to; at++) {
      const source = goods.source[at] ?? 0;
      const part = goods.fraction[at] ?? 0;
      shares.wayStart[at] = way;
      const end = ends[source] ?? 0;
      for (let own = sketch.wayStart[source] ?? 0; own < end; own++, way++) {
        const gate = sketch.wayGate[own] ?? -1;
        for (let of = sketch.wayRun[own] ?? 0, turn = 0; turn < (gate < 0 ? 1 : 2); turn++, of = gate) {
          if (seenBy[of] !== group) {
            seenBy[of] = group;
            shareOf[of] = count;
            facility[count++] = of;
          }
          const slot = shareOf[of] ?? 0;
          if (seenIn[of] !== at) {
            seenIn[of] = at;
            most[slot] = Math.min(1, (most[slot] ?? 0) + part);
          }
          if (turn === 0) shares.wayRun[way] = slot;
          else shares.wayGate[way] = slot;
        }
        shares.wayCost[way] = (sketch.wayPerKg[own] ?? 0) * (goods.massKg[group] ?? 0);
      }
      if (end < (sketch.wayStart[source + 1] ?? 0))
        shares.wayCost[way++] = (sketch.wayPerKg[end] ?? 0) * (goods.massKg[group] ?? 0);
    }
  }
  shares.wayStart[rows] = way;
  return { ...shares, facility: facility.subarray(0, count), most: most.subarray(0, count), share: floatsFor('share', count) };
}

function waysOf({ goods, wayStart }: Sketch, ends: Int32Array): number {
  let ways = 0;
  for (const source of goods.source) ways += (ends[source] ?? 0) - (wayStart[source] ?? 0) + 1;
  return ways;
}

/**
 * Shares as a plan suggests them: what it opens is paid by the goods that use it, what it leaves closed gets from each group what that
 * would save there, cut down to what it costs.
 */
function startAt(shares: Shares, sketch: Sketch, plan: Uint8Array): void {
  const { share, most, facility, wayRun, wayGate } = shares;
  const isOpen = (own: number) => own === 0 || plan[facility[own] ?? 0] === 1;
  const used = floatsFor('used', share.length);
  for (let own = 1; own < share.length; own++) share[own] = isOpen(own) ? 0 : Number.POSITIVE_INFINITY;
  goodsCost(shares, used);
  const total = new Float64Array(sketch.fixed.length);
  for (let own = 1; own < share.length; own++) total[facility[own] ?? 0] = (total[facility[own] ?? 0] ?? 0) + (used[own] ?? 0);
  for (let own = 1; own < share.length; own++) {
    const of = facility[own] ?? 0;
    if (isOpen(own)) share[own] = (total[of] ?? 0) > 0 ? ((sketch.fixed[of] ?? 0) * (used[own] ?? 0)) / (total[of] ?? 1) : 0;
  }
  const wanted = floatsFor('towards', share.length);
  const closed = new Uint8Array(share.length);
  for (let own = 0; own < closed.length; own++) closed[own] = share[own] === Number.POSITIVE_INFINITY ? 1 : 0;
  const worth = thresholdsOf(shares);
  for (const both of [1, 2]) {
    for (let source = 0; source < worth.length; source++) {
      const end = shares.wayStart[source + 1] ?? 0;
      for (let way = shares.wayStart[source] ?? 0; way < end; way++) {
        let rest = (worth[source] ?? 0) - (shares.wayCost[way] ?? 0);
        if (rest <= 0) break; // cheapest first
        const run = wayRun[way] ?? 0;
        const gate = wayGate[way] ?? 0;
        const isRunClosed = closed[run] ?? 0;
        const isGateClosed = closed[gate] ?? 0;
        if (isRunClosed + isGateClosed !== both) continue;
        rest -= isRunClosed ? (both === 2 ? (wanted[run] ?? 0) : 0) : (share[run] ?? 0);
        rest -= isGateClosed ? (both === 2 ? (wanted[gate] ?? 0) : 0) : (share[gate] ?? 0);
        if (rest <= 0) continue;
        if (both === 2) {
          wanted[run] = (wanted[run] ?? 0) + rest / 2;
          wanted[gate] = (wanted[gate] ?? 0) + rest / 2;
        } else if (isRunClosed) wanted[run] = Math.max(wanted[run] ?? 0, rest);
        else wanted[gate] = Math.max(wanted[gate] ?? 0, rest);
      }
    }
  }
  total.fill(0);
  for (let own = 1; own < share.length; own++)
    if (!isOpen(own)) total[facility[own] ?? 0] = (total[facility[own] ?? 0] ?? 0) + (most[own] ?? 0) * (wanted[own] ?? 0);
  for (let own = 1; own < share.length; own++) {
    const of = facility[own] ?? 0;
    if (!isOpen(own)) share[own] = (wanted[own] ?? 0) * Math.min(1, (sketch.fixed[of] ?? 0) / Math.max(1e-12, total[of] ?? 0));
  }
}

/** By source of a group: at what a way would begin to be used, as the open ones are priced now. */
function thresholdsOf(shares: Shares): Float64Array {
  const { groupStart, fraction, wayStart, wayRun, wayGate, wayCost, share } = shares;
  const price = new Float64Array(fraction.length).fill(Number.POSITIVE_INFINITY);
  for (let source = 0; source < price.length; source++) {
    const end = wayStart[source + 1] ?? 0;
    let least = Number.POSITIVE_INFINITY;
    for (let way = wayStart[source] ?? 0; way < end; way++) {
      const bare = wayCost[way] ?? 0;
      if (bare >= least) break;
      const own = bare + (share[wayRun[way] ?? 0] ?? 0) + (share[wayGate[way] ?? 0] ?? 0);
      if (own < least) least = own;
    }
    price[source] = least;
  }
  for (let group = 0; group + 1 < groupStart.length; group++) lowerUnused(price, { shares, group });
  return price;
}

/** What is not used would have to be cheaper than the last that is. */
function lowerUnused(price: Float64Array, { shares, group }: { shares: Shares; group: number }): void {
  const { groupStart, fraction } = shares;
  const [from, to] = [groupStart[group] ?? 0, groupStart[group + 1] ?? 0];
  let [left, floor, last] = [1, Number.NEGATIVE_INFINITY, -1];
  while (left > 1e-12) {
    let next = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let at = from; at < to; at++) {
      const own = price[at] ?? 0;
      if ((next < 0 || own < least) && (own > floor || (own === floor && at > last))) [next, least] = [at, own];
    }
    if (next < 0) break;
    [floor, last] = [least, next];
    left -= fraction[next] ?? 0;
  }
  for (let at = from; at < to; at++) if ((price[at] ?? 0) > floor) price[at] = floor;
}

/** Every group goes its cheapest ways; how much of it uses which facility is noted. */
function goodsCost(shares: Shares, used: Float64Array): number {
  const { groupStart, fraction, wayStart, wayRun, wayGate, wayCost, share } = shares;
  const offered = new Float64Array(shares.mostSources);
  const chosen = new Int32Array(shares.mostSources);
  let cost = 0;
  for (let group = 0; group + 1 < groupStart.length; group++) {
    const from = groupStart[group] ?? 0;
    const sources = (groupStart[group + 1] ?? 0) - from;
    for (let own = 0; own < sources; own++) {
      const end = wayStart[from + own + 1] ?? 0;
      let [least, best] = [Number.POSITIVE_INFINITY, -1];
      for (let way = wayStart[from + own] ?? 0; way < end; way++) {
        const bare = wayCost[way] ?? 0;
        if (bare >= least) break; // cheapest first, and no share is below nothing
        const price = bare + (share[wayRun[way] ?? 0] ?? 0) + (share[wayGate[way] ?? 0] ?? 0);
        if (price < least) [least, best] = [price, way];
      }
      offered[own] = least;
      chosen[own] = best;
    }
    for (let left = 1; left > 1e-12; ) {
      let next = 0;
      for (let own = 1; own < sources; own++) if ((offered[own] ?? 0) < (offered[next] ?? 0)) next = own;
      const price = offered[next] ?? Number.POSITIVE_INFINITY;
      if (price === Number.POSITIVE_INFINITY) return price;
      const part = Math.min(left, fraction[from + next] ?? 0);
      const way = chosen[next] ?? 0;
      const [run, gate] = [wayRun[way] ?? 0, wayGate[way] ?? 0];
      left -= part;
      cost += part * price;
      used[run] = (used[run] ?? 0) + part;
      used[gate] = (used[gate] ?? 0) + part;
      offered[next] = Number.POSITIVE_INFINITY;
    }
  }
  return cost;
}

/** What is more than paid for is open: of services no more than there may be shipments, the most overpaid first. */
function takeOpen(sketch: Sketch, at: { unpaid: Float64Array; isOpen: Float64Array; shipments: number }): number {
  const { unpaid, isOpen } = at;
  let won = 0;
  const runs: number[] = [];
  for (let facility = 0; facility < unpaid.length; facility++) {
    const isOverpaid = (unpaid[facility] ?? 0) < 0;
    isOpen[facility] = isOverpaid ? 1 : 0;
    if (isOverpaid) won += unpaid[facility] ?? 0;
    if (isOverpaid && facility < sketch.runs) runs.push(facility);
  }
  if (runs.length <= at.shipments) return won;
  runs.sort((a, b) => (unpaid[a] ?? 0) - (unpaid[b] ?? 0));
  for (const run of runs.slice(at.shipments)) {
    isOpen[run] = 0;
    won -= unpaid[run] ?? 0;
  }
  return won;
}

function move(
  { share, most, facility }: Shares,
  by: { used: Float64Array; towards: Float64Array; isOpen: Float64Array; isFirst: boolean; length: number },
): void {
  const { used, towards, isOpen } = by;
  const memory = by.isFirst ? 0 : MEMORY;
  let norm = 0;
  for (let own = 1; own < share.length; own++) {
    const now = (used[own] ?? 0) - (most[own] ?? 0) * (isOpen[facility[own] ?? 0] ?? 0);
    const kept = memory * (towards[own] ?? 0) + (1 - memory) * (now < 0 && share[own] === 0 ? 0 : now);
    towards[own] = kept;
    if (kept > 0 || (share[own] ?? 0) > 0) norm += kept * kept;
  }
  if (norm === 0) return;
  const step = by.length / norm;
  for (let own = 1; own < share.length; own++) share[own] = Math.max(0, (share[own] ?? 0) + step * (towards[own] ?? 0));
}
