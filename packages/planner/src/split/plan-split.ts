import type { Language, SplitReply, SplitRequest, SplitTrip } from '@karavan/contracts';
import { type SplitBudget, Work } from './budget.ts';
import { buildModel } from './build-model.ts';
import { dayRows, totalsOf } from './day-rows.ts';
import type { Model } from './model.ts';
import { proofOf } from './proof.ts';
import { type KeptResult, keepPublished, solveModel } from './solve.ts';
import { validateSplit } from './validate/index.ts';
import { explain } from './why/explain.ts';
import { writeTrips } from './write-reply.ts';

export interface SplitOptions {
  readonly language?: Language;
  /** an interactive answer by default, about two seconds */
  readonly budget?: SplitBudget;
}

/**
 * One order over days and trucks: contract 5.4, rules SP1 to SP18. Deterministic; `proof` says whether the plan is known to be
 * optimal on every level or how far from a bound it is. Every reply has passed `validateSplit`.
 * @throws InputError for a vehicle that cannot be understood; Error when a rule would be broken, which is a bug
 */
export function planSplit(request: SplitRequest, options: SplitOptions = {}): SplitReply {
  const language = options.language ?? 'ru';
  const solved = bestPlan(request, new Work(options.budget));
  const plan = replyOf(request, solved);
  const explained = explain({ request, model: solved.model, reply: plan, language });
  return checked(request, { ...plan, ...explained });
}

/** The plan without a word about it. */
export function planQuietly(request: SplitRequest, budget?: SplitBudget): SplitReply {
  return replyOf(request, bestPlan(request, new Work(budget)));
}

function bestPlan(request: SplitRequest, work: Work): KeptResult {
  return keepPublished(request, solveModel(buildModel(request), work), work);
}

function replyOf(request: SplitRequest, solved: KeptResult): SplitReply {
  const trips = writeTrips(solved.model, solved.types, solved.solution);
  return {
    trips,
    ...totals(request, solved.model, trips),
    proof: proofOf(request, solved),
    reasons: [],
  };
}

function totals(request: SplitRequest, model: Model, trips: readonly SplitTrip[]) {
  const days = dayRows(model, trips);
  return { days, ...totalsOf(request, days, trips) };
}

function checked(request: SplitRequest, reply: SplitReply): SplitReply {
  const broken = validateSplit(request, reply).filter(({ locked }) => !locked);
  if (broken.length === 0) return reply;
  const named = broken.map(({ rule, trips, message }) => `${rule} trips ${trips.join(', ')}: ${message}`);
  throw new Error(`split: the plan breaks its own rules: ${named.slice(0, 5).join('; ')}`);
}
