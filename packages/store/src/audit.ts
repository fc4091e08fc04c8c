import type { AuditEntry } from '@karavan/contracts';
import type { Tx } from './database.ts';
import { decodeCursor, type Page, toPage } from './pages.ts';

/** One line for the record: who did what to what. No payloads, no secrets. */
export async function insertAudit(
  tx: Tx,
  entry: { companyId: string; actor: string; action: string; subject?: string | null; details?: Record<string, unknown> },
): Promise<void> {
  await tx.one('INSERT INTO audit (company_id, actor, action, subject, details) VALUES ($1, $2, $3, $4, $5)', [
    entry.companyId,
    entry.actor,
    entry.action,
    entry.subject ?? null,
    entry.details ?? {},
  ]);
}

export async function listAudit(tx: Tx, page: { limit: number; cursor?: string | undefined }): Promise<Page<AuditEntry>> {
  const after = decodeCursor(page.cursor, ['int']);
  const rows = await tx.many<AuditEntry & { id: number }>(
    'SELECT id, at, actor, action, subject, details FROM audit WHERE $2::bigint IS NULL OR id < $2 ORDER BY id DESC LIMIT $1',
    [page.limit + 1, after?.[0] ?? null],
  );
  return toPage(
    rows,
    page.limit,
    (row) => ({ ...row, id: String(row.id) }),
    (row) => [row.id],
  );
}
