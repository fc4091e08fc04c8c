import type { NewNetwork, PromiseItem, PromiseStock, StockLot, StoredNetwork } from '@karavan/contracts';
import { asRecordset, type Tx } from './database.ts';
import { decodeCursor, type Page, toPage } from './pages.ts';

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
 * on what is already past without being looked at again. After lots, before promises.
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

export async function saveItems(tx: Tx, input: { companyId: string; items: readonly PromiseItem[] }): Promise<void> {
  await tx.many(
    `INSERT INTO items (company_id, sku, mass_kg, volume_m3)
     SELECT DISTINCT ON (sku) $1, sku, "massKg", "volumeM3" FROM jsonb_to_recordset($2::jsonb) AS r(sku text, "massKg" float8, "volumeM3" float8)
     ON CONFLICT (company_id, sku) DO UPDATE SET mass_kg = excluded.mass_kg, volume_m3 = excluded.volume_m3`,
    [input.companyId, asRecordset(input.items)],
  );
}

export function listItems(tx: Tx, skus: readonly string[]): Promise<PromiseItem[]> {
  return tx.many<PromiseItem>(`SELECT sku, mass_kg AS "massKg" FROM items WHERE sku = ANY($1) ORDER BY sku`, [skus]);
}

/** Sets what lots hold. Rows are locked in the order everybody locks them. */
export async function saveStock(tx: Tx, input: { companyId: string; rows: readonly PromiseStock[] }): Promise<void> {
  const rows = [...input.rows].map(({ availableFrom, ...row }) => ({ ...row, availableFrom: availableFrom ?? '-infinity' }));
  await tx.many(
    `INSERT INTO stock (company_id, sku, warehouse_id, available_from, quantity)
     SELECT $1, sku, "warehouseId", "availableFrom", sum(quantity)
     FROM jsonb_to_recordset($2::jsonb) AS r(sku text, "warehouseId" text, "availableFrom" timestamptz, quantity bigint)
     GROUP BY sku, "warehouseId", "availableFrom" ORDER BY sku, "warehouseId", "availableFrom"
     ON CONFLICT (company_id, sku, warehouse_id, available_from) DO UPDATE SET quantity = excluded.quantity`,
    [input.companyId, asRecordset(rows)],
  );
}

interface LotRow {
  sku: string;
  warehouse_id: string;
  available_from: string | null;
  quantity: number;
  reserved: number;
}
const RESERVED = `coalesce((SELECT sum(r.quantity)::bigint FROM reservations r WHERE r.company_id = s.company_id AND r.sku = s.sku
  AND r.warehouse_id = s.warehouse_id AND r.available_from = s.available_from AND ($2::uuid IS NULL OR r.promise_id <> $2)), 0) AS reserved`;
const LOT = `s.sku, s.warehouse_id, nullif(s.available_from, '-infinity') AS available_from, s.quantity, ${RESERVED}`;
/** What a promise holds of a lot, and what those before it do: where a lot was cut, the first to come are the first to be served. */
const HELD = `SELECT r.sku, r.warehouse_id, nullif(r.available_from, '-infinity') AS available_from, r.quantity AS held,
  (SELECT coalesce(sum(o.quantity)::bigint, 0) FROM reservations o JOIN promises p ON p.id = o.promise_id
   WHERE o.company_id = r.company_id AND o.sku = r.sku AND o.warehouse_id = r.warehouse_id AND o.available_from = r.available_from
     AND p.seq < own.seq) AS earlier
  FROM reservations r JOIN promises own ON own.id = r.promise_id WHERE r.promise_id = $1`;

const toLot = (row: LotRow): StockLot => ({
  sku: row.sku,
  warehouseId: row.warehouse_id,
  ...(row.available_from !== null ? { availableFrom: row.available_from } : {}),
  quantity: row.quantity,
  reserved: row.reserved,
  free: Math.max(0, row.quantity - row.reserved),
});

/** The lots of these goods. What `promiseId` itself holds counts as free, unless it is what an earlier one holds: it may take it again. */
export async function listLots(tx: Tx, query: { skus: readonly string[]; promiseId?: string | undefined }): Promise<StockLot[]> {
  const rows = await tx.many<LotRow>(
    `SELECT ${LOT} FROM stock s WHERE s.sku = ANY($1) ORDER BY s.sku, s.warehouse_id, s.available_from`,
    [query.skus, query.promiseId ?? null],
  );
  const lots = rows.map(toLot);
  if (query.promiseId === undefined) return lots;
  const own = await tx.many<Omit<LotRow, 'quantity' | 'reserved'> & { held: number; earlier: number }>(HELD, [query.promiseId]);
  return lots.map((lot) => {
    const hold = own.find(
      (row) => row.sku === lot.sku && row.warehouse_id === lot.warehouseId && row.available_from === (lot.availableFrom ?? null),
    );
    if (hold === undefined) return lot;
    return { ...lot, free: Math.max(lot.free, Math.min(hold.held, lot.quantity - hold.earlier)) };
  });
}

/** Nobody else takes of these lots until the transaction ends. Always in one order, so that no two wait for each other. */
export async function lockLots(tx: Tx, skus: readonly string[]): Promise<void> {
  await tx.many('SELECT 1 AS locked FROM stock WHERE sku = ANY($1) ORDER BY sku, warehouse_id, available_from FOR UPDATE', [
    skus,
  ]);
}

/** After what is on hand, before every instant that can be given. */
const BEFORE_ALL = '1970-01-01T00:00:00.000Z';

export async function pageLots(
  tx: Tx,
  query: { sku?: string | undefined; limit: number; cursor?: string | undefined },
): Promise<Page<StockLot>> {
  const after = decodeCursor(query.cursor, ['text', 'text', 'instant']);
  const rows = await tx.many<LotRow>(
    `SELECT ${LOT} FROM stock s WHERE ($3::text IS NULL OR s.sku = $3)
       AND ($4::text IS NULL OR (s.sku, s.warehouse_id, s.available_from) > ($4, $5, $6::timestamptz))
     ORDER BY s.sku, s.warehouse_id, s.available_from LIMIT $1`,
    [query.limit + 1, null, query.sku ?? null, after?.[0] ?? null, after?.[1] ?? null, after?.[2] ?? null],
  );
  return toPage(rows, query.limit, toLot, (row) => [row.sku, row.warehouse_id, row.available_from ?? BEFORE_ALL]);
}
