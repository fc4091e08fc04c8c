import type { Tx } from './database.ts';

/** The wagons of one source, and the time of its newest report. */
export interface FleetRecord {
  reportedAt: string | undefined;
  members: Map<string, { missing: boolean }>;
}

/** Undefined for what is no source of ours: a file somebody sent by hand belongs to no fleet. */
export async function findFleet(tx: Tx, sourceId: string): Promise<FleetRecord | undefined> {
  if ((await tx.one('SELECT id FROM sources WHERE id = $1', [sourceId])) === undefined) return undefined;
  const rows = await tx.many<{ wagon: string; seen_at: string; missing: boolean }>(
    'SELECT wagon, seen_at, missing_since IS NOT NULL AS missing FROM fleet_wagons WHERE source_id = $1',
    [sourceId],
  );
  const reportedAt = rows.reduce<string | undefined>(
    (newest, { seen_at: at }) => (newest && newest > at ? newest : at),
    undefined,
  );
  return { reportedAt, members: new Map(rows.map(({ wagon, missing }) => [wagon, { missing }])) };
}

/** After a report that is the newest of its fleet: who is there, and who is not. */
export async function saveFleet(
  tx: Tx,
  input: { companyId: string; sourceId: string; reportedAt: string; present: readonly string[]; lost: readonly string[] },
): Promise<void> {
  const { companyId, sourceId, reportedAt } = input;
  await tx.one(
    `INSERT INTO fleet_wagons (company_id, source_id, wagon, seen_at) SELECT $1, $2, unnest($4::text[]), $3
     ON CONFLICT (company_id, source_id, wagon) DO UPDATE SET seen_at = excluded.seen_at, missing_since = NULL`,
    [companyId, sourceId, reportedAt, input.present],
  );
  if (input.lost.length > 0)
    await tx.one(
      'UPDATE fleet_wagons SET missing_since = $2 WHERE source_id = $1 AND wagon = ANY($3) AND missing_since IS NULL',
      [sourceId, reportedAt, input.lost],
    );
}

/** Wagons that were never in any report. */
export async function deleteMembers(tx: Tx, numbers: readonly string[]): Promise<void> {
  await tx.many('DELETE FROM fleet_wagons WHERE wagon = ANY($1)', [numbers]);
}

/** Of these wagons those that another source has shown since an instant and still shows. */
export async function listSeenElsewhere(
  tx: Tx,
  input: { sourceId: string; wagons: readonly string[]; since: Date },
): Promise<Set<string>> {
  const rows = await tx.many<{ wagon: string }>(
    'SELECT wagon FROM fleet_wagons WHERE wagon = ANY($2) AND source_id <> $1 AND missing_since IS NULL AND seen_at >= $3',
    [input.sourceId, input.wagons, input.since],
  );
  return new Set(rows.map((row) => row.wagon));
}

/** Wagons last seen before a report and missed only after it: had it come in its time, they would have been missed by it. */
export async function listMissedLater(tx: Tx, input: { sourceId: string; reportedAt: string }): Promise<string[]> {
  const rows = await tx.many<{ wagon: string }>(
    'SELECT wagon FROM fleet_wagons WHERE source_id = $1 AND seen_at < $2 AND missing_since > $2',
    [input.sourceId, input.reportedAt],
  );
  return rows.map((row) => row.wagon);
}

/**
 * Works a part of a fleet out anew from the reports in use, after an older one was taken in late: last seen in the newest
 * report that has the wagon, missing since the first one after it in which every row could be read and that was no part of a list.
 */
export async function rebuildFleet(
  tx: Tx,
  input: { companyId: string; sourceId: string; wagons: readonly string[] },
): Promise<{ wagon: string; missingSince: string | null; reportId: string | null }[]> {
  return tx.many(
    `INSERT INTO fleet_wagons (company_id, source_id, wagon, seen_at, missing_since)
     SELECT $1, $2, seen.wagon, seen.at, gone.at
     FROM (SELECT w.wagon, max(r.reported_at) AS at FROM report_rows w JOIN reports r ON r.id = w.report_id
           WHERE w.wagon = ANY($3) AND w.verdict = 'accepted' AND r.status = 'ingested' AND r.source = $2 GROUP BY w.wagon) seen
     LEFT JOIN LATERAL (SELECT min(r.reported_at) AS at FROM reports r
           WHERE r.source = $2 AND r.status = 'ingested' AND r.reported_at > seen.at
             AND (r.counts ->> 'rejected')::integer = 0 AND NOT r.issues @> '[{"code": "PARTIAL"}]' AND (r.counts ->> 'accepted')::integer > 0) gone ON true
     ON CONFLICT (company_id, source_id, wagon) DO UPDATE SET seen_at = excluded.seen_at, missing_since = excluded.missing_since
     RETURNING wagon, missing_since AS "missingSince",
       (SELECT r.id FROM reports r WHERE r.source = $2 AND r.status = 'ingested' AND r.reported_at = fleet_wagons.missing_since ORDER BY seq LIMIT 1) AS "reportId"`,
    [input.companyId, input.sourceId, input.wagons],
  );
}
