import type { TrackingEvent } from '@karavan/contracts';
import { asRecordset, type Tx } from './database.ts';
import { decodeCursor, type Page, toPage } from './pages.ts';

export interface EventRow {
  id: string;
  revision: number;
  kind: string;
  at: string;
  asset_id: string | null;
  shipment_id: string | null;
  place: string | null;
  evidence: Record<string, unknown>;
  late: boolean;
}
export const EVENT_COLUMNS = 'id, revision, kind, at, asset_id, shipment_id, place, evidence, late';

export const toEvent = (row: EventRow): TrackingEvent => ({
  id: row.id,
  revision: row.revision,
  kind: row.kind,
  at: row.at,
  ...(row.asset_id !== null ? { assetId: row.asset_id } : {}),
  ...(row.shipment_id !== null ? { shipmentId: row.shipment_id } : {}),
  ...(row.place !== null ? { place: row.place } : {}),
  evidence: row.evidence,
  late: row.late,
});

export interface EventToSave extends Omit<TrackingEvent, 'id' | 'revision'> {
  customerId: string | null;
}

export async function insertEvents(
  tx: Tx,
  input: { companyId: string; revision: number; events: readonly EventToSave[] },
): Promise<void> {
  await tx.many(
    `INSERT INTO events (company_id, customer_id, revision, kind, at, asset_id, shipment_id, place, evidence, late)
     SELECT $1, "customerId", $2, kind, at, "assetId", "shipmentId", place, evidence, late
     FROM jsonb_to_recordset($3::jsonb) AS r("customerId" uuid, kind text, at timestamptz, "assetId" text, "shipmentId" uuid, place text, evidence jsonb, late boolean)
     ON CONFLICT DO NOTHING`,
    [input.companyId, input.revision, asRecordset(input.events)],
  );
}

/** Entries and exits of an asset in a stretch, as they were noted. */
export async function listCrossings(
  tx: Tx,
  query: { companyId: string; assetId: string; from: string; to: string },
): Promise<{ id: string; fenceId: string; way: 'enter' | 'exit'; at: string }[]> {
  return tx.many(
    `SELECT id, evidence ->> 'geofenceId' AS "fenceId", CASE kind WHEN 'geofenceEnter' THEN 'enter' ELSE 'exit' END AS way, at FROM events
     WHERE company_id = $1 AND asset_id = $2 AND kind IN ('geofenceEnter', 'geofenceExit') AND at BETWEEN $3 AND $4`,
    [query.companyId, query.assetId, query.from, query.to],
  );
}

/** What turned out never to have been. */
export async function deleteEvents(tx: Tx, input: { companyId: string; ids: readonly string[] }): Promise<void> {
  await tx.many('DELETE FROM events WHERE company_id = $1 AND id = ANY($2)', [input.companyId, input.ids]);
}

export async function listShipmentEvents(
  tx: Tx,
  query: { shipmentId: string; limit: number; cursor?: string | undefined },
): Promise<Page<TrackingEvent>> {
  const after = decodeCursor(query.cursor, ['instant', 'uuid']);
  const rows = await tx.many<EventRow>(
    `SELECT ${EVENT_COLUMNS} FROM events WHERE shipment_id = $1 AND ($3::timestamptz IS NULL OR (at, id) < ($3, $4::uuid))
     ORDER BY at DESC, id DESC LIMIT $2`,
    [query.shipmentId, query.limit + 1, after?.[0] ?? null, after?.[1] ?? null],
  );
  return toPage(rows, query.limit, toEvent, (row) => [row.at, row.id]);
}

/** What the scope missed between two revisions, oldest first, but for what happened to the shipments of `except`. */
export async function listEventsSince(
  tx: Tx,
  query: { since: number; upTo: number; shipmentId?: string; except?: readonly string[]; limit: number },
): Promise<TrackingEvent[]> {
  const rows = await tx.many<EventRow>(
    `SELECT ${EVENT_COLUMNS} FROM events WHERE revision > $1 AND revision <= $4 AND ($2::uuid IS NULL OR shipment_id = $2)
       AND (shipment_id IS NULL OR NOT shipment_id = ANY($5)) ORDER BY revision, at, id LIMIT $3`,
    [query.since, query.shipmentId ?? null, query.limit, query.upTo, query.except ?? []],
  );
  return rows.map(toEvent);
}
