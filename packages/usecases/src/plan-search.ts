import { randomUUID } from 'node:crypto';
import type { Actor, Language, PlanSearch } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import { planSearches, plans, type Tx } from '@karavan/store';
import { mayMeet, questionFor } from './board-question.ts';
import { lockAt, missing, note } from './board-steps.ts';
import { type Deps, scopeOf } from './deps.ts';
import { knownOf } from './law-book.ts';

/** A searcher gives a sign of life every second; one that has given none for so long is no more. */
export const SILENT_MS = 20_000;

/** Asks for a long search: locked and started trips stay, the rest is free. One at a time a plan. */
export async function startPlanSearch(
  deps: Deps,
  input: { actor: Actor; id: string; revision: number; seconds: number; language: Language },
): Promise<PlanSearch> {
  const { actor, id, revision, seconds, language } = input;
  const now = deps.clock();
  const known = await knownOf(deps, actor);
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const standing = await lockAt(tx, { id, revision, now, known });
    await planSearches.loseSearches(tx, { since: new Date(now.getTime() - SILENT_MS), now });
    const isNew = await planSearches.insertSearch(tx, {
      id: randomUUID(),
      companyId: actor.companyId,
      planId: id,
      revision,
      seconds,
      language,
      // one question alone is searched on: one that keeps to the bays, whatever others take of them
      request: questionFor(standing, 'locked', mayMeet(standing) ? 'fewer bays' : 'left out'),
      createdAt: now.toISOString(),
      createdBy: actor.name,
    });
    if (!isNew) throw new AppError('CONFLICT', 'A search for this plan is under way.');
    await note(tx, { actor, action: 'plan search started', id });
    return found(tx, { id, now });
  });
}

export async function getPlanSearch(deps: Deps, input: { actor: Actor; id: string }): Promise<{ search: PlanSearch | null }> {
  return deps.db.scoped(scopeOf(input.actor), async (tx) => latest(tx, { id: input.id, now: deps.clock() }));
}

/** What runs ends within a second or two and leaves the best it has; what waits never begins. */
export async function cancelPlanSearch(deps: Deps, input: { actor: Actor; id: string }): Promise<{ search: PlanSearch | null }> {
  const now = deps.clock();
  return deps.db.scoped(scopeOf(input.actor), async (tx) => {
    await planSearches.cancelSearch(tx, { planId: input.id, now });
    return latest(tx, { id: input.id, now });
  });
}

async function latest(tx: Tx, { id, now }: { id: string; now: Date }): Promise<{ search: PlanSearch | null }> {
  if ((await plans.findPlan(tx, id)) === undefined) throw missing();
  const record = await planSearches.latestSearch(tx, id);
  return { search: record === undefined ? null : shown(record, now) };
}

async function found(tx: Tx, input: { id: string; now: Date }): Promise<PlanSearch> {
  const { search } = await latest(tx, input);
  if (search === null) throw missing();
  return search;
}

function shown(record: planSearches.PlanSearchRecord, now: Date): PlanSearch {
  const { id, planId, revision, seconds, createdAt, createdBy, first, best, proposal, startedAt, beatAt, endedAt } = record;
  const isSilent = record.status === 'running' && now.getTime() - Date.parse(beatAt ?? createdAt) > SILENT_MS;
  const untilMs = endedAt === null ? now.getTime() : Date.parse(endedAt);
  const secondsRun = startedAt === null ? 0 : Math.max(0, untilMs - Date.parse(startedAt)) / 1000;
  const status = isSilent ? 'lost' : record.status;
  const kept = proposal && { ...proposal, id };
  return { id, planId, revision, status, seconds, secondsRun, createdAt, createdBy, first, best, proposal: kept };
}
