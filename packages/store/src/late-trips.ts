import type { Place, ShipmentUnit } from '@karavan/contracts';
import { asRecordset, type Tx } from './database.ts';

/** A truck's trip whose time some positions lie in, or after, that came late. */
export interface LateTrip {
  unit: ShipmentUnit;
  shipmentId: string;
  customerId: string;
  origin: Place;
  destination: Place;
  visibleFrom: string;
  visibleUntil: string | null;
  /** from when its truck may have been seen for it */
  earliest: string;
}

/** So long before its hour a truck may come to load, and so long it may have been seen before where it has no hour. */
const EARLIEST = `coalesce((u.data ->> 'takenOverAt')::timestamptz, (u.data ->> 'loadFrom')::timestamptz - interval '3 hours', u.visible_from - interval '12 hours')`;
const ENDED = `coalesce(u.data ->> 'handedOverAt', u.data ->> 'deliveredAt')::timestamptz`;
/** Nobody plans more for one truck at a time. */
const MOST_TRIPS = 50;

/**
 * The trips of a truck that positions from an instant on may say more of: all but those that had ended before. Nobody else changes
 * them before the transaction ends. `notBefore`: when the last of those that had ended was over.
 */
export async function lockLateTrips(
  tx: Tx,
  input: { assetId: string; from: string },
): Promise<{ trips: LateTrip[]; notBefore: string | null }> {
  const trips = await tx.many<LateTrip>(
    `SELECT u.data AS unit, u.shipment_id AS "shipmentId", u.customer_id AS "customerId", s.facts -> 'origin' AS origin,
       s.facts -> 'destination' AS destination, u.visible_from AS "visibleFrom", u.visible_until AS "visibleUntil", ${EARLIEST} AS earliest
     FROM shipment_units u JOIN shipments s ON s.id = u.shipment_id
     WHERE u.company_id = (SELECT karavan_company()) AND u.asset_id = $1 AND u.mode = 'road' AND (u.status <> 'delivered' OR ${ENDED} >= $2)
     ORDER BY (u.data ->> 'loadFrom')::timestamptz NULLS FIRST, u.id LIMIT ${MOST_TRIPS} FOR UPDATE OF s, u`,
    [input.assetId, input.from],
  );
  const ended = await tx.one<{ at: string | null }>(
    `SELECT max(${ENDED}) AS at FROM shipment_units u
     WHERE u.company_id = (SELECT karavan_company()) AND u.asset_id = $1 AND u.mode = 'road' AND u.status = 'delivered' AND ${ENDED} < $2`,
    [input.assetId, input.from],
  );
  return { trips, notBefore: ended?.at ?? null };
}

/** An event of a trip, as its walk has it. */
export interface TripEvent {
  unitId: string;
  shipmentId: string;
  customerId: string;
  assetId: string;
  kind: string;
  at: string;
  place?: string | undefined;
  evidence: Record<string, unknown>;
}

/** Says of what was told of a trip when it had happened, and tells what was not told yet. */
export async function saveTripEvents(
  tx: Tx,
  input: { companyId: string; revision: number; events: readonly TripEvent[] },
): Promise<void> {
  if (input.events.length === 0) return;
  const rows = asRecordset(input.events);
  const shape = `r("unitId" text, "shipmentId" uuid, "customerId" uuid, "assetId" text, kind text, at timestamptz, place text, evidence jsonb)`;
  await tx.many(
    `UPDATE events e SET at = r.at, evidence = r.evidence FROM jsonb_to_recordset($1::jsonb) AS ${shape}
     WHERE e.asset_id = r."assetId" AND e.kind = r.kind AND e.evidence ->> 'unitId' = r."unitId" AND e.at <> r.at AND NOT EXISTS (
       SELECT FROM events o WHERE o.asset_id = e.asset_id AND o.kind = e.kind AND o.at = r.at AND o.shipment_id IS NOT DISTINCT FROM e.shipment_id)`,
    [rows],
  );
  await tx.many(
    `INSERT INTO events (company_id, customer_id, revision, kind, at, asset_id, shipment_id, place, evidence, late)
     SELECT $2, r."customerId", $3, r.kind, r.at, r."assetId", r."shipmentId", r.place, r.evidence, true FROM jsonb_to_recordset($1::jsonb) AS ${shape}
     WHERE NOT EXISTS (SELECT FROM events o WHERE o.asset_id = r."assetId" AND o.kind = r.kind AND o.evidence ->> 'unitId' = r."unitId")
     ON CONFLICT DO NOTHING`,
    [rows, input.companyId, input.revision],
  );
}

/** Whether a device had a good place so shortly before an instant, or at it. */
export async function wasHeard(tx: Tx, query: { uniqueId: string; beforeMs: number; withinMs: number }): Promise<boolean> {
  const { uniqueId, beforeMs, withinMs } = query;
  const row = await tx.one<{ heard: boolean }>(
    'SELECT EXISTS (SELECT FROM positions WHERE device_id = $1 AND filtered IS NULL AND lat IS NOT NULL AND fixed_at BETWEEN $2 AND $3) AS heard',
    [uniqueId, new Date(beforeMs - withinMs), new Date(beforeMs)],
  );
  return row?.heard === true;
}

/** The time each marker shows. */
export const listMarkerTimes = (tx: Tx, assetIds: readonly string[]): Promise<{ assetId: string; at: string }[]> =>
  tx.many(`SELECT id AS "assetId", at FROM assets WHERE id = ANY($1) AND at IS NOT NULL ORDER BY id`, [assetIds]);
