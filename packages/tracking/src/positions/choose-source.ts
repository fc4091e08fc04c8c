import { MINUTE_MS } from '../time.ts';

/** One place of a truck by one of its sources: a tracker, the account of its carrier, a phone. */
export interface SourceFix {
  source: string;
  atMs: number;
  accuracyM?: number | undefined;
}

/** A fix this uncertain comes from cell towers (MS2). */
export const COARSE_M = 150;
/** A source that was heard within this time keeps the marker, so that two of them do not pull it to and fro (MS3). */
export const HOLD_MINUTES = 5;
/** A coarse fix takes the place of an exact one only when that one is stale (MS4). */
export const HOLD_AGAINST_COARSE_MINUTES = 30;

const isCoarse = ({ accuracyM }: SourceFix): boolean => accuracyM !== undefined && accuracyM > COARSE_M;

/**
 * Whether a truck is from now on where `candidate` says, rather than where `shown` said (MS1 to MS4). Only the times of the fixes
 * count, so the same positions give the same choice whenever it is made.
 */
export function takesOver(shown: SourceFix | null, candidate: SourceFix): boolean {
  if (shown === null) return true;
  const aheadMs = candidate.atMs - shown.atMs;
  if (aheadMs < 0) return false;
  if (shown.source === candidate.source) return true;
  if (isCoarse(shown) && !isCoarse(candidate)) return true;
  const isWorse = isCoarse(candidate) && !isCoarse(shown);
  return aheadMs > (isWorse ? HOLD_AGAINST_COARSE_MINUTES : HOLD_MINUTES) * MINUTE_MS;
}

/** The one way of a truck out of the fixes of all its sources, given in the order of time. */
export function followSources<Item extends SourceFix>(items: readonly Item[]): Item[] {
  const way: Item[] = [];
  for (const item of items) if (takesOver(way.at(-1) ?? null, item)) way.push(item);
  return way;
}
