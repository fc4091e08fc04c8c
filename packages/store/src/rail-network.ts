import type { WagonState } from '@karavan/contracts';
import { asRecordset, type Tx } from './database.ts';

export interface StoredStation {
  /** the ESR code; of a station without one its name and road */
  key: string;
  esr: string | null;
  name: string;
  road: string | null;
  region: string | null;
  lat: number | null;
  lon: number | null;
  placedBy: 'import' | 'hand' | null;
}

/** `from` sorts before `to`; the line runs the same way. */
export interface StoredEdge {
  from: string;
  to: string;
  km: number | null;
  line: [number, number][] | null;
}

export interface Saved {
  added: number;
  updated: number;
}

const STATION = 'key text, esr text, name text, road text, region text, lat float8, lon float8';

/**
 * Adds stations and brings known ones up to date, all in one statement. A file that does not say a road, a region or a place
 * takes none away, and a place given by hand stays.
 */
export async function saveStations(
  tx: Tx,
  input: { companyId: string; stations: readonly Omit<StoredStation, 'placedBy'>[] },
): Promise<Saved> {
  const row = await tx.one<Saved>(
    `WITH saved AS (
       INSERT INTO stations AS s (company_id, key, esr, name, road, region, lat, lon, placed_by)
       SELECT $1, key, esr, name, road, region, lat, lon, CASE WHEN lat IS NULL THEN NULL ELSE 'import' END
       FROM jsonb_to_recordset($2::jsonb) AS r(${STATION}) ORDER BY key
       ON CONFLICT (company_id, key) DO UPDATE SET name = excluded.name, road = coalesce(excluded.road, s.road),
         region = coalesce(excluded.region, s.region),
         lat = CASE WHEN s.placed_by = 'hand' THEN s.lat ELSE coalesce(excluded.lat, s.lat) END,
         lon = CASE WHEN s.placed_by = 'hand' THEN s.lon ELSE coalesce(excluded.lon, s.lon) END,
         placed_by = CASE WHEN s.placed_by = 'hand' THEN s.placed_by ELSE coalesce(excluded.placed_by, s.placed_by) END
       WHERE s.name <> excluded.name OR s.road IS DISTINCT FROM coalesce(excluded.road, s.road)
         OR s.region IS DISTINCT FROM coalesce(excluded.region, s.region)
         OR (s.placed_by IS DISTINCT FROM 'hand' AND excluded.lat IS NOT NULL
           AND (s.lat IS DISTINCT FROM excluded.lat OR s.lon IS DISTINCT FROM excluded.lon))
       RETURNING xmax = 0 AS added)
     SELECT count(*) FILTER (WHERE added) AS added, count(*) FILTER (WHERE NOT added) AS updated FROM saved`,
    [input.companyId, asRecordset(input.stations)],
  );
  return row ?? { added: 0, updated: 0 };
}

/** Notes codes that only a graph names; what is known of a station stays as it is. */
export async function addStations(
  tx: Tx,
  input: { companyId: string; stations: readonly { esr: string; name: string }[] },
): Promise<void> {
  await tx.many(
    `INSERT INTO stations (company_id, key, esr, name) SELECT $1, esr, esr, name FROM jsonb_to_recordset($2::jsonb) AS r(esr text, name text)
     ORDER BY esr ON CONFLICT (company_id, key) DO NOTHING`,
    [input.companyId, asRecordset(input.stations)],
  );
}

/** A place that a person gave. */
export async function placeStation(
  tx: Tx,
  input: { companyId: string; station: Omit<StoredStation, 'placedBy' | 'region'> & { lat: number; lon: number } },
): Promise<void> {
  const { key, esr, name, road, lat, lon } = input.station;
  await tx.many(
    `INSERT INTO stations AS s (company_id, key, esr, name, road, lat, lon, placed_by) VALUES ($1, $2, $3, $4, $5, $6, $7, 'hand')
     ON CONFLICT (company_id, key) DO UPDATE SET lat = excluded.lat, lon = excluded.lon, placed_by = 'hand', road = coalesce(s.road, excluded.road)`,
    [input.companyId, key, esr, name, road, lat, lon],
  );
}

/** Adds edges and brings known ones up to date; a file without lengths or lines takes none away. */
export async function saveEdges(tx: Tx, input: { companyId: string; edges: readonly StoredEdge[] }): Promise<Saved> {
  const row = await tx.one<Saved>(
    `WITH saved AS (
       INSERT INTO rail_edges AS e (company_id, from_esr, to_esr, km, line)
       SELECT $1, "from", "to", km, line FROM jsonb_to_recordset($2::jsonb) AS r("from" text, "to" text, km float8, line jsonb) ORDER BY "from", "to"
       ON CONFLICT (company_id, from_esr, to_esr) DO UPDATE SET km = coalesce(excluded.km, e.km), line = coalesce(excluded.line, e.line)
       WHERE e.km IS DISTINCT FROM coalesce(excluded.km, e.km) OR e.line IS DISTINCT FROM coalesce(excluded.line, e.line)
       RETURNING xmax = 0 AS added)
     SELECT count(*) FILTER (WHERE added) AS added, count(*) FILTER (WHERE NOT added) AS updated FROM saved`,
    [input.companyId, asRecordset(input.edges)],
  );
  return row ?? { added: 0, updated: 0 };
}

/** Nobody else changes the network of this company until the transaction ends. */
export async function lockRailNetwork(tx: Tx, companyId: string): Promise<void> {
  await tx.one('SELECT pg_advisory_xact_lock(hashtext($1))', [`rail network ${companyId}`]);
}

export async function raiseVersion(tx: Tx, companyId: string): Promise<number> {
  const row = await tx.one<{ version: number }>(
    `INSERT INTO rail_networks AS n (company_id, version) VALUES ($1, 1)
     ON CONFLICT (company_id) DO UPDATE SET version = n.version + 1 RETURNING version`,
    [companyId],
  );
  return row?.version ?? 0;
}

/** System transaction: the version of a company's network; 0 where nothing was ever imported. */
export async function findVersion(tx: Tx, companyId: string): Promise<number> {
  const row = await tx.one<{ version: number }>('SELECT version FROM rail_networks WHERE company_id = $1', [companyId]);
  return row?.version ?? 0;
}

/** System transaction: companies whose wagons do not stand by the newest network yet. */
export async function listUnsettled(tx: Tx): Promise<string[]> {
  const rows = await tx.many<{ company_id: string }>('SELECT company_id FROM rail_networks WHERE settled_version < version');
  return rows.map((row) => row.company_id);
}

export async function noteSettled(tx: Tx, input: { companyId: string; version: number }): Promise<void> {
  await tx.many('UPDATE rail_networks SET settled_version = greatest(settled_version, $2) WHERE company_id = $1', [
    input.companyId,
    input.version,
  ]);
}

/** System transaction: all that was imported, and tariff distances that reports give between stations with codes. */
export async function loadRailNetwork(
  tx: Tx,
  companyId: string,
): Promise<{ stations: StoredStation[]; edges: StoredEdge[]; observed: { from: string; to: string; km: number }[] }> {
  const stations = await tx.many<StoredStation>(
    'SELECT key, esr, name, road, region, lat, lon, placed_by AS "placedBy" FROM stations WHERE company_id = $1 ORDER BY key',
    [companyId],
  );
  const edges = await tx.many<StoredEdge>(
    'SELECT from_esr AS "from", to_esr AS "to", km, line FROM rail_edges WHERE company_id = $1 ORDER BY from_esr, to_esr',
    [companyId],
  );
  const observed = await tx.many<{ from: string; to: string; km: number }>(
    `SELECT state #>> '{lastOperation,station,esr}' AS "from", state #>> '{destination,esr}' AS "to", max((state ->> 'remainingKm')::float8) AS km
     FROM wagons WHERE company_id = $1 AND state #>> '{lastOperation,station,esr}' IS NOT NULL AND state #>> '{destination,esr}' IS NOT NULL
       AND (state ->> 'remainingKm')::float8 > 100 GROUP BY 1, 2 ORDER BY 1, 2 LIMIT 200`,
    [companyId],
  );
  return { stations, edges, observed };
}

/** A station that reports name and nobody has placed. */
export interface UnplacedStation {
  esr: string | null;
  name: string;
  road: string | null;
  /** wagons whose way has to do with it, and those of them that are there now */
  wagons: number;
  wagonsHere: number;
  lastReportedAt: string;
}

export function listUnplaced(tx: Tx): Promise<UnplacedStation[]> {
  return tx.many<UnplacedStation>(
    `SELECT st ->> 'esr' AS esr, st ->> 'name' AS name, st ->> 'road' AS road, count(DISTINCT number) AS wagons,
       count(DISTINCT number) FILTER (WHERE here) AS "wagonsHere", max(reported_at) AS "lastReportedAt"
     FROM wagons, LATERAL (VALUES (true, state #> '{lastOperation,station}'), (false, state -> 'origin'), (false, state -> 'destination')) v(here, st)
     WHERE st ->> 'name' <> '' AND NOT st ? 'lat' GROUP BY 1, 2, 3 ORDER BY 5 DESC, 4 DESC, 2, 1 LIMIT 2000`,
  );
}

/** Wagons in the order of their numbers, a part at a time. */
export async function listWagonsAfter(tx: Tx, input: { after: string; limit: number }): Promise<WagonState[]> {
  const rows = await tx.many<{ revision: number; state: Omit<WagonState, 'revision'> }>(
    'SELECT revision, state FROM wagons WHERE number > $1 ORDER BY number LIMIT $2',
    [input.after, input.limit],
  );
  return rows.map(({ revision, state }) => ({ ...state, revision }));
}

/** The wagons of a train as the scope may see them. */
export async function listWagonsOfTrain(tx: Tx, input: { train: string; limit: number }): Promise<WagonState[]> {
  const rows = await tx.many<{ revision: number; state: Omit<WagonState, 'revision'> }>(
    `SELECT w.revision, w.state FROM assets a JOIN wagons w ON w.company_id = a.company_id AND a.id = 'wagon:' || w.number
     WHERE a.train = $1 ORDER BY w.number LIMIT $2`,
    [input.train, input.limit],
  );
  return rows.map(({ revision, state }) => ({ ...state, revision }));
}
