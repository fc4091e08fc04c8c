import type { Device, FilterReason, StoredPosition } from '@karavan/contracts';
import type { Tx } from './database.ts';
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

/** What a device speaks is known from its first message on. */
const UNHEARD = 'unknown';

/** Whoever knows the other devices of a vehicle looks again: they are one of several now, or the only one left. */
async function touchSiblings(tx: Tx, uniqueId: string): Promise<void> {
  await tx.many(
    `UPDATE devices d SET vehicle_id = d.vehicle_id FROM devices own
     WHERE own.unique_id = $1 AND d.vehicle_id = own.vehicle_id AND d.unique_id <> $1`,
    [uniqueId],
  );
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
    [input.uniqueId, input.companyId, input.protocol ?? UNHEARD, input.vehicleId ?? null],
  );
  if (made !== undefined) {
    await touchSiblings(tx, input.uniqueId);
    return 'created';
  }
  const adopted = await tx.one<{ vehicle_id: string | null; was_quarantined: boolean }>(
    `WITH before AS (SELECT unique_id, quarantined FROM devices WHERE unique_id = $1 FOR UPDATE)
     UPDATE devices d SET company_id = $2, quarantined = false, protocol = coalesce($3, d.protocol), vehicle_id = coalesce($4, d.vehicle_id)
     FROM before WHERE d.unique_id = before.unique_id AND (d.company_id = $2 OR d.quarantined)
     RETURNING d.vehicle_id, before.quarantined AS was_quarantined`,
    [input.uniqueId, input.companyId, input.protocol ?? null, input.vehicleId ?? null],
  );
  if (adopted === undefined) return 'taken';
  await touchSiblings(tx, input.uniqueId);
  if (adopted.was_quarantined)
    await tx.many('UPDATE positions SET company_id = $2, vehicle_id = $3 WHERE device_id = $1', [
      input.uniqueId,
      input.companyId,
      adopted.vehicle_id,
    ]);
  return adopted.was_quarantined ? 'created' : 'changed';
}

const POSITION_COLUMNS =
  'fingerprint, fixed_at, received_at, lat, lon, speed_kmh, course_deg, altitude_m, accuracy_m, valid, filtered, attributes';

interface PositionRow {
  fingerprint: string;
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
  const after = decodeCursor(query.cursor, ['instant', 'uuid']);
  const rows = await tx.many<PositionRow>(
    `SELECT ${POSITION_COLUMNS} FROM positions
     WHERE device_id = $1 AND lat IS NOT NULL AND fixed_at >= coalesce($2::timestamptz, '-infinity') AND fixed_at <= coalesce($3::timestamptz, 'infinity')
       AND ($5::timestamptz IS NULL OR (fixed_at, fingerprint) > ($5, $6::uuid)) ORDER BY fixed_at, fingerprint LIMIT $4`,
    [query.uniqueId, query.from ?? null, query.to ?? null, query.limit + 1, after?.[0] ?? null, after?.[1] ?? null],
  );
  return toPage(rows, query.limit, toStored, (row) => [row.fixed_at, row.fingerprint]);
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

export interface TrackPoint {
  at: string;
  lat: number;
  lon: number;
  /** the device that says so, and how exact it was */
  source: string;
  accuracyM: number | null;
}

/** Where the devices of a vehicle saw it between two instants, the newest so many; row-level security narrows it to what may be seen. */
export function listTrack(tx: Tx, query: { vehicleId: string; from: string; to: string; limit: number }): Promise<TrackPoint[]> {
  return tx.many(
    `SELECT at, lat, lon, source, "accuracyM" FROM (
       SELECT fixed_at AS at, lat, lon, device_id AS source, accuracy_m AS "accuracyM" FROM positions
       WHERE vehicle_id = $1 AND fixed_at BETWEEN $2 AND $3 AND filtered IS NULL ORDER BY fixed_at DESC LIMIT $4
     ) newest ORDER BY at, source`,
    [query.vehicleId, query.from, query.to, query.limit],
  );
}

/** The newest position that passed the filter. */
export async function findLastPosition(tx: Tx, uniqueId: string): Promise<StoredPosition | undefined> {
  const row = await tx.one<PositionRow>(
    `SELECT ${POSITION_COLUMNS} FROM positions
     WHERE device_id = $1 AND filtered IS NULL ORDER BY fixed_at DESC LIMIT 1`,
    [uniqueId],
  );
  return row && toStored(row);
}
