import type { Language, SplitReply, SplitRequest, SplitTrip } from '@karavan/contracts';
import type { Known } from '../load/index.ts';
import { withAxleLoads } from './axle-loads.ts';
import { INTERACTIVE_STEPS, type SplitBudget, Work } from './budget.ts';
import { buildModel } from './build-model.ts';
import { dayRows, totalsOf } from './day-rows.ts';
import { improveDays } from './improve.ts';
import type { Model } from './model.ts';
import { proofOf } from './proof.ts';
import { replanDays } from './replan-days.ts';
import { isLargeReplan, type KeptResult, keepPublished, solveModel } from './solve.ts';
import { valueOfTrips } from './trips-value.ts';
import { validateSplit } from './validate/index.ts';
import { explain } from './why/explain.ts';
import { writeTrips } from './write-reply.ts';

export interface SplitOptions {
  readonly language?: Language;
  /** an interactive answer by default, about two seconds */
  readonly budget?: SplitBudget | undefined;
  /** the law and the vehicles described trucks are judged by: those that ship unless given */
  readonly known?: Known | undefined;
}

/** A plan, and the search it came of where that can be gone on with. */
export interface Found {
  readonly model: Model;
  readonly trips: readonly SplitTrip[];
  readonly proof: SplitReply['proof'];
  readonly solved?: KeptResult;
}

/**
 * One order over days and trucks: contract 5.4, rules SP1 to SP18. Deterministic; `proof` says whether the plan is known to be
 * optimal on every level or how far from a bound it is. Every reply has passed `validateSplit`.
 * @throws InputError for a vehicle that cannot be understood; Error when a rule would be broken, which is a bug
 */
export function planSplit(request: SplitRequest, { language = 'ru', known, budget }: SplitOptions = {}): SplitReply {
  const found = findPlan(request, { known, work: new Work(budget), more: new Work(shareOf(budget)) });
  return told(request, found, language);
}

/** The plan without a word about it. */
export function planQuietly(request: SplitRequest, budget?: SplitBudget, known?: Known): SplitReply {
  return replyOf(findPlan(request, { known, work: new Work(budget), more: new Work(shareOf(budget)) }));
}

/** Of what the search may do, so much more for what it could not end. */
const shareOf = ({ steps = INTERACTIVE_STEPS, ...clock }: SplitBudget = {}): SplitBudget => ({ ...clock, steps: steps * 0.6 });

/** `more` is for what `work` could not search to the end. */
export function findPlan(
  request: SplitRequest,
  { known, work, more }: { known?: Known | undefined; work: Work; more: Work },
): Found {
  const model = buildModel(request, { known });
  if (request.replan === true && isLargeReplan(model)) return { model, ...replanDays(model, work) };
  const solved = keepPublished(request, solveModel(model, work, more), work);
  const trips = writeTrips(solved.model, solved.types, solved.solution);
  const better = improved(solved, { trips, work: more });
  if (better) return { model, ...better };
  return { model: solved.model, trips, proof: proofOf(request, solved), solved };
}

/** The reply with its words, after the validator has seen it. */
export function told(request: SplitRequest, found: Found, language: Language): SplitReply {
  const { model } = found;
  const reply = replyOf(found);
  const plan = { ...reply, trips: withAxleLoads(request, reply.trips, model.known) };
  const explained = explain({ request, model, reply: plan, language });
  return checked(model, { ...plan, ...explained });
}

/** Plans whose counts are not proven are improved day by day, unless published trips are to stay. */
function improved(
  solved: KeptResult,
  { trips, work }: { trips: readonly SplitTrip[]; work: Work },
): Pick<Found, 'trips' | 'proof'> | undefined {
  const { model, levels } = solved;
  const isOpen = levels.some(({ proven }) => !proven) && (model.request.published ?? []).every(({ locked }) => locked === true);
  const better = isOpen ? improveDays(solved, { trips, work }) : undefined;
  return better && { trips: better, proof: proofWith(solved, better) };
}

/** What is proven of other trips by bounds that were found on the way. */
export function proofWith(solved: KeptResult, trips: readonly SplitTrip[]): SplitReply['proof'] {
  const value = valueOfTrips(solved.model, trips);
  const levels = solved.levels.map(({ bound }, level) => {
    const own = value[level] ?? 0;
    return { bound: Math.min(bound, own), proven: own <= bound + 1e-6 };
  });
  const solution = { ...solved.solution, value };
  return proofOf(solved.model.request, { ...solved, solution, levels, lastProven: false });
}

export function replyOf({ model, trips, proof }: Found): SplitReply {
  return { trips: [...trips], ...totals(model.request, model, trips), proof, reasons: [] };
}

function totals(request: SplitRequest, model: Model, trips: readonly SplitTrip[]) {
  const days = dayRows(model, trips);
  return { days, ...totalsOf(request, days, trips) };
}

function checked({ request, known }: Model, reply: SplitReply): SplitReply {
  const broken = validateSplit(request, reply, known).filter(({ locked }) => !locked);
  if (broken.length === 0) return reply;
  const named = broken.map(({ rule, trips, message }) => `${rule} trips ${trips.join(', ')}: ${message}`);
  throw new Error(`split: the plan breaks its own rules: ${named.slice(0, 5).join('; ')}`);
}
