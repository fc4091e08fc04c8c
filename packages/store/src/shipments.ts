import { type Place, type ShipmentCancellation, type ShipmentState, type ShipmentUnit, searchKey } from '@karavan/contracts';
import { asRecordset, type Tx } from './database.ts';
import { decodeCursor, type Page, toPage } from './pages.ts';

/** What was ordered; it does not change while the cargo moves. */
export interface ShipmentFacts {
  product: string;
  origin: Place;
  destination: Place;
  orderedKg: number;
  deliverBy?: string;
  customer: { id: string; name: string };
  legs: { mode: 'rail' | 'road'; waybill?: string }[];
  cancelled?: ShipmentCancellation;
}

export interface ShipmentRecord {
  id: string;
  number: string;
  orderNumber?: string;
  customerId: string;
  createdAt: string;
  facts: ShipmentFacts;
  state: ShipmentState;
}

interface Row {
  id: string;
  number: string;
  order_number: string | null;
  customer_id: string;
  created_at: string;
  revision: number;
  facts: ShipmentFacts;
  state: Omit<ShipmentState, 'revision'>;
}
const COLUMNS = 'id, number, order_number, customer_id, created_at, revision, facts, state';

const toRecord = (row: Row): ShipmentRecord => ({
  id: row.id,
  number: row.number,
  ...(row.order_number !== null ? { orderNumber: row.order_number } : {}),
  customerId: row.customer_id,
  createdAt: row.created_at,
  facts: row.facts,
  state: { ...row.state, revision: row.revision },
});

export async function nextShipmentNumber(tx: Tx): Promise<string> {
  const row = await tx.one<{ n: number }>(`SELECT nextval('shipment_number') AS n`);
  return `S-${String(row?.n).padStart(6, '0')}`;
}

export async function insertShipment(
  tx: Tx,
  input: { companyId: string; revision: number; record: Omit<ShipmentRecord, 'state'>; state: Omit<ShipmentState, 'revision'> },
): Promise<void> {
  const { record, state } = input;
  await tx.one(
    `INSERT INTO shipments (id, company_id, customer_id, number, number_key, order_number, order_key, revision, status, created_at, facts, state)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      record.id,
      input.companyId,
      record.customerId,
      record.number,
      searchKey(record.number),
      record.orderNumber ?? null,
      record.orderNumber === undefined ? null : searchKey(record.orderNumber),
      input.revision,
      state.status,
      record.createdAt,
      record.facts,
      state,
    ],
  );
}

export async function saveShipmentStates(
  tx: Tx,
  input: { revision: number; states: readonly Omit<ShipmentState, 'revision'>[] },
): Promise<void> {
  await tx.many(
    `UPDATE shipments s SET revision = $1, status = r.state ->> 'status', state = r.state
     FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, state jsonb) WHERE s.id = r.id`,
    [input.revision, asRecordset(input.states.map((state) => ({ id: state.id, state })))],
  );
}

export interface UnitRecord {
  shipmentId: string;
  customerId: string;
  unit: ShipmentUnit;
  visibleFrom: string;
  visibleUntil: string | null;
}
interface UnitRow {
  shipment_id: string;
  customer_id: string;
  data: ShipmentUnit;
  visible_from: string;
  visible_until: string | null;
}
const UNIT_COLUMNS = 'u.shipment_id, u.customer_id, u.data, u.visible_from, u.visible_until';
const toUnit = (row: UnitRow): UnitRecord => ({
  shipmentId: row.shipment_id,
  customerId: row.customer_id,
  unit: row.data,
  visibleFrom: row.visible_from,
  visibleUntil: row.visible_until,
});

export async function insertUnits(tx: Tx, input: { companyId: string; units: readonly UnitRecord[] }): Promise<void> {
  const rows = input.units.map((record, ord) => ({ ...record, ...toColumns(record), ord }));
  await tx.many(
    `INSERT INTO shipment_units (id, company_id, customer_id, shipment_id, leg, ord, mode, asset_id, label_key, status, visible_from, visible_until, data)
     SELECT id, $1, "customerId", "shipmentId", leg, ord, mode, "assetId", "labelKey", status, "visibleFrom", "visibleUntil", data
     FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, "customerId" uuid, "shipmentId" uuid, leg integer, ord integer, mode text, "assetId" text, "labelKey" text,
       status text, "visibleFrom" timestamptz, "visibleUntil" timestamptz, data jsonb)`,
    [input.companyId, asRecordset(rows)],
  );
}

function toColumns({ unit }: UnitRecord) {
  return {
    id: unit.id,
    leg: unit.leg,
    mode: unit.mode,
    assetId: unit.assetId,
    labelKey: searchKey(unit.label),
    status: unit.status,
    data: unit,
  };
}

export async function saveUnits(tx: Tx, units: readonly UnitRecord[]): Promise<void> {
  const rows = units.map((record) => ({
    id: record.unit.id,
    status: record.unit.status,
    visibleFrom: record.visibleFrom,
    visibleUntil: record.visibleUntil,
    data: record.unit,
  }));
  await tx.many(
    `UPDATE shipment_units u SET status = r.status, visible_from = r."visibleFrom", visible_until = r."visibleUntil", data = r.data
     FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, status text, "visibleFrom" timestamptz, "visibleUntil" timestamptz, data jsonb) WHERE u.id = r.id`,
    [asRecordset(rows)],
  );
}

/** Another truck for a trip that has not begun. */
export async function reassignUnit(tx: Tx, unit: ShipmentUnit): Promise<void> {
  await tx.one('UPDATE shipment_units SET asset_id = $2, label_key = $3, status = $4, data = $5 WHERE id = $1', [
    unit.id,
    unit.assetId,
    searchKey(unit.label),
    unit.status,
    unit,
  ]);
}

/**
 * An asset that takes up new cargo is no longer shown to those it has delivered to; a truck neither to those whose trip nobody
 * ended, unless it loaded both together.
 */
export async function endEarlierWindows(
  tx: Tx,
  taken: readonly { assetId: string; shipmentId: string; at: string; loadFrom: string | null }[],
): Promise<void> {
  await tx.many(
    `UPDATE shipment_units u SET visible_until = r.at
     FROM jsonb_to_recordset($1::jsonb) AS r("assetId" text, "shipmentId" uuid, at timestamptz, "loadFrom" timestamptz)
     WHERE u.asset_id = r."assetId" AND u.shipment_id <> r."shipmentId" AND (u.status = 'delivered' AND u.visible_until > r.at
       OR u.status <> 'delivered' AND u.mode = 'road' AND u.visible_until IS NULL AND u.visible_from < r.at AND karavan_on_this_cargo(u)
         AND (u.data ->> 'loadFrom')::timestamptz < r."loadFrom")`,
    [asRecordset(taken)],
  );
}

/** A truck's trip that has not ended, with the ends of its way. */
export interface TripUnderWay {
  unit: ShipmentUnit;
  origin: Place;
  destination: Place;
}

/** What these trucks carry or are to carry, without a lock: to see whether a position says anything of it. */
export function listTripsUnderWay(tx: Tx, assetIds: readonly string[]): Promise<TripUnderWay[]> {
  return tx.many<TripUnderWay>(
    `SELECT u.data AS unit, s.facts -> 'origin' AS origin, s.facts -> 'destination' AS destination
     FROM shipment_units u JOIN shipments s ON s.id = u.shipment_id
     WHERE u.company_id = (SELECT karavan_company()) AND u.asset_id = ANY($1) AND u.status <> 'delivered' AND u.visible_until IS NULL
     ORDER BY u.id`,
    [assetIds],
  );
}

/** All units of every shipment that still has something under way on one of these assets, with the shipments themselves. */
export async function loadShipmentsOn(
  tx: Tx,
  assetIds: readonly string[],
): Promise<{ records: ShipmentRecord[]; units: UnitRecord[] }> {
  const records = await tx.many<Row>(
    `SELECT ${COLUMNS} FROM shipments WHERE id IN
       (SELECT shipment_id FROM shipment_units WHERE asset_id = ANY($1) AND status <> 'delivered') ORDER BY id FOR UPDATE`,
    [assetIds],
  );
  return withUnits(tx, records);
}

/** The same for every shipment that has a wagon under way. */
export async function loadShipmentsByRail(tx: Tx): Promise<{ records: ShipmentRecord[]; units: UnitRecord[] }> {
  const records = await tx.many<Row>(
    `SELECT ${COLUMNS} FROM shipments WHERE id IN
       (SELECT shipment_id FROM shipment_units WHERE mode = 'rail' AND status <> 'delivered') ORDER BY id FOR UPDATE`,
  );
  return withUnits(tx, records);
}

async function withUnits(tx: Tx, rows: readonly Row[]): Promise<{ records: ShipmentRecord[]; units: UnitRecord[] }> {
  const ids = rows.map(({ id }) => id);
  return { records: rows.map(toRecord), units: await listUnits(tx, ids) };
}

export async function listUnits(tx: Tx, shipmentIds: readonly string[]): Promise<UnitRecord[]> {
  if (shipmentIds.length === 0) return [];
  const rows = await tx.many<UnitRow>(
    `SELECT ${UNIT_COLUMNS} FROM shipment_units u WHERE u.shipment_id = ANY($1) ORDER BY u.shipment_id, u.leg, u.ord`,
    [shipmentIds],
  );
  return rows.map(toUnit);
}

export async function findShipment(tx: Tx, id: string): Promise<ShipmentRecord | undefined> {
  const row = await tx.one<Row>(`SELECT ${COLUMNS} FROM shipments WHERE id = $1`, [id]);
  return row && toRecord(row);
}

export async function listShipments(
  tx: Tx,
  query: { limit: number; cursor?: string | undefined; status?: string | undefined },
): Promise<Page<ShipmentState>> {
  const after = decodeCursor(query.cursor, ['int', 'uuid']);
  const rows = await tx.many<Row>(
    `SELECT ${COLUMNS} FROM shipments WHERE ($2::bigint IS NULL OR (revision, id) < ($2, $3::uuid)) AND ($4::text IS NULL OR status = $4)
     ORDER BY revision DESC, id DESC LIMIT $1`,
    [query.limit + 1, after?.[0] ?? null, after?.[1] ?? null, query.status ?? null],
  );
  return toPage(
    rows,
    query.limit,
    (row) => toRecord(row).state,
    (row) => [row.revision, row.id],
  );
}

export async function listShipmentsByIds(tx: Tx, ids: readonly string[]): Promise<ShipmentRecord[]> {
  if (ids.length === 0) return [];
  const rows = await tx.many<Row>(`SELECT ${COLUMNS} FROM shipments WHERE id = ANY($1) ORDER BY revision DESC`, [ids]);
  return rows.map(toRecord);
}

/** Shipments that these assets carry or last carried, those under way first. */
export async function loadCarriedBy(
  tx: Tx,
  assetIds: readonly string[],
): Promise<{ record: ShipmentRecord; unit: ShipmentUnit }[]> {
  if (assetIds.length === 0) return [];
  const rows = await tx.many<Row & { unit: ShipmentUnit }>(
    `SELECT s.*, u.data AS unit FROM shipment_units u JOIN (SELECT ${COLUMNS} FROM shipments) s ON s.id = u.shipment_id
     WHERE u.asset_id = ANY($1) AND (u.visible_until IS NULL OR u.visible_until > now())
     ORDER BY u.status = 'delivered', s.created_at DESC LIMIT 200`,
    [assetIds],
  );
  return rows.map((row) => ({ record: toRecord(row), unit: row.unit }));
}
