import type { NoFill } from '@karavan/contracts';
import { EMPTY } from './affine.ts';
import { type Check, judge } from './check.ts';
import { type FillTask, limitRows, massRows } from './fill-order.ts';
import { alternativesOf, stateAt } from './limits.ts';
import { maximise } from './linear-program.ts';

/** Why no fill is lawful (PL5): the first of capacity, the empty vehicle, the full one, the order, that stands in the way. */
export function whyNoFill(task: FillTask): NoFill {
  const { compartments, totalKg } = task;
  const leastKg = compartments.reduce((sum, { massKg = 0 }) => sum + massKg, 0);
  const mostKg = compartments.reduce((sum, { massKg, maxKg }) => sum + (massKg ?? maxKg), 0);
  if (totalKg !== undefined && (totalKg > mostKg || totalKg < leastKg)) return { code: 'capacity', leastKg, mostKg };
  const empty = task.checks.find((check) => !judge(check, EMPTY, 0).ok);
  if (empty !== undefined) return { code: 'empty', boundBy: empty.what };
  if (fullest(task, task.checks) !== undefined) return { code: 'order' };
  const free = { ...task, totalKg: undefined, compartments: compartments.map(({ massKg: _, ...rest }) => rest) };
  return { code: 'full', boundBy: boundOf(task), mostKg: Math.floor(fullest(free, task.checks) ?? 0) };
}

/** The most the compartments may hold at once, each as it is asked; undefined when nothing fits the limits. */
function fullest(task: FillTask, checks: readonly Check[]): number | undefined {
  const each = task.directions.map(() => 1);
  const all = task.directions.map((_, i) => i);
  let most: number | undefined;
  for (const limits of alternativesOf(checks)) {
    const solved = maximise(each, [...massRows(task), ...limitRows(task.directions, limits, all)]);
    if (solved !== undefined && (most === undefined || solved.value > most)) most = solved.value;
  }
  return most;
}

/** The limit without which it would go; where several stand in the way, the one that is most over when all are filled alike. */
function boundOf(task: FillTask): string {
  const alone = task.checks.find(
    (one) =>
      fullest(
        task,
        task.checks.filter((check) => check !== one),
      ) !== undefined,
  );
  if (alone !== undefined) return alone.what;
  const { compartments, directions } = task;
  const roomKg = compartments.reduce((sum, { maxKg }) => sum + maxKg, 0);
  const part = task.totalKg === undefined || roomKg === 0 ? 1 : task.totalKg / roomKg;
  const at = stateAt(
    directions,
    compartments.map(({ massKg, maxKg }) => massKg ?? maxKg * part),
  );
  const worst = task.checks.map((check) => judge(check, at, 0)).sort((a, b) => b.overPct - a.overPct)[0];
  return worst?.what ?? 'gross';
}
