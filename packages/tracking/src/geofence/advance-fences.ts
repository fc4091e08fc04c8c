import { ms } from '../time.ts';
import type { Bounds } from './compile.ts';
import type { FenceIndex } from './fence-index.ts';
import { type Crossing, type Fence, type Fix, type Presence, type Seen, stepFence } from './presence.ts';

/** All fences of a company, ready to be asked. */
export interface Fences<T extends Fence = Fence> {
  byId: ReadonlyMap<string, T>;
  index: FenceIndex<T>;
}

/** By the fence's id; fences an asset is outside of are not in it. Plain JSON. */
export type FencesOfAsset = Record<string, Presence>;

/**
 * What one position makes of one asset at all fences (GF1 to GF7). `previous` is where it was just before; positions come
 * in the order of their own time. Gives the same object back where nothing has to be remembered anew.
 */
export function advanceFences(input: { fences: Fences; known: FencesOfAsset; previous: Seen | null; fix: Fix }): {
  known: FencesOfAsset;
  crossings: Crossing[];
} {
  const { fences, known, previous, fix } = input;
  const near = fences.index.near(boxOf(previous ?? fix, fix));
  const held = Object.keys(known);
  if (near.length === 0 && held.length === 0) return { known, crossings: [] };
  const remembered = held.flatMap((id) => fences.byId.get(id) ?? []);
  const next: FencesOfAsset = {};
  const crossings: Crossing[] = [];
  for (const fence of new Set([...near, ...remembered])) {
    const step = stepFence({ fence, presence: known[fence.id], previous, fix });
    if (step.presence !== undefined) next[fence.id] = step.presence;
    crossings.push(...step.crossings);
  }
  crossings.sort((a, b) => ms(a.at) - ms(b.at));
  return { known: JSON.stringify(next) === JSON.stringify(known) ? known : next, crossings };
}

const boxOf = (a: Seen, b: Seen): Bounds => [
  Math.min(a.lon, b.lon),
  Math.min(a.lat, b.lat),
  Math.max(a.lon, b.lon),
  Math.max(a.lat, b.lat),
];
