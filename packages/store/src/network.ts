import type { NewNetwork, StoredNetwork } from '@karavan/contracts';
import type { Tx } from './database.ts';

interface Row {
  version: number;
  saved_at: string;
  saved_by: string;
  data: NewNetwork;
}

/** The newest network, or one of an earlier version. Nothing saved yet is version 0. */
export async function loadNetwork(tx: Tx, version?: number): Promise<StoredNetwork> {
  const row = await tx.one<Row>(
    `SELECT version, saved_at, saved_by, data FROM networks WHERE $1::integer IS NULL OR version = $1 ORDER BY version DESC LIMIT 1`,
    [version ?? null],
  );
  if (row === undefined) return { version: 0, warehouses: [], lanes: [], services: [] };
  return { ...row.data, version: row.version, savedAt: row.saved_at, savedBy: row.saved_by };
}

/**
 * Who changes network, goods or stock waits for the promises that are just being given, and they for him. So none is given
 * on what is already past without being looked at again. After goods, before promises.
 */
export async function lockWorld(tx: Tx, input: { companyId: string; to: 'read' | 'change' }): Promise<void> {
  const name = [`network ${input.companyId}`];
  if (input.to === 'read') await tx.one('SELECT pg_advisory_xact_lock_shared(hashtext($1))', name);
  else await tx.one('SELECT pg_advisory_xact_lock(hashtext($1))', name);
}

/** Two that save at once get two versions: the second waits, and wins. */
export async function saveNetwork(
  tx: Tx,
  input: { companyId: string; savedBy: string; now: Date; network: NewNetwork },
): Promise<number> {
  await lockWorld(tx, { companyId: input.companyId, to: 'change' });
  const row = await tx.one<{ version: number }>(
    `INSERT INTO networks (company_id, version, saved_at, saved_by, data)
     SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4 FROM networks WHERE company_id = $1 RETURNING version`,
    [input.companyId, input.now, input.savedBy, input.network],
  );
  if (row === undefined) throw new Error('the network was not saved');
  return row.version;
}
