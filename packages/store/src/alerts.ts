import type { Alert, AlertKind, AlertQuery, Place, Severity } from '@karavan/contracts';
import { asRecordset, type Tx } from './database.ts';
import { decodeCursor, type Page, toPage } from './pages.ts';

/** A shipment an alert is about, with whose it is: its customer may hear of it. */
export interface Concerned {
  id: string;
  customerId: string;
  /** its customer may not know of the asset yet */
  hidden?: boolean;
}

interface Row {
  id: string;
  kind: AlertKind;
  subject: string;
  severity: Severity;
  weight: number;
  label: string;
  place: string | null;
  lat: number | null;
  lon: number | null;
  asset_id: string | null;
  shipments: Concerned[];
  geofence_id: string | null;
  source_id: string | null;
  opened_at: string;
  opening: Record<string, unknown>;
  noticed_at: string;
  risk_at: string | null;
  owner_id: string | null;
  owner: string | null;
  snoozed_until: string | null;
  closed_at: string | null;
  closed_by: string | null;
  ended_at: string | null;
  ending: Record<string, unknown> | null;
}
const COLUMNS = `id, kind, subject, severity, weight, label, place, lat, lon, asset_id, shipments, geofence_id, source_id, opened_at, opening,
  noticed_at, risk_at, owner_id, owner, snoozed_until, closed_at, closed_by, ended_at, ending`;

/** An alert as it is stored; `alertAt` gives it as of an hour. */
export interface AlertRecord extends Omit<Alert, 'state' | 'shipmentIds'> {
  subject: string;
  shipments: Concerned[];
}

const toRecord = (row: Row): AlertRecord => ({
  id: row.id,
  kind: row.kind,
  subject: row.subject,
  severity: row.severity,
  label: row.label,
  place: row.place,
  position: row.lat !== null && row.lon !== null ? { lat: row.lat, lon: row.lon } : null,
  assetId: row.asset_id,
  shipments: row.shipments,
  geofenceId: row.geofence_id,
  sourceId: row.source_id,
  opened: { at: row.opened_at, evidence: row.opening },
  noticedAt: row.noticed_at,
  riskAt: row.risk_at,
  owner: row.owner === null ? null : { id: row.owner_id, name: row.owner },
  snoozedUntil: row.snoozed_until,
  closedAt: row.closed_at,
  closedBy: row.closed_by,
  ended: row.ended_at === null ? null : { at: row.ended_at, evidence: row.ending ?? {} },
});

/** An alert rests until its hour and is open again by itself. */
export function alertAt({ subject: _, shipments, ...record }: AlertRecord, now: Date): Alert {
  const rests = record.snoozedUntil !== null && Date.parse(record.snoozedUntil) > now.getTime();
  const state = record.closedAt !== null ? 'closed' : rests ? 'snoozed' : 'open';
  return { ...record, state, shipmentIds: shipments.map(({ id }) => id) };
}

export interface AlertToOpen {
  kind: AlertKind;
  subject: string;
  severity: Severity;
  label: string;
  place?: string | undefined;
  lat?: number | undefined;
  lon?: number | undefined;
  assetId?: string | undefined;
  shipments: readonly Concerned[];
  geofenceId?: string | undefined;
  sourceId?: string | undefined;
  openedAt: string;
  opening: Record<string, unknown>;
  riskAt?: string | undefined;
}

/** Opens episodes; one that was there before, or goes on, is not opened again. Gives those that are new. */
export async function openAlerts(
  tx: Tx,
  input: { companyId: string; alerts: readonly AlertToOpen[]; now: Date },
): Promise<AlertRecord[]> {
  if (input.alerts.length === 0) return [];
  const rows = await tx.many<Row>(
    `INSERT INTO alerts (company_id, kind, subject, severity, label, place, lat, lon, asset_id, shipments, geofence_id, source_id, opened_at, opening, risk_at, noticed_at)
     SELECT $1, kind, subject, severity, label, place, lat, lon, "assetId", shipments, (SELECT g.id FROM geofences g WHERE g.id = "geofenceId"), "sourceId", "openedAt", opening, "riskAt", $3
     FROM jsonb_to_recordset($2::jsonb) AS r(kind text, subject text, severity text, label text, place text, lat float8, lon float8, "assetId" text, shipments jsonb,
       "geofenceId" uuid, "sourceId" text, "openedAt" timestamptz, opening jsonb, "riskAt" timestamptz)
     ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`,
    [input.companyId, asRecordset(input.alerts), input.now],
  );
  return rows.map(toRecord);
}

export interface EpisodeEnd {
  kind: AlertKind;
  subject: string;
  at: string;
  evidence: Record<string, unknown>;
}

/** Ends the episodes that go on, with their closing facts. Gives those that were not closed by hand before. */
export async function endAlerts(tx: Tx, input: { ends: readonly EpisodeEnd[] }): Promise<AlertRecord[]> {
  if (input.ends.length === 0) return [];
  const rows = await tx.many<Row & { was_closed: boolean }>(
    `UPDATE alerts a SET ended_at = greatest(r.at, a.opened_at), ending = r.evidence, closed_at = coalesce(a.closed_at, greatest(r.at, a.opened_at)), snoozed_until = NULL
     FROM jsonb_to_recordset($1::jsonb) AS r(kind text, subject text, at timestamptz, evidence jsonb)
     WHERE a.kind = r.kind AND a.subject = r.subject AND a.ended_at IS NULL
     RETURNING ${COLUMNS.split(', ')
       .map((column) => `a.${column.trim()}`)
       .join(', ')}, a.closed_by IS NOT NULL AS was_closed`,
    [asRecordset(input.ends)],
  );
  return rows.filter((row) => !row.was_closed).map(toRecord);
}

/** Episodes of these kinds that have not ended, whether their alerts are closed or not. */
export async function listGoingOn(tx: Tx, kinds: readonly AlertKind[]): Promise<AlertRecord[]> {
  const rows = await tx.many<Row>(`SELECT ${COLUMNS} FROM alerts WHERE ended_at IS NULL AND kind = ANY($1)`, [kinds]);
  return rows.map(toRecord);
}

export async function findAlert(tx: Tx, id: string): Promise<AlertRecord | undefined> {
  const row = await tx.one<Row>(`SELECT ${COLUMNS} FROM alerts WHERE id = $1`, [id]);
  return row && toRecord(row);
}

export async function lockAlert(tx: Tx, id: string): Promise<AlertRecord | undefined> {
  const row = await tx.one<Row>(`SELECT ${COLUMNS} FROM alerts WHERE id = $1 FOR UPDATE`, [id]);
  return row && toRecord(row);
}

/** What people do to an alert. */
export async function saveHandling(
  tx: Tx,
  alert: Pick<AlertRecord, 'id' | 'owner' | 'snoozedUntil' | 'closedAt' | 'closedBy'>,
): Promise<AlertRecord> {
  const row = await tx.one<Row>(
    `UPDATE alerts SET owner_id = $2, owner = $3, snoozed_until = $4, closed_at = $5, closed_by = $6 WHERE id = $1 RETURNING ${COLUMNS}`,
    [alert.id, alert.owner?.id ?? null, alert.owner?.name ?? null, alert.snoozedUntil, alert.closedAt, alert.closedBy],
  );
  return toRecord(row as Row);
}

type ListQuery = Omit<AlertQuery, 'mine'> & { ownerId?: string | undefined; now: Date };

/** marks the cursors of the closed ones in a list of all */
const CLOSED = 'closed.';
const FILTER = `($2::text IS NULL OR kind = $2) AND ($3::text IS NULL OR severity = $3) AND ($4::text IS NULL OR asset_id = $4) AND ($5::uuid IS NULL OR owner_id = $5)`;
const filterOf = ({ limit, kind, severity, assetId, ownerId }: ListQuery) => [
  limit + 1,
  kind ?? null,
  severity ?? null,
  assetId ?? null,
  ownerId ?? null,
];

/** Open and resting ones by weight and by what runs out first, then closed ones, newest first; with a state those alone. */
export async function listAlerts(tx: Tx, query: ListQuery): Promise<Page<AlertRecord>> {
  if (query.state === 'closed') return listClosed(tx, query);
  if (query.state !== undefined) return listNotClosed(tx, query);
  const { cursor } = query;
  if (cursor?.startsWith(CLOSED))
    return marked(await listClosed(tx, { ...query, cursor: cursor.slice(CLOSED.length) || undefined }));
  const first = await listNotClosed(tx, query);
  if (first.nextCursor !== null) return first;
  const left = query.limit - first.items.length;
  if (left === 0) return { items: first.items, nextCursor: CLOSED };
  const rest = marked(await listClosed(tx, { ...query, limit: left, cursor: undefined }));
  return { items: [...first.items, ...rest.items], nextCursor: rest.nextCursor };
}

const marked = ({ items, nextCursor }: Page<AlertRecord>): Page<AlertRecord> => ({
  items,
  nextCursor: nextCursor === null ? null : `${CLOSED}${nextCursor}`,
});

async function listClosed(tx: Tx, query: ListQuery): Promise<Page<AlertRecord>> {
  const after = decodeCursor(query.cursor, ['instant', 'uuid']);
  const rows = await tx.many<Row>(
    `SELECT ${COLUMNS} FROM alerts WHERE closed_at IS NOT NULL AND ${FILTER} AND ($6::timestamptz IS NULL OR (closed_at, id) < ($6, $7::uuid))
     ORDER BY closed_at DESC, id DESC LIMIT $1`,
    [...filterOf(query), after?.[0] ?? null, after?.[1] ?? null],
  );
  return toPage(rows, query.limit, toRecord, (row) => [row.closed_at ?? '', row.id]);
}

async function listNotClosed(tx: Tx, query: ListQuery): Promise<Page<AlertRecord>> {
  const after = decodeCursor(query.cursor, ['int32', 'instant', 'uuid']);
  const rows = await tx.many<Row>(
    `SELECT ${COLUMNS} FROM alerts WHERE closed_at IS NULL AND ${FILTER}
       AND ($9::text IS NULL OR ($9 = 'snoozed') = (snoozed_until IS NOT NULL AND snoozed_until > $10))
       AND ($6::int IS NULL OR (weight, coalesce(risk_at, opened_at), id) > ($6, $7::timestamptz, $8::uuid))
     ORDER BY weight, coalesce(risk_at, opened_at), id LIMIT $1`,
    [...filterOf(query), after?.[0] ?? null, after?.[1] ?? null, after?.[2] ?? null, query.state ?? null, query.now],
  );
  return toPage(rows, query.limit, toRecord, (row) => [row.weight, row.risk_at ?? row.opened_at, row.id]);
}

export async function countOpen(tx: Tx, now: Date): Promise<number> {
  const row = await tx.one<{ n: number }>(
    'SELECT count(*) AS n FROM alerts WHERE closed_at IS NULL AND (snoozed_until IS NULL OR snoozed_until <= $1)',
    [now],
  );
  return row?.n ?? 0;
}

/** A shipment that an asset carries, with the ends of its way. */
export type Carried = Concerned & { assetId: string; origin: Place; destination: Place };

/** The shipments whose cargo these assets carry now, inside the window in which their customers may know of it. */
export function listCarried(tx: Tx, assetIds: readonly string[]): Promise<Carried[]> {
  if (assetIds.length === 0) return Promise.resolve([]);
  return tx.many(
    `SELECT DISTINCT u.asset_id AS "assetId", u.shipment_id AS id, u.customer_id AS "customerId", s.facts -> 'origin' AS origin,
       s.facts -> 'destination' AS destination
     FROM shipment_units u JOIN shipments s ON s.id = u.shipment_id
     WHERE u.asset_id = ANY($1) AND u.status <> 'delivered' AND karavan_shown_now(u)`,
    [assetIds],
  );
}

/** The same as of some instants of the past: whose cargo an asset had at each. */
export function listCarriedAt(tx: Tx, input: { assetId: string; at: readonly string[] }): Promise<(Carried & { at: string })[]> {
  return tx.many(
    `SELECT DISTINCT u.asset_id AS "assetId", u.shipment_id AS id, u.customer_id AS "customerId", s.facts -> 'origin' AS origin,
       s.facts -> 'destination' AS destination, to_char(t.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at
     FROM unnest($2::timestamptz[]) AS t (at) JOIN shipment_units u ON u.asset_id = $1 AND karavan_on_this_cargo(u) AND u.visible_from <= t.at
       AND (u.visible_until IS NULL OR u.visible_until > t.at) JOIN shipments s ON s.id = u.shipment_id
     WHERE coalesce((u.data ->> 'deliveredAt')::timestamptz, t.at) >= t.at`,
    [input.assetId, input.at],
  );
}

/** Companies that have people and cargo of their own. System transaction. */
export const listOperators = (tx: Tx): Promise<{ id: string }[]> =>
  tx.many(`SELECT id FROM companies WHERE kind = 'operator' ORDER BY id`);

/** Trips under way with trucks among these, with where they go. */
export function listTripsOn(
  tx: Tx,
  assetIds: readonly string[],
): Promise<{ assetId: string; origin: Place; destination: Place }[]> {
  return tx.many(
    `SELECT u.asset_id AS "assetId", s.facts -> 'origin' AS origin, s.facts -> 'destination' AS destination
     FROM shipment_units u JOIN shipments s ON s.id = u.shipment_id
     WHERE u.asset_id = ANY($1) AND u.mode = 'road' AND u.status = 'moving' ORDER BY u.data ->> 'departedAt' DESC`,
    [assetIds],
  );
}
