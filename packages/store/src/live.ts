import type { AssetState, ShipmentState, TrackingEvent } from '@karavan/contracts';
import type { Tx } from './database.ts';
import { EVENT_COLUMNS, type EventRow, toEvent } from './events.ts';

/** A marker as the live tail reads it, with everybody outside the company's staff who may see it. */
export interface ChangedMarker {
  companyId: string;
  id: string;
  kind: AssetState['kind'];
  label: string;
  status: string;
  source: string | null;
  train: string | null;
  approximate: boolean;
  gone: boolean;
  /** `customer:shipment`, in order, with commas between; `null`: nobody but staff */
  audience: string | null;
  revision: number;
  lat: number | null;
  lon: number | null;
  /** epoch milliseconds */
  at: number | null;
  courseDeg: number | null;
  speedKmh: number | null;
}

/** All that changed, and whose it is. */
export interface News {
  markers: ChangedMarker[];
  shipments: { companyId: string; customerId: string; state: ShipmentState }[];
  events: { companyId: string; customerId: string | null; event: TrackingEvent }[];
}

/** One row of lists: a driver takes longer over each column of each row than over all of it as one JSON. */
interface NewsRow {
  markers: MarkerRow[] | null;
  shipments: { company_id: string; customer_id: string; revision: number; state: Omit<ShipmentState, 'revision'> }[] | null;
  events: (EventRow & { company_id: string; customer_id: string | null })[] | null;
}

const NEWS = `SELECT
  (SELECT json_agg(json_build_array(a.company_id, a.id, a.kind, a.label, a.status, a.source, a.train, a.approximate, a.gone,
       (SELECT string_agg(DISTINCT u.customer_id || ':' || u.shipment_id, ',') FROM shipment_units u
        WHERE u.company_id = a.company_id AND u.asset_id = a.id AND karavan_shown_now(u, a.at)),
       a.revision, a.lat, a.lon, floor(extract(epoch FROM a.at) * 1000), a.course_deg, a.speed_kmh) ORDER BY a.revision)
   FROM (SELECT * FROM assets WHERE revision > $1 ORDER BY revision LIMIT $2) a) AS markers,
  (SELECT json_agg(s ORDER BY s.revision) FROM (SELECT company_id, customer_id, revision, state FROM shipments WHERE revision > $1
     ORDER BY revision LIMIT $2) s) AS shipments,
  (SELECT json_agg(e ORDER BY e.revision, e.at, e.id) FROM (SELECT ${EVENT_COLUMNS}, company_id, customer_id FROM events WHERE revision > $1
     ORDER BY revision, at, id LIMIT $2) e) AS events`;

/** System transaction, for the live tail: what changed after a revision, of all companies, the first `limit` of each kind in the order of revisions. */
export async function listNews(tx: Tx, { since, limit }: { since: number; limit: number }): Promise<News> {
  const { markers, shipments, events } = (await tx.one<NewsRow>(NEWS, [since, limit])) ?? {
    markers: null,
    shipments: null,
    events: null,
  };
  return {
    markers: (markers ?? []).map(toMarker),
    shipments: (shipments ?? []).map((row) => ({
      companyId: row.company_id,
      customerId: row.customer_id,
      state: { ...row.state, revision: row.revision },
    })),
    events: (events ?? []).map((row) => ({
      companyId: row.company_id,
      customerId: row.customer_id,
      event: toEvent({ ...row, at: new Date(row.at).toISOString() }),
    })),
  };
}

type MarkerRow = [
  ...[string, string, AssetState['kind'], string, string, string | null, string | null, boolean, boolean, string | null],
  ...[number, number | null, number | null, number | null, number | null, number | null],
];

/** By place, in the order in which `NEWS` names them. */
const toMarker = (row: MarkerRow): ChangedMarker => ({
  companyId: row[0],
  id: row[1],
  kind: row[2],
  label: row[3],
  status: row[4],
  source: row[5],
  train: row[6],
  approximate: row[7],
  gone: row[8],
  audience: row[9],
  revision: row[10],
  lat: row[11],
  lon: row[12],
  at: row[13],
  courseDeg: row[14],
  speedKmh: row[15],
});

/** The shipments a scope missed since a revision, but for those of `except`. */
export async function listShipmentsSince(
  tx: Tx,
  query: { since: number; upTo: number; shipmentId?: string; except?: readonly string[]; limit: number },
): Promise<ShipmentState[]> {
  const rows = await tx.many<{ revision: number; state: Omit<ShipmentState, 'revision'> }>(
    `SELECT revision, state FROM shipments WHERE revision > $1 AND revision <= $4 AND ($2::uuid IS NULL OR id = $2) AND NOT id = ANY($5)
     ORDER BY revision LIMIT $3`,
    [query.since, query.shipmentId ?? null, query.limit, query.upTo, query.except ?? []],
  );
  return rows.map((row) => ({ ...row.state, revision: row.revision }));
}

/**
 * The newest revision whose transaction has ended; everything at or below it can be read. The counter itself runs
 * ahead while a writer holds the lock, so the lock is asked for: a reader waits for that writer, never for long.
 */
export async function newestRevision(tx: Tx): Promise<number> {
  const row = await tx.one<{ revision: number }>('SELECT karavan_newest_revision() AS revision');
  return row?.revision ?? 0;
}
