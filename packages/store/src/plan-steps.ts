import type { BoardTrip, PlanStep, SplitRequest } from '@karavan/contracts';
import type { Tx } from './database.ts';
import type { SolvedRecord } from './plans.ts';

const json = (value: unknown): string => JSON.stringify(value);

export interface StepRecord {
  step: number;
  what: PlanStep;
  request: SplitRequest;
  trips: BoardTrip[];
  solved: SolvedRecord | null;
}

/** What the plan is after a step; steps that were taken back are forgotten, and those of long ago. */
export async function saveStep(
  tx: Tx,
  input: { companyId: string; planId: string; step: StepRecord; at: string; by: string; keep: number },
): Promise<void> {
  const { planId, step } = input;
  await tx.many('DELETE FROM plan_steps WHERE plan_id = $1 AND (step >= $2 OR step < $3)', [
    planId,
    step.step,
    step.step - input.keep,
  ]);
  await tx.one(
    `INSERT INTO plan_steps (company_id, plan_id, step, what, at, by, request, trips, solved) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      input.companyId,
      planId,
      step.step,
      step.what,
      input.at,
      input.by,
      json(step.request),
      json(step.trips),
      step.solved && json(step.solved),
    ],
  );
}

export function findStep(tx: Tx, input: { planId: string; step: number }): Promise<StepRecord | undefined> {
  return tx.one<StepRecord>('SELECT step, what, request, trips, solved FROM plan_steps WHERE plan_id = $1 AND step = $2', [
    input.planId,
    input.step,
  ]);
}

/** What may be taken back, and what made again: the step the plan stands on, if there is one before it, and the next. */
export async function stepsAround(
  tx: Tx,
  { planId, step }: { planId: string; step: number },
): Promise<{ undo: PlanStep | null; redo: PlanStep | null }> {
  const rows = await tx.many<{ step: number; what: PlanStep }>(
    'SELECT step, what FROM plan_steps WHERE plan_id = $1 AND step BETWEEN $2 AND $3',
    [planId, step - 1, step + 1],
  );
  const what = (at: number) => rows.find((row) => row.step === at)?.what ?? null;
  return { undo: what(step - 1) === null ? null : what(step), redo: what(step + 1) };
}
