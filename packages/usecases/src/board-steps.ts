import type { Actor, BoardPlan, BoardTrip, PlanCargo, PlanStep, SplitRequest } from '@karavan/contracts';
import type { Known } from '@karavan/planner';
import { AppError } from '@karavan/runtime';
import { audit, planSteps, plans, type Tx } from '@karavan/store';
import { type Standing, standingOf, viewOf } from './board-world.ts';
import { type Deps, scopeOf } from './deps.ts';
import { knownOf } from './law-book.ts';

/** So many steps can be taken back. */
const STEPS_KEPT = 50;

export const missing = (): AppError => new AppError('NOT_FOUND', 'There is no such plan.');

/** Somebody was first: the plan as it is now. */
export class PlanMoved extends AppError {
  readonly plan: BoardPlan;
  constructor(plan: BoardPlan) {
    super(
      'CONFLICT',
      `The plan was changed meanwhile by ${plan.updatedBy}; it stands at revision ${plan.revision}. Look at it and try again.`,
    );
    this.plan = plan;
  }
}

/** @throws PlanMoved when it is not at this revision any more */
export async function lockAt(tx: Tx, input: { id: string; revision: number; now: Date; known: Known }): Promise<Standing> {
  const plan = await plans.lockPlan(tx, input.id);
  if (plan === undefined) throw missing();
  const standing = await standingOf(tx, { plan, now: input.now, known: input.known });
  if (plan.revision !== input.revision) throw new PlanMoved(await viewOf(tx, standing));
  return standing;
}

export interface NextStep {
  what: PlanStep;
  request?: SplitRequest;
  trips?: readonly BoardTrip[];
  solved?: plans.PlanRecord['solved'];
  name?: string;
  cargo?: PlanCargo;
}

/** The plan one step further; what has begun is never written into the draft. */
export async function stepOn(tx: Tx, input: { actor: Actor; standing: Standing; next: NextStep; now: Date }): Promise<BoardPlan> {
  const { actor, standing, next, now } = input;
  const { plan } = standing;
  const changed: plans.PlanRecord = {
    ...plan,
    revision: plan.revision + 1,
    updatedAt: now.toISOString(),
    updatedBy: actor.name,
    step: plan.step + 1,
    trips: (next.trips ?? standing.trips).map(stored),
    ...(next.request === undefined ? {} : { request: next.request }),
    ...(next.solved === undefined ? {} : { solved: next.solved }),
    ...(next.name === undefined ? {} : { name: next.name }),
    ...(next.cargo === undefined ? {} : { cargo: next.cargo, customerId: next.cargo.customerId }),
  };
  await plans.savePlan(tx, changed);
  await keepStep(tx, { actor, plan: changed, what: next.what, now });
  return viewOf(tx, await standingOf(tx, { plan: changed, now, known: standing.known }));
}

const stored = ({ started: _, ...trip }: BoardTrip): BoardTrip => trip;

export function keepStep(tx: Tx, input: { actor: Actor; plan: plans.PlanRecord; what: PlanStep; now: Date }): Promise<void> {
  const { actor, plan, what, now } = input;
  const { step, request, trips, solved } = plan;
  return planSteps.saveStep(tx, {
    companyId: actor.companyId,
    planId: plan.id,
    step: { step, what, request, trips, solved },
    at: now.toISOString(),
    by: actor.name,
    keep: STEPS_KEPT,
  });
}

/** The draft as it was a step before, or after; what has begun meanwhile stays as it is. */
export async function undoPlan(
  deps: Deps,
  input: { actor: Actor; id: string; revision: number; redo: boolean },
): Promise<BoardPlan> {
  const { actor, redo } = input;
  const now = deps.clock();
  const known = await knownOf(deps, actor);
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const { plan } = await lockAt(tx, { ...input, now, known });
    const step = await planSteps.findStep(tx, { planId: plan.id, step: plan.step + (redo ? 1 : -1) });
    if (step === undefined)
      throw new AppError('CONFLICT', redo ? 'There is nothing to make again.' : 'There is nothing to take back.');
    const { request, trips, solved } = step;
    const changed = {
      ...plan,
      request,
      trips,
      solved,
      step: step.step,
      revision: plan.revision + 1,
      updatedAt: now.toISOString(),
      updatedBy: actor.name,
    };
    await plans.savePlan(tx, changed);
    return viewOf(tx, await standingOf(tx, { plan: changed, now, known }));
  });
}

export const refused = (messages: readonly string[], path: string): AppError =>
  new AppError('UNPROCESSABLE', messages.join(' '), { errors: messages.map((message) => ({ path, message })) });

export const note = (
  tx: Tx,
  input: { actor: Actor; action: string; id: string; details?: Record<string, unknown> },
): Promise<void> =>
  audit.insertAudit(tx, {
    companyId: input.actor.companyId,
    actor: input.actor.name,
    action: input.action,
    subject: input.id,
    ...(input.details === undefined ? {} : { details: input.details }),
  });
