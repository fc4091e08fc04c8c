import type { Language, PlanProposal, PlanSearch, PlanSearchProgress, SplitRequest } from '@karavan/contracts';
import type { Tx } from './database.ts';

export interface PlanSearchRecord {
  id: string;
  companyId: string;
  planId: string;
  revision: number;
  status: PlanSearch['status'];
  seconds: number;
  language: Language;
  createdAt: string;
  createdBy: string;
  startedAt: string | null;
  beatAt: string | null;
  endedAt: string | null;
  cancel: boolean;
  first: PlanSearchProgress | null;
  best: PlanSearchProgress | null;
  proposal: PlanProposal | null;
}

const COLUMNS = `id, company_id AS "companyId", plan_id AS "planId", revision, status, seconds, language, created_at AS "createdAt",
  created_by AS "createdBy", started_at AS "startedAt", beat_at AS "beatAt", ended_at AS "endedAt", cancel, first, best, proposal`;
const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

/** False when one is under way for this plan. What earlier ones found is forgotten. */
export async function insertSearch(
  tx: Tx,
  search: Pick<
    PlanSearchRecord,
    'id' | 'companyId' | 'planId' | 'revision' | 'seconds' | 'language' | 'createdAt' | 'createdBy'
  > & { request: SplitRequest },
): Promise<boolean> {
  await tx.many(`DELETE FROM plan_searches WHERE plan_id = $1 AND status NOT IN ('queued', 'running')`, [search.planId]);
  const row = await tx.one(
    `INSERT INTO plan_searches (id, company_id, plan_id, revision, status, seconds, language, request, created_at, created_by)
     VALUES ($1, $2, $3, $4, 'queued', $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING id`,
    [
      search.id,
      search.companyId,
      search.planId,
      search.revision,
      search.seconds,
      search.language,
      json(search.request),
      search.createdAt,
      search.createdBy,
    ],
  );
  return row !== undefined;
}

export function latestSearch(tx: Tx, planId: string): Promise<PlanSearchRecord | undefined> {
  return tx.one(`SELECT ${COLUMNS} FROM plan_searches WHERE plan_id = $1 ORDER BY created_at DESC LIMIT 1`, [planId]);
}

/** The one that waits longest, of any company; it is then ours. */
export function leaseSearch(tx: Tx, now: Date): Promise<Pick<PlanSearchRecord, 'id' | 'companyId'> | undefined> {
  return tx.one(
    `UPDATE plan_searches SET status = 'running', started_at = $1, beat_at = $1 WHERE id =
       (SELECT id FROM plan_searches WHERE status = 'queued' ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id, company_id AS "companyId"`,
    [now],
  );
}

export function findSearch(tx: Tx, id: string): Promise<(PlanSearchRecord & { request: SplitRequest }) | undefined> {
  return tx.one(`SELECT ${COLUMNS}, request FROM plan_searches WHERE id = $1`, [id]);
}

/** A sign of life, with the best so far; gives whether it is to end. Of one that is no longer running: it is. */
export async function beatSearch(
  tx: Tx,
  { id, now, progress }: { id: string; now: Date; progress: PlanSearchProgress | null },
): Promise<boolean> {
  const row = await tx.one<{ cancel: boolean }>(
    `UPDATE plan_searches SET beat_at = $2, first = coalesce(first, $3), best = coalesce($3, best) WHERE id = $1 AND status = 'running'
     RETURNING cancel`,
    [id, now, json(progress)],
  );
  return row?.cancel ?? true;
}

/** Nothing where somebody has ended it before. */
export async function endSearch(
  tx: Tx,
  { id, status, now, proposal }: { id: string; status: PlanSearch['status']; now: Date; proposal: PlanProposal | null },
): Promise<void> {
  await tx.one(
    `UPDATE plan_searches SET status = $2, ended_at = $3, proposal = $4 WHERE id = $1 AND status IN ('queued', 'running') RETURNING id`,
    [id, status, now, json(proposal)],
  );
}

/** One that waits ends at once, one that runs is told to. */
export async function cancelSearch(tx: Tx, { planId, now }: { planId: string; now: Date }): Promise<void> {
  await tx.many(
    `UPDATE plan_searches SET cancel = true, status = CASE status WHEN 'queued' THEN 'cancelled' ELSE status END,
       ended_at = CASE status WHEN 'queued' THEN $2::timestamptz END
     WHERE plan_id = $1 AND status IN ('queued', 'running') RETURNING id`,
    [planId, now],
  );
}

/** Those whose searcher has given no sign of life since then: the program ended. Gives how many. */
export async function loseSearches(tx: Tx, { since, now }: { since: Date; now: Date }): Promise<number> {
  const rows = await tx.many(
    `UPDATE plan_searches SET status = 'lost', ended_at = $2 WHERE status = 'running' AND beat_at < $1 RETURNING id`,
    [since, now],
  );
  return rows.length;
}
