import type { IdleCost, Tariff, WagonState } from '@karavan/contracts';
import { HOUR_MS, iso, MINUTE_MS, ms } from '../time.ts';
import { chargesOf, type IdleCharge, type OpenClock, openClock, rateAt, unitMs } from './charges.ts';
import type { DestinationStay } from './stays.ts';

const sum = (charges: readonly IdleCharge[]): number => charges.reduce((minor, charge) => minor + charge.minor, 0);
/** `YYYY-MM` in Moscow, which keeps UTC+3 all year; asking the runtime for it costs more than all the rest of a clock. */
export const monthOf = (at: string | Date): string => iso(ms(at) + 3 * HOUR_MS).slice(0, 7);

function stateOf({ paidFrom, closedAt }: OpenClock, now: Date): IdleCost['state'] {
  if (closedAt !== undefined && ms(closedAt) <= now.getTime()) return 'closed';
  return now.getTime() < ms(paidFrom) ? 'free' : 'paying';
}

/** The unit that runs now and the instant the next one begins. */
function running(clock: OpenClock, charges: readonly IdleCharge[]): Pick<IdleCost, 'rateMinor' | 'nextUnitAt'> {
  const last = charges.at(-1);
  if (last === undefined) return { rateMinor: rateAt(clock.tariff, ms(clock.paidFrom), ms(clock.paidFrom)) };
  return { rateMinor: last.minor, nextUnitAt: iso(ms(last.at) + unitMs(last.tariff)) };
}

function tariffsOf(clock: OpenClock, charges: readonly IdleCharge[]): Tariff[] {
  return [...new Map([clock.tariff, ...charges.map((charge) => charge.tariff)].map((tariff) => [tariff.id, tariff])).values()];
}

/** How far the clock of a wagon is known to run (IC8): to now, and of one missing from the reports to the report that lacked it. */
export function countedUntil(wagon: Pick<WagonState, 'missing'>, now: Date): Date {
  const since = wagon.missing?.since;
  return since !== undefined && ms(since) < now.getTime() ? new Date(since) : now;
}

/**
 * What a stay at the destination costs by `now` (IC1 to IC7): free time left to the minute, the first paid instant, what
 * has been paid so far and in the present Moscow month, in hundredths of the currency. Undefined where no tariff speaks of it.
 */
export function idleCost(stay: DestinationStay, tariffs: readonly Tariff[], now: Date): IdleCost | undefined {
  const clock = openClock(stay, tariffs);
  if (clock === undefined) return undefined;
  const charges = chargesOf(clock, tariffs, now);
  const state = stateOf(clock, now);
  const used = tariffsOf(clock, charges);
  const month = monthOf(now);
  return {
    state,
    station: stay.station,
    openedAt: clock.openedAt,
    openedBy: clock.openedBy,
    ...(clock.closedAt === undefined ? {} : { closedAt: clock.closedAt }),
    paidFrom: clock.paidFrom,
    freeLeftMinutes: state === 'free' ? Math.ceil((ms(clock.paidFrom) - now.getTime()) / MINUTE_MS) : 0,
    unit: clock.tariff.unit,
    paidUnits: charges.length,
    ...(state === 'closed' ? {} : running(clock, charges)),
    costMinor: sum(charges),
    monthMinor: sum(charges.filter(({ at }) => monthOf(at) === month)),
    currency: clock.tariff.currency,
    unconfirmed: used.some(({ confidence }) => confidence === 'unconfirmed'),
    tariffs: used.map(({ id, name, source }) => ({ id, name, source })),
  };
}

/** What a stay costs in one Moscow month `YYYY-MM`, as far as it has come by `now` (IC6). */
export function monthCost(
  stay: DestinationStay,
  tariffs: readonly Tariff[],
  span: { month: string; now: Date },
): { clock: OpenClock; minor: number; unconfirmed: boolean } | undefined {
  const clock = openClock(stay, tariffs);
  if (clock === undefined) return undefined;
  const charges = chargesOf(clock, tariffs, span.now).filter(({ at }) => monthOf(at) === span.month);
  return { clock, minor: sum(charges), unconfirmed: charges.some(({ tariff }) => tariff.confidence === 'unconfirmed') };
}
