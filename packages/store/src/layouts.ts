import type { Tx } from './database.ts';

/** What somebody said the columns under these headers mean. */
export async function findLayout(tx: Tx, signature: string): Promise<Record<string, string> | undefined> {
  const row = await tx.one<{ columns: Record<string, string> }>('SELECT columns FROM layouts WHERE signature = $1', [signature]);
  return row?.columns;
}

export async function saveLayout(
  tx: Tx,
  input: { companyId: string; signature: string; columns: Readonly<Record<string, string>>; by: string; at: Date },
): Promise<void> {
  await tx.one(
    `INSERT INTO layouts (company_id, signature, columns, approved_by, approved_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (company_id, signature) DO UPDATE SET columns = excluded.columns, approved_by = excluded.approved_by, approved_at = excluded.approved_at`,
    [input.companyId, input.signature, input.columns, input.by, input.at],
  );
}
