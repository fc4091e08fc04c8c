import { randomUUID } from 'node:crypto';
import type { Actor, NewTrial, StoredLaw, Trial, TrialResult, TrialsReply, TrialsRun } from '@karavan/contracts';
import { expectationOf, type Known, LAW, mergeLaw, runTrials, SHIPPED, shippedTrials, tryTruck } from '@karavan/planner';
import { AppError } from '@karavan/runtime';
import { audit, law, type Tx } from '@karavan/store';
import { type Deps, scopeOf } from './deps.ts';
import { bookOf, todayOf } from './law-book.ts';
import { propose, refused } from './law-propose.ts';
import { spellOutUnits } from './vehicle-spec-resolve.ts';

/** All of them are tried before every change, while somebody waits. */
const MOST_TRIALS = 300;

const knownWith = (deps: Deps, actor: Actor, stored: readonly StoredLaw[]): Known => ({
  ...SHIPPED,
  law: bookOf(deps.db, { companyId: actor.companyId, stored, today: todayOf(deps) }),
});

/** A book that is not in force, and so not kept. */
const mergedWith = (deps: Deps, stored: readonly StoredLaw[]): Known => ({
  ...SHIPPED,
  law: mergeLaw(LAW, stored, todayOf(deps)),
});

/** The company's own examples, then those that come with the product. */
export async function listTrials(deps: Deps, actor: Actor): Promise<Trial[]> {
  return deps.db.scoped(scopeOf(actor), allTrials);
}

const allTrials = async (tx: Tx): Promise<Trial[]> => [...(await law.listTrials(tx)), ...shippedTrials()];

/** Keeps an example with the verdict it is to have: as stated, or as computed now. @throws AppError BAD_INPUT where it has none */
export async function saveTrial(deps: Deps, input: { actor: Actor; trial: NewTrial }): Promise<Trial> {
  const { actor } = input;
  const trial = await selfContained(deps, input);
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const [stored, known] = [await law.listVersions(tx), await law.listTrials(tx)];
    if (known.length >= MOST_TRIALS)
      throw new AppError('CONFLICT', `There are ${MOST_TRIALS} examples; delete one that nobody needs any more.`);
    const { outcome, problem } = tryTruck(trial, knownWith(deps, actor, stored), todayOf(deps));
    if (outcome === null)
      throw new AppError('BAD_INPUT', 'This truck cannot be judged.', {
        errors: problem.map(({ path, message }) => ({ path: `request.${path}`, message })),
      });
    const { expected, ...asked } = trial;
    const kept: Trial = {
      ...asked,
      id: randomUUID(),
      expected: expected ?? expectationOf(outcome),
      stated: expected !== undefined,
      shipped: false,
      createdBy: actor.name,
      createdAt: deps.clock().toISOString(),
    };
    await law.insertTrial(tx, { companyId: actor.companyId, trial: kept });
    await audit.insertAudit(tx, { companyId: actor.companyId, actor: actor.name, action: 'law example saved', subject: kept.id });
    return kept;
  });
}

/** An example keeps its truck as it was: a unit of the company is spelled out. */
async function selfContained(deps: Deps, { actor, trial }: { actor: Actor; trial: NewTrial }): Promise<NewTrial> {
  try {
    return { ...trial, request: await spellOutUnits(deps, { actor, request: trial.request }) } as NewTrial;
  } catch (error) {
    if (!(error instanceof AppError) || error.errors === undefined) throw error;
    const errors = error.errors.map(({ path, message }) => ({ path: `request.${path}`, message }));
    throw new AppError(error.code, error.message, { cause: error, errors });
  }
}

export async function deleteTrial(deps: Deps, input: { actor: Actor; id: string }): Promise<void> {
  const { actor, id } = input;
  await deps.db.scoped(scopeOf(actor), async (tx) => {
    const name = await law.deleteTrial(tx, id);
    if (name === undefined) throw new AppError('NOT_FOUND', 'There is no such example.');
    const entry = {
      companyId: actor.companyId,
      actor: actor.name,
      action: 'law example deleted',
      subject: id,
      details: { name },
    };
    await audit.insertAudit(tx, entry);
  });
}

/** Runs every example under today's law, and under a proposed change of it. Nothing is saved. */
export async function runAllTrials(deps: Deps, input: { actor: Actor; run: TrialsRun }): Promise<TrialsReply> {
  const { actor, run } = input;
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const [stored, trials] = [await law.listVersions(tx), await allTrials(tx)];
    const now = knownWith(deps, actor, stored);
    const stamp = { by: actor.name, at: deps.clock().toISOString() };
    const { proposed } = run;
    const candidate = proposed === undefined ? undefined : refused(() => propose(stored, proposed, stamp).candidate);
    const on = run.on ?? dayOf(deps, candidate?.validFrom);
    const changed = candidate === undefined ? {} : { proposed: mergedWith(deps, [...stored, candidate]) };
    const results = runTrials(trials, { now, on, ...changed });
    return {
      on,
      results,
      changed: results.filter(({ changes }) => changes).length,
      unexpected: results.filter(({ differs, problem }) => differs.length > 0 || problem !== undefined).length,
    };
  });
}

export interface Effect {
  tried: number;
  trials: TrialResult[];
}

/** Which examples get another verdict by a change. One that names no day is tried on the first day of the change. */
export async function effectOf(
  tx: Tx,
  input: { deps: Deps; actor: Actor; stored: readonly StoredLaw[]; after: readonly StoredLaw[]; from: string | null },
): Promise<Effect> {
  const { deps, actor, stored, after, from } = input;
  const trials = await allTrials(tx);
  const results = runTrials(trials, {
    now: knownWith(deps, actor, stored),
    proposed: mergedWith(deps, after),
    on: dayOf(deps, from),
  });
  return { tried: trials.length, trials: results.filter(({ changes }) => changes) };
}

const dayOf = (deps: Deps, from: string | null | undefined): string => {
  const today = todayOf(deps);
  return from === null || from === undefined || from < today ? today : from;
};
