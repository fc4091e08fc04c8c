import type { ReportRow } from '@karavan/contracts';
import { asRecordset, type Tx } from './database.ts';

/** A study as the rules keep it; the store does not look inside. */
export interface StoredStudy {
  uptoSeq: number;
  model: unknown;
}

/** A wagon as the rules keep it for the study. */
export interface StudyWagon {
  wagon: string;
  reportedAt: string;
  data: unknown;
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
  return tx.one<StoredStudy>('SELECT upto_seq AS "uptoSeq", model FROM eta_studies WHERE company_id = $1', [companyId]);
}

/** The next reports after one that was studied, oldest first by their own time. */
export function listReportsToStudy(
  tx: Tx,
  input: { companyId: string; afterSeq: number; limit: number },
): Promise<{ id: string; seq: number; reportedAt: string }[]> {
  return tx.many(
    `SELECT id, seq, reported_at AS "reportedAt"
     FROM (SELECT id, seq, reported_at FROM reports WHERE company_id = $1 AND status = 'ingested' AND seq > $2 ORDER BY seq LIMIT $3) r
     ORDER BY reported_at, seq`,
    [input.companyId, input.afterSeq, input.limit],
  );
}

/** What one report said of every wagon. */
export async function listRowsToStudy(tx: Tx, reportId: string): Promise<ReportRow[]> {
  const rows = await tx.many<{ data: ReportRow }>(
    `SELECT data FROM report_rows WHERE report_id = $1 AND verdict IN ('accepted', 'stale') ORDER BY row_number`,
    [reportId],
  );
  return rows.map(({ data }) => data);
}

export function listStudyWagons(
  tx: Tx,
  { companyId, wagons }: { companyId: string; wagons: readonly string[] },
): Promise<{ wagon: string; data: unknown }[]> {
  return tx.many('SELECT wagon, data FROM eta_study_wagons WHERE company_id = $1 AND wagon = ANY($2)', [companyId, wagons]);
}

export async function saveStudyWagons(tx: Tx, input: { companyId: string; wagons: readonly StudyWagon[] }): Promise<void> {
  await tx.one(
    `INSERT INTO eta_study_wagons (company_id, wagon, reported_at, data)
     SELECT $1, wagon, "reportedAt", data FROM jsonb_to_recordset($2::jsonb) AS r(wagon text, "reportedAt" timestamptz, data jsonb)
     ON CONFLICT (company_id, wagon) DO UPDATE SET reported_at = excluded.reported_at, data = excluded.data`,
    [input.companyId, asRecordset(input.wagons)],
  );
}

export async function saveStudy(
  tx: Tx,
  input: StoredStudy & { companyId: string /** wagons last named before it are gone */; since: Date },
): Promise<void> {
  await tx.one(
    `INSERT INTO eta_studies (company_id, upto_seq, model) VALUES ($1, $2, $3)
     ON CONFLICT (company_id) DO UPDATE SET upto_seq = excluded.upto_seq, model = excluded.model`,
    [input.companyId, input.uptoSeq, JSON.stringify(input.model)],
  );
  await tx.one('DELETE FROM eta_study_wagons WHERE company_id = $1 AND reported_at < $2', [input.companyId, input.since]);
}
