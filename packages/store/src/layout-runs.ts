import type { ReportListItem } from '@karavan/contracts';
import type { Tx } from './database.ts';

/** A report that is to be read again; its time is not known before it has been read once. */
export interface RunReport {
  id: string;
  status: ReportListItem['status'];
  reportedAt: string | null;
}

export interface LayoutRunRecord {
  id: string;
  companyId: string;
  status: 'queued' | 'running' | 'done' | 'superseded';
  reports: RunReport[];
  isOrdered: boolean;
  done: number;
  problems: Record<string, string>;
  attempts: number;
  createdAt: string;
  createdBy: string;
  endedAt: string | null;
}

const COLUMNS = `id, company_id AS "companyId", status, reports, is_ordered AS "isOrdered", done, problems, attempts, created_at AS "createdAt",
  created_by AS "createdBy", ended_at AS "endedAt"`;

/** What was under way for this layout ends where it is: the new one begins with all reports. */
export async function insertRun(
  tx: Tx,
  run: {
    id: string;
    companyId: string;
    signature: string;
    reportId: string;
    reports: readonly RunReport[];
    at: Date;
    by: string;
  },
): Promise<void> {
  await tx.many(
    `UPDATE layout_runs SET status = 'superseded', ended_at = $2 WHERE signature = $1 AND status IN ('queued', 'running') RETURNING id`,
    [run.signature, run.at],
  );
  await tx.one(
    `INSERT INTO layout_runs (id, company_id, signature, report_id, status, reports, created_at, created_by)
     VALUES ($1, $2, $3, $4, 'queued', $5, $6, $7)`,
    [run.id, run.companyId, run.signature, run.reportId, JSON.stringify(run.reports), run.at, run.by],
  );
}

/** Of one layout, by its signature or by the report it was explained on. */
export function latestRun(tx: Tx, of: { signature: string | null; reportId: string }): Promise<LayoutRunRecord | undefined> {
  return tx.one(`SELECT ${COLUMNS} FROM layout_runs WHERE signature = $1 OR report_id = $2 ORDER BY created_at DESC LIMIT 1`, [
    of.signature,
    of.reportId,
  ]);
}

export function findRun(tx: Tx, id: string): Promise<LayoutRunRecord | undefined> {
  return tx.one(`SELECT ${COLUMNS} FROM layout_runs WHERE id = $1`, [id]);
}

/**
 * System transaction: one that waits since `waitingSince`, or whose reader has been silent since `silentSince`; it is then
 * ours. A company's are carried out one after another.
 */
export function leaseRun(
  tx: Tx,
  input: { lease: string; now: Date; waitingSince: Date; silentSince: Date },
): Promise<LayoutRunRecord | undefined> {
  return tx.one(
    `UPDATE layout_runs SET status = 'running', lease = $1, beat_at = $2 WHERE id =
       (SELECT id FROM layout_runs r
        WHERE ((status = 'queued' AND created_at <= $3 AND coalesce(beat_at, $2) <= $2) OR (status = 'running' AND beat_at < $4))
          AND NOT EXISTS (SELECT FROM layout_runs o WHERE o.company_id = r.company_id AND o.id <> r.id AND o.status = 'running' AND o.beat_at >= $4)
        ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING ${COLUMNS}`,
    [input.lease, input.now, input.waitingSince, input.silentSince],
  );
}

interface Held {
  id: string;
  lease: string;
  now: Date;
}

/** What is left unsaid stays. False where somebody else reads by now, or nobody is to any more. */
export async function keepRun(
  tx: Tx,
  { id, lease, now, ordered, step }: Held & { ordered?: readonly RunReport[]; step?: { report: string; problem: string | null } },
): Promise<boolean> {
  const row = await tx.one(
    `UPDATE layout_runs SET beat_at = $3, reports = coalesce($4, reports), is_ordered = is_ordered OR $4::jsonb IS NOT NULL,
       done = done + CASE WHEN $5::text IS NULL THEN 0 ELSE 1 END, attempts = CASE WHEN $5::text IS NULL THEN attempts ELSE 0 END,
       problems = CASE WHEN $6::text IS NULL THEN problems ELSE problems || jsonb_build_object($5::text, $6::text) END
     WHERE id = $1 AND lease = $2 AND status = 'running' RETURNING id`,
    [id, lease, now, ordered === undefined ? null : JSON.stringify(ordered), step?.report ?? null, step?.problem ?? null],
  );
  return row !== undefined;
}

export async function endRun(tx: Tx, { id, lease, now }: Held): Promise<void> {
  await tx.one(
    `UPDATE layout_runs SET status = 'done', ended_at = $3, lease = NULL WHERE id = $1 AND lease = $2 AND status = 'running' RETURNING id`,
    [id, lease, now],
  );
}

/** After a fault: somebody else may try, not at once. */
export async function releaseRun(tx: Tx, { id, lease, now: notBefore }: Held): Promise<void> {
  await tx.one(
    `UPDATE layout_runs SET status = 'queued', lease = NULL, beat_at = $3, attempts = attempts + 1
     WHERE id = $1 AND lease = $2 AND status = 'running' RETURNING id`,
    [id, lease, notBefore],
  );
}
