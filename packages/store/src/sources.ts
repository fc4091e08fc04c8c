import type { Circuit, SourceErrorCode, SourceHealth } from '@karavan/contracts';
import type { Tx } from './database.ts';

/** A source as it is stored: what is needed to look at it, and how it is doing. */
export interface SourceRecord {
  companyId: string;
  id: string;
  kind: string;
  name: string;
  everySeconds: number | null;
  settings: Record<string, unknown>;
  secrets: Buffer | null;
  enabled: boolean;
  managed: boolean;
  circuit: Circuit;
  failures: number;
  outageSince: string | null;
  lastAttemptAt: string | null;
  lastSuccessAt: string | null;
  lastError: string | null;
  lastErrorCode: SourceErrorCode | null;
  nextRunAt: string | null;
  newestReportAt: string | null;
}

const COLUMNS = `company_id AS "companyId", id, kind, name, every_seconds AS "everySeconds", settings, secrets, enabled, managed, circuit, failures,
  outage_since AS "outageSince", last_attempt_at AS "lastAttemptAt", last_success_at AS "lastSuccessAt", last_error AS "lastError", last_error_code AS "lastErrorCode",
  next_run_at AS "nextRunAt", newest_report_at AS "newestReportAt"`;

export const findSource = (tx: Tx, id: string): Promise<SourceRecord | undefined> =>
  tx.one(`SELECT ${COLUMNS} FROM sources WHERE id = $1`, [id]);

export const listSources = (tx: Tx): Promise<SourceRecord[]> => tx.many(`SELECT ${COLUMNS} FROM sources ORDER BY name, id`);

export interface SourceToSave {
  companyId: string;
  id: string;
  kind: string;
  name: string;
  everySeconds: number | null;
  settings: Record<string, unknown>;
  /** null: the source has none */
  secrets: Buffer | null;
  enabled: boolean;
  managed: boolean;
  nextRunAt: Date | null;
}

/** Makes or changes a source. How it is doing stays, but a circuit is closed: with other settings it deserves another try. */
export async function saveSource(tx: Tx, source: SourceToSave): Promise<void> {
  await tx.one(
    `INSERT INTO sources (company_id, id, kind, name, every_seconds, settings, secrets, enabled, managed, next_run_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (company_id, id) DO UPDATE SET kind = excluded.kind, name = excluded.name, every_seconds = excluded.every_seconds,
       settings = excluded.settings, secrets = excluded.secrets, enabled = excluded.enabled, managed = excluded.managed,
       next_run_at = excluded.next_run_at, circuit = 'closed', failures = 0, busy_until = NULL`,
    [
      source.companyId,
      source.id,
      source.kind,
      source.name,
      source.everySeconds,
      source.settings,
      source.secrets,
      source.enabled,
      source.managed,
      source.nextRunAt,
    ],
  );
}

export async function deleteSource(tx: Tx, id: string): Promise<boolean> {
  return (await tx.one('DELETE FROM sources WHERE id = $1 RETURNING id', [id])) !== undefined;
}

/** A source that the environment no longer names stays with its fleet, switched off. */
export async function disableManaged(tx: Tx, id: string): Promise<void> {
  await tx.one('UPDATE sources SET enabled = false, next_run_at = NULL WHERE id = $1 AND managed', [id]);
}

/** Its next look is now. */
export async function hurrySource(tx: Tx, input: { id: string; now: Date }): Promise<void> {
  await tx.one('UPDATE sources SET next_run_at = $2 WHERE id = $1', [input.id, input.now]);
}

/** Sources of all companies whose time has come and that nobody looks at. System transaction. */
export function listDueSources(tx: Tx, now: Date): Promise<{ companyId: string; id: string }[]> {
  return tx.many(
    `SELECT company_id AS "companyId", id FROM sources WHERE enabled AND next_run_at <= $1 AND (busy_until IS NULL OR busy_until <= $1)`,
    [now],
  );
}

/** Takes the source for one look; undefined while another worker has it. An open circuit is half open from here on. */
export function leaseSource(tx: Tx, input: { id: string; now: Date; until: Date }): Promise<SourceRecord | undefined> {
  return tx.one(
    `UPDATE sources SET busy_until = $3, circuit = CASE circuit WHEN 'open' THEN 'halfOpen' ELSE circuit END
     WHERE id = $1 AND enabled AND next_run_at <= $2 AND (busy_until IS NULL OR busy_until <= $2) RETURNING ${COLUMNS}`,
    [input.id, input.now, input.until],
  );
}

/** Still at it. */
export async function renewLease(tx: Tx, input: { id: string; until: Date }): Promise<void> {
  await tx.one('UPDATE sources SET busy_until = $2 WHERE id = $1 AND busy_until IS NOT NULL', [input.id, input.until]);
}

/** Written after every look; `error` null means that it went well. */
export async function saveSourceAttempt(
  tx: Tx,
  input: {
    id: string;
    at: Date;
    error: { code: SourceErrorCode; message: string } | null;
    nextRunAt: Date;
    circuit: Circuit;
    failures: number;
    outageSince: Date | null;
  },
): Promise<void> {
  await tx.one(
    `UPDATE sources SET last_attempt_at = $2, last_error = $3, next_run_at = $4, busy_until = NULL, circuit = $5, failures = $6, outage_since = $7, last_error_code = $8,
       last_success_at = CASE WHEN $3::text IS NULL THEN $2 ELSE last_success_at END
     WHERE id = $1`,
    [
      input.id,
      input.at,
      input.error?.message ?? null,
      input.nextRunAt,
      input.circuit,
      input.failures,
      input.outageSince,
      input.error?.code ?? null,
    ],
  );
}

/** A report of the source was taken in, whoever brought it. Nothing happens for what is no source. */
export async function noteNewestReport(tx: Tx, input: { id: string; reportedAt: string }): Promise<void> {
  await tx.one('UPDATE sources SET newest_report_at = greatest(newest_report_at, $2) WHERE id = $1', [
    input.id,
    input.reportedAt,
  ]);
}

/** What an earlier look made of a message or file; undefined for a new one. */
export const findItem = (tx: Tx, input: { sourceId: string; key: string }): Promise<{ stored: boolean } | undefined> =>
  tx.one('SELECT stored FROM source_items WHERE source_id = $1 AND key = $2', [input.sourceId, input.key]);

export async function saveItem(
  tx: Tx,
  input: { companyId: string; sourceId: string; key: string; at: Date; stored: boolean; problem: string | null },
): Promise<void> {
  await tx.one(
    'INSERT INTO source_items (company_id, source_id, key, seen_at, stored, problem) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING',
    [input.companyId, input.sourceId, input.key, input.at, input.stored, input.problem],
  );
}

/** The devices of a tracking service with the time of the newest message we keep of each, set aside or not. */
export function listPolledDevices(
  tx: Tx,
  input: { prefix: string; now: Date },
): Promise<{ uniqueId: string; vehicleId: string | null; newestAt: string | null }[]> {
  return tx.many(
    `SELECT d.unique_id AS "uniqueId", d.vehicle_id AS "vehicleId",
       (SELECT max(p.fixed_at) FROM positions p WHERE p.device_id = d.unique_id AND p.fixed_at <= $2) AS "newestAt"
     FROM devices d WHERE starts_with(d.unique_id, $1) AND NOT d.quarantined`,
    [input.prefix, input.now],
  );
}

/** How the source is at this hour, as the page shows it. */
export function healthOf(source: SourceRecord, now: Date): SourceHealth {
  const { companyId: _, secrets, settings, ...rest } = source;
  const lagMs = source.newestReportAt === null ? null : now.getTime() - Date.parse(source.newestReportAt);
  return {
    ...rest,
    state: stateOf(source),
    lagSeconds: lagMs === null ? null : Math.max(0, Math.round(lagMs / 1000)),
    hasPassword: secrets !== null,
    settings,
  };
}

function stateOf({ enabled, circuit, lastAttemptAt, lastError, kind }: SourceRecord): SourceHealth['state'] {
  if (!enabled) return 'off';
  if (kind === 'upload') return 'ok';
  if (lastAttemptAt === null) return 'new';
  if (lastError === null) return 'ok';
  return circuit === 'closed' ? 'failing' : 'down';
}

/** `rzd: ok, mail: failing`, for the page of health. A source that is away does not make us unready. System transaction. */
export async function describeSources(tx: Tx): Promise<string> {
  const sources = await listSources(tx);
  return sources.length === 0 ? 'none' : sources.map((source) => `${source.id}: ${stateOf(source)}`).join(', ');
}
