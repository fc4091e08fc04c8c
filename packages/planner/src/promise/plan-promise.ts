import type { Language, PromiseObjective, PromisePlan, PromiseReply, PromiseRequest } from '@karavan/contracts';
import type { Bound, Point, Solver } from './answers.ts';
import type { Budget } from './budget.ts';
import { buildModel } from './build-model.ts';
import { type Carried, type CarriedLine, carryOut } from './carried.ts';
import { costTolerance, type Model } from './model.ts';
import { touchedNetwork } from './network.ts';
import { partOf } from './part.ts';
import { bestPoint, openSolver, walkFront } from './solver.ts';
import { type Telling, timelineOf } from './timeline.ts';

/** Steps of search, at most about a second; a big order wants its answer at once and gets fewer. */
const WORK_SMALL = 100_000_000;
const WORK_BIG = 20_000;
const BIG_ORDER_LINES = 60;

export interface PromiseOptions {
  /** of the sentences; Russian unless given */
  language?: Language;
  /** steps of search at most; what they do not suffice for is not proven */
  work?: number;
  /** the same plan, but its alternatives are looked at and not told */
  planAlone?: boolean;
}

type Limit = 'deliverBy' | 'maxShipments';

/**
 * When an order can be there and from which warehouses: the best plan by the objective, the rest of the Pareto front over delivery,
 * cost and shipments, and what is missing. Masses in kg, instants ISO 8601 UTC, cost in the network's money. A plan is `optimal` or
 * carries a bound and the gap to it. Throws InputError where a line or a warehouse is unknown. Rules PR1–PR11.
 */
export function planPromise(request: PromiseRequest, options: PromiseOptions = {}): PromiseReply {
  const touched = touchedNetwork(request);
  const model = buildModel(touched);
  const telling: Telling = {
    language: options.language ?? 'ru',
    orderedMs: touched.orderedMs,
    zone: touched.zone,
    places: touched.places,
    goods: new Map(),
  };
  const work = options.work ?? (model.needs.length > BIG_ORDER_LINES ? WORK_BIG : WORK_SMALL);
  if (model.needs.length === 0) return { plan: null, alternatives: [], shortages: model.shortages };
  return answer({ request, model, telling, work, planAlone: options.planAlone ?? false });
}

interface Task {
  request: PromiseRequest;
  model: Model;
  telling: Telling;
  work: number;
  planAlone: boolean;
}

function answer(task: Task): PromiseReply {
  const { request, model } = task;
  const deliverByMs = request.deliverBy === undefined ? Number.POSITIVE_INFINITY : Date.parse(request.deliverBy);
  const maxShipments = request.maxShipments ?? Number.POSITIVE_INFINITY;
  const kept = solve(task, { deliverByMs, maxShipments });
  if (kept) return { ...kept, shortages: model.shortages };
  const free = { deliverByMs: Number.POSITIVE_INFINITY, maxShipments: Number.POSITIVE_INFINITY };
  const isLimited = Number.isFinite(deliverByMs) || Number.isFinite(maxShipments);
  const freed = isLimited ? solve(task, free) : undefined;
  if (!freed) return answerInPart(task);
  const limitsBroken: Limit[] = [];
  if (Date.parse(freed.plan.deliveredBy) > deliverByMs) limitsBroken.push('deliverBy');
  if (freed.plan.shipments.length > maxShipments) limitsBroken.push('maxShipments');
  return { plan: { ...freed.plan, limitsBroken }, alternatives: [], shortages: model.shortages, limitsBroken };
}

/** The departures there are do not hold everything: carry what they hold. */
function answerInPart(task: Task): PromiseReply {
  const model = partOf(task.model);
  if (!model) return { plan: null, alternatives: [], shortages: task.model.shortages };
  return answer({ ...task, model });
}

interface Candidate {
  index: number;
  carried: Carried;
}

function solve(
  task: Task,
  limits: { deliverByMs: number; maxShipments: number },
): { plan: PromisePlan; alternatives: PromisePlan[] } | undefined {
  const budget: Budget = { left: task.work };
  const solver = openSolver(task.model, { ...limits, budget });
  const best = bestPoint(solver, task.request.objective);
  if (!best) return undefined;
  const first = candidateOf(task.model, best.point);
  const front = walkFront(solver);
  const proven = best.proven && task.model.complete;
  const others = front.points.flatMap((point) => (point.found === best.point.found ? [] : [candidateOf(task.model, point)]));
  // a search cut short may come upon a better plan while it looks for alternatives
  const chosen = proven ? first : bestOf([first, ...others], task.request.objective);
  const proof = proven ? 'optimal' : { bound: boundText(best.bound), gapPct: gapOf(task, { chosen, bound: best.bound }) };
  const rest = [first, ...others].filter((one) => one !== chosen);
  const alternatives = task.planAlone ? [] : paretoFront(rest, chosen);
  return {
    plan: planOf(task, chosen, proof),
    alternatives: alternatives.map((other) =>
      planOf(task, other, front.proven && task.model.complete ? 'optimal' : openProof(solver, other)),
    ),
  };
}

/** Level by level (rule PR5). */
function bestOf(candidates: readonly [Candidate, ...Candidate[]], objective: PromiseObjective): Candidate {
  const levels = ({ carried }: Candidate) => {
    const { deliveredMs, cost, shipments } = carried;
    if (objective === 'fastest') return [deliveredMs, cost, shipments.length];
    return objective === 'cheapest' ? [cost, deliveredMs, shipments.length] : [shipments.length, deliveredMs, cost];
  };
  return candidates.reduce((best, own) => {
    const known = levels(best);
    const gap = levels(own)
      .map((value, level) => value - (known[level] ?? 0))
      .find((difference) => Math.abs(difference) > costTolerance(own.carried.cost));
    return gap !== undefined && gap < 0 ? own : best;
  });
}

function candidateOf(model: Model, point: Point): Candidate {
  return { index: point.index, carried: carryOut(model, point.found) };
}

/** Rule PR7: what no other plan beats in delivery, cost and shipments at once; one a vector, the chosen one left out. */
function paretoFront(candidates: readonly Candidate[], chosen: Candidate): Candidate[] {
  const sorted = candidates.toSorted(
    ({ carried: a }, { carried: b }) =>
      a.deliveredMs - b.deliveredMs || a.shipments.length - b.shipments.length || a.cost - b.cost,
  );
  const kept = [chosen];
  for (const candidate of sorted) if (!kept.some((other) => isAsGood(other.carried, candidate.carried))) kept.push(candidate);
  return kept.slice(1);
}

/** In all three at least as good: of two that came in order, the second is of no use. */
function isAsGood(a: Carried, b: Carried): boolean {
  return a.deliveredMs <= b.deliveredMs && a.shipments.length <= b.shipments.length && a.cost <= b.cost + costTolerance(b.cost);
}

function planOf(task: Task, { carried }: Candidate, proof: PromisePlan['proof']): PromisePlan {
  return {
    deliveredBy: iso(carried.deliveredMs),
    cost: rounded(carried.cost),
    proof,
    shipments: carried.shipments.map((shipment) => ({
      serviceId: shipment.run.service.id,
      carrier: shipment.run.service.carrier,
      fromId: shipment.run.place.id,
      departsAt: iso(shipment.departure.departsMs),
      arrivesAt: iso(shipment.departure.arrivesMs),
      deliveredAt: iso(shipment.departure.deliveredMs),
      massKg: rounded(shipment.massKg),
      cost: rounded(shipment.cost),
      lines: linesOf(shipment.lines),
      timeline: timelineOf(shipment, task.telling),
    })),
    transfers: carried.transfers.map(({ transfer, massKg, cost }) => ({
      laneId: transfer.lane.id,
      departsAt: iso(transfer.departsMs),
      arrivesAt: iso(transfer.arrivesMs),
      massKg: rounded(massKg),
      cost: rounded(cost),
    })),
  };
}

type ReplyLine = PromisePlan['shipments'][number]['lines'][number];

/** Rows that nobody can tell apart are one line; those of one need stand together. */
function linesOf(lines: Carried['shipments'][number]['lines']): ReplyLine[] {
  const told: ReplyLine[] = [];
  const kept: CarriedLine[] = [];
  for (const line of lines) {
    const { need, stock, units, transfer } = line;
    let known = kept.length - 1;
    while (known >= 0 && kept[known]?.need === need && !isAlike(kept[known], line)) known -= 1;
    const other = kept[known]?.need === need ? told[known] : undefined;
    if (other) {
      other.quantity += units;
      continue;
    }
    const { availableFrom } = stock.release;
    const own: ReplyLine = { sku: need.sku, quantity: units, sourceId: stock.row.warehouseId };
    if (transfer) {
      own.laneId = transfer.lane.id;
      own.transferDepartsAt = transfer.departsAt;
    }
    if (availableFrom !== undefined) own.availableFrom = availableFrom;
    told.push(own);
    kept.push(line);
  }
  return told;
}

function isAlike(a: CarriedLine | undefined, b: CarriedLine): boolean {
  if (!a) return false;
  const [one, other] = [a.stock, b.stock];
  const isSameLot = one.row.warehouseId === other.row.warehouseId && one.release.availableFrom === other.release.availableFrom;
  return a.transfer === b.transfer && isSameLot;
}

function boundText(bound: Bound) {
  return { deliveredBy: iso(bound.deliveredMs), cost: rounded(bound.cost), shipments: bound.shipments };
}

/** On the first level of the objective where plan and bound part. */
function gapOf(task: Task, { chosen, bound }: { chosen: Candidate; bound: Bound }): number {
  const { carried } = chosen;
  const percent = (actual: number, best: number) => (actual > best ? ((actual - best) / Math.max(best, 1e-9)) * 100 : 0);
  const time = percent(carried.deliveredMs - task.model.orderedMs, bound.deliveredMs - task.model.orderedMs);
  const cost = percent(carried.cost, bound.cost);
  const shipments = percent(carried.shipments.length, bound.shipments);
  const levels = {
    fastest: [time, cost, shipments],
    cheapest: [cost, time, shipments],
    fewestShipments: [shipments, time, cost],
  };
  return rounded(levels[task.request.objective].find((gap) => gap > 1e-6) ?? 0);
}

function openProof(solver: Solver, { index, carried }: Candidate): PromisePlan['proof'] {
  const bounds = solver.solved.get(index)?.bound ?? [];
  const cost = bounds[Math.min(carried.shipments.length, bounds.length - 1)] ?? 0;
  const bound = { deliveredMs: carried.deliveredMs, cost: Math.min(cost, carried.cost), shipments: carried.shipments.length };
  return {
    bound: boundText(bound),
    gapPct: rounded(carried.cost > bound.cost ? ((carried.cost - bound.cost) / Math.max(bound.cost, 1e-9)) * 100 : 0),
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** Sums of floats without their last digits. */
function rounded(value: number): number {
  return Math.abs(value) < 1e9 ? Math.round(value * 1e6) / 1e6 : value;
}
