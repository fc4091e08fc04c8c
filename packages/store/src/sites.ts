import type { NewSite, Site } from '@karavan/contracts';
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
}
const COLUMNS = 'id, kind, name, lat, lon, esr, time_zone, customer_id';

const toSite = (row: Row): Site => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  ...(row.lat !== null && row.lon !== null ? { lat: row.lat, lon: row.lon } : {}),
  ...(row.esr !== null ? { esr: row.esr } : {}),
  timeZone: row.time_zone,
  customerId: row.customer_id,
});

export async function insertSite(tx: Tx, companyId: string, site: NewSite): Promise<Site> {
  const row = await tx.one<Row>(
    `INSERT INTO sites (company_id, customer_id, kind, name, lat, lon, esr, time_zone) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${COLUMNS}`,
    [
      companyId,
      site.customerId ?? null,
      site.kind,
      site.name,
      site.lat ?? null,
      site.lon ?? null,
      site.esr ?? null,
      site.timeZone ?? 'Europe/Moscow',
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
