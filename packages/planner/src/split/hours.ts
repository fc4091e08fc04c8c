import { MINUTE_MS } from '../calendar/index.ts';

/** Traffic Rules 26.1, 26.2, 26.3 and Regulation 561/2006 art. 6-8, as far as a plan uses them: no extensions, no reductions. */
const DRIVE_TO_BREAK_MS = 4.5 * 60 * MINUTE_MS;
const DRIVE_TO_REST_MS = 9 * 60 * MINUTE_MS;
export const BREAK_MS = 45 * MINUTE_MS;
export const REST_MS = 11 * 60 * MINUTE_MS;

/** A way to be somewhere: when, and the driving done since the last break of 45 minutes and since the last rest of 11 hours. */
export interface Label {
  readonly at: number;
  readonly sinceBreak: number;
  readonly sinceRest: number;
  readonly from?: Label | undefined;
}

const dominates = (a: Label, b: Label) => a.at <= b.at && a.sinceBreak <= b.sinceBreak && a.sinceRest <= b.sinceRest;

/** Only the ways no other is at least as good as, the earliest first. */
export function bestLabels(labels: readonly Label[]): Label[] {
  if (labels.length < 2) return [...labels];
  const sorted = [...labels].sort((a, b) => a.at - b.at || a.sinceRest - b.sinceRest || a.sinceBreak - b.sinceBreak);
  const kept: Label[] = [];
  for (const label of sorted) if (!kept.some((other) => dominates(other, label))) kept.push(label);
  return kept;
}

/** Whether every way of `later` is worse than some way of `earlier`. */
export function allDominated(earlier: readonly Label[], later: readonly Label[]): boolean {
  return later.every((label) => earlier.some((other) => dominates(other, label)));
}

/** The same driver at `atMs`, off duty since the label's time: 45 minutes are a break, 11 hours a rest (SP8). */
export function afterWaiting(label: Label, atMs: number): Label {
  const off = atMs - label.at;
  if (off >= REST_MS) return { at: atMs, sinceBreak: 0, sinceRest: 0, from: label.from };
  return { at: atMs, sinceBreak: off >= BREAK_MS ? 0 : label.sinceBreak, sinceRest: label.sinceRest, from: label.from };
}

/** Work that is no driving: it neither rests nor counts (SP8). */
export function afterWork(label: Label, workMs: number): Label {
  return { ...label, at: label.at + workMs };
}

/**
 * Every way worth having to drive `driveMs`, from the label on. A break or rest is taken where the rule forces one, never
 * before: earlier takes as long and leaves more driving after it. Where a break is due a rest may be taken in its place (SP7).
 */
export function driveWays(label: Label, driveMs: number, ruled: boolean): Label[] {
  if (!ruled) return [{ ...label, at: label.at + driveMs }];
  const ways: Label[] = [];
  const open: { label: Label; leftMs: number }[] = [{ label, leftMs: driveMs }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { label: now, leftMs } = next;
    const stepMs = Math.min(leftMs, DRIVE_TO_BREAK_MS - now.sinceBreak, DRIVE_TO_REST_MS - now.sinceRest);
    const driven: Label = {
      at: now.at + stepMs,
      sinceBreak: now.sinceBreak + stepMs,
      sinceRest: now.sinceRest + stepMs,
      from: now.from,
    };
    if (stepMs === leftMs) {
      ways.push(driven);
      continue;
    }
    open.push({ label: { at: driven.at + REST_MS, sinceBreak: 0, sinceRest: 0, from: now.from }, leftMs: leftMs - stepMs });
    if (driven.sinceRest < DRIVE_TO_REST_MS)
      open.push({ label: { ...driven, at: driven.at + BREAK_MS, sinceBreak: 0 }, leftMs: leftMs - stepMs });
  }
  return bestLabels(ways);
}

/** The least a rested driver needs for the way, road 8.4 (SP7). */
export function shortestWayMs(driveMs: number, ruled: boolean): number {
  return driveWays({ at: 0, sinceBreak: 0, sinceRest: 0 }, driveMs, ruled)[0]?.at ?? driveMs;
}

/** The instants at which waiting begins to be worth more: none, a break, a rest. */
export function waitingSteps(labels: readonly Label[], ruled: boolean): number[] {
  const steps = new Set<number>();
  for (const { at, sinceBreak, sinceRest } of labels) {
    steps.add(at);
    if (ruled && sinceBreak > 0) steps.add(at + BREAK_MS);
    if (ruled && sinceRest > 0) steps.add(at + REST_MS);
  }
  return [...steps].sort((a, b) => a - b);
}
