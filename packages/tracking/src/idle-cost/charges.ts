import type { Tariff } from '@karavan/contracts';
import { DAY_MS, HOUR_MS, iso, ms } from '../time.ts';
import type { DestinationStay } from './stays.ts';
import { inForce, nextInForce, type TimedTariff, versionAt } from './tariff-times.ts';

/** One started unit: when it began, what it costs, by which version. */
export interface IdleCharge {
  at: string;
  minor: number;
  tariff: Tariff;
}

/** The clock of one stay before anybody looks at it. */
export interface OpenClock {
  openedAt: string;
  openedBy: 'arrived' | 'placed';
  closedAt?: string;
  /** the first paid instant */
  paidFrom: string;
  /** the version that said what opens, what closes, and how long it is free */
  tariff: Tariff;
}

/** A stay that has gone on for longer is a wagon forgotten by the reports, not a bill. */
const LONGEST_UNITS = 100_000;

export const unitMs = (tariff: Tariff): number => (tariff.unit === 'hour' ? HOUR_MS : DAY_MS);

/** The rate of the unit that begins at `atMs`, by the day since the first paid instant it falls on. */
export function rateAt(tariff: Tariff, paidFromMs: number, atMs: number): number {
  const day = Math.floor((atMs - paidFromMs) / DAY_MS) + 1;
  return tariff.bands.findLast(({ fromDay }) => fromDay <= day)?.rateMinor ?? 0;
}

/** Opens the clock of a stay by the version in force at the arrival (IC1 to IC3); undefined where none is, or it is not placed yet. */
export function openClock(stay: DestinationStay, tariffs: readonly Tariff[]): OpenClock | undefined {
  const version = versionAt(inForce(tariffs), ms(stay.arrivedAt));
  if (version === undefined) return undefined;
  const { tariff } = version;
  const openedAt = tariff.opens === 'arrived' ? stay.arrivedAt : stay.placedAt;
  if (openedAt === undefined) return undefined;
  const closedAt = tariff.closes === 'unloaded' ? (stay.unloadedAt ?? stay.leftAt) : stay.leftAt;
  const paidFrom = iso(ms(openedAt) + tariff.freeHours * HOUR_MS);
  return { openedAt, openedBy: tariff.opens, paidFrom, tariff, ...(closedAt === undefined ? {} : { closedAt }) };
}

/**
 * The units that have begun by `now` (IC4, IC5): the first at the first paid instant, each next one where the last ends,
 * by the version in force when it begins; none begins at or after the close. Where no version is in force time is free.
 */
export function chargesOf(clock: OpenClock, tariffs: readonly Tariff[], now: Date): IdleCharge[] {
  const versions = inForce(tariffs);
  const paidFromMs = ms(clock.paidFrom);
  const closedMs = clock.closedAt === undefined ? undefined : ms(clock.closedAt);
  const charges: IdleCharge[] = [];
  let at = nextInForce(versions, paidFromMs);
  while (at !== undefined && at <= now.getTime() && (closedMs === undefined || at < closedMs) && charges.length < LONGEST_UNITS) {
    const tariff = tariffAt(versions, at);
    charges.push({ at: iso(at), minor: rateAt(tariff, paidFromMs, at), tariff });
    at = nextInForce(versions, at + unitMs(tariff));
  }
  return charges;
}

function tariffAt(versions: readonly TimedTariff[], atMs: number): Tariff {
  const version = versionAt(versions, atMs);
  if (version === undefined) throw new Error('no tariff where one was found');
  return version.tariff;
}
