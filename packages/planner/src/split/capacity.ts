import type { Work } from './budget.ts';
import { bestLabels, type Label } from './hours.ts';
import type { Group, Model, TripType, VehicleModel } from './model.ts';
import { type Books, type Idle, idleAtStart, loadMoves, openBooks, unloadMoves } from './trip-moves.ts';

/** So many trips of these types at most, whatever else happens. */
export interface CapacityCut {
  readonly types: readonly TripType[];
  readonly atMost: number;
}

const MOST_TRIPS = 400;
/** Spans of more dates than this are only looked at from the first date on. */
const LONGEST_SPAN = 4;

/** What every plan keeps because a truck is one truck and a bay one bay: bounds that the linear programme cannot see by itself (SP16). */
export function capacityCuts(model: Model, types: readonly TripType[], work: Work): CapacityCut[] {
  const spans = spansOf(model);
  return [...truckCuts(model, types, { spans, work }), ...siteCuts(model, types, spans), ...plantCuts(model, types)].filter(
    (cut) => cut.types.length > 0 && Number.isFinite(cut.atMost),
  );
}

type Span = readonly [first: number, last: number];

function spansOf(model: Model): Span[] {
  const spans: Span[] = [];
  for (let first = 0; first < model.dates.length; first += 1)
    for (let last = first; last < model.dates.length; last += 1)
      if (first === 0 || last - first < LONGEST_SPAN) spans.push([first, last]);
  return spans;
}

const within = (types: readonly TripType[], [first, last]: Span) => types.filter(({ date }) => date >= first && date <= last);

interface Limit {
  span: Span;
  atMost: number;
}

/** Leaves out what two shorter spans say together. */
function telling(limits: readonly Limit[]): Limit[] {
  const known = new Map(limits.map(({ span, atMost }) => [span.join(), atMost]));
  const get = (first: number, last: number) => known.get([first, last].join()) ?? Number.POSITIVE_INFINITY;
  return limits.filter(({ span: [first, last], atMost }) => {
    for (let middle = first; middle < last; middle += 1) if (get(first, middle) + get(middle + 1, last) <= atMost) return false;
    return true;
  });
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
  let states: Idle[] = [idleAtStart];
  for (let trips = 0; trips < MOST_TRIPS; trips += 1) {
    const next = new Map<number, Label[]>();
    for (const idle of states)
      for (const type of types)
        for (const laden of loadMoves({ ...input, nowMs: Number.NEGATIVE_INFINITY }, idle, type))
          for (const back of unloadMoves({ ...input, nowMs: Number.NEGATIVE_INFINITY }, laden))
            reach(next, back, input.model.ruled);
    input.work.spend(states.length * types.length);
    if (next.size === 0) return trips;
    states = [...next].map(([gap, labels]) => ({ gap, labels: bestLabels(labels) }));
  }
  return Number.POSITIVE_INFINITY;
}

/** Where no hours are kept, only the way to be back first is of use. */
function reach(ways: Map<number, Label[]>, { gap, labels }: Idle, isRuled: boolean): void {
  const known = ways.get(gap);
  const [first] = labels;
  if (known === undefined) ways.set(gap, [...labels]);
  else if (isRuled) known.push(...labels);
  else if (first !== undefined && first.at < (known[0]?.at ?? Number.POSITIVE_INFINITY)) known[0] = first;
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
