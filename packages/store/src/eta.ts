import type { ReportRow } from '@karavan/contracts';
import type { Tx } from './database.ts';

/** A study as the rules keep it; the store does not look inside. */
export interface StoredStudy {
  uptoSeq: number;
  model: unknown;
  wagons: unknown;
}

/** System transaction: the model alone, for forecasts shown to whoever may see the wagon. */
export async function findModel(tx: Tx, companyId: string): Promise<unknown> {
  const row = await tx.one<{ model: unknown }>('SELECT model FROM eta_studies WHERE company_id = $1', [companyId]);
  return row?.model;
}

/** System transaction: companies with reports nobody has learned from yet. */
export async function listToStudy(tx: Tx): Promise<string[]> {
  const rows = await tx.many<{ company_id: string }>(
    `SELECT DISTINCT r.company_id FROM reports r LEFT JOIN eta_studies s USING (company_id)
     WHERE r.status = 'ingested' AND r.seq > coalesce(s.upto_seq, 0)`,
  );
  return rows.map((row) => row.company_id);
}

/** The study of a company; nobody else goes on with it until the transaction ends. */
export async function lockStudy(tx: Tx, companyId: string): Promise<StoredStudy | undefined> {
  await tx.one('SELECT pg_advisory_xact_lock(hashtext($1))', [`eta ${companyId}`]);
  return tx.one<StoredStudy>('SELECT upto_seq AS "uptoSeq", model, wagons FROM eta_studies WHERE company_id = $1', [companyId]);
}

/** The next reports after one that was studied, with what they said of every wagon, oldest first by their own time. */
export function listReportsToStudy(
  tx: Tx,
  input: { companyId: string; afterSeq: number; limit: number },
): Promise<{ id: string; seq: number; reportedAt: string; rows: ReportRow[] }[]> {
  return tx.many(
    `SELECT r.id, r.seq, r.reported_at AS "reportedAt", coalesce((SELECT jsonb_agg(w.data ORDER BY w.row_number) FROM report_rows w
       WHERE w.report_id = r.id AND w.verdict IN ('accepted', 'stale')), '[]') AS rows
     FROM (SELECT id, seq, reported_at FROM reports WHERE company_id = $1 AND status = 'ingested' AND seq > $2 ORDER BY seq LIMIT $3) r
     ORDER BY r.reported_at, r.seq`,
    [input.companyId, input.afterSeq, input.limit],
  );
}

export async function saveStudy(tx: Tx, input: StoredStudy & { companyId: string }): Promise<void> {
  await tx.one(
    `INSERT INTO eta_studies (company_id, upto_seq, model, wagons) VALUES ($1, $2, $3, $4)
     ON CONFLICT (company_id) DO UPDATE SET upto_seq = excluded.upto_seq, model = excluded.model, wagons = excluded.wagons`,
    [input.companyId, input.uptoSeq, JSON.stringify(input.model), JSON.stringify(input.wagons)],
  );
}
