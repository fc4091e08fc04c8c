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

/**
 * One order over days and trucks: contract 5.4, rules SP1 to SP18. Deterministic; `proof` says whether the plan is known to be
 * optimal on every level or how far from a bound it is. Every reply has passed `validateSplit`.
 * @throws InputError for a vehicle that cannot be understood; Error when a rule would be broken, which is a bug
 */
export function planSplit(request: SplitRequest, options: SplitOptions = {}): SplitReply {
  const language = options.language ?? 'ru';
  const { known } = options;
  const { model, reply } = planOf(request, { known, budget: options.budget });
  const plan = { ...reply, trips: withAxleLoads(request, reply.trips, model.known) };
  const explained = explain({ request, model, reply: plan, language });
  return checked(model, { ...plan, ...explained });
}

/** The plan without a word about it. */
export function planQuietly(request: SplitRequest, budget?: SplitBudget, known?: Known): SplitReply {
  return planOf(request, { budget, known }).reply;
}

function planOf(request: SplitRequest, { budget, known }: Omit<SplitOptions, 'language'>): { model: Model; reply: SplitReply } {
  const work = new Work(budget);
  const model = buildModel(request, { known });
  if (request.replan === true && isLargeReplan(model)) {
    const { trips, proof } = replanDays(model, work);
    return { model, reply: replyOf(model, { trips, proof }) };
  }
  const solved = keepPublished(request, solveModel(model, work), work);
  const trips = writeTrips(solved.model, solved.types, solved.solution);
  const better = improved(solved, { trips, work: new Work(shareOf(budget)) });
  if (better) return { model, reply: replyOf(model, better) };
  return { model: solved.model, reply: replyOf(solved.model, { trips, proof: proofOf(request, solved) }) };
}

/** Of what the search may do, so much more for what it could not end. */
const shareOf = ({ steps = INTERACTIVE_STEPS, ...clock }: SplitBudget = {}): SplitBudget => ({ ...clock, steps: steps * 0.4 });

/** Plans whose counts are not proven are improved day by day, unless published trips are to stay. */
function improved(
  solved: KeptResult,
  { trips, work }: { trips: readonly SplitTrip[]; work: Work },
): Pick<SplitReply, 'trips' | 'proof'> | undefined {
  const { model, levels } = solved;
  const isOpen = levels.some(({ proven }) => !proven) && (model.request.published ?? []).every(({ locked }) => locked === true);
  const better = isOpen ? improveDays(solved, { trips, work }) : undefined;
  if (better === undefined) return undefined;
  const value = valueOfTrips(model, better);
  const known = levels.map(({ bound }, level) => {
    const own = value[level] ?? 0;
    return { bound: Math.min(bound, own), proven: own <= bound + 1e-6 };
  });
  const solution = { ...solved.solution, value };
  return { trips: better, proof: proofOf(model.request, { ...solved, solution, levels: known, lastProven: false }) };
}

function replyOf(model: Model, { trips, proof }: Pick<SplitReply, 'proof'> & { trips: readonly SplitTrip[] }): SplitReply {
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
