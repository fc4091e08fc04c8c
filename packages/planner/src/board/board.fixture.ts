import type { BoardTrip, SplitRequest } from '@karavan/contracts';
import { planSplit } from '../split/plan-split.ts';
import { request, truck } from '../split/split.fixture.ts';
import { validateSplit } from '../split/validate/index.ts';
import { boardTotals } from './totals.ts';

export { moscow, request, truck } from '../split/split.fixture.ts';

/** An id from a number, so that tests can say which trip they mean. */
export const idOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Monday to Wednesday, 40 t a day, trucks a and b of 20 t: four trips' worth of places a day, two are used. */
export const DAYS = ['2026-11-23', '2026-11-24', '2026-11-25'];
export const threeDays = (more: Partial<SplitRequest> = {}): SplitRequest => ({
  ...request({
    fleet: [truck('a'), truck('b')],
    demand: DAYS.map((date) => ({ date, massKg: 40_000 })),
    earlyDays: 1,
    lateDays: 1,
    site: { bays: 2 },
    plant: { bays: 2 },
  }),
  ...more,
});

export const boardOf = (asked: SplitRequest): BoardTrip[] =>
  planSplit(asked).trips.map(({ axleLoads: _, ...trip }, index) => ({ ...trip, id: idOf(index + 1) }));

/** The rules a whole board breaks by the validator of the split, every figure counted. */
export function brokenRules(asked: SplitRequest, trips: readonly BoardTrip[]): string[] {
  const bare = trips.map(({ id: _, started: __, ...trip }) => trip);
  const totals = boardTotals(asked, trips);
  return validateSplit(asked, { trips: bare, ...totals, proof: 'optimal', reasons: [] }).map(
    ({ rule, message }) => `${rule} ${message}`,
  );
}
