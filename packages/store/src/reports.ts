import type {
  ReportColumn,
  ReportHold,
  ReportIssue,
  ReportListItem,
  ReportRow,
  ReportRowView,
  RowCounts,
} from '@karavan/contracts';
import { asRecordset, type Tx } from './database.ts';
import { decodeCursor, type Page, toPage } from './pages.ts';

interface Row {
  id: string;
  seq: number;
  sha256: string;
  status: ReportListItem['status'];
  source: string;
  file_name: string | null;
  size_bytes: number;
  received_at: string;
  format: string | null;
  reported_at: string | null;
  counts: RowCounts | null;
  problem: string | null;
  hold: ReportHold | null;
  layout: string | null;
}
const COLUMNS =
  'id, seq, sha256, status, source, file_name, size_bytes, received_at, format, reported_at, counts, problem, hold, layout';

export type ReportRecord = ReportListItem & { issues: ReportIssue[]; columns: ReportColumn[] | null };

const toItem = (row: Row): ReportListItem => ({
  id: row.id,
  sha256: row.sha256,
  status: row.status,
  source: row.source,
  fileName: row.file_name,
  sizeBytes: row.size_bytes,
  receivedAt: row.received_at,
  format: row.format,
  reportedAt: row.reported_at,
  rows: row.counts,
  problem: row.problem,
  ...(row.hold !== null ? { hold: row.hold } : {}),
  ...(row.status === 'quarantined' && row.layout !== null ? { layout: row.layout } : {}),
});

/** Keeps the bytes before anything is made of them. The same bytes again give the report they made the first time. */
export async function keepReport(
  tx: Tx,
  input: { companyId: string; sha256: string; bytes: Uint8Array; source: string; fileName: string | null; receivedAt: Date },
): Promise<{ id: string; status: ReportListItem['status']; isNew: boolean }> {
  const made = await tx.one<{ id: string }>(
    `INSERT INTO reports (company_id, sha256, source, file_name, size_bytes, received_at, status) VALUES ($1, $2, $3, $4, $5, $6, 'received')
     ON CONFLICT (company_id, sha256) DO NOTHING RETURNING id`,
    [input.companyId, input.sha256, input.source, input.fileName, input.bytes.byteLength, input.receivedAt],
  );
  if (made !== undefined) {
    await tx.one('INSERT INTO report_raw (report_id, company_id, bytes) VALUES ($1, $2, $3)', [
      made.id,
      input.companyId,
      Buffer.from(input.bytes),
    ]);
    return { id: made.id, status: 'received', isNew: true };
  }
  const kept = await tx.one<{ id: string; status: ReportListItem['status'] }>(
    'SELECT id, status FROM reports WHERE sha256 = $1',
    [input.sha256],
  );
  if (kept === undefined) throw new Error('a report with these bytes was taken away while it was read');
  return { ...kept, isNew: false };
}

/** While this transaction lasts no report of the company is taken in by another. */
export async function lockIngest(tx: Tx, companyId: string): Promise<void> {
  await tx.one('SELECT pg_advisory_xact_lock(hashtext($1))', [`ingest ${companyId}`]);
}

/** One report at a time for a company, and this one is not being worked on by anybody else. */
export async function lockReport(
  tx: Tx,
  input: { companyId: string; id: string },
): Promise<{ status: Row['status']; source: string; counts: RowCounts | null; receivedAt: string } | undefined> {
  await lockIngest(tx, input.companyId);
  return tx.one('SELECT status, source, counts, received_at AS "receivedAt" FROM reports WHERE id = $1 FOR UPDATE', [input.id]);
}

export async function findReport(tx: Tx, id: string): Promise<ReportRecord | undefined> {
  const row = await tx.one<Row & Pick<ReportRecord, 'issues' | 'columns'>>(
    `SELECT ${COLUMNS}, issues, columns FROM reports WHERE id = $1`,
    [id],
  );
  return row && { ...toItem(row), issues: row.issues, columns: row.columns };
}

export async function findReportRaw(tx: Tx, id: string): Promise<{ bytes: Buffer; fileName: string | null } | undefined> {
  const row = await tx.one<{ bytes: Buffer; file_name: string | null }>(
    'SELECT bytes, file_name FROM report_raw JOIN reports ON id = report_id WHERE report_id = $1',
    [id],
  );
  return row && { bytes: row.bytes, fileName: row.file_name };
}

/** Newest first; with `waiting` only those a person has to decide on. */
export async function listReports(
  tx: Tx,
  page: { limit: number; cursor?: string | undefined; waiting?: boolean | undefined },
): Promise<Page<ReportListItem>> {
  const after = decodeCursor(page.cursor, ['int']);
  const waiting = page.waiting ? `status IN ('quarantined', 'held') AND` : '';
  const rows = await tx.many<Row>(
    `SELECT ${COLUMNS} FROM reports WHERE ${waiting} ($2::bigint IS NULL OR seq < $2) ORDER BY seq DESC LIMIT $1`,
    [page.limit + 1, after?.[0] ?? null],
  );
  return toPage(rows, page.limit, toItem, (row) => [row.seq]);
}

/** Reports whose bytes were kept but whose rows were not: the program ended in between. System transaction. */
export function listUnfinishedReports(tx: Tx): Promise<{ id: string; companyId: string }[]> {
  return tx.many(`SELECT id, company_id AS "companyId" FROM reports WHERE status = 'received' ORDER BY received_at`);
}

export async function saveReportOutcome(
  tx: Tx,
  outcome: {
    id: string;
    status: 'ingested' | 'quarantined' | 'held';
    format?: string;
    reportedAt?: string;
    counts?: RowCounts;
    issues: ReportIssue[];
    problem?: string;
    /** the columns only of one that waits for somebody to explain them */
    layout?: { signature: string; columns?: readonly ReportColumn[] };
    hold?: ReportHold;
  },
): Promise<void> {
  await tx.one(
    `UPDATE reports SET status = $2, format = $3, reported_at = $4, counts = $5, issues = $6, problem = $7, layout = $8, columns = $9, hold = $10
     WHERE id = $1`,
    [
      outcome.id,
      outcome.status,
      outcome.format ?? null,
      outcome.reportedAt ?? null,
      outcome.counts ?? null,
      JSON.stringify(outcome.issues),
      outcome.problem ?? null,
      outcome.layout?.signature ?? null,
      outcome.layout?.columns === undefined ? null : JSON.stringify(outcome.layout.columns),
      outcome.hold ?? null,
    ],
  );
}

/** Puts away what waits for a person; false when it does not. */
export async function rejectReport(tx: Tx, id: string): Promise<boolean> {
  const row = await tx.one(
    `UPDATE reports SET status = 'rejected' WHERE id = $1 AND status IN ('quarantined', 'held') RETURNING id`,
    [id],
  );
  return row !== undefined;
}

/** Reports with these headers that are in use or in quarantine, in the order they came. */
export function listOfLayout(
  tx: Tx,
  layout: string,
): Promise<{ id: string; status: ReportListItem['status']; reportedAt: string | null }[]> {
  return tx.many(
    `SELECT id, status, reported_at AS "reportedAt" FROM reports WHERE status IN ('quarantined', 'ingested') AND layout = $1 ORDER BY seq`,
    [layout],
  );
}

/** The signature of its headings, null where it has none; undefined where there is no such report. */
export async function findLayoutOf(tx: Tx, id: string): Promise<string | null | undefined> {
  return (await tx.one<{ layout: string | null }>('SELECT layout FROM reports WHERE id = $1', [id]))?.layout;
}

/** The wagons of its rows as they were last read. */
export async function listWagonsOfReport(tx: Tx, id: string): Promise<string[]> {
  const rows = await tx.many<{ wagon: string }>(
    'SELECT DISTINCT wagon FROM report_rows WHERE report_id = $1 AND wagon IS NOT NULL',
    [id],
  );
  return rows.map(({ wagon }) => wagon);
}

/** Whether another report in quarantine has these headers; without any, whether one of the same source has none either. */
export async function hasQuarantined(tx: Tx, input: { id: string; layout: string | null }): Promise<boolean> {
  const other = await tx.one(
    `SELECT o.id FROM reports o JOIN reports r ON r.id = $1
     WHERE o.status = 'quarantined' AND o.id <> r.id AND o.layout IS NOT DISTINCT FROM $2 AND ($2 IS NOT NULL OR o.source = r.source) LIMIT 1`,
    [input.id, input.layout],
  );
  return other !== undefined;
}

/** Held reports of a source by their own time; with `after` those formed later. */
export function listHeld(tx: Tx, input: { source: string; after?: string | undefined }): Promise<{ id: string }[]> {
  return tx.many(
    `SELECT id FROM reports WHERE status = 'held' AND source = $1 AND ($2::timestamptz IS NULL OR reported_at > $2) ORDER BY reported_at, seq`,
    [input.source, input.after ?? null],
  );
}

/** What a report once said of a wagon. */
export interface SaidRow {
  reportId: string;
  reportedAt: string;
  data: ReportRow;
}

/** All that reports in use said of some wagons since an instant, in the order of the reports' own time. */
export function listRowsOfWagons(tx: Tx, input: { wagons: readonly string[]; since: Date }): Promise<SaidRow[]> {
  return tx.many(
    `SELECT r.id AS "reportId", r.reported_at AS "reportedAt", w.data FROM report_rows w JOIN reports r ON r.id = w.report_id
     WHERE w.wagon = ANY($1) AND w.verdict = 'accepted' AND r.status = 'ingested' AND r.reported_at >= $2
     ORDER BY r.reported_at, r.seq, w.row_number`,
    [input.wagons, input.since],
  );
}

export async function deleteReport(tx: Tx, id: string): Promise<void> {
  await tx.one('DELETE FROM reports WHERE id = $1', [id]);
}

export async function saveReportRows(
  tx: Tx,
  input: { companyId: string; reportId: string; rows: readonly ReportRowView[] },
): Promise<void> {
  await tx.one('DELETE FROM report_rows WHERE report_id = $1', [input.reportId]);
  await tx.one(
    `INSERT INTO report_rows (report_id, company_id, row_number, wagon, verdict, data)
     SELECT $1, $2, "row", wagon, verdict, data FROM jsonb_to_recordset($3::jsonb) AS r("row" integer, wagon text, verdict text, data jsonb)`,
    [input.reportId, input.companyId, asRecordset(input.rows)],
  );
}

export async function listReportRows(
  tx: Tx,
  query: { reportId: string; limit: number; cursor?: string | undefined },
): Promise<Page<ReportRowView>> {
  const after = decodeCursor(query.cursor, ['int32']);
  const rows = await tx.many<ReportRowView>(
    `SELECT row_number AS "row", wagon, verdict, data FROM report_rows WHERE report_id = $1 AND row_number > coalesce($3::integer, 0)
     ORDER BY row_number LIMIT $2`,
    [query.reportId, query.limit + 1, after?.[0] ?? null],
  );
  return toPage(
    rows,
    query.limit,
    (row) => row,
    (row) => [row.row],
  );
}
