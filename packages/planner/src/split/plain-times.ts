import type { BayBook, Starts } from './bay-book.ts';
import type { Group, Timed, TripDate } from './model.ts';

const ALWAYS = [[Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]] as const;

/** What a truck that keeps no hours of driving meets on a trip: whatever is first is best, so there is nothing to choose. */
export interface PlainLook {
  readonly group: Group;
  readonly day: TripDate;
  readonly loadStarts: Starts;
  readonly unloadStarts: Starts;
  readonly plantBays: BayBook;
  readonly siteBays: BayBook;
  /** its other trips, in order of time */
  readonly line: readonly Timed[];
  /** nothing loads before */
  readonly nowMs: number;
}

export interface PlainTimes {
  readonly loadFrom: number;
  readonly unloadFrom: number;
}

/** The trip that can be unloaded first on that day, loaded as soon as can be; gap by gap between the trips there are. */
export function earliestPlain(look: PlainLook): PlainTimes | undefined {
  const { group, unloadStarts, line } = look;
  const { loadMs, driveMs } = group.plant;
  const first = unloadStarts[0]?.[0];
  const last = unloadStarts.at(-1)?.[1];
  if (first === undefined || last === undefined) return undefined;
  const backMs = group.unloadMs + driveMs;
  let fromMs = look.nowMs;
  for (let gap = 0; gap <= line.length; gap += 1) {
    if (fromMs + loadMs + driveMs > last) return undefined;
    const next = line[gap];
    const untilMs = next?.loadFrom ?? Number.POSITIVE_INFINITY;
    const isLongEnough = untilMs >= first + backMs && untilMs - fromMs >= loadMs + driveMs + backMs;
    const found = isLongEnough ? inGap(look, fromMs, untilMs) : 'later';
    if (found !== 'later') return found;
    // locked trips may stand in each other's way
    if (next && next.backAt > fromMs) fromMs = next.backAt;
  }
  return undefined;
}

/** `later`: not in this gap; `undefined`: neither in this one nor in a later one. */
function inGap(look: PlainLook, fromMs: number, untilMs: number): PlainTimes | 'later' | undefined {
  const { group } = look;
  const { loadMs, driveMs } = group.plant;
  const { unloadMs } = group;
  for (const [shiftFrom, shiftTo] of group.shifts ?? ALWAYS) {
    if (shiftTo <= fromMs || shiftTo <= look.day.fromMs - unloadMs) continue;
    if (shiftFrom >= untilMs || shiftFrom >= look.day.toMs) break;
    const backBy = Math.min(untilMs, shiftTo);
    const loadFrom = look.plantBays.earliest(look.loadStarts, Math.max(fromMs, shiftFrom), loadMs);
    if (loadFrom === undefined) return undefined;
    if (loadFrom + loadMs + driveMs + unloadMs + driveMs > backBy) continue;
    const unloadFrom = look.siteBays.earliest(look.unloadStarts, loadFrom + loadMs + driveMs, unloadMs);
    if (unloadFrom === undefined) return undefined;
    if (unloadFrom + unloadMs + driveMs <= backBy) return { loadFrom, unloadFrom };
  }
  return 'later';
}
