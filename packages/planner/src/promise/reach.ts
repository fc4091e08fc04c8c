import { type Budget, spend } from './budget.ts';
import type { Cargo } from './cargo.ts';
import { fits, type Model } from './model.ts';

/** When goods can be there at the earliest, by service and source of the cargo, if mass limits did not count. */
export interface Reach {
  cargo: Cargo;
  services: number;
  /** instant of delivery; infinite where the service cannot take them: `service * sources + source` */
  soonestMs: Float64Array;
  /** the order in which groups are asked: those that refuse a set come first the next time */
  asked: Int32Array;
}

export function reachOf(model: Model, cargo: Cargo): Reach {
  const sources = cargo.sources.length;
  const soonestMs = new Float64Array(model.services.length * sources).fill(Number.POSITIVE_INFINITY);
  cargo.sources.forEach(({ origin, unitKg }, source) => {
    for (const feed of model.origins[origin]?.feeds ?? []) {
      feed.services.forEach((service, index) => {
        const run = model.services[service];
        if (!run || !fits(unitKg, run.capKg)) return;
        const at = service * sources + source;
        soonestMs[at] = Math.min(soonestMs[at] ?? 0, feed.soonestMs[index] ?? Number.POSITIVE_INFINITY);
      });
    }
  });
  return { cargo, services: model.services.length, soonestMs, asked: Int32Array.from(cargo.groups.keys()) };
}

/** The deadline by which everything could be there, by when its sources could; not looked for beyond `enoughMs`. */
function deadlineOf({ cargo, asked }: Reach, soonest: Float64Array, enoughMs: number): number {
  let needed = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < asked.length; at++) {
    const index = asked[at] ?? 0;
    const group = cargo.groups[index];
    needed = Math.max(needed, group ? groupDeadline(group, soonest) : 0);
    if (needed <= enoughMs && needed < Number.POSITIVE_INFINITY) continue;
    if (at > 0) asked.copyWithin(1, 0, at);
    asked[0] = index;
    return Number.POSITIVE_INFINITY;
  }
  return needed;
}

/** When a group could be there whole, by when its sources could. */
export function groupDeadline({ sources, fractions }: Cargo['groups'][number], soonest: Float64Array): number {
  let [left, floor, last] = [1, Number.NEGATIVE_INFINITY, -1];
  while (left > 1e-12) {
    let next = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let own = 0; own < sources.length; own++) {
      const at = soonest[sources[own] ?? 0] ?? 0;
      if (at < least && (at > floor || (at === floor && own > last))) {
        next = own;
        least = at;
      }
    }
    if (next < 0) return Number.POSITIVE_INFINITY;
    floor = least;
    last = next;
    left -= fractions[next] ?? 0;
  }
  return floor;
}

/** Services that could bring everything: how few or how soon, and which sets do. */
export interface Sets {
  /** services of each, at most; one more than were looked at where there is none */
  count: number;
  deadlineMs: number;
  sets: number[][];
  /** every set that could be better was looked at, and every one as good is kept */
  proven: boolean;
}

export interface SetLimits {
  among: (service: number) => boolean;
  deadlineMs: number;
  most: number;
  budget: Budget;
}

const MOST_SERVICES = 4;
const MOST_SETS = 300;

/** Rule PR9: the fewest services, of those the earliest; sets are tried by size. */
export function fewestServices(reach: Reach, limits: SetLimits): Sets {
  const sizes = sizesOf(reach, limits);
  for (let size = 1; size <= sizes.most; size++) {
    const best = earliestOf(reach, { ...limits, useful: sizes.useful, size });
    if (best.sets.length > 0 || !best.proven) return best;
  }
  return { count: sizes.most + 1, deadlineMs: limits.deadlineMs, sets: [], proven: true };
}

/** The earliest with at most so many services, whatever their number. */
export function soonestServices(reach: Reach, limits: SetLimits): Sets {
  const sizes = sizesOf(reach, limits);
  let best: Sets = { count: sizes.most + 1, deadlineMs: limits.deadlineMs, sets: [], proven: limits.most <= sizes.most };
  for (let size = 1; size <= sizes.most; size++) {
    const own = earliestOf(reach, { ...limits, deadlineMs: best.deadlineMs, useful: sizes.useful, size });
    const isSooner = own.sets.length > 0 && (best.sets.length === 0 || own.deadlineMs < best.deadlineMs);
    best = { ...(isSooner ? own : best), proven: best.proven && own.proven };
  }
  return best;
}

function sizesOf(reach: Reach, { among, most }: SetLimits): { useful: number[]; most: number } {
  const all = Array.from({ length: reach.services }, (_, service) => service);
  const useful = all.filter((service) => among(service) && isOfUse(reach, service));
  return { useful, most: Math.min(useful.length, most, MOST_SERVICES) };
}

/** A set is left at the first group of lines that it brings later than the best so far. */
function earliestOf(reach: Reach, from: SetLimits & { useful: number[]; size: number }): Sets {
  const best: Sets = { count: from.size, deadlineMs: from.deadlineMs, sets: [], proven: true };
  const work = reach.cargo.groups.length / 90;
  // by number of services: when the first so many of the set bring each source
  const soonest = Array.from({ length: from.size + 1 }, () =>
    new Float64Array(reach.cargo.sources.length).fill(Number.POSITIVE_INFINITY),
  );
  for (const { set, changed } of setsOf(from.useful, from.size)) {
    if (!spend(from.budget, work)) return { ...best, proven: false };
    for (let count = changed; count < set.length; count++) addService(reach, soonest, { count, service: set[count] ?? 0 });
    const deadlineMs = deadlineOf(reach, soonest[from.size] ?? new Float64Array(), best.deadlineMs);
    if (deadlineMs > best.deadlineMs || deadlineMs === Number.POSITIVE_INFINITY) continue;
    if (deadlineMs < best.deadlineMs) best.sets = [];
    best.deadlineMs = deadlineMs;
    if (best.sets.length < MOST_SETS) best.sets.push([...set]);
    else best.proven = false;
  }
  return best;
}

function addService(reach: Reach, soonest: Float64Array[], one: { count: number; service: number }): void {
  const [before, after] = [soonest[one.count], soonest[one.count + 1]];
  if (!before || !after) return;
  const row = one.service * before.length;
  for (let source = 0; source < before.length; source++) {
    after[source] = Math.min(before[source] ?? 0, reach.soonestMs[row + source] ?? 0);
  }
}

function isOfUse(reach: Reach, service: number): boolean {
  const sources = reach.cargo.sources.length;
  return reach.soonestMs.subarray(service * sources, (service + 1) * sources).some((at) => at < Number.POSITIVE_INFINITY);
}

/** Every choice of so many, in order, with the first place that differs from the one before; the same array each time. */
function* setsOf(from: readonly number[], size: number): Generator<{ set: readonly number[]; changed: number }> {
  const at = Array.from({ length: size }, (_, index) => index);
  const set = at.map((index) => from[index] ?? 0);
  let changed = 0;
  while (size <= from.length) {
    for (let index = changed; index < size; index++) set[index] = from[at[index] ?? 0] ?? 0;
    yield { set, changed };
    changed = size - 1;
    while (changed >= 0 && at[changed] === from.length - size + changed) changed -= 1;
    if (changed < 0) return;
    at[changed] = (at[changed] ?? 0) + 1;
    for (let index = changed + 1; index < size; index++) at[index] = (at[index - 1] ?? 0) + 1;
  }
}
