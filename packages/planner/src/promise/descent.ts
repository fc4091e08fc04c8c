import { type Budget, spend } from './budget.ts';
import { flip, type Standing, scratchFor, takeBack } from './standing.ts';

/** Improvements below this part of the cost are not worth another round. */
const GRAIN = 1e-9;
/** So many of the moves that promise most are tried before a standing counts as good. */
const TRIED = 10;
/** What saves this much less than it costs is not tried: the estimate is never below the truth. */
const CLEARLY = 0.8;
/** Looking at what a group uses, against working out what it costs. */
const LOOK_WORK = 2;
/** Transfers that are tried to be closed for something else. */
const TRIED_GATES = 5;

/**
 * Opens, closes and swaps facilities while that makes the plan whole or cheaper, with at most so many shipments; deterministic. What
 * each move would bring is estimated from what the sources carry now; the best of them are worked out. Quick: nothing is swapped.
 */
export function descend(standing: Standing, limits: { shipments: number; budget: Budget; isQuick?: boolean }): void {
  const scratch = scratchFor(standing.sketch);
  const attempt = (moved: readonly number[]): boolean => {
    const before = { cost: standing.cost, missing: standing.missing, shipments: standing.shipments };
    const cheaper = before.cost * (1 - GRAIN) - 1e-9;
    const closes = moved.every((facility) => standing.open[facility]);
    const isDone = flip(standing, moved, scratch, closes ? cheaper : undefined);
    const isAllowed = standing.shipments <= limits.shipments || standing.shipments < before.shipments;
    const isCheaper = standing.missing < before.missing || (standing.missing === before.missing && standing.cost < cheaper);
    if (isDone && isAllowed && isCheaper) return true;
    takeBack(standing, moved, { scratch, before });
    return false;
  };
  const goesOn = () => {
    const isPaid = spend(limits.budget, scratch.work);
    scratch.work = 0;
    return isPaid;
  };
  while (goesOn()) {
    const now = lookAt(standing);
    scratch.work += LOOK_WORK * standing.goods.length;
    if (closeSome(standing, now, { attempt, goesOn })) continue;
    const openings = bestOpenings(standing, now.carried);
    scratch.work += standing.sketch.wayPerKg.length / 4;
    if (openings.some((opening) => goesOn() && attempt(opening))) continue;
    if (limits.isQuick) return;
    const { runs, gates } = closingsOf(standing, now);
    const swaps = openings.flatMap((opening) => [...runs, ...gates].map((closing) => [...opening, closing]));
    if (!swaps.some((swap) => goesOn() && attempt(swap))) return;
  }
}

/** What the sources carry as things stand, and what each open facility is worth. */
interface Look {
  carried: Float64Array;
  worth: Float64Array;
}

function lookAt(standing: Standing): Look {
  const carried = carriedBy(standing);
  return { carried, worth: worthOf(standing, carried) };
}

/** Every open service, and the transfers that are worth least. */
function closingsOf(standing: Standing, { worth }: Look): { runs: number[]; gates: number[] } {
  const { sketch } = standing;
  const gain = (facility: number) => (sketch.fixed[facility] ?? 0) - (worth[facility] ?? 0);
  const isRun = (facility: number) => facility < sketch.runs;
  const open = openOf(standing).sort((a, b) => gain(b) - gain(a));
  return { runs: open.filter(isRun), gates: open.filter((facility) => !isRun(facility)).slice(0, TRIED_GATES) };
}

function openOf({ open }: Standing): number[] {
  return Array.from(open.keys()).filter((facility) => open[facility]);
}

/** Closes what costs more than it saves, the worst first; false if nothing did. */
function closeSome(
  standing: Standing,
  { worth }: Look,
  by: { attempt: (moved: readonly number[]) => boolean; goesOn: () => boolean },
): boolean {
  const { fixed } = standing.sketch;
  const order = openOf(standing).sort((a, b) => (fixed[b] ?? 0) - (worth[b] ?? 0) - ((fixed[a] ?? 0) - (worth[a] ?? 0)));
  let closed = false;
  for (const facility of order) {
    if ((fixed[facility] ?? 0) < CLEARLY * (worth[facility] ?? 0) || !by.goesOn()) break;
    closed = by.attempt([facility]) || closed;
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
function worthOf({ sketch, open }: Standing, carried: Float64Array): Float64Array {
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
function bestOpenings({ sketch, open, price }: Standing, carried: Float64Array): number[][] {
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
