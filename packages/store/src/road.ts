import type { Place, ShipmentUnit } from '@karavan/contracts';
import type { Tx } from './database.ts';

/** A study as the rules keep it; the store does not look inside. */
export interface StoredRoadStudy {
  upto: string;
  uptoUnit: string;
  study: unknown;
}

/** System transaction: what a company's trips have taught. */
export async function findStudy(tx: Tx, companyId: string): Promise<unknown> {
  const row = await tx.one<{ study: unknown }>('SELECT study FROM road_studies WHERE company_id = $1', [companyId]);
  return row?.study;
}

/** System transaction: companies with trips that have ended and nobody has learned from yet. */
export async function listToStudy(tx: Tx): Promise<string[]> {
  const rows = await tx.many<{ id: string }>(
    `SELECT c.id FROM companies c LEFT JOIN road_studies s ON s.company_id = c.id WHERE c.kind = 'operator' AND EXISTS (
       SELECT FROM shipment_units u WHERE u.company_id = c.id AND u.mode = 'road' AND u.status = 'delivered'
         AND (u.data ->> 'deliveredAt', u.id) > (coalesce(to_char(s.upto AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), ''),
           coalesce(s.upto_unit, '00000000-0000-0000-0000-000000000000')))`,
  );
  return rows.map((row) => row.id);
}

/** The study of a company; nobody else goes on with it until the transaction ends. */
export async function lockStudy(tx: Tx, companyId: string): Promise<StoredRoadStudy | undefined> {
  await tx.one('SELECT pg_advisory_xact_lock(hashtext($1))', [`road ${companyId}`]);
  return tx.one<StoredRoadStudy>(
    `SELECT to_char(upto AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS upto, upto_unit AS "uptoUnit", study
     FROM road_studies WHERE company_id = $1`,
    [companyId],
  );
}

export interface EndedTrip {
  unit: ShipmentUnit;
  destination: Place;
  fixes: { lat: number; lon: number; atMs: number }[];
}

/** The next trips after one that was studied, in the order they ended, each with a fix a minute of its way. */
export function listEndedTrips(
  tx: Tx,
  input: { companyId: string; after: { upto: string; uptoUnit: string } | undefined; limit: number },
): Promise<EndedTrip[]> {
  return tx.many<EndedTrip>(
    `SELECT u.data AS unit, s.facts -> 'destination' AS destination, coalesce((
       SELECT jsonb_agg(jsonb_build_object('lat', p.lat, 'lon', p.lon, 'atMs', p.at_ms) ORDER BY p.at_ms) FROM (
         SELECT DISTINCT ON (date_trunc('minute', fixed_at)) lat, lon, round(extract(epoch FROM fixed_at) * 1000) AS at_ms FROM positions
         WHERE vehicle_id = substr(u.asset_id, 7)::uuid AND filtered IS NULL
           AND fixed_at BETWEEN (u.data ->> 'departedAt')::timestamptz AND (u.data ->> 'deliveredAt')::timestamptz
         ORDER BY date_trunc('minute', fixed_at), fixed_at LIMIT 3000) p), '[]') AS fixes
     FROM shipment_units u JOIN shipments s ON s.id = u.shipment_id
     WHERE u.company_id = $1 AND u.mode = 'road' AND u.status = 'delivered' AND (u.data ->> 'deliveredAt', u.id) > ($2, $3::uuid)
     ORDER BY u.data ->> 'deliveredAt', u.id LIMIT $4`,
    [input.companyId, input.after?.upto ?? '', input.after?.uptoUnit ?? '00000000-0000-0000-0000-000000000000', input.limit],
  );
}

export async function saveStudy(tx: Tx, input: StoredRoadStudy & { companyId: string }): Promise<void> {
  await tx.one(
    `INSERT INTO road_studies (company_id, upto, upto_unit, study) VALUES ($1, $2, $3, $4)
     ON CONFLICT (company_id) DO UPDATE SET upto = excluded.upto, upto_unit = excluded.upto_unit, study = excluded.study`,
    [input.companyId, input.upto, input.uptoUnit, JSON.stringify(input.study)],
  );
}

/** Trips under way whose way no router was asked for since an instant, with where their trucks are now. */
export interface UnroutedTrip {
  companyId: string;
  unitId: string;
  from: { lat: number; lon: number };
  to: { lat: number; lon: number };
}

/** System transaction. */
export function listUnrouted(tx: Tx, input: { since: string; limit: number }): Promise<UnroutedTrip[]> {
  return tx.many<UnroutedTrip>(
    `SELECT u.company_id AS "companyId", u.id AS "unitId", jsonb_build_object('lat', a.lat, 'lon', a.lon) AS "from",
       jsonb_build_object('lat', s.facts -> 'destination' -> 'lat', 'lon', s.facts -> 'destination' -> 'lon') AS "to"
     FROM shipment_units u JOIN shipments s ON s.id = u.shipment_id JOIN assets a ON a.company_id = u.company_id AND a.id = u.asset_id
     WHERE u.mode = 'road' AND u.status = 'moving' AND a.lat IS NOT NULL AND s.facts -> 'destination' ? 'lat'
       AND coalesce(u.data -> 'route' ->> 'at', '') < $1 ORDER BY u.data -> 'route' ->> 'at' NULLS FIRST, u.id LIMIT $2`,
    [input.since, input.limit],
  );
}

/** The next position of the truck reckons with it. */
export async function saveRoute(tx: Tx, input: { unitId: string; route: NonNullable<ShipmentUnit['route']> }): Promise<void> {
  await tx.one(`UPDATE shipment_units SET data = jsonb_set(data, '{route}', $2) WHERE id = $1 AND status = 'moving'`, [
    input.unitId,
    JSON.stringify(input.route),
  ]);
}
