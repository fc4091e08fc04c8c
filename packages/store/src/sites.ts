import type { Calendar, NewSite, Site, SitePatch } from '@karavan/contracts';
import type { Tx } from './database.ts';
import { decodeCursor, type Page, toPage } from './pages.ts';

interface Row {
  id: string;
  kind: 'plant' | 'site';
  name: string;
  lat: number | null;
  lon: number | null;
  esr: string | null;
  time_zone: string;
  customer_id: string | null;
  receiving: Calendar | null;
}
const COLUMNS = 'id, kind, name, lat, lon, esr, time_zone, customer_id, receiving';

const toSite = (row: Row): Site => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  ...(row.lat !== null && row.lon !== null ? { lat: row.lat, lon: row.lon } : {}),
  ...(row.esr !== null ? { esr: row.esr } : {}),
  timeZone: row.time_zone,
  customerId: row.customer_id,
  ...(row.receiving !== null ? { receiving: row.receiving } : {}),
});

export async function insertSite(tx: Tx, companyId: string, site: NewSite): Promise<Site> {
  const row = await tx.one<Row>(
    `INSERT INTO sites (company_id, customer_id, kind, name, lat, lon, esr, time_zone, receiving)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${COLUMNS}`,
    [
      companyId,
      site.customerId ?? null,
      site.kind,
      site.name,
      site.lat ?? null,
      site.lon ?? null,
      site.esr ?? null,
      site.timeZone ?? 'Europe/Moscow',
      site.receiving === undefined ? null : JSON.stringify(site.receiving),
    ],
  );
  return toSite(row as Row);
}

export async function findSite(tx: Tx, id: string): Promise<Site | undefined> {
  const row = await tx.one<Row>(`SELECT ${COLUMNS} FROM sites WHERE id = $1`, [id]);
  return row && toSite(row);
}

export async function listSites(tx: Tx, page: { limit: number; cursor?: string | undefined }): Promise<Page<Site>> {
  const after = decodeCursor(page.cursor, ['text', 'uuid']);
  const rows = await tx.many<Row>(
    `SELECT ${COLUMNS} FROM sites WHERE $2::text IS NULL OR (name, id) > ($2, $3::uuid) ORDER BY name, id LIMIT $1`,
    [page.limit + 1, after?.[0] ?? null, after?.[1] ?? null],
  );
  return toPage(rows, page.limit, toSite, (row) => [row.name, row.id]);
}

/** Changes what is given; shipments under way to the site or from it follow. Undefined where there is no such site. */
export async function updateSite(tx: Tx, id: string, patch: SitePatch): Promise<Site | undefined> {
  const row = await tx.one<Row>(
    `UPDATE sites SET name = coalesce($2, name), lat = CASE WHEN $10 THEN NULL ELSE coalesce($3, lat) END,
       lon = CASE WHEN $10 THEN NULL ELSE coalesce($4, lon) END, esr = coalesce($5, esr),
       time_zone = coalesce($6, time_zone), receiving = CASE WHEN $7 THEN $8::jsonb ELSE receiving END, kind = coalesce($9, kind)
     WHERE id = $1 RETURNING ${COLUMNS}`,
    [
      id,
      patch.name ?? null,
      patch.lat ?? null,
      patch.lon ?? null,
      patch.esr ?? null,
      patch.timeZone ?? null,
      patch.receiving !== undefined,
      patch.receiving ? JSON.stringify(patch.receiving) : null,
      patch.kind ?? null,
      patch.lat === null,
    ],
  );
  if (row === undefined) return undefined;
  const site = toSite(row);
  const { id: _, kind: __, customerId: ___, ...place } = site;
  for (const end of ['origin', 'destination'])
    await tx.one(
      `UPDATE shipments SET facts = jsonb_set(facts, ARRAY[$2::text], $3::jsonb) WHERE status <> 'delivered' AND facts -> $2 ->> 'siteId' = $1`,
      [id, end, JSON.stringify({ ...place, siteId: id })],
    );
  return site;
}
