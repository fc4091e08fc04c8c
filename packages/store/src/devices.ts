import type { Device, DeviceReading, FilterReason, StoredPosition } from '@karavan/contracts';
import { asRecordset, type Tx } from './database.ts';
import { decodeCursor, type Page, toPage } from './pages.ts';

interface DeviceRow {
  unique_id: string;
  protocol: string;
  quarantined: boolean;
  vehicle_id: string | null;
  plate: string | null;
  last_fixed_at: string | null;
}
const SELECT = `SELECT d.unique_id, d.protocol, d.quarantined, d.vehicle_id, v.plate, d.last_fixed_at
  FROM devices d LEFT JOIN vehicles v ON v.id = d.vehicle_id`;

const toDevice = (row: DeviceRow): Device => ({
  uniqueId: row.unique_id,
  protocol: row.protocol,
  quarantined: row.quarantined,
  vehicleId: row.vehicle_id,
  plate: row.plate,
  lastFixedAt: row.last_fixed_at,
});

/** What the pipeline needs to know of a device before it judges a position. */
export interface DeviceForIngest {
  uniqueId: string;
  companyId: string;
  quarantined: boolean;
  vehicle: { id: string; plate: string } | null;
  last: { fixedAt: string; lat: number; lon: number } | null;
}

/** System transaction: the device id alone tells whose it is. Unknown ones enter the quarantine of the home company. */
export async function takeDevices(
  tx: Tx,
  input: { uniqueIds: string[]; protocol: string; homeCompanyId: string },
): Promise<DeviceForIngest[]> {
  await tx.many(
    `INSERT INTO devices (unique_id, company_id, protocol, quarantined)
     SELECT id, $2, $3, true FROM unnest($1::text[]) AS id WHERE NOT EXISTS (SELECT FROM devices d WHERE d.unique_id = id)
     ORDER BY id ON CONFLICT (unique_id) DO NOTHING`,
    [input.uniqueIds, input.homeCompanyId, input.protocol],
  );
  const rows = await tx.many<DeviceRow & { company_id: string; last_lat: number | null; last_lon: number | null }>(
    `SELECT d.unique_id, d.company_id, d.protocol, d.quarantined, d.vehicle_id, v.plate, d.last_fixed_at, d.last_lat, d.last_lon
     FROM devices d LEFT JOIN vehicles v ON v.id = d.vehicle_id WHERE d.unique_id = ANY($1) ORDER BY d.unique_id FOR UPDATE OF d`,
    [input.uniqueIds],
  );
  return rows.map((row) => ({
    uniqueId: row.unique_id,
    companyId: row.company_id,
    quarantined: row.quarantined,
    vehicle: row.vehicle_id !== null && row.plate !== null ? { id: row.vehicle_id, plate: row.plate } : null,
    last:
      row.last_fixed_at !== null && row.last_lat !== null && row.last_lon !== null
        ? { fixedAt: row.last_fixed_at, lat: row.last_lat, lon: row.last_lon }
        : null,
  }));
}

export type PositionToSave = DeviceReading & {
  companyId: string;
  vehicleId: string | null;
  receivedAt: string;
  filtered: FilterReason | null;
  fingerprint: string;
};

/** One statement for the batch; a message that came before (same device, time and content) is not stored again. Gives the fingerprints that are new. */
export async function insertPositions(tx: Tx, positions: readonly PositionToSave[]): Promise<Set<string>> {
  const rows = await tx.many<{ fingerprint: string }>(
    `INSERT INTO positions (company_id, device_id, vehicle_id, fixed_at, received_at, lat, lon, speed_kmh, course_deg, altitude_m, accuracy_m, valid, filtered, attributes, fingerprint)
     SELECT "companyId", "uniqueId", "vehicleId", "fixedAt", "receivedAt", lat, lon, "speedKmh", "courseDeg", "altitudeM", "accuracyM", valid, filtered, attributes, fingerprint
     FROM jsonb_to_recordset($1::jsonb) AS r("companyId" uuid, "uniqueId" text, "vehicleId" uuid, "fixedAt" timestamptz, "receivedAt" timestamptz, lat float8, lon float8,
       "speedKmh" real, "courseDeg" real, "altitudeM" real, "accuracyM" real, valid boolean, filtered text, attributes jsonb, fingerprint uuid)
     ON CONFLICT (device_id, fixed_at, fingerprint) DO NOTHING RETURNING fingerprint`,
    [asRecordset(positions)],
  );
  return new Set(rows.map((row) => row.fingerprint));
}

export async function saveLastPositions(
  tx: Tx,
  last: readonly { uniqueId: string; fixedAt: string; lat: number; lon: number }[],
): Promise<void> {
  await tx.many(
    `UPDATE devices d SET last_fixed_at = r."fixedAt", last_lat = r.lat, last_lon = r.lon
     FROM jsonb_to_recordset($1::jsonb) AS r("uniqueId" text, "fixedAt" timestamptz, lat float8, lon float8)
     WHERE d.unique_id = r."uniqueId" AND (d.last_fixed_at IS NULL OR d.last_fixed_at <= r."fixedAt")`,
    [asRecordset(last)],
  );
}

export async function findDevice(tx: Tx, uniqueId: string): Promise<Device | undefined> {
  const row = await tx.one<DeviceRow>(`${SELECT} WHERE d.unique_id = $1`, [uniqueId]);
  return row && toDevice(row);
}

export async function listDevices(tx: Tx, page: { limit: number; cursor?: string | undefined }): Promise<Page<Device>> {
  const after = decodeCursor(page.cursor, ['text']);
  const rows = await tx.many<DeviceRow>(`${SELECT} WHERE $2::text IS NULL OR d.unique_id > $2 ORDER BY d.unique_id LIMIT $1`, [
    page.limit + 1,
    after?.[0] ?? null,
  ]);
  return toPage(rows, page.limit, toDevice, (row) => [row.unique_id]);
}

/**
 * Registers a device or takes it out of quarantine with all its history. System transaction, for a quarantined device
 * may still stand in another company's quarantine; one that is registered there is refused with `taken`.
 */
export async function adoptDevice(
  tx: Tx,
  input: { companyId: string; uniqueId: string; protocol?: string | undefined; vehicleId?: string | undefined },
): Promise<'created' | 'changed' | 'taken'> {
  const made = await tx.one(
    `INSERT INTO devices (unique_id, company_id, protocol, vehicle_id, quarantined) VALUES ($1, $2, $3, $4, false)
     ON CONFLICT (unique_id) DO NOTHING RETURNING unique_id`,
    [input.uniqueId, input.companyId, input.protocol ?? 'osmand', input.vehicleId ?? null],
  );
  if (made !== undefined) return 'created';
  const adopted = await tx.one<{ vehicle_id: string | null; was_quarantined: boolean }>(
    `WITH before AS (SELECT unique_id, quarantined FROM devices WHERE unique_id = $1 FOR UPDATE)
     UPDATE devices d SET company_id = $2, quarantined = false, protocol = coalesce($3, d.protocol), vehicle_id = coalesce($4, d.vehicle_id)
     FROM before WHERE d.unique_id = before.unique_id AND (d.company_id = $2 OR d.quarantined)
     RETURNING d.vehicle_id, before.quarantined AS was_quarantined`,
    [input.uniqueId, input.companyId, input.protocol ?? null, input.vehicleId ?? null],
  );
  if (adopted === undefined) return 'taken';
  if (adopted.was_quarantined)
    await tx.many('UPDATE positions SET company_id = $2, vehicle_id = $3 WHERE device_id = $1', [
      input.uniqueId,
      input.companyId,
      adopted.vehicle_id,
    ]);
  return adopted.was_quarantined ? 'created' : 'changed';
}

interface PositionRow {
  id: number;
  fixed_at: string;
  received_at: string;
  lat: number;
  lon: number;
  speed_kmh: number | null;
  course_deg: number | null;
  altitude_m: number | null;
  accuracy_m: number | null;
  valid: boolean;
  filtered: FilterReason | null;
  attributes: StoredPosition['attributes'];
}

/** By the time of the fix, oldest first: every place that came, set aside or not. */
export async function listPositions(
  tx: Tx,
  query: { uniqueId: string; from?: string | undefined; to?: string | undefined; limit: number; cursor?: string | undefined },
): Promise<Page<StoredPosition>> {
  const after = decodeCursor(query.cursor, ['instant', 'int']);
  const rows = await tx.many<PositionRow>(
    `SELECT id, fixed_at, received_at, lat, lon, speed_kmh, course_deg, altitude_m, accuracy_m, valid, filtered, attributes FROM positions
     WHERE device_id = $1 AND lat IS NOT NULL AND fixed_at >= coalesce($2::timestamptz, '-infinity') AND fixed_at <= coalesce($3::timestamptz, 'infinity')
       AND ($5::timestamptz IS NULL OR (fixed_at, id) > ($5, $6::bigint)) ORDER BY fixed_at, id LIMIT $4`,
    [query.uniqueId, query.from ?? null, query.to ?? null, query.limit + 1, after?.[0] ?? null, after?.[1] ?? null],
  );
  return toPage(rows, query.limit, toStored, (row) => [row.fixed_at, row.id]);
}

function toStored(row: PositionRow): StoredPosition {
  return {
    fixedAt: row.fixed_at,
    receivedAt: row.received_at,
    lat: row.lat,
    lon: row.lon,
    speedKmh: row.speed_kmh,
    courseDeg: row.course_deg,
    ...(row.altitude_m !== null ? { altitudeM: row.altitude_m } : {}),
    ...(row.accuracy_m !== null ? { accuracyM: row.accuracy_m } : {}),
    valid: row.valid,
    ...(row.filtered !== null ? { filtered: row.filtered } : {}),
    attributes: row.attributes,
  };
}

/** The way of a vehicle between two instants, for the track of a shipment; row-level security narrows it to what may be seen. */
export function listTrack(
  tx: Tx,
  query: { vehicleId: string; from: string; to: string; limit: number },
): Promise<{ at: string; lat: number; lon: number }[]> {
  return tx.many(
    `SELECT at, lat, lon FROM (
       SELECT fixed_at AS at, lat, lon FROM positions WHERE vehicle_id = $1 AND fixed_at BETWEEN $2 AND $3 AND filtered IS NULL ORDER BY fixed_at DESC LIMIT $4
     ) newest ORDER BY at`,
    [query.vehicleId, query.from, query.to, query.limit],
  );
}

/** The newest position that passed the filter. */
export async function findLastPosition(tx: Tx, uniqueId: string): Promise<StoredPosition | undefined> {
  const row = await tx.one<PositionRow>(
    `SELECT id, fixed_at, received_at, lat, lon, speed_kmh, course_deg, altitude_m, accuracy_m, valid, filtered, attributes FROM positions
     WHERE device_id = $1 AND filtered IS NULL ORDER BY fixed_at DESC LIMIT 1`,
    [uniqueId],
  );
  return row && toStored(row);
}
