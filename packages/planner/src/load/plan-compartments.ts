import type { AxleLoadsReply, AxleLoadsRequest, RuleLayer } from '@karavan/contracts';
import { LAYERS } from '@karavan/contracts';
import { InputError } from '../input-error.ts';
import { planAxleLoads } from './axle-loads.ts';
import { alternativesOf, type Direction, type Limit, slopeOf } from './limits.ts';
import { maximise, type Row } from './linear-program.ts';
import { checksOf, frameOf, type Known, readQuestion, SHIPPED } from './question.ts';

export interface Compartment {
  name: string;
  /** centre of what is in it, from the kingpin (tankers) or the headboard */
  xM: number;
  maxKg: number;
  /** where it is given the compartment holds exactly so much; else as the plan finds it */
  massKg?: number | undefined;
}

export interface CompartmentsRequest
  extends Pick<AxleLoadsRequest, 'vehicle' | 'ruleSet' | 'roadClasses' | 'on' | 'region' | 'cargo'> {
  compartments: readonly Compartment[];
  /** over all compartments; not needed where each has its mass */
  totalKg?: number | undefined;
  layers?: readonly RuleLayer[] | undefined;
}

export type CompartmentsReply =
  | {
      outcome: 'planned';
      fill: { name: string; massKg: number }[];
      /** the first to fill is the last to empty */
      fillingOrder: string[];
      emptyingOrder: string[];
      /** full, then after each compartment */
      loads: AxleLoadsReply;
    }
  /** proven: no fill and no order keep every step lawful */
  | { outcome: 'impossible' };

const MOST_COMPARTMENTS = 7;
const ROUNDING_KG = 1e-6;

/**
 * How much goes into each compartment and in which order they are filled and emptied so that the vehicle may drive after
 * every one (PL5). Between two lawful states of one compartment every state is lawful, so half a compartment is too.
 * @throws InputError as `planAxleLoads`
 */
export function planCompartments(request: CompartmentsRequest, known: Known = SHIPPED): CompartmentsReply {
  refuse(request);
  const question = readQuestion({ temperatureC: undefined, time: undefined, international: undefined, ...request }, known);
  const frame = frameOf(question, [], 'vehicle');
  const checks = question.keys.flatMap((key) => [...checksOf(frame, key, request.layers ?? LAYERS)]);
  const order: number[] = [];
  const task = {
    request,
    directions: request.compartments.map(({ xM }): Direction => [1, xM, 0, 0]),
    options: alternativesOf(checks),
  };
  const fill = fillNext(task, order, { rows: fillRows(request) });
  if (fill === undefined) return { outcome: 'impossible' };
  const nameOf = (i: number) => request.compartments[i]?.name ?? '';
  const stages = Array.from({ length: order.length + 1 }, (_, emptied) => ({
    name: emptied === 0 ? 'departure' : `after ${nameOf(order[order.length - emptied] ?? 0)}`,
    loads: order.slice(0, order.length - emptied).map((i) => ({ massKg: fill[i] ?? 0, xM: request.compartments[i]?.xM ?? 0 })),
  }));
  return {
    outcome: 'planned',
    fill: request.compartments.map(({ name }, i) => ({ name, massKg: fill[i] ?? 0 })),
    fillingOrder: order.map(nameOf),
    emptyingOrder: order.map(nameOf).reverse(),
    loads: planAxleLoads(
      { temperatureC: undefined, time: undefined, international: undefined, ...request, stages, tolerancePct: 0 },
      known,
    ),
  };
}

function refuse({ compartments, totalKg }: CompartmentsRequest): void {
  const wrong = (path: string, message: string): never => {
    throw new InputError([{ path, message }]);
  };
  if (compartments.length === 0 || compartments.length > MOST_COMPARTMENTS)
    wrong('compartments', `must be 1 to ${MOST_COMPARTMENTS}`);
  compartments.forEach(({ massKg, maxKg }, i) => {
    if (!(maxKg >= 0)) wrong(`compartments.${i}.maxKg`, 'must not be negative');
    if (massKg !== undefined && !(massKg >= 0 && massKg <= maxKg))
      wrong(`compartments.${i}.massKg`, 'must lie between 0 and maxKg');
  });
  if (totalKg !== undefined && !(totalKg >= 0)) wrong('totalKg', 'must not be negative');
  if (totalKg === undefined && compartments.some(({ massKg }) => massKg === undefined))
    wrong('totalKg', 'give the mass in all, or of every compartment');
}

/** The variables are the masses of the compartments. */
function fillRows({ compartments, totalKg }: CompartmentsRequest): Row[] {
  const unit = (at: number, sign = 1) => compartments.map((_, i) => (i === at ? sign : 0));
  const rows: Row[] = compartments.flatMap(({ maxKg, massKg }, i) =>
    massKg === undefined
      ? [{ a: unit(i), b: maxKg }]
      : [
          { a: unit(i), b: massKg },
          { a: unit(i, -1), b: -massKg },
        ],
  );
  if (totalKg === undefined) return rows;
  const all = compartments.map(() => 1);
  return [...rows, { a: all, b: totalKg }, { a: all.map(() => -1), b: -totalKg }];
}

type Task = { request: CompartmentsRequest; directions: readonly Direction[]; options: readonly Limit[][] };

/** Fills one compartment after another; what has been filled must be lawful after each. `order` is the path that works. */
function fillNext(task: Task, order: number[], { rows }: { rows: readonly Row[] }): number[] | undefined {
  for (const limits of task.options) {
    const kept = [...rows, ...limits.map((limit) => rowOf(task.directions, limit, order))];
    const solved = maximise(
      task.directions.map(() => 0),
      kept,
    );
    if (solved === undefined) continue;
    if (order.length === task.directions.length) return solved.t;
    for (let next = 0; next < task.directions.length; next++) {
      if (order.includes(next)) continue;
      order.push(next);
      const fill = fillNext(task, order, { rows: kept });
      if (fill !== undefined) return fill;
      order.pop();
    }
  }
  return undefined;
}

const rowOf = (directions: readonly Direction[], { actual, limitKg }: Limit, filled: readonly number[]): Row => ({
  a: directions.map((direction, i) => (filled.includes(i) ? slopeOf(actual, direction) : 0)),
  b: limitKg - actual[0] + ROUNDING_KG,
});
