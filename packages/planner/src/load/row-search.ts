import type { PlacedRow } from '@karavan/contracts';
import { maximise, type Row } from './linear-program.ts';
import type { Range } from './moment-range.ts';
import { reachOf, rowsLengthM } from './row-bounds.ts';
import { nextRows } from './row-choices.ts';
import type { Kind, Problem } from './row-problem.ts';

interface OpenRow {
  lengthM: number;
  /** how many of each kind */
  takes: readonly number[];
}

/** Enough for every order of a full truck by the rear door; a search this long by the side has other reasons. */
const MOST_NODES = 20_000;
const MOST_LEAVES = 400;

/** Rows front to back, the first arrangement that hits every range; exhaustive unless cut off (PL3, PL4). */
export function searchRows(problem: Problem): { rows?: PlacedRow[]; nodes: number; cutOff: boolean } {
  const search = { problem, nodes: 0, leaves: 0, cutOff: false };
  const rows = extend(search, { left: problem.kinds.map(({ count }) => count), rows: [], usedM: 0 });
  return { ...(rows === undefined ? {} : { rows }), nodes: search.nodes, cutOff: search.cutOff };
}

type Search = { problem: Problem; nodes: number; leaves: number; cutOff: boolean };
type State = { left: readonly number[]; rows: readonly OpenRow[]; usedM: number };

function extend(search: Search, state: State): PlacedRow[] | undefined {
  const { problem } = search;
  if (state.left.every((count) => count === 0)) return finish(search, state);
  if (++search.nodes > MOST_NODES || search.leaves > MOST_LEAVES) {
    search.cutOff = true;
    return undefined;
  }
  if (!mayStillFit(problem, state)) return undefined;
  for (const takes of nextRows(problem, state.left)) {
    const lengthM = takes.reduce((most, count, i) => (count > 0 ? Math.max(most, problem.kinds[i]?.lengthM ?? 0) : most), 0);
    const found = extend(search, {
      left: state.left.map((count, i) => count - (takes[i] ?? 0)),
      rows: [...state.rows, { lengthM, takes }],
      usedM: state.usedM + lengthM,
    });
    if (found !== undefined || search.cutOff) return found;
  }
  return undefined;
}

/** Outer bounds of every stage’s moment with these rows in front: the rest packed forwards, or all pushed back (PL4). */
function mayStillFit(problem: Problem, { left, rows, usedM }: State): boolean {
  const { kinds, across, deckM, doors, drops } = problem;
  const waiting = kinds.map((kind, i) => ({ ...kind, count: left[i] ?? 0 }));
  const slackM = deckM - usedM - rowsLengthM(waiting, across);
  if (slackM < -1e-6) return false;
  for (let stage = 0; stage <= drops; stage++) {
    const placed = placedMoment(problem, rows, stage);
    const reach = reachOf({ kinds: waiting, across, deckM: deckM - usedM, doors }, stage);
    const mass = waiting.reduce((sum, { drop, massKg, count }) => (drop > stage ? sum + massKg * count : sum), 0);
    const lo = placed.moment + reach.lo + mass * usedM;
    const hi = placed.moment + placed.mass * slackM + reach.hi + mass * usedM;
    if (!problem.ranges[stage]?.some((range) => range.lo <= hi + 1e-6 && lo <= range.hi + 1e-6)) return false;
  }
  return true;
}

/** Mass and moment of the rows without gaps, of what is left after a drop. */
function placedMoment({ kinds }: Problem, rows: readonly OpenRow[], stage: number): { mass: number; moment: number } {
  let [atM, mass, moment] = [0, 0, 0];
  for (const row of rows) {
    const rowMass = massOf(kinds, row, stage);
    mass += rowMass;
    moment += rowMass * (atM + row.lengthM / 2);
    atM += row.lengthM;
  }
  return { mass, moment };
}

const massOf = (kinds: readonly Kind[], { takes }: OpenRow, stage: number): number =>
  kinds.reduce((sum, { drop, massKg }, i) => (drop > stage ? sum + massKg * (takes[i] ?? 0) : sum), 0);

/** All pieces stand in rows: the smallest gaps that hit every range, if there are any. */
function finish(search: Search, { rows, usedM }: State): PlacedRow[] | undefined {
  search.leaves += 1;
  const { problem } = search;
  const slackM = problem.deckM - usedM;
  if (slackM < -1e-6) return undefined;
  for (const ranges of combinations(problem.ranges)) {
    const gaps = gapsFor(problem, rows, { ranges, slackM });
    if (gaps !== undefined) return positioned(problem, rows, gaps);
  }
  return undefined;
}

function combinations(ranges: readonly Range[][]): Range[][] {
  return ranges.reduce<Range[][]>((all, options) => all.flatMap((chosen) => options.map((range) => [...chosen, range])), [[]]);
}

function gapsFor(problem: Problem, rows: readonly OpenRow[], { ranges, slackM }: { ranges: Range[]; slackM: number }) {
  const limits: Row[] = [{ a: rows.map(() => 1), b: Math.max(0, slackM) }];
  ranges.forEach(({ lo, hi }, stage) => {
    const { moment } = placedMoment(problem, rows, stage);
    // a gap before a row moves that row and all behind it
    const behind = rows.map((_, i) => rows.slice(i).reduce((sum, row) => sum + massOf(problem.kinds, row, stage), 0) / 1000);
    if (Number.isFinite(hi)) limits.push({ a: behind, b: (hi - moment) / 1000 });
    if (Number.isFinite(lo)) limits.push({ a: behind.map((mass) => -mass), b: (moment - lo) / 1000 });
  });
  return maximise(
    rows.map(() => -1),
    limits,
  )?.t;
}

function positioned({ kinds }: Problem, rows: readonly OpenRow[], gaps: readonly number[]): PlacedRow[] {
  let atM = 0;
  return rows.map(({ lengthM, takes }, i) => {
    atM += gaps[i] ?? 0;
    const xM = atM + lengthM / 2;
    atM += lengthM;
    const pieces = kinds.flatMap(({ massKg, lengthM: own, drop }, k) =>
      Array.from({ length: takes[k] ?? 0 }, () => ({ massKg, lengthM: own, drop })),
    );
    return { xM, lengthM, pieces };
  });
}
