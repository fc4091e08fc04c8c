import type { AlertKind, Place, ShipmentState, ShipmentUnit } from '@karavan/contracts';
import type { Concerned } from './alerts.ts';
import type { Tx } from './database.ts';

/** Everything of a company that time alone may turn into an alert, as of now. */
export interface PresentFacts {
  /** `account`: the source of positions it was heard of through; null for what comes to us by itself */
  assets: {
    assetId: string;
    label: string;
    source: string;
    account: string | null;
    at: string;
    lat: number;
    lon: number;
    shipments: Concerned[];
  }[];
  feeds: { source: string; account: string | null; name: string | null; trackers: number; lastAt: string; together: number }[];
  trips: {
    unit: ShipmentUnit;
    shipment: Concerned;
    orderedKg: number;
    isOrderDelivered: boolean;
    isOvertaken: boolean;
    /** what its legs carry, where there is more than one */
    legs: { leg: number; massKg: number }[] | null;
    origin: Place;
    destination: Place;
    deliverBy: string | null;
    knownSince: string;
    last: { lat: number; lon: number; at: string; source: string } | null;
  }[];
  shipments: ShipmentState[];
  sources: { id: string; name: string; kind: string; since: string }[];
  goingOn: { id: string; kind: AlertKind; subject: string; openedAt: string; hasFence: boolean }[];
}

/** Who is heard of through which account: the id of a polled device begins with that of its source. */
const HEARD = `SELECT a.id, a.label, coalesce(a.source, '') AS source, o.id AS account, o.name, coalesce(o.id, a.source, '') AS feed, a.at, a.lat, a.lon
  FROM assets a LEFT JOIN sources o ON o.company_id = $4 AND o.id = split_part(a.device_id, ':', 1) AND strpos(a.device_id, ':') > 0
  WHERE a.kind IN ('truck', 'device') AND a.at IS NOT NULL AND a.lat IS NOT NULL`;

/** An outage that is told goes on for as long as its trackers are silent, for others a day is looked back. */
const FEEDS = `SELECT source, account, name, count(*) AS trackers, newest AS "lastAt", count(*) FILTER (WHERE at >= newest - $5 * interval '1 millisecond') AS together
  FROM (SELECT source, account, name, feed, at, max(at) OVER (PARTITION BY feed) AS newest FROM heard
    WHERE at > $2::timestamptz - CASE WHEN 'feed:' || feed IN (SELECT subject FROM on_going) THEN interval '8 days' ELSE interval '1 day' END) h
  GROUP BY source, account, name, newest`;

const TRIPS = `SELECT u.data AS unit, jsonb_strip_nulls(jsonb_build_object('id', u.shipment_id, 'customerId', u.customer_id,
    'hidden', CASE WHEN karavan_shown_now(u) THEN NULL ELSE true END)) AS shipment,
  s.facts -> 'orderedKg' AS "orderedKg", s.status = 'delivered' AS "isOrderDelivered",
  EXISTS (SELECT FROM shipment_units e WHERE e.company_id = $4 AND e.asset_id = u.asset_id AND e.id <> u.id AND e.mode = 'road' AND karavan_on_this_cargo(e)
    AND (e.data ->> 'loadFrom')::timestamptz > (u.data ->> 'loadFrom')::timestamptz) AS "isOvertaken",
  CASE WHEN jsonb_array_length(s.facts -> 'legs') > 1 THEN (
    SELECT jsonb_agg(jsonb_build_object('leg', e.leg, 'massKg', e.data -> 'massKg')) FROM shipment_units e WHERE e.shipment_id = s.id) END AS legs,
  s.facts -> 'origin' AS origin, s.facts -> 'destination' AS destination, s.facts ->> 'deliverBy' AS "deliverBy", s.created_at AS "knownSince",
  CASE WHEN h.id IS NULL THEN NULL ELSE jsonb_build_object('lat', h.lat, 'lon', h.lon, 'at', h.at, 'source', h.source) END AS last
FROM wanted w JOIN shipment_units u ON u.id = w.id JOIN shipments s ON s.id = u.shipment_id LEFT JOIN heard h ON h.id = u.asset_id`;

/**
 * One look at the present, in one statement. `silentSince` bounds the assets: only those not heard of since then, and those
 * whose silence is known, are given one by one. `togetherMs`: within it trackers fell silent together. Undefined while another process looks at the same company.
 */
export async function loadPresent(
  tx: Tx,
  input: { companyId: string; kinds: readonly AlertKind[]; now: Date; silentSince: Date; togetherMs: number },
): Promise<PresentFacts | undefined> {
  const lock = await tx.one<{ mine: boolean }>(`SELECT pg_try_advisory_xact_lock(hashtext('alerts ' || $1)) AS mine`, [
    input.companyId,
  ]);
  if (lock?.mine !== true) return undefined;
  const row = await tx.one<{ facts: PresentFacts }>(
    `WITH on_going AS (SELECT id, kind, subject, opened_at AS "openedAt", geofence_id IS NOT NULL AS "hasFence" FROM alerts
       WHERE ended_at IS NULL AND kind = ANY($1)),
     heard AS (${HEARD}),
     quiet AS (SELECT h.id AS "assetId", h.label, h.source, h.account, h.at, h.lat, h.lon, coalesce((
         SELECT jsonb_agg(DISTINCT jsonb_build_object('id', u.shipment_id, 'customerId', u.customer_id)) FROM shipment_units u
         WHERE u.company_id = $4 AND u.asset_id = h.id AND u.status <> 'delivered' AND karavan_shown_now(u)), '[]') AS shipments
       FROM heard h WHERE (h.at <= $3 AND h.at > $2::timestamptz - interval '3 days') OR h.id IN (SELECT subject FROM on_going WHERE kind = 'signalLost')),
     feeds AS (${FEEDS}),
     wanted AS (
       SELECT u.id FROM shipment_units u WHERE u.company_id = $4 AND u.mode = 'road' AND u.status IN ('planned', 'moving')
         AND coalesce((u.data ->> 'loadFrom')::timestamptz, $2) < $2::timestamptz + interval '1 day'
       UNION SELECT substring(subject FROM 6 FOR 36)::uuid FROM on_going WHERE subject LIKE 'unit:%'),
     trips AS (${TRIPS}),
     cargo AS (SELECT s.state FROM shipments s WHERE s.company_id = $4 AND s.facts @> '{"legs": [{"mode": "rail"}]}'
       AND ((s.state ->> 'late' = 'true' AND s.status <> 'delivered') OR s.id IN (SELECT substring(subject FROM 10)::uuid FROM on_going WHERE subject LIKE 'shipment:%'))),
     down AS (SELECT id, name, kind, outage_since AS since FROM sources WHERE enabled AND outage_since IS NOT NULL)
     SELECT jsonb_build_object(
       'assets', coalesce((SELECT jsonb_agg(to_jsonb(q)) FROM quiet q), '[]'), 'feeds', coalesce((SELECT jsonb_agg(to_jsonb(f)) FROM feeds f), '[]'),
       'trips', coalesce((SELECT jsonb_agg(to_jsonb(t)) FROM trips t), '[]'), 'shipments', coalesce((SELECT jsonb_agg(c.state) FROM cargo c), '[]'),
       'sources', coalesce((SELECT jsonb_agg(to_jsonb(d)) FROM down d), '[]'), 'goingOn', coalesce((SELECT jsonb_agg(to_jsonb(o)) FROM on_going o), '[]')) AS facts`,
    [input.kinds, input.now, input.silentSince, input.companyId, input.togetherMs],
  );
  return row?.facts;
}
