import type { Geofence, GeofenceAlert, GeofenceShape } from '@karavan/contracts';
import { asRecordset, type Tx } from './database.ts';
import { decodeCursor, type Page, toPage } from './pages.ts';

interface Row {
  id: string;
  site_id: string | null;
  name: string;
  geometry: GeofenceShape;
  alert_on: GeofenceAlert;
  margin_m: number;
  dwell_seconds: number;
  active: boolean;
  updated_at: string;
}
const COLUMNS = 'id, site_id, name, geometry, alert_on, margin_m, dwell_seconds, active, updated_at';

const toGeofence = (row: Row): Geofence => ({
  id: row.id,
  name: row.name,
  shape: row.geometry,
  alertOn: row.alert_on,
  marginM: row.margin_m,
  dwellSeconds: row.dwell_seconds,
  active: row.active,
  siteId: row.site_id,
  updatedAt: row.updated_at,
});

export type GeofenceToSave = Omit<Geofence, 'id' | 'siteId' | 'updatedAt'>;

export async function insertGeofence(tx: Tx, companyId: string, fence: GeofenceToSave): Promise<Geofence> {
  const row = await tx.one<Row>(
    `INSERT INTO geofences (company_id, name, kind, geometry, alert_on, margin_m, dwell_seconds, active, reshaped)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, true) RETURNING ${COLUMNS}`,
    [companyId, fence.name, fence.shape.kind, fence.shape, fence.alertOn, fence.marginM, fence.dwellSeconds, fence.active],
  );
  return toGeofence(row as Row);
}

/** A shape that a person gives holds from now on, also for a fence that was made from its site. */
export async function updateGeofence(
  tx: Tx,
  input: { id: string; fence: GeofenceToSave; reshaped: boolean; now: Date },
): Promise<Geofence> {
  const { fence } = input;
  const row = await tx.one<Row>(
    `UPDATE geofences SET name = $2, kind = $3, geometry = $4, alert_on = $5, margin_m = $6, dwell_seconds = $7, active = $8,
       reshaped = reshaped OR $9, updated_at = $10 WHERE id = $1 RETURNING ${COLUMNS}`,
    [
      input.id,
      fence.name,
      fence.shape.kind,
      fence.shape,
      fence.alertOn,
      fence.marginM,
      fence.dwellSeconds,
      fence.active,
      input.reshaped,
      input.now,
    ],
  );
  return toGeofence(row as Row);
}

export async function lockGeofence(tx: Tx, id: string): Promise<Geofence | undefined> {
  const row = await tx.one<Row>(`SELECT ${COLUMNS} FROM geofences WHERE id = $1 FOR UPDATE`, [id]);
  return row && toGeofence(row);
}

export async function deleteGeofence(tx: Tx, id: string): Promise<Geofence | undefined> {
  const row = await tx.one<Row>(`DELETE FROM geofences WHERE id = $1 RETURNING ${COLUMNS}`, [id]);
  return row && toGeofence(row);
}

export async function listGeofences(tx: Tx, page: { limit: number; cursor?: string | undefined }): Promise<Page<Geofence>> {
  const after = decodeCursor(page.cursor, ['text', 'uuid']);
  const rows = await tx.many<Row>(
    `SELECT ${COLUMNS} FROM geofences WHERE $2::text IS NULL OR (name, id) > ($2, $3::uuid) ORDER BY name, id LIMIT $1`,
    [page.limit + 1, after?.[0] ?? null, after?.[1] ?? null],
  );
  return toPage(rows, page.limit, toGeofence, (row) => [row.name, row.id]);
}

export async function listActiveGeofences(tx: Tx): Promise<Geofence[]> {
  const rows = await tx.many<Row>(`SELECT ${COLUMNS} FROM geofences WHERE active ORDER BY id`);
  return rows.map(toGeofence);
}

/**
 * What is remembered of these assets, and the edition of fences and settings it is to be held against; 0 where a company
 * has neither. One statement, for it is asked with every batch of positions.
 */
export async function loadWatches<State>(
  tx: Tx,
  input: { companyId: string; assetIds: readonly string[] },
): Promise<{ edition: number; watches: Map<string, State> }> {
  const rows = await tx.many<{ edition: number; assetId: string | null; state: State | null }>(
    `SELECT coalesce(s.edition, 0)::bigint AS edition, w.asset_id AS "assetId", w.state
     FROM (SELECT $1::uuid AS company_id) c
     LEFT JOIN alert_settings s ON s.company_id = c.company_id
     LEFT JOIN asset_watch w ON w.company_id = c.company_id AND w.asset_id = ANY($2)`,
    [input.companyId, input.assetIds],
  );
  const watches = new Map<string, State>();
  for (const { assetId, state } of rows) if (assetId !== null && state !== null) watches.set(assetId, state);
  return { edition: rows[0]?.edition ?? 0, watches };
}

export async function saveWatches(
  tx: Tx,
  input: { companyId: string; watches: readonly { assetId: string; state: object }[] },
): Promise<void> {
  if (input.watches.length === 0) return;
  await tx.many(
    `INSERT INTO asset_watch (company_id, asset_id, state)
     SELECT $1, "assetId", state FROM jsonb_to_recordset($2::jsonb) AS r("assetId" text, state jsonb) ORDER BY "assetId"
     ON CONFLICT (company_id, asset_id) DO UPDATE SET state = excluded.state`,
    [input.companyId, asRecordset(input.watches)],
  );
}

export async function findSettings(
  tx: Tx,
  companyId: string,
): Promise<{ edition: number; settings: Record<string, unknown> } | undefined> {
  return tx.one('SELECT edition, settings FROM alert_settings WHERE company_id = $1', [companyId]);
}

export async function saveSettings(tx: Tx, input: { companyId: string; settings: Record<string, unknown> }): Promise<void> {
  await tx.one(
    `INSERT INTO alert_settings (company_id, settings) VALUES ($1, $2)
     ON CONFLICT (company_id) DO UPDATE SET settings = excluded.settings, edition = alert_settings.edition + 1`,
    [input.companyId, input.settings],
  );
}
