import type { TruckHistory } from '@karavan/contracts';

/** A stretch of the chart without silence: `x` is the share of the time, `kmh` the highest speed of its column. */
export type SpeedRun = { x: number; kmh: number }[];

const COLUMNS = 320;

/** The speeds of a history as a chart can draw them: at most so many columns, each with its highest speed, broken at silences. */
export function speedRuns(
  { points, gaps }: Pick<TruckHistory, 'points' | 'gaps'>,
  span: { fromMs: number; toMs: number },
): SpeedRun[] {
  const spanMs = Math.max(1, span.toMs - span.fromMs);
  const silent = new Set(gaps.map((gap) => Math.round(Date.parse(gap.from))));
  const runs: SpeedRun[] = [[]];
  for (const [at, , , kmh] of points) {
    const x = (at * 1000 - span.fromMs) / spanMs;
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (kmh !== null && run) {
      if (last && Math.floor(last.x * COLUMNS) === Math.floor(x * COLUMNS)) last.kmh = Math.max(last.kmh, kmh);
      else run.push({ x, kmh });
    }
    if (silent.has(Math.round(at * 1000))) runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}
