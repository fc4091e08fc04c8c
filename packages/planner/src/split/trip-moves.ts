import { BayBook } from './bay-book.ts';
import { afterWaiting, afterWork, allDominated, bestLabels, driveWays, type Label, waitingSteps } from './hours.ts';
import type { Group, Model, Timed, TripType } from './model.ts';

const ALWAYS = [[Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]] as const;
const FRESH: Label = { at: Number.NEGATIVE_INFINITY, sinceBreak: 0, sinceRest: 0 };

/** The bays of every place, with what is already in them. */
export interface Books {
  readonly plants: readonly BayBook[];
  readonly site: BayBook;
}

/** An empty vehicle at its plant: the ways it may have come there, and which of its fixed trips is next. */
export interface Idle {
  readonly gap: number;
  readonly labels: readonly Label[];
}
/** A vehicle on its way to the site. */
export interface Laden {
  readonly type: TripType;
  readonly gap: number;
  readonly loadFrom: number;
  readonly arrivals: readonly Label[];
  /** it must be back by then */
  readonly backByMs: number;
}
export interface Unloaded extends Idle {
  readonly unloadFrom: number;
}

/** Books in which only trips that keep their times stand. */
export function openBooks(model: Model): Books {
  const books = { plants: model.plants.map(({ bays }) => new BayBook(bays)), site: new BayBook(model.siteBays) };
  for (const fixed of model.fixed) {
    books.plants[fixed.plant]?.take(fixed.loadFrom, fixed.loadTo);
    books.site.take(fixed.unloadFrom, fixed.unloadTo);
  }
  return books;
}

export const idleAtStart: Idle = { gap: 0, labels: [FRESH] };

/** Where a driver may be after a trip whose times are given; nowhere if the times leave no room for the breaks. */
export function throughFixed(model: Model, labels: readonly Label[], fixed: Timed): Label[] {
  const driveMs = model.plants[fixed.plant]?.driveMs ?? 0;
  const back = labels
    .filter(({ at }) => at <= fixed.loadFrom)
    .map((label) => afterWork({ ...afterWaiting(label, fixed.loadFrom), from: label }, fixed.loadTo - fixed.loadFrom))
    .flatMap((label) => driveWays(afterWaiting(label, fixed.departsAt), driveMs, model.ruled))
    .filter(({ at }) => at <= fixed.arrivesAt)
    .map((label) => afterWork({ ...afterWaiting(label, fixed.unloadFrom), from: label }, fixed.unloadTo - fixed.unloadFrom))
    .flatMap((label) => driveWays(label, driveMs, model.ruled))
    .filter(({ at }) => at <= fixed.backAt);
  return bestLabels(back.map((label) => ({ ...label })));
}

/** A locked trip stays even if no driver could keep the hours: after it we count from anew. */
function passFixed(model: Model, labels: readonly Label[], fixed: Timed): Label[] {
  if (!model.ruled)
    return labels.some(({ at }) => at <= fixed.loadFrom) ? [{ at: fixed.backAt, sinceBreak: 0, sinceRest: 0 }] : [];
  const after = throughFixed(model, labels, fixed);
  if (after.length > 0 || throughFixed(model, [FRESH], fixed).length > 0) return after;
  return [{ at: fixed.backAt, sinceBreak: 0, sinceRest: 0 }];
}

function reachesFixed(model: Model, label: Label, fixed: readonly Timed[]): boolean {
  if (!model.ruled) return label.at <= (fixed[0]?.loadFrom ?? Number.POSITIVE_INFINITY);
  let labels: readonly Label[] = [label];
  for (const trip of fixed) {
    labels = passFixed(
      model,
      labels.filter(({ at }) => at <= trip.loadFrom),
      trip,
    );
    if (labels.length === 0) return false;
  }
  return true;
}

export interface MoveInput {
  model: Model;
  books: Books;
  /** with the trips it keeps, in order of time */
  vehicle: { readonly fixed: readonly Timed[] };
  group: Group;
  /** nothing starts before */
  nowMs: number;
}

/** The earliest loadings worth having for a trip of this type: one for each stretch of rest before it, shift, and gap between fixed trips. */
export function loadMoves(input: MoveInput, idle: Idle, type: TripType): Laden[] {
  const { model, vehicle } = input;
  const day = model.dates[type.date];
  const moves: Laden[] = [];
  let { gap, labels } = day === undefined ? idle : soonest(input, idle, day.fromMs - input.group.unloadMs);
  for (; day && gap <= vehicle.fixed.length; gap += 1) {
    const next = vehicle.fixed[gap];
    const isOver = next !== undefined && next.loadFrom <= day.fromMs - input.group.unloadMs;
    if (!isOver) moves.push(...movesInGap(input, { gap, labels }, type));
    if (!next || next.backAt >= day.toMs) break;
    labels = passFixed(model, labels, next);
    if (labels.length === 0) break;
  }
  return moves;
}

/** Gaps that end before the day are passed over at once where no driver has to be followed through them. */
function soonest({ model, vehicle: { fixed } }: MoveInput, idle: Idle, fromMs: number): Pick<Idle, 'gap' | 'labels'> {
  if (model.ruled) return idle;
  let [low, high] = [idle.gap, fixed.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((fixed[middle] as Timed).loadFrom <= fromMs) low = middle + 1;
    else high = middle;
  }
  const before = fixed[low - 1];
  if (low === idle.gap || before === undefined) return idle;
  // locked trips may stand in each other's way
  for (let gap = idle.gap + 1; gap < low; gap += 1)
    if ((fixed[gap - 1] as Timed).backAt > (fixed[gap] as Timed).loadFrom) return idle;
  return { gap: low, labels: [{ at: before.backAt, sinceBreak: 0, sinceRest: 0 }] };
}

function movesInGap(input: MoveInput, idle: Idle, type: TripType): Laden[] {
  const { model, books, group } = input;
  const { loadMs, index } = group.plant;
  const limit = input.vehicle.fixed[idle.gap]?.loadFrom ?? Number.POSITIVE_INFINITY;
  const day = model.dates[type.date];
  const book = books.plants[index];
  if (!day || !book) return [];
  const moves: Laden[] = [];
  for (const [from, to] of group.shifts ?? ALWAYS) {
    if (from >= day.toMs || to <= day.fromMs - group.unloadMs) continue;
    const tried = new Set<number>();
    for (const step of waitingSteps(idle.labels, model.ruled)) {
      const loadFrom = book.earliest(type.load.starts, Math.max(step, from, input.nowMs), loadMs);
      if (loadFrom === undefined || loadFrom + loadMs > Math.min(limit, to) || tried.has(loadFrom)) continue;
      tried.add(loadFrom);
      const arrivals = arrivalsOf(model, group, { labels: idle.labels, loadFrom });
      const before = moves.at(-1);
      if (before && tried.size > 1 && sameDriver(before.arrivals, arrivals)) continue;
      moves.push({ type, gap: idle.gap, loadFrom, arrivals, backByMs: Math.min(limit, to) });
    }
  }
  return moves;
}

/** Waiting longer before loading is of use only if the driver is better rested for it. */
function sameDriver(earlier: readonly Label[], later: readonly Label[]): boolean {
  return allDominated(earlier, later);
}

function arrivalsOf(model: Model, group: Group, start: { labels: readonly Label[]; loadFrom: number }): Label[] {
  const { loadMs, driveMs } = group.plant;
  return bestLabels(
    start.labels
      .filter(({ at }) => at <= start.loadFrom)
      .map((label) => afterWork({ ...afterWaiting(label, start.loadFrom), from: label }, loadMs))
      .flatMap((label) => driveWays(label, driveMs, model.ruled)),
  );
}

/** The earliest unloadings worth having, each with the ways to be back in time. */
export function unloadMoves(input: MoveInput, laden: Laden): Unloaded[] {
  const { model, books, group } = input;
  const starts = model.unloadStarts(group.unloadMs, laden.type.date);
  const moves: Unloaded[] = [];
  for (const step of waitingSteps(laden.arrivals, model.ruled)) {
    const unloadFrom = books.site.earliest(starts, Math.max(step, input.nowMs), group.unloadMs);
    if (unloadFrom === undefined || moves.some((move) => move.unloadFrom === unloadFrom)) continue;
    const labels = backsOf(input, laden, unloadFrom);
    if (labels.length === 0 || moves.some((move) => allDominated(move.labels, labels))) continue;
    moves.push({ gap: laden.gap, labels, unloadFrom });
  }
  return moves;
}

function backsOf({ model, group, vehicle }: MoveInput, laden: Laden, unloadFrom: number): Label[] {
  const ways = laden.arrivals
    .filter(({ at }) => at <= unloadFrom)
    .map((label) => afterWork({ ...afterWaiting(label, unloadFrom), from: label }, group.unloadMs))
    .flatMap((label) => driveWays(label, group.plant.driveMs, model.ruled))
    .filter(({ at }) => at <= laden.backByMs);
  const ahead = vehicle.fixed.slice(laden.gap);
  return bestLabels(ways).filter((label) => ahead.length === 0 || reachesFixed(model, label, ahead));
}
