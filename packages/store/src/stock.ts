import type { PromiseItem, PromiseStock, StockLot } from '@karavan/contracts';
import { asRecordset, type Tx } from './database.ts';
import { decodeCursor, type Page, toPage } from './pages.ts';

export async function saveItems(tx: Tx, input: { companyId: string; items: readonly PromiseItem[] }): Promise<void> {
  await tx.many(
    `INSERT INTO items (company_id, sku, mass_kg, volume_m3)
     SELECT DISTINCT ON (sku) $1, sku, "massKg", "volumeM3" FROM jsonb_to_recordset($2::jsonb) AS r(sku text, "massKg" float8, "volumeM3" float8)
     ON CONFLICT (company_id, sku) DO UPDATE SET mass_kg = excluded.mass_kg, volume_m3 = excluded.volume_m3`,
    [input.companyId, asRecordset(input.items)],
  );
}

/** Which of these goods somebody has described. */
export async function listKnown(tx: Tx, skus: readonly string[]): Promise<Set<string>> {
  const rows = await tx.many<{ sku: string }>('SELECT sku FROM items WHERE sku = ANY($1)', [skus]);
  return new Set(rows.map(({ sku }) => sku));
}

/**
 * Nobody else gives, takes or changes lots of these goods until the transaction ends. Always in one order, so that no two wait
 * for each other. A row a good instead of one a lot: locking writes every row.
 */
export async function lockGoods(tx: Tx, skus: readonly string[]): Promise<void> {
  await tx.many('SELECT 1 AS locked FROM items WHERE sku = ANY($1) ORDER BY sku FOR UPDATE', [skus]);
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
  AND r.warehouse_id = s.warehouse_id AND r.available_from = s.available_from), 0) AS reserved`;
const LOT = `s.sku, s.warehouse_id, nullif(s.available_from, '-infinity') AS available_from, s.quantity, ${RESERVED}`;
const toLot = (row: LotRow): StockLot => ({
  sku: row.sku,
  warehouseId: row.warehouse_id,
  ...(row.available_from !== null ? { availableFrom: row.available_from } : {}),
  quantity: row.quantity,
  reserved: row.reserved,
  free: Math.max(0, row.quantity - row.reserved),
});

/** After what is on hand, before every instant that can be given. */
const BEFORE_ALL = '1970-01-01T00:00:00.000Z';

export async function pageLots(
  tx: Tx,
  query: { sku?: string | undefined; limit: number; cursor?: string | undefined },
): Promise<Page<StockLot>> {
  const after = decodeCursor(query.cursor, ['text', 'text', 'instant']);
  const rows = await tx.many<LotRow>(
    `SELECT ${LOT} FROM stock s WHERE ($2::text IS NULL OR s.sku = $2)
       AND ($3::text IS NULL OR (s.sku, s.warehouse_id, s.available_from) > ($3, $4, $5::timestamptz))
     ORDER BY s.sku, s.warehouse_id, s.available_from LIMIT $1`,
    [query.limit + 1, query.sku ?? null, after?.[0] ?? null, after?.[1] ?? null, after?.[2] ?? null],
  );
  return toPage(rows, query.limit, toLot, (row) => [row.sku, row.warehouse_id, row.available_from ?? BEFORE_ALL]);
}
