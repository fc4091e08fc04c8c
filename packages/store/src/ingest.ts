import type { FilterReason } from '@karavan/contracts';
import { binary, itself } from './binary-array.ts';
import type { Tx } from './database.ts';

export * from './ingest-markers.ts';

/** What the pipeline knows of a device; `version` changes with every change of its row, whoever makes it. */
export interface DeviceForIngest {
  uniqueId: string;
  version: number;
  companyId: string;
  quarantined: boolean;
  vehicle: { id: string; plate: string } | null;
  /** whether other devices speak for the same vehicle */
  shared: boolean;
  lastGood: FixRow | null;
  /** set aside as jumps since then, the newest two, oldest first */
  lastOutliers: FixRow[];
}

export interface FixRow {
  at: string;
  lat: number;
  lon: number;
  speedKmh: number | null;
  accuracyM: number | null;
}

interface DeviceRow {
  unique_id: string;
  version: string;
  company_id: string;
  quarantined: boolean;
  vehicle_id: string | null;
  plate: string | null;
  shared: boolean;
  good: FixRow | null;
  outliers: FixRow[] | null;
}

const FIX = `jsonb_build_object('at', p.fixed_at, 'lat', p.lat, 'lon', p.lon, 'speedKmh', p.speed_kmh, 'accuracyM', p.accuracy_m)`;

/** System transaction: the device id alone tells whose it is. */
export async function findDevices(tx: Tx, uniqueIds: readonly string[]): Promise<DeviceForIngest[]> {
  const rows = await tx.many<DeviceRow>(
    `SELECT d.unique_id, d.xmin::text AS version, d.company_id, d.quarantined, d.vehicle_id, v.plate, g.fix AS good, j.fixes AS outliers,
       d.vehicle_id IS NOT NULL AND EXISTS (SELECT FROM devices o WHERE o.vehicle_id = d.vehicle_id AND o.unique_id <> d.unique_id) AS shared
     FROM devices d LEFT JOIN vehicles v ON v.id = d.vehicle_id
     LEFT JOIN LATERAL (SELECT p.fixed_at, ${FIX} AS fix FROM positions p
       WHERE p.device_id = d.unique_id AND p.filtered IS NULL ORDER BY p.fixed_at DESC, p.fingerprint DESC LIMIT 1) g ON true
     LEFT JOIN LATERAL (SELECT jsonb_agg(n.fix ORDER BY n.fixed_at, n.fingerprint) AS fixes FROM (
       SELECT p.fixed_at, p.fingerprint, ${FIX} AS fix FROM positions p WHERE p.device_id = d.unique_id AND p.filtered = 'outlier' AND p.fixed_at >= g.fixed_at
       ORDER BY p.fixed_at DESC, p.fingerprint DESC LIMIT 2) n) j ON true
     WHERE d.unique_id = ANY($1)`,
    [uniqueIds],
  );
  return rows.map((row) => ({
    uniqueId: row.unique_id,
    version: Number(row.version),
    companyId: row.company_id,
    quarantined: row.quarantined,
    vehicle: row.vehicle_id !== null && row.plate !== null ? { id: row.vehicle_id, plate: row.plate } : null,
    shared: row.shared,
    lastGood: row.good,
    lastOutliers: row.outliers ?? [],
  }));
}

/** The same, and nobody changes them before the transaction ends; within a company's scope only its own. */
export async function lockDevices(tx: Tx, uniqueIds: readonly string[]): Promise<DeviceForIngest[]> {
  await tx.many('SELECT FROM devices WHERE unique_id = ANY($1) ORDER BY unique_id FOR UPDATE', [uniqueIds]);
  return findDevices(tx, uniqueIds);
}

/** System transaction. Devices nobody has registered wait in the quarantine of a company. */
export async function quarantineDevices(
  tx: Tx,
  devices: readonly { uniqueId: string; companyId: string; protocol: string }[],
): Promise<void> {
  await tx.many(
    `INSERT INTO devices (unique_id, company_id, protocol, quarantined)
     SELECT id, company, protocol, true FROM unnest($1::text[], $2::uuid[], $3::text[]) AS r (id, company, protocol)
     ORDER BY id ON CONFLICT (unique_id) DO NOTHING`,
    [
      binary.text(devices, ({ uniqueId }) => uniqueId),
      binary.uuid(devices, ({ companyId }) => companyId),
      binary.text(devices, ({ protocol }) => protocol),
    ],
  );
}

export interface DeviceAdvance {
  uniqueId: string;
  version: number;
  protocol: string;
  /** the newest good place of this batch, where it is newer than what was known */
  newest: { atMs: number; lat: number; lon: number } | null;
  /** added to the odometer */
  metres: number;
}

export interface PositionToStore {
  uniqueId: string;
  vehicleId: string | null;
  fixedMs: number;
  receivedMs: number;
  lat: number | null;
  lon: number | null;
  speedKmh: number | null;
  courseDeg: number | null;
  altitudeM: number | null;
  accuracyM: number | null;
  valid: boolean;
  filtered: FilterReason | null;
  moving: boolean | null;
  stepM: number | null;
  /** JSON */
  attributes: string;
  /** of the message, 32 hexadecimal digits */
  fingerprint: string;
}

/** Columns of devices as `karavan_advance_devices` takes them. */
export const deviceColumns = (devices: readonly DeviceAdvance[]) => [
  binary.text(devices, ({ uniqueId }) => uniqueId),
  binary.xid(devices, ({ version }) => version),
  binary.text(devices, ({ protocol }) => protocol),
  binary.timestamptz(devices, ({ newest }) => newest?.atMs ?? null),
  binary.float8(devices, ({ newest }) => newest?.lat ?? null),
  binary.float8(devices, ({ newest }) => newest?.lon ?? null),
  binary.float8(devices, ({ metres }) => metres),
];

/** Columns of positions, in the order in which `positions` is written here. */
export const positionColumns = (positions: readonly PositionToStore[]) => [
  binary.text(positions, ({ uniqueId }) => uniqueId),
  binary.uuid(positions, ({ vehicleId }) => vehicleId),
  binary.timestamptz(positions, ({ fixedMs }) => fixedMs),
  binary.timestamptz(positions, ({ receivedMs }) => receivedMs),
  binary.float8(positions, ({ lat }) => lat),
  binary.float8(positions, ({ lon }) => lon),
  binary.float4(positions, ({ speedKmh }) => speedKmh),
  binary.float4(positions, ({ courseDeg }) => courseDeg),
  binary.float4(positions, ({ altitudeM }) => altitudeM),
  binary.float4(positions, ({ accuracyM }) => accuracyM),
  binary.boolean(positions, ({ valid }) => valid),
  binary.text(positions, ({ filtered }) => filtered),
  binary.boolean(positions, ({ moving }) => moving),
  binary.float4(positions, ({ stepM }) => stepM),
  binary.json(positions, ({ attributes }) => attributes),
  binary.uuid(positions, ({ fingerprint }) => fingerprint),
];

const STORE = `WITH advanced AS (
    SELECT karavan_advance_devices($1, $2, $3, $4, $5, $6, $7) AS devices
  ), stored AS (
    INSERT INTO positions (company_id, device_id, vehicle_id, fixed_at, received_at, lat, lon, speed_kmh, course_deg, altitude_m, accuracy_m,
      valid, filtered, moving, step_m, attributes, fingerprint)
    SELECT $8, r.* FROM unnest($9::text[], $10::uuid[], $11::timestamptz[], $12::timestamptz[], $13::float8[], $14::float8[], $15::real[], $16::real[],
      $17::real[], $18::real[], $19::boolean[], $20::text[], $21::boolean[], $22::real[], $23::json[], $24::uuid[]) AS r
    ON CONFLICT (device_id, fixed_at, fingerprint) DO NOTHING RETURNING fingerprint
  )
  SELECT (SELECT devices FROM advanced) AS advanced, pg_current_xact_id()::xid::text AS version,
    (SELECT array_agg(fingerprint) FROM stored) AS fingerprints,
    (SELECT jsonb_agg(jsonb_build_array(u.asset_id, s.id, s.revision) ORDER BY u.asset_id COLLATE "C", s.id) FROM shipment_units u JOIN shipments s ON s.id = u.shipment_id
      WHERE u.company_id = $8 AND u.asset_id = ANY ($25::text[]) AND u.status <> 'delivered') AS carried`;

/**
 * Stores positions and moves their devices on, all or nothing: undefined when a device is no longer what it was when it was
 * looked at (adopted, given to another vehicle, or heard by another process), and then the caller rolls back and looks
 * again. A message that came before (same device, time and content) is not stored again.
 */
export async function storePositions(
  tx: Tx,
  input: {
    companyId: string;
    devices: readonly DeviceAdvance[];
    positions: readonly PositionToStore[];
    assetIds: readonly string[];
  },
): Promise<Stored | undefined> {
  const { devices, positions } = input;
  const row = await tx.one<StoreRow>(STORE, [
    ...deviceColumns(devices),
    input.companyId,
    ...positionColumns(positions),
    binary.text(input.assetIds, itself),
  ]);
  if (row === undefined || row.advanced !== devices.length) return undefined;
  return { version: Number(row.version), fresh: new Set(row.fingerprints ?? []), carried: row.carried ?? [] };
}

interface StoreRow {
  advanced: number;
  version: string;
  fingerprints: string[] | null;
  carried: Stored['carried'] | null;
}

export interface Stored {
  /** of the devices from here on */
  version: number;
  /** fingerprints of what was not there before, with hyphens */
  fresh: Set<string>;
  /** what the asked assets carry or are to carry now, as shipments with the revision of their last change */
  carried: [assetId: string, shipmentId: string, revision: number][];
}

/** What of a stored position the pipeline judges, and what it said. */
export interface HistoryRow extends FixRow {
  fingerprint: string;
  receivedAt: string;
  valid: boolean;
  filtered: FilterReason | null;
  moving: boolean | null;
  stepM: number | null;
}

/**
 * The history of a device in its order, from its last good place before `fromMs` on; `after` goes on where a page ended.
 * Readings without a place take no part.
 */
export function listHistory(
  tx: Tx,
  query: { uniqueId: string; fromMs: number; after?: { at: string; fingerprint: string } | undefined; limit: number },
): Promise<HistoryRow[]> {
  return tx.many<HistoryRow>(
    `SELECT fixed_at AS at, fingerprint, lat, lon, speed_kmh AS "speedKmh", accuracy_m AS "accuracyM", received_at AS "receivedAt", valid, filtered,
       moving, step_m AS "stepM" FROM positions
     WHERE device_id = $1 AND lat IS NOT NULL AND fixed_at >= coalesce((SELECT max(g.fixed_at) FROM positions g
         WHERE g.device_id = $1 AND g.filtered IS NULL AND g.fixed_at < $2), '-infinity')
       AND ($3::timestamptz IS NULL OR (fixed_at, fingerprint) > ($3, $4::uuid)) ORDER BY fixed_at, fingerprint LIMIT $5`,
    [
      query.uniqueId,
      new Date(query.fromMs).toISOString(),
      query.after?.at ?? null,
      query.after?.fingerprint ?? null,
      query.limit,
    ],
  );
}

export type Rejudged = Pick<HistoryRow, 'at' | 'fingerprint' | 'filtered' | 'moving' | 'stepM'>;

/** Writes what the pipeline now says of stored positions, and what that adds to the odometer of their device. */
export async function saveVerdicts(
  tx: Tx,
  input: { uniqueId: string; rows: readonly Rejudged[]; metres: number },
): Promise<void> {
  const { uniqueId, rows } = input;
  await tx.many(
    `UPDATE positions p SET filtered = r.filtered, moving = r.moving, step_m = r.step_m
     FROM unnest($2::timestamptz[], $3::uuid[], $4::text[], $5::boolean[], $6::real[]) AS r (at, fingerprint, filtered, moving, step_m)
     WHERE p.device_id = $1 AND p.fixed_at >= r.at AND p.fixed_at < r.at + interval '1 millisecond' AND p.fingerprint = r.fingerprint`,
    [
      uniqueId,
      binary.timestamptz(rows, ({ at }) => Date.parse(at)),
      binary.uuid(rows, ({ fingerprint }) => fingerprint),
      binary.text(rows, ({ filtered }) => filtered),
      binary.boolean(rows, ({ moving }) => moving),
      binary.float4(rows, ({ stepM }) => stepM),
    ],
  );
  await tx.many('UPDATE devices SET odometer_m = odometer_m + $2 WHERE unique_id = $1', [uniqueId, input.metres]);
}
