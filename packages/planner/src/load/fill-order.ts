import type { Compartment } from '@karavan/contracts';
import type { Check } from './check.ts';
import { alternativesOf, type Direction, type Limit, slopeOf } from './limits.ts';
import { maximise, type Row } from './linear-program.ts';

const ROUNDING_KG = 1e-6;

export interface FillTask {
  compartments: readonly Compartment[];
  totalKg: number | undefined;
  /** what a kilogram in each compartment does */
  directions: readonly Direction[];
  checks: readonly Check[];
}

/** Masses of the compartments and the order in which they may be filled, lawful after each; undefined when there is none (PL5). */
export function lawfulFill(task: FillTask): { fillKg: number[]; order: number[] } | undefined {
  const order: number[] = [];
  const search = { directions: task.directions, options: alternativesOf(task.checks) };
  const fillKg = fillNext(search, order, massRows(task));
  return fillKg === undefined ? undefined : { fillKg, order };
}

/** The variables are the masses of the compartments. */
export function massRows({ compartments, totalKg }: Pick<FillTask, 'compartments' | 'totalKg'>): Row[] {
  const rows = compartments.flatMap(({ maxKg, massKg }, at): Row[] => {
    const own = (sign: number) => compartments.map((_, i) => (i === at ? sign : 0));
    if (massKg === undefined) return [{ a: own(1), b: maxKg }];
    return [
      { a: own(1), b: massKg },
      { a: own(-1), b: -massKg },
    ];
  });
  if (totalKg === undefined) return rows;
  const all = compartments.map(() => 1);
  return [...rows, { a: all, b: totalKg }, { a: all.map(() => -1), b: -totalKg }];
}

/** Limits on the masses while only these compartments hold anything. */
export const limitRows = (directions: readonly Direction[], limits: readonly Limit[], filled: readonly number[]): Row[] =>
  limits.map(({ actual, limitKg }) => ({
    a: directions.map((direction, i) => (filled.includes(i) ? slopeOf(actual, direction) : 0)),
    b: limitKg - actual[0] + ROUNDING_KG,
  }));

type Search = { directions: readonly Direction[]; options: readonly Limit[][] };

/** Fills one compartment after another; what has been filled must be lawful after each. `order` is the path that works. */
function fillNext(search: Search, order: number[], rows: readonly Row[]): number[] | undefined {
  const { directions, options } = search;
  for (const limits of options) {
    const kept = [...rows, ...limitRows(directions, limits, order)];
    const solved = maximise(
      directions.map(() => 0),
      kept,
    );
    if (solved === undefined) continue;
    if (order.length === directions.length) return solved.t;
    for (let next = 0; next < directions.length; next++) {
      if (order.includes(next)) continue;
      order.push(next);
      const fill = fillNext(search, order, kept);
      if (fill !== undefined) return fill;
      order.pop();
    }
  }
  return undefined;
}
