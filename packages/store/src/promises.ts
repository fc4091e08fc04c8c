import { type KeptPromise, type NewPromise, type PromiseChange, type PromisePlan, searchKey } from '@karavan/contracts';
import { asRecordset, type Tx } from './database.ts';
import { decodeCursor, type Page, toPage } from './pages.ts';

interface Row {
  id: string;
  seq: number;
  order_number: string | null;
  status: 'held' | 'released';
  created_at: string;
  created_by: string;
  network_version: number;
  request: NewPromise;
  plan: PromisePlan;
  change: PromiseChange | null;
}
const COLUMNS = 'id, seq, order_number, status, created_at, created_by, network_version, request, plan, change';

const toPromise = (row: Row): KeptPromise => ({
  id: row.id,
  ...(row.order_number !== null ? { orderNumber: row.order_number } : {}),
  status: row.status,
  createdAt: row.created_at,
  createdBy: row.created_by,
  networkVersion: row.network_version,
  request: row.request,
  plan: row.plan,
  ...(row.change !== null ? { change: row.change } : {}),
});

/** Gives false when this request has been kept before: then nothing is written. */
export async function insertPromise(tx: Tx, input: { companyId: string; promise: KeptPromise }): Promise<boolean> {
  const { promise } = input;
  const row = await tx.one(
    `INSERT INTO promises (id, company_id, request_id, order_number, order_key, status, created_at, created_by, network_version, request, plan)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (company_id, request_id) DO NOTHING RETURNING id`,
    [
      promise.id,
      input.companyId,
      promise.request.requestId ?? null,
      promise.orderNumber ?? null,
      promise.orderNumber === undefined ? null : searchKey(promise.orderNumber),
      promise.status,
      promise.createdAt,
      promise.createdBy,
      promise.networkVersion,
      promise.request,
      promise.plan,
    ],
  );
  return row !== undefined;
}

/** What a plan takes of each lot is held for it; what it held before is let go. */
export async function reserve(tx: Tx, input: { companyId: string; promiseId: string; plan: PromisePlan }): Promise<void> {
  await tx.many('DELETE FROM reservations WHERE promise_id = $1', [input.promiseId]);
  const lines = input.plan.shipments.flatMap((shipment) => shipment.lines);
  const rows = lines.map((line) => ({ ...line, availableFrom: line.availableFrom ?? '-infinity' }));
  await tx.many(
    `INSERT INTO reservations (company_id, promise_id, sku, warehouse_id, available_from, quantity)
     SELECT $1, $2, sku, "sourceId", "availableFrom", sum(quantity)
     FROM jsonb_to_recordset($3::jsonb) AS r(sku text, "sourceId" text, "availableFrom" timestamptz, quantity bigint) GROUP BY sku, "sourceId", "availableFrom"`,
    [input.companyId, input.promiseId, asRecordset(rows)],
  );
}

export async function findPromise(tx: Tx, id: string): Promise<KeptPromise | undefined> {
  const row = await tx.one<Row>(`SELECT ${COLUMNS} FROM promises WHERE id = $1`, [id]);
  return row && toPromise(row);
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockPromise(tx: Tx, id: string): Promise<KeptPromise | undefined> {
  const row = await tx.one<Row>(`SELECT ${COLUMNS} FROM promises WHERE id = $1 FOR UPDATE`, [id]);
  return row && toPromise(row);
}

export async function findPromiseByRequest(tx: Tx, requestId: string): Promise<KeptPromise | undefined> {
  const row = await tx.one<Row>(`SELECT ${COLUMNS} FROM promises WHERE request_id = $1`, [requestId]);
  return row && toPromise(row);
}

export async function listPromises(tx: Tx, page: { limit: number; cursor?: string | undefined }): Promise<Page<KeptPromise>> {
  const after = decodeCursor(page.cursor, ['int']);
  const rows = await tx.many<Row>(
    `SELECT ${COLUMNS} FROM promises WHERE $2::bigint IS NULL OR seq < $2 ORDER BY seq DESC LIMIT $1`,
    [page.limit + 1, after?.[0] ?? null],
  );
  return toPage(rows, page.limit, toPromise, (row) => [row.seq]);
}

/** What is held for an order, in the order in which promises are locked. */
export async function listHeldForOrder(tx: Tx, orderNumber: string): Promise<KeptPromise[]> {
  const rows = await tx.many<Row>(`SELECT ${COLUMNS} FROM promises WHERE order_key = $1 AND status = 'held' ORDER BY id`, [
    searchKey(orderNumber),
  ]);
  return rows.map(toPromise);
}

export async function releasePromise(tx: Tx, id: string): Promise<void> {
  await tx.one(`UPDATE promises SET status = 'released', change = NULL, recheck_since = NULL WHERE id = $1`, [id]);
  await tx.many('DELETE FROM reservations WHERE promise_id = $1', [id]);
}

const MARK = (which: string) => `UPDATE promises SET recheck_since = coalesce(recheck_since, $1) WHERE id IN (
  SELECT id FROM promises WHERE status = 'held' ${which} ORDER BY id FOR NO KEY UPDATE)`;
const MARK_ALL = MARK('');
/** Every line of a promise that is held has its reservations. */
const MARK_HOLDERS = MARK('AND id = ANY(ARRAY(SELECT promise_id FROM reservations WHERE sku = ANY($2)))');

/** Held promises that these goods, or with undefined the whole network, have changed under. Locked by id: no two wait for each other. */
export async function markForRecheck(tx: Tx, input: { now: Date; skus?: readonly string[] }): Promise<void> {
  if (input.skus === undefined) await tx.many(MARK_ALL, [input.now]);
  else await tx.many(MARK_HOLDERS, [input.now, input.skus]);
}

/** System transaction: promises of all companies that wait to be looked at again, the longest waiting first. */
export function listForRecheck(tx: Tx, limit: number): Promise<{ id: string; companyId: string }[]> {
  return tx.many(
    `SELECT id, company_id AS "companyId" FROM promises WHERE recheck_since IS NOT NULL ORDER BY recheck_since LIMIT $1`,
    [limit],
  );
}

export async function saveRecheck(tx: Tx, input: { id: string; change: PromiseChange | null }): Promise<void> {
  await tx.one('UPDATE promises SET change = $2, recheck_since = NULL WHERE id = $1', [input.id, input.change]);
}

/** One that could not be looked at lets the others go first. */
export async function postponeRecheck(tx: Tx, input: { id: string; now: Date }): Promise<void> {
  await tx.one('UPDATE promises SET recheck_since = $2 WHERE id = $1 AND recheck_since IS NOT NULL', [input.id, input.now]);
}

export async function savePlan(tx: Tx, input: { id: string; plan: PromisePlan; networkVersion: number }): Promise<void> {
  await tx.one('UPDATE promises SET plan = $2, network_version = $3, change = NULL, recheck_since = NULL WHERE id = $1', [
    input.id,
    input.plan,
    input.networkVersion,
  ]);
}
