import type { NewPlanOutage, PlanOutage } from '@karavan/contracts';
import type { Tx } from './database.ts';

interface Row {
  id: string;
  told_at: string;
  told_by: string;
  data: NewPlanOutage;
}
const toOutage = ({ id, told_at, told_by, data }: Row): PlanOutage => ({ ...data, id, toldAt: told_at, toldBy: told_by });

/** What of a plan is out or closed, in the order it was told. */
export async function listOutages(tx: Tx, planId: string): Promise<PlanOutage[]> {
  const rows = await tx.many<Row>('SELECT id, told_at, told_by, data FROM plan_outages WHERE plan_id = $1 ORDER BY told_at, id', [
    planId,
  ]);
  return rows.map(toOutage);
}

export async function insertOutage(
  tx: Tx,
  input: { companyId: string; planId: string; id: string; at: string; by: string; outage: NewPlanOutage },
): Promise<void> {
  await tx.one('INSERT INTO plan_outages (id, company_id, plan_id, told_at, told_by, data) VALUES ($1, $2, $3, $4, $5, $6)', [
    input.id,
    input.companyId,
    input.planId,
    input.at,
    input.by,
    JSON.stringify(input.outage),
  ]);
}

export async function endOutage(tx: Tx, input: { id: string; until: string }): Promise<void> {
  await tx.one(`UPDATE plan_outages SET data = data || jsonb_build_object('until', $2::text) WHERE id = $1`, [
    input.id,
    input.until,
  ]);
}

/** It never was. */
export async function deleteOutage(tx: Tx, id: string): Promise<void> {
  await tx.one('DELETE FROM plan_outages WHERE id = $1', [id]);
}

/** How many outages of each of these plans are not over yet. */
export async function countOutages(
  tx: Tx,
  { planIds, now }: { planIds: readonly string[]; now: Date },
): Promise<Map<string, number>> {
  const rows = await tx.many<{ plan_id: string; n: number }>(
    `SELECT plan_id, count(*)::int AS n FROM plan_outages
     WHERE plan_id = ANY($1) AND (data ->> 'until' IS NULL OR (data ->> 'until')::timestamptz > $2) GROUP BY plan_id`,
    [planIds, now],
  );
  return new Map(rows.map(({ plan_id, n }) => [plan_id, n]));
}
