import type { SplitTrip } from '@karavan/contracts';
import { addDays } from '../calendar/index.ts';
import type { Work } from './budget.ts';
import { soundTrips } from './conflicts.ts';
import { DayByDay } from './day-by-day.ts';
import type { Solved } from './solve.ts';

/** So many days in a row are planned anew at once, the few first. */
const WIDTHS = [1, 2, 3] as const;

/**
 * What could not be searched to the end is improved day by day: a few days in a row are planned anew while all else stays, over
 * and over from the first day to the last, until nothing gets better or the work is done. Only the levels that counts decide
 * are looked at. `undefined` where nothing became better.
 */
export function improveDays(
  solved: Solved,
  { trips, work }: { trips: readonly SplitTrip[]; work: Work },
): SplitTrip[] | undefined {
  const { model } = solved;
  const days = new DayByDay(model, trips);
  let isBetter = false;
  for (const width of WIDTHS)
    for (let again = true; again && !work.over(); ) {
      again = false;
      for (const date of model.demandDates) {
        if (work.over()) break;
        if (!days.improve([date, addDays(date, width - 1)], work)) continue;
        again = true;
        isBetter = true;
      }
    }
  if (!isBetter) return undefined;
  return soundTrips(model, days.trips);
}
