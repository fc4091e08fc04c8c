import type { SourceHealth } from '@karavan/contracts';
import type { Tx } from './database.ts';

export async function saveSource(
  tx: Tx,
  input: { companyId: string; id: string; kind: string; name: string; everySeconds: number },
): Promise<void> {
  await tx.one(
    `INSERT INTO sources (company_id, id, kind, name, every_seconds) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (company_id, id) DO UPDATE SET kind = excluded.kind, name = excluded.name, every_seconds = excluded.every_seconds`,
    [input.companyId, input.id, input.kind, input.name, input.everySeconds],
  );
}

/** Takes the source for one attempt; false while another worker has it, or while it is to be left alone. */
export async function leaseSource(tx: Tx, input: { id: string; now: Date; until: Date }): Promise<boolean> {
  const row = await tx.one(
    'UPDATE sources SET busy_until = $3 WHERE id = $1 AND (busy_until IS NULL OR busy_until <= $2) RETURNING id',
    [input.id, input.now, input.until],
  );
  return row !== undefined;
}

/** Written after every attempt; `error` null means that it went well. */
export async function saveSourceAttempt(
  tx: Tx,
  input: { id: string; at: Date; error: string | null; nextRunAt: Date; leaveUntil?: Date },
): Promise<void> {
  await tx.one(
    `UPDATE sources SET last_attempt_at = $2, last_error = $3, next_run_at = $4, busy_until = $5, last_success_at = CASE WHEN $3::text IS NULL THEN $2 ELSE last_success_at END WHERE id = $1`,
    [input.id, input.at, input.error, input.nextRunAt, input.leaveUntil ?? null],
  );
}

interface Row {
  id: string;
  kind: string;
  name: string;
  every_seconds: number | null;
  last_attempt_at: string | null;
  last_success_at: string | null;
  last_error: string | null;
  next_run_at: string | null;
}

export async function listSources(tx: Tx): Promise<SourceHealth[]> {
  const rows = await tx.many<Row>(
    'SELECT id, kind, name, every_seconds, last_attempt_at, last_success_at, last_error, next_run_at FROM sources ORDER BY name',
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    name: row.name,
    state: row.last_attempt_at === null ? 'new' : row.last_error === null ? 'ok' : 'failing',
    lastAttemptAt: row.last_attempt_at,
    lastSuccessAt: row.last_success_at,
    lastError: row.last_error,
    nextRunAt: row.next_run_at,
    everySeconds: row.every_seconds,
  }));
}

/** `rzd: ok, mail: failing`, for the page of health. A source that is away does not make us unready. System transaction. */
export async function describeSources(tx: Tx): Promise<string> {
  const sources = await listSources(tx);
  return sources.length === 0 ? 'none' : sources.map((source) => `${source.id}: ${source.state}`).join(', ');
}
