import { asRecordset, type Tx } from './database.ts';

/** A wagon to be worked out anew. */
export interface Rebuild {
  wagon: string;
  /** the oldest report that was read again */
  since: string;
  /** by one of those reports; else it is of the same fleet */
  isNamed: boolean;
  /** keys of its operations that nobody had told of before */
  news: string[];
}

export async function noteRebuilds(
  tx: Tx,
  input: { companyId: string; rebuilds: readonly Omit<Rebuild, 'isNamed'>[] },
): Promise<void> {
  await tx.many(
    `INSERT INTO layout_rebuilds AS known (company_id, wagon, since, news)
     SELECT $1, wagon, since, news FROM jsonb_to_recordset($2::jsonb) AS r(wagon text, since timestamptz, news text[])
     ON CONFLICT (company_id, wagon) DO UPDATE SET since = least(known.since, excluded.since), news = known.news || excluded.news, is_named = true`,
    [input.companyId, asRecordset(input.rebuilds)],
  );
}

/** With them all wagons of these sources: who misses whom may have changed. Nothing where nothing is to be worked out. */
export async function noteFleets(tx: Tx, input: { companyId: string; sources: readonly string[] }): Promise<void> {
  await tx.many(
    `INSERT INTO layout_rebuilds (company_id, wagon, since, is_named)
     SELECT $1, wagon, (SELECT min(since) FROM layout_rebuilds), false FROM (SELECT DISTINCT wagon FROM fleet_wagons WHERE source_id = ANY($2)) f
     WHERE EXISTS (SELECT FROM layout_rebuilds) ON CONFLICT DO NOTHING`,
    [input.companyId, input.sources],
  );
}

/** Some of them; they are done when this transaction is. */
export function takeRebuilds(tx: Tx, limit: number): Promise<Rebuild[]> {
  return tx.many(
    `DELETE FROM layout_rebuilds WHERE wagon IN (SELECT wagon FROM layout_rebuilds ORDER BY wagon LIMIT $1) RETURNING wagon, since, news, is_named AS "isNamed"`,
    [limit],
  );
}

/** Registered sources of these reports. */
export async function listSourcesOf(tx: Tx, reportIds: readonly string[]): Promise<string[]> {
  const rows = await tx.many<{ id: string }>(
    'SELECT id FROM sources WHERE id IN (SELECT source FROM reports WHERE id = ANY($1::uuid[])) ORDER BY id',
    [reportIds],
  );
  return rows.map(({ id }) => id);
}
