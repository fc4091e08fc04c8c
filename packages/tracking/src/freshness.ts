import type { Freshness } from '@karavan/contracts';
import { MINUTE_MS, ms } from './time.ts';

interface Limits {
  /** up to this age, in minutes, a fact is fresh */
  freshMinutes: number;
  /** up to this age it is aging, beyond it stale */
  agingMinutes: number;
}

const PHONE_CELL: Limits = { freshMinutes: 60, agingMinutes: 180 };

/**
 * How old a fact may be, by where it comes from (FR1): wagon reports come a few times a day, a phone located by its
 * cells a few times an hour, a tracker every minute. Any source not named here counts as `device`.
 */
export const FRESHNESS_LIMITS = {
  rzd: { freshMinutes: 6 * 60, agingMinutes: 24 * 60 },
  cell: PHONE_CELL,
  movizor: PHONE_CELL,
  device: { freshMinutes: 5, agingMinutes: 30 },
} as const satisfies Record<string, Limits>;

export const limitsOf = (source: string): Limits =>
  Object.hasOwn(FRESHNESS_LIMITS, source) ? FRESHNESS_LIMITS[source as keyof typeof FRESHNESS_LIMITS] : FRESHNESS_LIMITS.device;

/** Age of the fix or report itself, never of its storing (FR2); a time that cannot be read is stale. */
export const freshness = (source: string, at: string, now: Date): Freshness => freshnessAt(source, ms(at), now.getTime());

/** The same of epoch milliseconds. */
export function freshnessAt(source: string, atMs: number, nowMs: number): Freshness {
  const ageMinutes = (nowMs - atMs) / MINUTE_MS;
  const limits = limitsOf(source);
  if (ageMinutes <= limits.freshMinutes) return 'fresh';
  return ageMinutes <= limits.agingMinutes ? 'aging' : 'stale';
}
