import { BayBook, type Starts } from './bay-book.ts';
import type { Group, Model, PlantModel, TripDate, TripType } from './model.ts';
import { earliestPlain } from './plain-times.ts';
import { type CapacityCut, type Limit, type Span, telling, within } from './spans.ts';

/** No plan of interest makes more. */
const MOST_TRIPS = 2_000;

/** Some groups of trucks taken for alike ones, each as quick as the quickest of them. */
interface Crowd {
  readonly groups: readonly Group[];
  readonly types: readonly TripType[];
}

/**
 * What the trucks of a plant, or all trucks, can make together where they queue for the same bays: alike trucks that always do
 * the next thing as early as they can make the most trips by any instant, and these are no slower than any of the real ones.
 * One run from a date on counts the trips by the end of that date and of every later one. Where hours are kept drivers only get
 * slower, so the counts stay bounds.
 */
export function flowCuts(model: Model, types: readonly TripType[], longestSpan: number): CapacityCut[] {
  return crowdsOf(model, types).flatMap((crowd) => {
    const limits = [...model.dates.keys()].flatMap((first) => {
      const last = first === 0 ? model.dates.length - 1 : Math.min(model.dates.length - 1, first + longestSpan - 1);
      let atMost = 0;
      return countsByDate(model, crowd, [first, last]).map((count, at): Limit => {
        atMost += count;
        return { span: [first, first + at], atMost };
      });
    });
    return telling(limits).map(({ span, atMost }) => ({ types: within(crowd.types, span), atMost }));
  });
}

function crowdsOf(model: Model, types: readonly TripType[]): Crowd[] {
  const groups = [...new Set(types.map(({ group }) => group))];
  const byPlant = model.plants.map((plant) => groups.filter((group) => group.plant === plant));
  const alone = groups.filter(({ members }) => members.length > 1).map((group) => [group]);
  const sets = [groups, ...byPlant, ...alone].filter((some) => some.length > 0);
  const known = new Set<string>();
  return sets.flatMap((some): Crowd[] => {
    const key = some.map(({ index }) => index).join();
    if (known.has(key)) return [];
    known.add(key);
    return [{ groups: some, types: types.filter(({ group }) => some.includes(group)) }];
  });
}

/** Of the dates of the span, how many trips end on each when nothing is waited for. */
function countsByDate(model: Model, { groups, types }: Crowd, [first, last]: Span): number[] {
  const counts = Array.from({ length: last - first + 1 }, () => 0);
  const [from, to] = [model.dates[first], model.dates[last]];
  if (!from || !to) return counts;
  const quick = quickest(groups);
  const plants = [...new Set(groups.map(({ plant }) => plant))];
  const days = model.dates.slice(first, last + 1);
  const look = {
    group: quick,
    day: { ...from, toMs: to.toMs },
    loadStarts: union(types.map(({ load }) => load.starts)),
    unloadStarts: union(days.map((_, at) => model.unloadStarts(quick.unloadMs, first + at))),
    plantBays: bookOf(model, plants),
    siteBays: siteOf(model),
    line: [],
  };
  const free = groups.flatMap(({ members }) => members.map(() => Number.NEGATIVE_INFINITY));
  for (let trips = 0; trips < MOST_TRIPS; trips += 1) {
    const truck = free.indexOf(Math.min(...free));
    const times = earliestPlain({ ...look, nowMs: free[truck] ?? 0 });
    if (!times) return counts;
    const unloadTo = times.unloadFrom + quick.unloadMs;
    look.plantBays.take(times.loadFrom, times.loadFrom + quick.plant.loadMs);
    look.siteBays.take(times.unloadFrom, unloadTo);
    free[truck] = unloadTo + quick.plant.driveMs;
    const on = dateOf(days, unloadTo);
    counts[on] = (counts[on] ?? 0) + 1;
  }
  return counts.map(() => Number.POSITIVE_INFINITY);
}

function dateOf(days: readonly TripDate[], atMs: number): number {
  return Math.max(
    0,
    days.findIndex(({ toMs }) => atMs < toMs),
  );
}

function quickest(groups: readonly Group[]): Group {
  const [one] = groups as [Group];
  const plant: PlantModel = {
    ...one.plant,
    loadMs: Math.min(...groups.map(({ plant: { loadMs } }) => loadMs)),
    driveMs: Math.min(...groups.map(({ plant: { driveMs } }) => driveMs)),
  };
  const isSameShift = groups.every(({ shifts }) => JSON.stringify(shifts) === JSON.stringify(one.shifts));
  const unloadMs = Math.min(...groups.map((group) => group.unloadMs));
  return { ...one, plant, unloadMs, shifts: isSameShift ? one.shifts : undefined };
}

function bookOf(model: Model, plants: readonly PlantModel[]): BayBook {
  const book = new BayBook(plants.reduce((sum, { bays }) => sum + bays, 0));
  const indexes = new Set(plants.map(({ index }) => index));
  for (const { plant, loadFrom, loadTo } of model.fixed) if (indexes.has(plant)) book.take(loadFrom, loadTo);
  return book;
}

function siteOf(model: Model): BayBook {
  const book = new BayBook(model.siteBays);
  for (const { unloadFrom, unloadTo } of model.fixed) book.take(unloadFrom, unloadTo);
  return book;
}

function union(lists: readonly Starts[]): Starts {
  const merged: [number, number][] = [];
  for (const [from, to] of [...new Set(lists)].flat().sort((a, b) => a[0] - b[0])) {
    const before = merged.at(-1);
    if (before && from <= before[1] + 1) before[1] = Math.max(before[1], to);
    else merged.push([from, to]);
  }
  return merged;
}
