export interface HistoryLimits {
  historyHours: number;
  overlapMinutes: number;
}

/** From when on the positions of a vehicle are asked for: a little before the newest we have, never before what is kept. */
export function historyFrom(newestMs: number | undefined, limits: HistoryLimits & { nowMs: number }): number {
  const earliestMs = limits.nowMs - limits.historyHours * 3_600_000;
  return newestMs === undefined ? earliestMs : Math.max(earliestMs, newestMs - limits.overlapMinutes * 60_000);
}
