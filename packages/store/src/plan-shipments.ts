import { searchKey } from '@karavan/contracts';
import type { Tx } from './database.ts';

/** Shipments of an order that were not cancelled, the oldest first, each with how much its units carry. */
export function shipmentsOfOrder(
  tx: Tx,
  orderNumber: string,
): Promise<{ id: string; customerId: string; planId: string | null; orderedKg: number; unitsKg: number; facts: OrderFacts }[]> {
  return tx.many(
    `SELECT s.id, s.customer_id AS "customerId", s.plan_id AS "planId", s.facts, (s.facts ->> 'orderedKg')::float8 AS "orderedKg",
       coalesce((SELECT sum((u.data ->> 'massKg')::float8) FROM shipment_units u WHERE u.shipment_id = s.id), 0) AS "unitsKg"
     FROM shipments s WHERE s.order_key = $1 AND s.status <> 'cancelled' ORDER BY s.created_at, s.id`,
    [searchKey(orderNumber)],
  );
}
interface OrderFacts {
  product: string;
  destination: { name: string };
}

export async function takeForPlan(tx: Tx, input: { shipmentId: string; planId: string | null }): Promise<void> {
  await tx.one('UPDATE shipments SET plan_id = $2 WHERE id = $1', [input.shipmentId, input.planId]);
}

export async function saveOrderedMass(tx: Tx, input: { shipmentId: string; orderedKg: number; legs: object[] }): Promise<void> {
  await tx.one(
    `UPDATE shipments SET facts = facts || jsonb_build_object('orderedKg', $2::float8, 'legs', $3::jsonb) WHERE id = $1`,
    [input.shipmentId, input.orderedKg, JSON.stringify(input.legs)],
  );
}

/** Trips that are taken back: only those nothing has been seen of. Gives the ids of those that went. */
export async function deletePlannedUnits(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.many<{ id: string }>(
    `DELETE FROM shipment_units WHERE id = ANY($1) AND status = 'planned' AND NOT data ? 'seenAt' RETURNING id`,
    [ids],
  );
  return rows.map((row) => row.id);
}

/** Units of published trips that have begun, as far as anything has been seen of them. */
export async function begunUnits(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx.many<{ id: string }>(
    `SELECT id FROM shipment_units WHERE id = ANY($1) AND (status <> 'planned' OR data ? 'seenAt')`,
    [ids],
  );
  return new Set(rows.map((row) => row.id));
}

/** Positions wait until we are through: no trip begins between our look at it and our commit. In the order everybody locks them. */
export async function lockShipments(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.many('SELECT id FROM shipments WHERE id = ANY($1) ORDER BY id FOR UPDATE', [ids]);
}
