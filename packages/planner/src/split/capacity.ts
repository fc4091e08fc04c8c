import type { Work } from './budget.ts';
import { flowCuts } from './flow-cuts.ts';
import { bestLabels, type Label } from './hours.ts';
import type { Group, Model, TripType, VehicleModel } from './model.ts';
import { earliestPlain, type PlainLook } from './plain-times.ts';
import { type CapacityCut, type Limit, LONGEST_SPAN, type Span, spansOf, telling, within } from './spans.ts';
import { type Books, type Idle, idleAtStart, loadMoves, openBooks, unloadMoves } from './trip-moves.ts';

const HOUR_MS = 3_600_000;
const MOST_TRIPS = 400;
/** Where no driver has to be followed a look costs little. */
const LOOKS_A_STEP = 4;
/** What every plan keeps because a truck is one truck and a bay one bay: bounds that the linear programme cannot see by itself (SP16). */
export function capacityCuts(model: Model, types: readonly TripType[], work: Work): CapacityCut[] {
  const spans = spansOf(model);
  const cuts = [
    ...truckCuts(model, types, { spans, work }),
    ...siteCuts(model, types, spans),
    ...siteHours(model, types, spans),
    ...plantCuts(model, types),
    ...flowCuts(model, types, LONGEST_SPAN),
  ];
  return tellingCuts(cuts.filter((cut) => cut.types.length > 0 && Number.isFinite(cut.atMost)));
}

/** Of cuts over the same types the narrowest alone. */
function tellingCuts(cuts: readonly CapacityCut[]): CapacityCut[] {
  const best = new Map<string, CapacityCut>();
  for (const cut of cuts) {
    const key = `${cut.weight ? 'weighed' : ''} ${cut.types.map(({ index }) => index).join()}`;
    const known = best.get(key);
    if (!known || cut.atMost < known.atMost) best.set(key, cut);
  }
  return [...best.values()];
}

function truckCuts(model: Model, types: readonly TripType[], input: { spans: readonly Span[]; work: Work }): CapacityCut[] {
  const books = openBooks(model);
  return model.groups.flatMap((group) => {
    const own = types.filter((type) => type.group === group);
    const limits = input.spans.map((span): Limit => {
      const some = within(own, span);
      const [first] = group.members;
      if (!first || some.length === 0 || input.work.over()) return { span, atMost: Number.POSITIVE_INFINITY };
      const each = mostTrips({ model, books, group, vehicle: first, work: input.work }, some);
      return { span, atMost: each * group.members.length };
    });
    return telling(limits).map(({ span, atMost }) => ({ types: within(own, span), atMost }));
  });
}

interface Alone {
  model: Model;
  books: Books;
  group: Group;
  vehicle: VehicleModel;
  work: Work;
}

/** The most trips one vehicle could make with all bays to itself: after each trip the best ways to be back. */
function mostTrips(input: Alone, types: readonly TripType[]): number {
  if (!input.model.ruled) return mostPlainTrips(input, types);
  let states: Idle[] = [idleAtStart];
  for (let trips = 0; trips < MOST_TRIPS; trips += 1) {
    const next = new Map<number, Label[]>();
    for (const idle of states)
      for (const type of types)
        for (const laden of loadMoves({ ...input, nowMs: Number.NEGATIVE_INFINITY }, idle, type))
          for (const back of unloadMoves({ ...input, nowMs: Number.NEGATIVE_INFINITY }, laden)) reach(next, back);
    input.work.spend(states.length * types.length);
    if (next.size === 0) return trips;
    states = [...next].map(([gap, labels]) => ({ gap, labels: bestLabels(labels) }));
  }
  return Number.POSITIVE_INFINITY;
}

/** Where no hours are kept, only the way to be back first is of use. */
function mostPlainTrips({ model, books, group, vehicle: { fixed: line }, work }: Alone, types: readonly TripType[]): number {
  const plantBays = books.plants[group.plant.index];
  if (!plantBays) return 0;
  const looks = types.flatMap((type): PlainLook[] => {
    const day = model.dates[type.date];
    const unloadStarts = model.unloadStarts(group.unloadMs, type.date);
    const look = { group, line, unloadStarts, loadStarts: type.load.starts, plantBays, siteBays: books.site };
    return day ? [{ ...look, day, nowMs: Number.NEGATIVE_INFINITY }] : [];
  });
  let nowMs = Number.NEGATIVE_INFINITY;
  for (let trips = 0; trips < MOST_TRIPS; trips += 1) {
    work.spend(Math.ceil(looks.length / LOOKS_A_STEP));
    const ends = looks.flatMap((look) => earliestPlain({ ...look, nowMs })?.unloadFrom ?? []);
    if (ends.length === 0) return trips;
    nowMs = Math.min(...ends) + group.unloadMs + group.plant.driveMs;
  }
  return Number.POSITIVE_INFINITY;
}

function reach(ways: Map<number, Label[]>, { gap, labels }: Idle): void {
  const known = ways.get(gap);
  if (known === undefined) ways.set(gap, [...labels]);
  else known.push(...labels);
}

/** Unloadings that fit through one bay one after another, the shortest kind, times the bays. */
function siteCuts(model: Model, types: readonly TripType[], spans: readonly Span[]): CapacityCut[] {
  const limits = spans.map((span): Limit => {
    const some = within(types, span);
    const shortestMs = Math.min(...some.map(({ group }) => group.unloadMs));
    let [count, atMs] = [0, Number.NEGATIVE_INFINITY];
    for (let date = span[0]; date <= span[1] && Number.isFinite(shortestMs); date += 1)
      for (const [first, last] of model.unloadStarts(shortestMs, date)) {
        const from = Math.max(first, atMs);
        if (from > last) continue;
        const fits = Math.floor((last - from) / shortestMs) + 1;
        count += fits;
        atMs = from + fits * shortestMs;
      }
    return { span, atMost: count * model.siteBays };
  });
  return telling(limits).map(({ span, atMost }) => ({ types: within(types, span), atMost }));
}

/** Unloadings that take longer than others take more of the hours in which bays are open. In hours. */
function siteHours(model: Model, types: readonly TripType[], spans: readonly Span[]): CapacityCut[] {
  const firstArrival = Math.min(
    ...types.map(({ group: { plant }, load }) => firstOf(load.starts) + plant.loadMs + plant.driveMs),
  );
  const hours = ({ group }: TripType) => group.unloadMs / HOUR_MS;
  return spans.flatMap((span): CapacityCut[] => {
    const some = within(types, span);
    const lengths = some.map(({ group }) => group.unloadMs);
    const [shortest, longest] = [Math.min(...lengths), Math.max(...lengths)];
    if (some.length === 0 || shortest === longest) return [];
    let [openMs, untilMs] = [longest - shortest, firstArrival];
    for (let date = span[0]; date <= span[1]; date += 1)
      for (const [first, last] of model.unloadStarts(shortest, date)) {
        const [from, to] = [Math.max(first, untilMs), last + shortest];
        if (from >= to) continue;
        openMs += to - from;
        untilMs = to;
      }
    return [{ types: some, atMost: (openMs / HOUR_MS) * model.siteBays, weight: hours }];
  });
}

const firstOf = (starts: readonly (readonly [number, number])[]): number => starts[0]?.[0] ?? Number.POSITIVE_INFINITY;

/** Loadings that fit through a plant's bays in time for a date, and on a date of supply. */
function plantCuts(model: Model, types: readonly TripType[]): CapacityCut[] {
  return model.plants.flatMap((plant) => {
    const own = types.filter(({ group }) => group.plant === plant);
    const byDate = [...model.dates.keys()].map((last): CapacityCut => {
      const some = own.filter(({ date }) => date <= last);
      const untilMs = Math.max(...some.map((type) => lastLoad(model, type)));
      const starts = plant.classes.flatMap((load) => load.starts);
      return { types: some, atMost: plant.bays * inARow(starts, untilMs, plant.loadMs) };
    });
    const byClass = plant.classes.map(
      (load): CapacityCut => ({
        types: own.filter((type) => type.load === load),
        atMost: plant.bays * inARow(load.starts, Number.POSITIVE_INFINITY, plant.loadMs),
      }),
    );
    return [...byDate, ...byClass];
  });
}

function lastLoad(model: Model, { group, date }: TripType): number {
  const last = model.unloadStarts(group.unloadMs, date).at(-1)?.[1] ?? Number.NEGATIVE_INFINITY;
  return last - group.plant.driveMs - group.plant.loadMs;
}

function inARow(starts: readonly (readonly [number, number])[], untilMs: number, durationMs: number): number {
  let [count, atMs] = [0, Number.NEGATIVE_INFINITY];
  for (const [first, last] of starts) {
    const [from, end] = [Math.max(first, atMs), Math.min(last, untilMs)];
    if (from > end) continue;
    const fits = Math.floor((end - from) / durationMs) + 1;
    count += fits;
    atMs = from + fits * durationMs;
  }
  return count;
}
