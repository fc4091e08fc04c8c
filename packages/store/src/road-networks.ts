import type { NewRoadNetwork, StoredRoadNetwork } from '@karavan/contracts';
import type { Tx } from './database.ts';

export async function loadRoadNetwork(tx: Tx): Promise<StoredRoadNetwork> {
  const row = await tx.one<{ version: number; saved_at: string; saved_by: string; data: NewRoadNetwork }>(
    'SELECT version, saved_at, saved_by, data FROM road_networks ORDER BY version DESC LIMIT 1',
  );
  if (row === undefined) return { version: 0, plants: [], sites: [], ways: [], vehicles: [] };
  return { ...row.data, version: row.version, savedAt: row.saved_at, savedBy: row.saved_by };
}

/** Two that save at once get two versions: the second waits, and wins. */
export async function saveRoadNetwork(
  tx: Tx,
  input: { companyId: string; savedBy: string; now: Date; network: NewRoadNetwork },
): Promise<void> {
  await tx.one('SELECT pg_advisory_xact_lock(hashtext($1))', [`road network ${input.companyId}`]);
  await tx.one(
    `INSERT INTO road_networks (company_id, version, saved_at, saved_by, data)
     SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4 FROM road_networks WHERE company_id = $1`,
    [input.companyId, input.now, input.savedBy, JSON.stringify(input.network)],
  );
}
