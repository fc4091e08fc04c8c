import type { FoundGoods } from '@karavan/contracts';
import type { Tx } from './database.ts';

const FREE = `s.quantity - coalesce((SELECT sum(r.quantity)::bigint FROM reservations r WHERE r.company_id = s.company_id AND r.sku = s.sku
  AND r.warehouse_id = s.warehouse_id AND r.available_from = s.available_from), 0)`;

/**
 * Goods whose name holds all the words asked for, whatever their case; names that begin with the first of them come first. With how much
 * of them nobody holds, by warehouse, now or later.
 */
export async function searchGoods(tx: Tx, query: { words: readonly string[]; limit: number }): Promise<FoundGoods[]> {
  const rows = await tx.many<{ sku: string; massKg: number; free: Record<string, number> | null }>(
    `WITH found AS (
       SELECT sku, mass_kg FROM items
       WHERE NOT EXISTS (SELECT FROM unnest($1::text[]) AS word WHERE position(lower(word) IN lower(sku)) = 0)
       ORDER BY starts_with(lower(sku), lower($1[1])) DESC, sku LIMIT $2)
     SELECT f.sku, f.mass_kg AS "massKg",
       (SELECT jsonb_object_agg(warehouse_id, free) FROM (
          SELECT s.warehouse_id, sum(greatest(${FREE}, 0))::bigint AS free FROM stock s WHERE s.sku = f.sku GROUP BY s.warehouse_id) AS held
        WHERE free > 0) AS free
     FROM found f ORDER BY starts_with(lower(f.sku), lower($1[1])) DESC, f.sku`,
    [query.words, query.limit],
  );
  return rows.map(({ free, ...good }) => ({
    ...good,
    free: Object.entries(free ?? {}).map(([warehouseId, quantity]) => ({ warehouseId, quantity })),
  }));
}
