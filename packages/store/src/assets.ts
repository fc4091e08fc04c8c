import type { AssetState } from '@karavan/contracts';
import { asRecordset, type Tx } from './database.ts';

/** A marker as it is stored: freshness depends on the hour and is worked out on the way out. */
export type AssetRecord = Omit<AssetState, 'freshness'> & {
  place?: string;
  /** of what has no place on the map: when it was heard of last, and by whom */
  heard?: { at: string; source: string };
};

interface Row {
  id: string;
  kind: AssetState['kind'];
  label: string;
  revision: number;
  lat: number | null;
  lon: number | null;
  at: string | null;
  speed_kmh: number | null;
  course_deg: number | null;
  source: string | null;
  approximate: boolean;
  place: string | null;
  train: string | null;
  status: string;
  gone: boolean;
  shipment_ids: string[] | null;
}
const COLUMNS =
  'a.id, a.kind, a.label, a.revision, a.lat, a.lon, a.at, a.speed_kmh, a.course_deg, a.source, a.approximate, a.place, a.train, a.status, a.gone';
/** Under a customer's scope row-level security leaves only his own shipments here. */
const SHIPMENT_IDS = `ARRAY(SELECT DISTINCT u.shipment_id::text FROM shipment_units u WHERE u.company_id = a.company_id AND u.asset_id = a.id
  AND karavan_shown_now(u, a.at)) AS shipment_ids`;

function toRecord(row: Row): AssetRecord {
  const { lat, lon, at } = row;
  const source = row.source ?? 'unknown';
  const isPlaced = lat !== null && lon !== null && at !== null;
  return {
    id: row.id,
    kind: row.kind,
    label: row.label,
    revision: row.revision,
    position: isPlaced
      ? {
          lat,
          lon,
          at,
          speedKmh: row.speed_kmh,
          courseDeg: row.course_deg,
          source,
          ...(row.approximate ? { approximate: true } : {}),
        }
      : null,
    ...(at !== null && !isPlaced ? { heard: { at, source } } : {}),
    ...(row.place !== null ? { place: row.place } : {}),
    ...(row.train !== null ? { train: row.train } : {}),
    status: row.status,
    shipmentIds: row.shipment_ids ?? [],
    ...(row.gone ? { gone: true } : {}),
  };
}

export type AssetToSave = Omit<AssetRecord, 'revision' | 'shipmentIds'>;

export async function saveAssets(
  tx: Tx,
  input: { companyId: string; revision: number; assets: readonly AssetToSave[] },
): Promise<void> {
  const rows = input.assets.map(({ position, heard, ...asset }) => ({
    ...asset,
    ...heard,
    ...position,
    approximate: position?.approximate ?? false,
  }));
  await tx.many(
    `INSERT INTO assets (company_id, id, kind, label, revision, lat, lon, at, speed_kmh, course_deg, source, approximate, place, train, status)
     SELECT $1, id, kind, label, $2, lat, lon, at, "speedKmh", "courseDeg", source, approximate, place, train, status
     FROM jsonb_to_recordset($3::jsonb) AS r(id text, kind text, label text, lat float8, lon float8, at timestamptz, "speedKmh" real, "courseDeg" real,
       source text, approximate boolean, place text, train text, status text)
     ON CONFLICT (company_id, id) DO UPDATE SET kind = excluded.kind, label = excluded.label, revision = excluded.revision, lat = excluded.lat, lon = excluded.lon,
       at = excluded.at, speed_kmh = excluded.speed_kmh, course_deg = excluded.course_deg, source = excluded.source, approximate = excluded.approximate,
       place = excluded.place, train = excluded.train, status = excluded.status, gone = false
     WHERE coalesce(excluded.at, 'infinity') >= coalesce(assets.at, '-infinity')`,
    [input.companyId, input.revision, asRecordset(rows)],
  );
}

/** Takes a marker off every map: its row stays as the news of it, for open maps and for who comes back to one. */
export async function removeAsset(tx: Tx, input: { revision: number; id: string }): Promise<void> {
  await tx.one('UPDATE assets SET gone = true, revision = $1, lat = NULL, lon = NULL, at = NULL WHERE id = $2 AND NOT gone', [
    input.revision,
    input.id,
  ]);
}

/** Marks assets as changed, so that whoever watches gets them whole again (a new shipment is on them, say). */
export async function touchAssets(tx: Tx, input: { revision: number; ids: readonly string[] }): Promise<void> {
  await tx.many('UPDATE assets SET revision = $1 WHERE id = ANY($2)', [input.revision, input.ids]);
}

const MOST_ASSETS = 50_000;

export type AssetFilter =
  | { bbox: readonly [number, number, number, number] }
  | { shipmentId: string }
  | { ids: readonly string[] };

/** What the scope may see of a part of the fleet. With `since` only what changed after that revision, and what is gone since. */
export async function listAssets(tx: Tx, query: { filter: AssetFilter; since?: number; limit?: number }): Promise<AssetRecord[]> {
  if ('ids' in query.filter && query.filter.ids.length === 0) return [];
  const { clause, values } = toClause(query.filter);
  const rows = await tx.many<Row>(
    `SELECT ${COLUMNS}, ${SHIPMENT_IDS} FROM assets a WHERE a.revision > $1 AND (NOT a.gone OR $1 >= 0) AND ${clause} ORDER BY a.id LIMIT $2`,
    [query.since ?? -1, query.limit ?? MOST_ASSETS, ...values],
  );
  return rows.map(toRecord);
}

/** The ids of what has not changed since a revision, in a box. */
export async function listUnchangedAssets(
  tx: Tx,
  { bbox, upTo }: { bbox: readonly [number, number, number, number]; upTo: number },
): Promise<string[]> {
  const { clause, values } = toClause({ bbox });
  const rows = await tx.many<{ id: string }>(
    `SELECT a.id FROM assets a WHERE a.revision <= $1 AND NOT a.gone AND ${clause} LIMIT $2`,
    [upTo, MOST_ASSETS, ...values],
  );
  return rows.map(({ id }) => id);
}

/** What has no known place is nowhere else either: it belongs to every box, so that lists can show it. */
function toClause(filter: AssetFilter): { clause: string; values: unknown[] } {
  if ('ids' in filter) return { clause: 'a.id = ANY($3)', values: [filter.ids] };
  if ('shipmentId' in filter)
    return {
      clause: 'a.id IN (SELECT u.asset_id FROM shipment_units u WHERE u.shipment_id = $3 AND karavan_shown_now(u, a.at))',
      values: [filter.shipmentId],
    };
  const [west, south, east, north] = filter.bbox;
  return {
    clause: '(a.lat IS NULL OR (a.lat BETWEEN $4 AND $6 AND a.lon BETWEEN $3 AND $5))',
    values: [west, south, east, north],
  };
}
