import type { Tariff } from '@karavan/contracts';
import { DAY_MS, endOfDay, MOSCOW } from '../time.ts';

/** A version with the instants between which it is in force: [from, to). */
export interface TimedTariff {
  tariff: Tariff;
  fromMs: number;
  toMs: number;
}

/** Moscow keeps UTC+3 all year, so the day before ends where the day begins. */
const startOf = (day: string): number => endOfDay(day, MOSCOW) - DAY_MS;

const known = new WeakMap<readonly Tariff[], TimedTariff[]>();

/**
 * Versions in force one after another (IC4): a later one takes over on its first day, whatever the earlier one says of
 * its end. One list of tariffs prices thousands of stays, so it is laid out once.
 */
export function inForce(tariffs: readonly Tariff[]): TimedTariff[] {
  const versions = known.get(tariffs) ?? layOut(tariffs);
  known.set(tariffs, versions);
  return versions;
}

function layOut(tariffs: readonly Tariff[]): TimedTariff[] {
  const sorted = [...tariffs].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  return sorted.map((tariff, index) => {
    const next = sorted[index + 1];
    const ends = tariff.validTo == null ? Number.POSITIVE_INFINITY : endOfDay(tariff.validTo, MOSCOW);
    return { tariff, fromMs: startOf(tariff.validFrom), toMs: Math.min(ends, next ? startOf(next.validFrom) : ends) };
  });
}

export const versionAt = (versions: readonly TimedTariff[], atMs: number): TimedTariff | undefined =>
  versions.find(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);

/** The first instant from `atMs` on at which some version is in force. */
export function nextInForce(versions: readonly TimedTariff[], atMs: number): number | undefined {
  if (versionAt(versions, atMs) !== undefined) return atMs;
  const later = versions.filter(({ fromMs, toMs }) => fromMs > atMs && toMs > fromMs).map(({ fromMs }) => fromMs);
  return later.length === 0 ? undefined : Math.min(...later);
}
