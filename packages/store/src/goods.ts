import type { PromiseItem, StockLot } from '@karavan/contracts';
import type { Tx } from './database.ts';

/** Goods as the database gives them: every column a JSON array, or null. Thousands of rows cost as much as one this way. */
interface Columns {
  item_skus: string | null;
  item_masses: string | null;
  lot_skus: string | null;
  lot_places: string | null;
  lot_from: string | null;
  lot_quantities: string | null;
  held_skus: string | null;
  held_places: string | null;
  held_from: string | null;
  held_quantities: string | null;
}
/** What is read of goods for a promise. Two readings are compared with `isSame` and need not be taken apart for that. */
export interface Goods {
  networkVersion: number;
  /** when that version was saved */
  networkSavedAt: string | null;
  columns: Columns;
}

const column = (name: string, as: string) => `array_to_json(array_agg(${name}))::text AS ${as}`;
const FROM = `nullif(available_from, '-infinity')`;
const GOODS = `SELECT n.*, i.*, s.*, r.*
  FROM (SELECT max(version) AS version FROM networks) AS newest
  LEFT JOIN (SELECT version, saved_at FROM networks) AS n ON n.version = newest.version,
  (SELECT ${column('sku', 'item_skus')}, ${column('mass_kg', 'item_masses')}
   FROM (SELECT sku, mass_kg FROM items WHERE sku = ANY($1) ORDER BY sku) AS described) AS i,
  (SELECT ${column('sku', 'lot_skus')}, ${column('warehouse_id', 'lot_places')}, ${column(FROM, 'lot_from')},
     ${column('quantity', 'lot_quantities')}
   FROM (SELECT sku, warehouse_id, available_from, quantity FROM stock WHERE sku = ANY($1)
     ORDER BY sku, warehouse_id, available_from) AS lots) AS s,
  (SELECT ${column('sku', 'held_skus')}, ${column('warehouse_id', 'held_places')}, ${column(FROM, 'held_from')},
     ${column('quantity', 'held_quantities')}
   FROM (SELECT sku, warehouse_id, available_from, quantity FROM reservations
     WHERE sku = ANY($1) AND ($2::uuid IS NULL OR promise_id <> $2) ORDER BY sku, warehouse_id, available_from) AS held) AS r`;

/**
 * From here to the end of the transaction rows are looked up by index. A statement is planned once a connection, and where that
 * happens while nothing is reserved yet PostgreSQL would read all reservations from end to end ever after.
 */
export async function goByIndex(tx: Tx): Promise<void> {
  await tx.one(`SELECT set_config('enable_seqscan', 'off', true)`);
}

/** All that a promise asks the database, in one statement: which network counts, the goods, their lots, what is held of them. */
export async function readGoods(tx: Tx, query: { skus: readonly string[]; promiseId?: string | undefined }): Promise<Goods> {
  await goByIndex(tx);
  const row = await tx.one<Columns & { version: number | null; saved_at: string | null }>(GOODS, [
    [...new Set(query.skus)],
    query.promiseId ?? null,
  ]);
  if (row === undefined) throw new Error('the goods were not read');
  const { version, saved_at: savedAt, ...columns } = row;
  return { networkVersion: version ?? 0, networkSavedAt: savedAt, columns };
}

/** Whether nothing changed between two readings of the same goods. */
export function isSame(one: Goods, other: Goods): boolean {
  const [a, b] = [one.columns, other.columns];
  return (
    one.networkVersion === other.networkVersion &&
    one.networkSavedAt === other.networkSavedAt &&
    (Object.keys(a) as (keyof Columns)[]).every((name) => a[name] === b[name])
  );
}

const listOf = <T>(json: string | null): T[] => (json === null ? [] : JSON.parse(json));

/** By SKU; each once. */
export function itemsOf({ columns }: Goods): PromiseItem[] {
  const masses = listOf<number>(columns.item_masses);
  return listOf<string>(columns.item_skus).map((sku, row) => ({ sku, massKg: masses[row] ?? 0 }));
}

interface Row {
  sku: string;
  place: string;
  from: string | null;
  quantity: number;
}

function rowsOf(columns: [skus: string | null, places: string | null, from: string | null, quantities: string | null]): Row[] {
  const places = listOf<string>(columns[1]);
  const from = listOf<string | null>(columns[2]);
  const quantities = listOf<number>(columns[3]);
  return listOf<string>(columns[0]).map((sku, row) => ({
    sku,
    place: places[row] ?? '',
    from: from[row] ?? null,
    quantity: quantities[row] ?? 0,
  }));
}

const lotKey = ({ sku, place, from }: Omit<Row, 'quantity'>): string => JSON.stringify([sku, place, from]);

/** By SKU, warehouse and time. `free` is what nobody holds. */
export function lotsOf({ columns }: Goods): StockLot[] {
  const { lot_skus, lot_places, lot_from, lot_quantities, held_skus, held_places, held_from, held_quantities } = columns;
  const held = new Map<string, number>();
  for (const row of rowsOf([held_skus, held_places, held_from, held_quantities])) {
    const key = lotKey(row);
    held.set(key, (held.get(key) ?? 0) + row.quantity);
  }
  return rowsOf([lot_skus, lot_places, lot_from, lot_quantities]).map((row) => {
    const reserved = held.size === 0 ? 0 : (held.get(lotKey(row)) ?? 0);
    const lot: StockLot = {
      sku: row.sku,
      warehouseId: row.place,
      quantity: row.quantity,
      reserved,
      free: Math.max(0, row.quantity - reserved),
    };
    if (row.from !== null) lot.availableFrom = new Date(row.from).toISOString();
    return lot;
  });
}

/** What a promise holds of a lot, and what those before it do: where a lot was cut, the first to come are the first to be served. */
const HELD = `SELECT r.sku, r.warehouse_id AS "warehouseId", nullif(r.available_from, '-infinity') AS "availableFrom", r.quantity AS held,
  (SELECT coalesce(sum(o.quantity)::bigint, 0) FROM reservations o JOIN promises p ON p.id = o.promise_id
   WHERE o.company_id = r.company_id AND o.sku = r.sku AND o.warehouse_id = r.warehouse_id AND o.available_from = r.available_from
     AND p.seq < own.seq) AS earlier
  FROM reservations r JOIN promises own ON own.id = r.promise_id WHERE r.promise_id = $1`;

/** The lots as a promise may use them: what it holds is free to it, unless it is what an earlier one holds. */
export async function lotsFor(tx: Tx, input: { goods: Goods; promiseId: string }): Promise<StockLot[]> {
  const rows = await tx.many<{ sku: string; warehouseId: string; availableFrom: string | null; held: number; earlier: number }>(
    HELD,
    [input.promiseId],
  );
  const keyOf = (sku: string, place: string, from: string | null) => lotKey({ sku, place, from });
  const own = new Map(rows.map((row) => [keyOf(row.sku, row.warehouseId, row.availableFrom), row]));
  return lotsOf(input.goods).map((lot) => {
    const hold = own.get(keyOf(lot.sku, lot.warehouseId, lot.availableFrom ?? null));
    if (hold === undefined) return lot;
    return { ...lot, free: Math.max(lot.free, Math.min(hold.held, lot.quantity - hold.earlier)) };
  });
}
