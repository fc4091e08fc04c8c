import type { FilterReason, Place, ShipmentUnit } from '@karavan/contracts';
import type { Tx } from './database.ts';
import { decodeCursor, type Page, toPage } from './pages.ts';

/** Whose positions: those of a vehicle by any of its devices, or those of one device that has no vehicle. */
export type TrackOf = { vehicleId: string } | { deviceId: string };

export interface Truck {
  assetId: string;
  of: TrackOf;
  label: string;
  name: string | null;
  carrier: string | null;
}

interface VehicleRow {
  id: string;
  plate: string;
  name: string | null;
  carrier: string | null;
}
const toTruck = ({ id, plate, name, carrier }: VehicleRow): Truck => ({
  assetId: `truck:${id}`,
  of: { vehicleId: id },
  label: plate,
  name,
  carrier,
});

/** For staff: by the key of its plate, or by its id. */
export async function findTruck(tx: Tx, by: { plateKey: string; id: string | null }): Promise<Truck | undefined> {
  const row = await tx.one<VehicleRow>(
    'SELECT id, plate, name, carrier FROM vehicles WHERE plate_key = $1 OR id = $2::uuid ORDER BY plate_key <> $1 LIMIT 1',
    [by.plateKey, by.id],
  );
  return row && toTruck(row);
}

/** For a customer: a truck that carries his cargo or has carried it, and no word of whose it is. */
export async function findCarrying(tx: Tx, by: { plateKey: string; id: string | null }): Promise<Truck | undefined> {
  const row = await tx.one<{ id: string; label: string }>(
    `SELECT substr(u.asset_id, 7) AS id, u.data ->> 'label' AS label FROM shipment_units u
     WHERE u.mode = 'road' AND (u.label_key = $1 OR u.asset_id = 'truck:' || $2) AND karavan_on_this_cargo(u) AND u.visible_from <= now()
     ORDER BY u.visible_from DESC LIMIT 1`,
    [by.plateKey, by.id],
  );
  return row && toTruck({ id: row.id, plate: row.label, name: null, carrier: null });
}

/** For staff: a device that stands on the map by itself. */
export async function findLoneDevice(tx: Tx, uniqueId: string): Promise<Truck | undefined> {
  const row = await tx.one<{ id: string }>(
    'SELECT unique_id AS id FROM devices WHERE unique_id = $1 AND vehicle_id IS NULL AND NOT quarantined',
    [uniqueId],
  );
  return row && { assetId: `device:${row.id}`, of: { deviceId: row.id }, label: row.id, name: null, carrier: null };
}

const whose = (of: TrackOf) => ('vehicleId' in of ? 'vehicle_id = $1' : 'device_id = $1');
const idOf = (of: TrackOf) => ('vehicleId' in of ? of.vehicleId : of.deviceId);

export interface Fix {
  atMs: number;
  lat: number;
  lon: number;
  speedKmh: number | null;
  courseDeg: number | null;
  accuracyM: number | null;
  source: string;
}
const FIX = `(extract(epoch FROM fixed_at) * 1000)::float8 AS "atMs", lat, lon, speed_kmh AS "speedKmh", course_deg AS "courseDeg",
  accuracy_m AS "accuracyM", device_id AS source`;

export interface Stretch {
  of: TrackOf;
  from: string;
  to: string;
}

/** The good positions of a stretch, the newest so many, oldest first; row-level security cuts it to what may be seen. */
export function listFixes(tx: Tx, { of, from, to, limit }: Stretch & { limit: number }): Promise<Fix[]> {
  return tx.many<Fix>(
    `SELECT * FROM (SELECT ${FIX} FROM positions
       WHERE ${whose(of)} AND fixed_at BETWEEN $2 AND $3 AND filtered IS NULL AND lat IS NOT NULL ORDER BY fixed_at DESC LIMIT $4) newest
     ORDER BY "atMs", source`,
    [idOf(of), from, to, limit],
  );
}

/** How many good positions a stretch has, counted no further than to `most`. */
export async function countFixes(tx: Tx, { of, from, to, most }: Stretch & { most: number }): Promise<number> {
  const row = await tx.one<{ count: number }>(
    `SELECT count(*) FROM (SELECT FROM positions WHERE ${whose(of)} AND fixed_at BETWEEN $2 AND $3 AND filtered IS NULL AND lat IS NOT NULL LIMIT $4) counted`,
    [idOf(of), from, to, most],
  );
  return row?.count ?? 0;
}

/** The last of a page, after which the next one begins. */
export interface AfterFix {
  at: string;
  source: string;
  fingerprint: string;
}

/** The good positions of a stretch page by page, oldest first: a stretch may be as long as it likes. */
export async function listFixesAfter(
  tx: Tx,
  { of, from, to, after, limit }: Stretch & { after: AfterFix | undefined; limit: number },
): Promise<{ fixes: Fix[]; last: AfterFix | undefined }> {
  const rows = await tx.many<Fix & { at: string; fingerprint: string }>(
    `SELECT ${FIX}, fixed_at AS at, fingerprint FROM positions
     WHERE ${whose(of)} AND fixed_at BETWEEN $2 AND $3 AND filtered IS NULL AND lat IS NOT NULL
       AND ($4::timestamptz IS NULL OR (fixed_at, device_id, fingerprint) > ($4, $5, $6::uuid)) ORDER BY fixed_at, device_id, fingerprint LIMIT $7`,
    [idOf(of), after?.at ?? from, to, after?.at ?? null, after?.source ?? null, after?.fingerprint ?? null, limit],
  );
  const last = rows.at(-1);
  return { fixes: rows, last: last && { at: last.at, source: last.source, fingerprint: last.fingerprint } };
}

/** How many of a stretch the filter set aside, by reason. */
export async function countAside(tx: Tx, { of, from, to }: Stretch): Promise<Partial<Record<FilterReason, number>>> {
  const rows = await tx.many<{ reason: FilterReason; count: number }>(
    `SELECT filtered AS reason, count(*) AS count FROM positions
     WHERE ${whose(of)} AND fixed_at BETWEEN $2 AND $3 AND filtered IS NOT NULL GROUP BY filtered ORDER BY filtered`,
    [idOf(of), from, to],
  );
  return Object.fromEntries(rows.map(({ reason, count }) => [reason, count]));
}

export interface AsideRow {
  fingerprint: string;
  fixedAt: string;
  receivedAt: string;
  lat: number | null;
  lon: number | null;
  speedKmh: number | null;
  accuracyM: number | null;
  uniqueId: string;
  reason: FilterReason;
}

/** What the filter set aside of a stretch, newest first. */
export async function listAside(
  tx: Tx,
  query: Stretch & { limit: number; cursor?: string | undefined },
): Promise<Page<Omit<AsideRow, 'fingerprint'>>> {
  const after = decodeCursor(query.cursor, ['instant', 'uuid']);
  const rows = await tx.many<AsideRow>(
    `SELECT fingerprint, fixed_at AS "fixedAt", received_at AS "receivedAt", lat, lon, speed_kmh AS "speedKmh", accuracy_m AS "accuracyM",
       device_id AS "uniqueId", filtered AS reason FROM positions
     WHERE ${whose(query.of)} AND fixed_at BETWEEN $2 AND $3 AND filtered IS NOT NULL
       AND ($5::timestamptz IS NULL OR (fixed_at, fingerprint) < ($5, $6::uuid)) ORDER BY fixed_at DESC, fingerprint DESC LIMIT $4`,
    [idOf(query.of), query.from, query.to, query.limit + 1, after?.[0] ?? null, after?.[1] ?? null],
  );
  return toPage(
    rows,
    query.limit,
    ({ fingerprint: _, ...row }) => row,
    (row) => [row.fixedAt, row.fingerprint],
  );
}

export interface CarriedTrip {
  shipmentId: string;
  number: string;
  orderNumber: string | null;
  product: string;
  origin: Place;
  destination: Place;
  unit: ShipmentUnit;
  visibleFrom: string;
  visibleUntil: string | null;
}

/** What an asset carried in a stretch, the newest first: only cargo that a fact ties to it. */
export function listTrips(tx: Tx, query: { assetId: string; from: string; to: string; limit: number }): Promise<CarriedTrip[]> {
  return tx.many<CarriedTrip>(
    `SELECT s.id AS "shipmentId", s.number, s.order_number AS "orderNumber", s.facts ->> 'product' AS product, s.facts -> 'origin' AS origin,
       s.facts -> 'destination' AS destination, u.data AS unit, u.visible_from AS "visibleFrom", u.visible_until AS "visibleUntil"
     FROM shipment_units u JOIN shipments s ON s.id = u.shipment_id
     WHERE u.company_id = (SELECT karavan_company()) AND u.asset_id = $1 AND karavan_on_this_cargo(u)
       AND u.visible_from <= $3 AND (u.visible_until IS NULL OR u.visible_until >= $2) ORDER BY u.visible_from DESC, u.id LIMIT $4`,
    [query.assetId, query.from, query.to, query.limit],
  );
}

export interface KnownSource {
  uniqueId: string;
  protocol: string;
  /** heard of through the account of a carrier */
  isPolled: boolean;
}

/** System transaction: what kind of thing spoke under these ids. */
export function listSources(tx: Tx, query: { companyId: string; uniqueIds: readonly string[] }): Promise<KnownSource[]> {
  return tx.many<KnownSource>(
    `SELECT d.unique_id AS "uniqueId", d.protocol, EXISTS (
       SELECT FROM sources s WHERE s.company_id = $1 AND starts_with(d.unique_id, s.id || ':')) AS "isPolled"
     FROM devices d WHERE d.unique_id = ANY($2)`,
    [query.companyId, query.uniqueIds],
  );
}
