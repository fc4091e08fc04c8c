import type { AxleLoadsRequest, PlanLoad } from '@karavan/contracts';
import { planAxleLoads } from './axle-loads.ts';
import { frameOf } from './frame.ts';
import { type Known, readQuestion } from './question.ts';

/** Positions are given to people in this grain. */
const STEP_M = 0.05;

export type Chosen = (load: PlanLoad) => boolean;

/** The request with some loads moved along the deck; rearwards is positive. */
export function moved(request: AxleLoadsRequest, byM: number, chosen: Chosen): AxleLoadsRequest {
  const shift = (xM: number) => Math.round((xM + byM) * 1e6) / 1e6;
  const stages = request.stages.map((stage) => ({
    ...stage,
    loads: stage.loads.map((load) =>
      chosen(load)
        ? {
            ...load,
            ...(load.xM === undefined ? {} : { xM: shift(load.xM) }),
            ...(load.fromM === undefined ? {} : { fromM: shift(load.fromM) }),
            ...(load.toM === undefined ? {} : { toM: shift(load.toM) }),
          }
        : load,
    ),
  }));
  return { ...request, stages };
}

/** How far the chosen loads can go, forwards and rearwards, on their deck and without passing the loads beside them. */
export function roomFor(request: AxleLoadsRequest, chosen: Chosen, known: Known): { forwardM: number; rearwardM: number } {
  const { decks } = frameOf(readQuestion(request, known), [], 'vehicle').layout;
  let [forwardM, rearwardM] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const { loads } of request.stages) {
    const pitchM = pitchOf(loads);
    for (const load of loads.filter(chosen)) {
      const deck = decks.find(({ unit }) => unit === (load.unit ?? decks[0]?.unit));
      const [from, to] = [load.xM ?? load.fromM ?? 0, load.xM ?? load.toM ?? 0];
      forwardM = Math.min(forwardM, from);
      rearwardM = Math.min(rearwardM, (deck?.lengthM ?? to) - to);
      for (const other of loads) {
        if (chosen(other) || other.unit !== load.unit) continue;
        const [start, end] = [other.xM ?? other.fromM ?? 0, other.xM ?? other.toM ?? 0];
        if (end <= from) forwardM = Math.min(forwardM, Math.max(0, from - end - pitchM));
        if (start >= to) rearwardM = Math.min(rearwardM, Math.max(0, start - to - pitchM));
      }
    }
  }
  const finite = (metres: number) => (Number.isFinite(metres) ? Math.max(0, metres) : 0);
  return { forwardM: finite(forwardM), rearwardM: finite(rearwardM) };
}

/** The least distance between two points of load: what a row takes. */
function pitchOf(loads: readonly PlanLoad[]): number {
  const places = loads.flatMap(({ xM }) => (xM === undefined ? [] : [xM])).sort((a, b) => a - b);
  const gaps = places
    .slice(1)
    .map((xM, i) => xM - (places[i] ?? 0))
    .filter((gapM) => gapM > 1e-6);
  return gaps.length === 0 ? 0 : Math.min(...gaps);
}

/** The shortest move of the chosen loads, in steps, that makes the whole request lawful; found by asking the engine. */
export function shortestMove(request: AxleLoadsRequest, chosen: Chosen, known: Known): number | undefined {
  const { forwardM, rearwardM } = roomFor(request, chosen, known);
  const most = Math.floor(Math.max(forwardM, rearwardM) / STEP_M + 1e-9);
  for (let steps = 1; steps <= most; steps++)
    for (const byM of [-steps * STEP_M, steps * STEP_M]) {
      if (-byM > forwardM + 1e-9 || byM > rearwardM + 1e-9) continue;
      if (planAxleLoads(moved(request, byM, chosen), known).ok) return Math.round(byM * 100) / 100;
    }
  return undefined;
}
