import type { Model, TripType } from './model.ts';

/** So many trips of these types at most, whatever else happens. */
export interface CapacityCut {
  readonly types: readonly TripType[];
  readonly atMost: number;
  /** what a trip counts for; 1 unless given */
  readonly weight?: (type: TripType) => number;
}

/** Spans of more dates than this are only looked at from the first date on. */
export const LONGEST_SPAN = 4;

export type Span = readonly [first: number, last: number];

export function spansOf(model: Model): Span[] {
  const spans: Span[] = [];
  for (let first = 0; first < model.dates.length; first += 1)
    for (let last = first; last < model.dates.length; last += 1)
      if (first === 0 || last - first < LONGEST_SPAN) spans.push([first, last]);
  return spans;
}

export const within = (types: readonly TripType[], [first, last]: Span) =>
  types.filter(({ date }) => date >= first && date <= last);

export interface Limit {
  span: Span;
  atMost: number;
}

/** Leaves out what two shorter spans say together. */
export function telling(limits: readonly Limit[]): Limit[] {
  const known = new Map(limits.map(({ span, atMost }) => [span.join(), atMost]));
  const get = (first: number, last: number) => known.get([first, last].join()) ?? Number.POSITIVE_INFINITY;
  return limits.filter(({ span: [first, last], atMost }) => {
    for (let middle = first; middle < last; middle += 1) if (get(first, middle) + get(middle + 1, last) <= atMost) return false;
    return true;
  });
}
