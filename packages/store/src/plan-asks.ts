import { type NewSplitAsk, type SplitAsk, searchKey } from '@karavan/contracts';
import { asRecordset, type Tx } from './database.ts';
import { orderKeyOf, type PlanRecord } from './plans.ts';

/** The tonnes a day of a published plan, for its customer. */
export async function saveOrderDays(
  tx: Tx,
  input: { companyId: string; plan: PlanRecord; days: readonly { date: string; massKg: number }[] },
): Promise<void> {
  const { plan } = input;
  await tx.many('DELETE FROM order_days WHERE plan_id = $1', [plan.id]);
  const key = orderKeyOf(plan);
  if (key === null || plan.customerId === null) return;
  await tx.many(
    `INSERT INTO order_days (company_id, customer_id, plan_id, order_key, date, mass_kg)
     SELECT $1, $2, $3, $4, date, "massKg" FROM jsonb_to_recordset($5::jsonb) AS r(date date, "massKg" float8)`,
    [input.companyId, plan.customerId, plan.id, key, asRecordset(input.days)],
  );
}

export function listOrderDays(tx: Tx, orderNumber: string): Promise<{ date: string; massKg: number }[]> {
  return tx.many(
    `SELECT date::text AS date, sum(mass_kg) AS "massKg" FROM order_days WHERE order_key = $1 GROUP BY date ORDER BY date`,
    [searchKey(orderNumber)],
  );
}

interface AskRow {
  id: string;
  status: SplitAsk['status'];
  created_at: string;
  created_by: string;
  plan_id: string | null;
  data: Pick<SplitAsk, 'days' | 'unloadingMode' | 'note' | 'possible'>;
}
const toAsk = (row: AskRow): SplitAsk => ({
  id: row.id,
  status: row.status,
  createdAt: row.created_at,
  createdBy: row.created_by,
  ...row.data,
});
const ASK = 'id, status, created_at, created_by, plan_id, data';

/** Gives false when this very wish has been kept before: then nothing is written. */
export async function insertAsk(
  tx: Tx,
  input: {
    companyId: string;
    customerId: string;
    orderNumber: string;
    planId: string;
    id: string;
    by: string;
    at: string;
    ask: NewSplitAsk;
    possible: boolean;
  },
): Promise<boolean> {
  const { ask } = input;
  const data = { days: ask.days, unloadingMode: ask.unloadingMode ?? null, note: ask.note ?? null, possible: input.possible };
  const row = await tx.one(
    `INSERT INTO split_requests (id, company_id, customer_id, order_number, order_key, status, created_at, created_by, plan_id, data)
     VALUES ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING RETURNING id`,
    [
      input.id,
      input.companyId,
      input.customerId,
      input.orderNumber,
      searchKey(input.orderNumber),
      input.at,
      input.by,
      input.planId,
      JSON.stringify(data),
    ],
  );
  return row !== undefined;
}

export async function findAsk(tx: Tx, id: string): Promise<SplitAsk | undefined> {
  const row = await tx.one<AskRow>(`SELECT ${ASK} FROM split_requests WHERE id = $1`, [id]);
  return row && toAsk(row);
}

export async function listAsks(tx: Tx, orderNumber: string): Promise<SplitAsk[]> {
  const rows = await tx.many<AskRow>(
    `SELECT ${ASK} FROM split_requests WHERE order_key = $1 ORDER BY created_at DESC, id LIMIT 20`,
    [searchKey(orderNumber)],
  );
  return rows.map(toAsk);
}

/** Who waits for an answer to which plan. */
export async function openAsksOf(tx: Tx, planIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.many<{ plan_id: string; created_by: string }>(
    `SELECT plan_id, created_by FROM split_requests WHERE plan_id = ANY($1) AND status = 'open'`,
    [planIds],
  );
  return new Map(rows.map((row) => [row.plan_id, row.created_by]));
}

export async function answerAsks(tx: Tx, input: { planId: string; status: 'accepted' | 'declined' }): Promise<void> {
  await tx.many(`UPDATE split_requests SET status = $2 WHERE plan_id = $1 AND status = 'open'`, [input.planId, input.status]);
}
