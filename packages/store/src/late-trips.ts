import type { Place, ShipmentUnit } from '@karavan/contracts';
import type { Tx } from './database.ts';

/** A truck's trip whose time some positions lie in that came late. */
export interface LateTrip {
  unit: ShipmentUnit;
  vehicleId: string;
  origin: Place;
  destination: Place;
  visibleFrom: string;
  visibleUntil: string | null;
  /** when the truck's cargo before this one was over; null where there was none */
  notBefore: string | null;
}

/** So long before its hour a truck may come to load, and so long it may have been seen before where it has no hour. */
const EARLIEST = `coalesce((u.data ->> 'loadFrom')::timestamptz - interval '3 hours', u.visible_from - interval '12 hours')`;

/**
 * The trips of a device's truck that positions between two instants may say more of: begun or over, not handed to or from another
 * truck on the way. Nobody else changes them before the transaction ends.
 */
export function lockLateTrips(tx: Tx, input: { uniqueId: string; fromMs: number; toMs: number }): Promise<LateTrip[]> {
  return tx.many<LateTrip>(
    `SELECT u.data AS unit, d.vehicle_id AS "vehicleId", s.facts -> 'origin' AS origin, s.facts -> 'destination' AS destination,
       u.visible_from AS "visibleFrom", u.visible_until AS "visibleUntil",
       (SELECT max(coalesce(e.visible_until, now())) FROM shipment_units e WHERE e.company_id = u.company_id AND e.asset_id = u.asset_id
         AND e.shipment_id <> u.shipment_id AND e.visible_from < u.visible_from AND karavan_on_this_cargo(e)) AS "notBefore"
     FROM devices d JOIN shipment_units u ON u.company_id = d.company_id AND u.asset_id = 'truck:' || d.vehicle_id JOIN shipments s ON s.id = u.shipment_id
     WHERE d.unique_id = $1 AND u.mode = 'road' AND karavan_on_this_cargo(u) AND NOT u.data ? 'handedOverAt'
       AND ${EARLIEST} <= $3 AND coalesce(u.data ->> 'deliveredAt', u.data ->> 'seenAt')::timestamptz >= $2
       AND NOT EXISTS (SELECT FROM shipment_units h WHERE h.shipment_id = u.shipment_id AND (h.data ->> 'handedOverAt')::timestamptz = u.visible_from)
     ORDER BY u.id FOR UPDATE OF s, u`,
    [input.uniqueId, new Date(input.fromMs), new Date(input.toMs)],
  );
}

/** Writes what a trip is now known to have been, and when what was told of it had happened. */
export async function saveLateTrip(
  tx: Tx,
  trip: { unit: ShipmentUnit; visibleFrom: string; visibleUntil: string | null },
): Promise<void> {
  const { unit } = trip;
  await tx.one('UPDATE shipment_units SET data = $2, visible_from = $3, visible_until = $4 WHERE id = $1', [
    unit.id,
    unit,
    trip.visibleFrom,
    trip.visibleUntil,
  ]);
  await tx.many(
    `UPDATE events e SET at = r.at FROM (VALUES ('departed', $2::timestamptz), ('delivered', $3::timestamptz)) AS r (kind, at)
     WHERE e.asset_id = $4 AND e.kind = r.kind AND e.evidence ->> 'unitId' = $1 AND r.at < e.at AND NOT EXISTS (
       SELECT FROM events o WHERE o.asset_id = e.asset_id AND o.kind = e.kind AND o.at = r.at AND o.shipment_id IS NOT DISTINCT FROM e.shipment_id)`,
    [unit.id, unit.departedAt ?? null, unit.deliveredAt ?? null, unit.assetId],
  );
  // Open pages of the cargo look again. The lock of the revision is held from here on; it is seldom that a trip is mended.
  await tx.one(
    'UPDATE shipments SET revision = karavan_next_revision() WHERE id = (SELECT shipment_id FROM shipment_units WHERE id = $1)',
    [unit.id],
  );
}
