import { binary } from './binary-array.ts';
import type { Tx } from './database.ts';

/** The source that a marker follows, and where it was. */
export interface ShownSource {
  assetId: string;
  deviceId: string;
  at: string;
  accuracyM: number | null;
}

/** Held to the end of the transaction, so that two sources of one truck are weighed one after the other. */
export function lockShownSources(tx: Tx, assetIds: readonly string[]): Promise<ShownSource[]> {
  return tx.many<ShownSource>(
    `SELECT id AS "assetId", device_id AS "deviceId", at, accuracy_m AS "accuracyM" FROM assets
     WHERE id = ANY($1) AND device_id IS NOT NULL AND at IS NOT NULL ORDER BY id FOR UPDATE`,
    [assetIds],
  );
}

export interface MarkerToSave {
  id: string;
  kind: 'truck' | 'device';
  label: string;
  lat: number;
  lon: number;
  atMs: number;
  speedKmh: number | null;
  courseDeg: number | null;
  accuracyM: number | null;
  source: string;
  deviceId: string;
  status: string;
}

/** Moves markers on; one that is newer already stays. Without a revision it takes one. */
export async function saveMarkers(
  tx: Tx,
  input: { companyId: string; revision: number | undefined; markers: readonly MarkerToSave[] },
): Promise<void> {
  const { markers } = input;
  await tx.many(
    `INSERT INTO assets (company_id, revision, id, kind, label, lat, lon, at, speed_kmh, course_deg, accuracy_m, source, device_id, status)
     SELECT $1, (SELECT coalesce($2::bigint, karavan_next_revision())), r.* FROM unnest($3::text[], $4::text[], $5::text[], $6::float8[], $7::float8[], $8::timestamptz[], $9::real[], $10::real[],
       $11::real[], $12::text[], $13::text[], $14::text[]) AS r
     ON CONFLICT (company_id, id) DO UPDATE SET label = excluded.label, revision = excluded.revision, lat = excluded.lat, lon = excluded.lon, at = excluded.at,
       speed_kmh = excluded.speed_kmh, course_deg = excluded.course_deg, accuracy_m = excluded.accuracy_m, source = excluded.source,
       device_id = excluded.device_id, status = excluded.status, gone = false
     WHERE excluded.at >= coalesce(assets.at, '-infinity')`,
    [
      input.companyId,
      input.revision ?? null,
      binary.text(markers, ({ id }) => id),
      binary.text(markers, ({ kind }) => kind),
      binary.text(markers, ({ label }) => label),
      binary.float8(markers, ({ lat }) => lat),
      binary.float8(markers, ({ lon }) => lon),
      binary.timestamptz(markers, ({ atMs }) => atMs),
      binary.float4(markers, ({ speedKmh }) => speedKmh),
      binary.float4(markers, ({ courseDeg }) => courseDeg),
      binary.float4(markers, ({ accuracyM }) => accuracyM),
      binary.text(markers, ({ source }) => source),
      binary.text(markers, ({ deviceId }) => deviceId),
      binary.text(markers, ({ status }) => status),
    ],
  );
}

/** Columns of markers that only move, as `karavan_move_markers` takes them. */
export const markerColumns = (markers: readonly MarkerToSave[]) => [
  binary.text(markers, ({ id }) => id),
  binary.text(markers, ({ deviceId }) => deviceId),
  binary.text(markers, ({ source }) => source),
  binary.float8(markers, ({ lat }) => lat),
  binary.float8(markers, ({ lon }) => lon),
  binary.timestamptz(markers, ({ atMs }) => atMs),
  binary.float4(markers, ({ speedKmh }) => speedKmh),
  binary.float4(markers, ({ courseDeg }) => courseDeg),
  binary.float4(markers, ({ accuracyM }) => accuracyM),
  binary.text(markers, ({ status }) => status),
];

/**
 * Moves markers on that follow their device already, in one statement that is its own transaction, within the row-level security
 * of the company. Gives how many of them moved: not those that are gone, follow another device by now, or are newer already.
 */
export async function moveMarkers(tx: Tx, input: { companyId: string; markers: readonly MarkerToSave[] }): Promise<number> {
  const row = await tx.one<{ moved: number }>(
    'SELECT karavan_follow_devices($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) AS moved',
    [input.companyId, ...markerColumns(input.markers)],
  );
  return row?.moved ?? 0;
}

/**
 * Of these markers those that are not there yet, or older, and may still follow their device: it is the only one of its vehicle, and
 * nobody has put it aside.
 */
export async function listOwnMarkers(tx: Tx, markers: readonly MarkerToSave[]): Promise<Set<string>> {
  const rows = await tx.many<{ id: string }>(
    `SELECT m.id FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS m (id, device, at) JOIN devices d ON d.unique_id = m.device
     WHERE NOT d.quarantined AND m.id = coalesce('truck:' || d.vehicle_id, 'device:' || d.unique_id)
       AND NOT EXISTS (SELECT FROM devices o WHERE o.vehicle_id = d.vehicle_id AND o.unique_id <> d.unique_id)
       AND NOT EXISTS (SELECT FROM assets a WHERE a.company_id = d.company_id AND a.id = m.id AND NOT a.gone AND a.at >= m.at)`,
    [
      binary.text(markers, ({ id }) => id),
      binary.text(markers, ({ deviceId }) => deviceId),
      binary.timestamptz(markers, ({ atMs }) => atMs),
    ],
  );
  return new Set(rows.map(({ id }) => id));
}

export interface MarkerBehind extends Omit<MarkerToSave, 'atMs' | 'status'> {
  companyId: string;
  at: string;
}

/** System transaction. Markers whose device has a newer stored place: their process ended before it wrote them. */
export function listMarkersBehind(tx: Tx): Promise<MarkerBehind[]> {
  return tx.many<MarkerBehind>(
    `SELECT a.company_id AS "companyId", a.id, a.kind, a.label, a.device_id AS "deviceId", a.source, p.fixed_at AS at, p.lat, p.lon, p.speed_kmh AS "speedKmh",
       p.course_deg AS "courseDeg", p.accuracy_m AS "accuracyM"
     FROM devices d JOIN assets a ON a.company_id = d.company_id AND a.id = coalesce('truck:' || d.vehicle_id, 'device:' || d.unique_id)
       AND a.device_id = d.unique_id AND NOT a.gone AND a.at < d.last_fixed_at
     JOIN LATERAL (SELECT * FROM positions q WHERE q.device_id = d.unique_id AND q.fixed_at = d.last_fixed_at AND q.filtered IS NULL
       ORDER BY q.fingerprint DESC LIMIT 1) p ON true
     WHERE NOT d.quarantined`,
  );
}
