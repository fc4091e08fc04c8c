import type { SplitTrip } from '@karavan/contracts';
import { DAY_MS } from '../calendar/index.ts';
import { totalsOf } from './day-rows.ts';
import { isoMs } from './instants.ts';
import type { Model } from './model.ts';
import { type CountValue, openUnits } from './plan-value.ts';

/** The levels that counts decide, of trips written out and none of them kept; locked ones are not counted. */
export function valueOfTrips(model: Model, trips: readonly SplitTrip[]): CountValue {
  const own = trips.filter((trip) => trip.locked !== true);
  const parts = own.flatMap(({ date: on, serves }) => serves.map((part) => ({ ...part, on })));
  const unitsOf = (massKg: number) => Math.round(massKg / model.units.unitKg);
  const daysLate = (date: string, on: string) => Math.max(0, Math.round((isoMs(on) - isoMs(date)) / DAY_MS));
  const served = parts.reduce((sum, { massKg }) => sum + unitsOf(massKg), 0);
  const late = parts.reduce((sum, { date, on, massKg }) => sum + unitsOf(massKg) * daysLate(date, on), 0);
  const { cost } = totalsOf(model.request, [], own);
  return [openUnits(model) - served, late, model.request.objective === 'cheapest' ? cost : own.length, own.length];
}
