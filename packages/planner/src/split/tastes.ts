import type { Model, TripType } from './model.ts';
import type { Random } from './random.ts';
import type { Taste } from './repair.ts';
import type { Timetabled } from './timetable.ts';

/** Who could be first need not be, by so much. */
const MOST_SKIPPED = 0.3;
const LOADINGS = ['soon', 'eve', 'late', 'late'] as const;
const MOST_WOBBLE_MS = 4 * 3_600_000;

/** What is short differs from plan to plan: mass a trip, money, a truck's time, a bay's time; or who can be there first goes first. */
export function anyTaste({ request }: Model, random: Random): Taste {
  const eager = (request.earlyDays ?? 0) > 0 ? anyEagerness(random, request.objective === 'cheapest') : () => false;
  const noise = random.unit() * 0.5;
  const kind = random.below(9);
  const fullness = random.chance(0.3) ? 1 - 0.5 * random.unit() ** 2 : 0;
  const loading = LOADINGS[random.below(LOADINGS.length)] ?? 'soon';
  const isCheap = request.objective === 'cheapest';
  const wobble = () => 1 + noise * random.unit();
  const costOf = ({ type: { group } }: Timetabled): number => {
    if (kind === 0) return group.plant.loadMs + 2 * group.plant.driveMs + group.unloadMs;
    if (kind === 1) return group.unloadMs;
    if (kind === 2) return group.plant.loadMs;
    if (kind === 3) return group.unloadMs + group.plant.driveMs;
    return isCheap ? group.tripCost : 1;
  };
  if (kind < 6) return { eager, fullness, loading, rate: (trip, useful) => (costOf(trip) * wobble()) / Math.max(1, useful) };
  const until = ({ unloadFrom, loadTo, backAt }: Timetabled) => (kind === 6 ? unloadFrom : kind === 7 ? loadTo : backAt);
  return { eager, fullness, loading, rate: (trip) => until(trip) + noise * MOST_WOBBLE_MS * random.unit() };
}

/** Nobody comes ahead of a day, everybody, or those who cost least or bring most. */
function anyEagerness(random: Random, isCheap: boolean): Taste['eager'] {
  const kind = random.unit();
  if (kind < 0.4) return () => false;
  if (kind < 0.55) return () => true;
  const share = random.unit();
  const rateOf = ({ group, date }: TripType) => (isCheap ? group.tripCost : 1) / Math.max(1, group.cap[date] ?? 0);
  return (type, all) => {
    const rates = all.map(rateOf);
    const [least, most] = [Math.min(...rates), Math.max(...rates)];
    return rateOf(type) <= least + share * (most - least);
  };
}

/** Those around the trips that were taken out: on the others there was no room before. Now and then all. */
export function datesAround(dates: readonly number[], out: readonly Timetabled[], random: Random): readonly number[] {
  if (out.length === 0 || random.chance(0.1)) return dates;
  const gone = out.map(({ type }) => type.date);
  const [first, last] = [Math.min(...gone) - 1, Math.max(...gone) + 1];
  return dates.filter((date) => first <= date && date <= last);
}

/** Mostly the days in their order; what is laid first has the choice. Now and then a truck does better to wait for the next day. */
export function datesInOrder(model: Model, random: Random): number[] {
  const skipped = random.chance(0.3) ? random.unit() * MOST_SKIPPED : 0;
  const dates = [...model.dates.keys()].filter(() => !random.chance(skipped));
  if (random.chance(0.7)) return dates;
  if (random.chance(0.5)) return dates.reverse();
  for (let at = dates.length - 1; at > 0; at -= 1) {
    const other = random.below(at + 1);
    [dates[at], dates[other]] = [dates[other] as number, dates[at] as number];
  }
  return dates;
}
