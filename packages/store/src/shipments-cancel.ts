import { type AlertKind, type ShipmentCancellation, searchKey } from '@karavan/contracts';
import type { Tx } from './database.ts';

/** The plan whose published trips a shipment carries, if any. */
export async function planOfShipment(tx: Tx, shipmentId: string): Promise<string | undefined> {
  const row = await tx.one<{ plan_id: string | null }>('SELECT plan_id FROM shipments WHERE id = $1', [shipmentId]);
  return row?.plan_id ?? undefined;
}

/** Shipments of the same order that were not cancelled. */
export async function countOthersOfOrder(tx: Tx, input: { orderNumber: string; exceptId: string }): Promise<number> {
  const row = await tx.one<{ n: number }>(
    `SELECT count(*)::integer AS n FROM shipments WHERE order_key = $1 AND id <> $2 AND status <> 'cancelled'`,
    [searchKey(input.orderNumber), input.exceptId],
  );
  return row?.n ?? 0;
}

/** Noted on the shipment, which belongs to no plan any more. Its state is saved apart. */
export async function saveCancellation(tx: Tx, input: { id: string; cancelled: ShipmentCancellation }): Promise<void> {
  await tx.one(`UPDATE shipments SET plan_id = NULL, facts = facts || jsonb_build_object('cancelled', $2::jsonb) WHERE id = $1`, [
    input.id,
    JSON.stringify(input.cancelled),
  ]);
}

/** Episodes that go on about a shipment itself or about these of its units. */
export function listGoingOnOf(
  tx: Tx,
  input: { shipmentId: string; unitIds: readonly string[] },
): Promise<{ kind: AlertKind; subject: string }[]> {
  return tx.many(
    `SELECT kind, subject FROM alerts WHERE ended_at IS NULL
       AND (subject = 'shipment:' || $1::text OR subject LIKE 'unit:%' AND split_part(substr(subject, 6), ' ', 1) = ANY($2::text[]))`,
    [input.shipmentId, input.unitIds],
  );
}
