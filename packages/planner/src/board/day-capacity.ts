import type { DayCapacityReply, DayCapacityRequest, SplitRequest } from '@karavan/contracts';
import type { Known } from '../load/index.ts';
import { planQuietly } from '../split/plan-split.ts';

/** Enough for a day of fifty trucks; the answer is then the best plan found, which is never too much. */
const STEPS_A_DAY = 12_000;
/** More than any fleet brings to one site in a day. */
const MOST_TRIPS_A_DAY = 12;

/**
 * The most that can be brought on each of these days, were it the only day asked for (BD8): a plan for more than the whole
 * fleet could carry is made, and what it brings is the answer. Where the search is cut off it is what has been found.
 * @throws InputError for a vehicle that cannot be understood
 */
export function planDayCapacity({ request, dates }: DayCapacityRequest, { known }: { known?: Known } = {}): DayCapacityReply {
  return { days: dates.map((date) => ({ date, mostKg: mostOn(request, { date, known }) })) };
}

function mostOn(request: SplitRequest, { date, known }: { date: string; known: Known | undefined }): number {
  const { published: _, ...world } = request;
  const { product } = request;
  const payloads = request.fleet.map(({ maxPayloadKg }) => (maxPayloadKg ?? 60_000) * MOST_TRIPS_A_DAY);
  const askedKg = payloads.reduce((sum, massKg) => sum + massKg, 0);
  if (askedKg === 0) return 0;
  const massKg = product.form === 'bulk' ? askedKg : Math.ceil(askedKg / product.pieceMassKg) * product.pieceMassKg;
  const alone: SplitRequest = { ...world, demand: [{ date, massKg: Math.min(massKg, 1e9) }], earlyDays: 0, lateDays: 0 };
  const plan = planQuietly(alone, { steps: STEPS_A_DAY }, known);
  return plan.days.reduce((sum, day) => sum + day.deliveredKg, 0);
}
