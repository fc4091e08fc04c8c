import type { NewTariff, Tariff } from '@karavan/contracts';
import type { Tx } from './database.ts';
import { decodeCursor, type Page, toPage } from './pages.ts';

interface Row {
  id: string;
  valid_from: string;
  terms: Omit<NewTariff, 'validFrom'>;
  created_at: string;
}
const COLUMNS = `id, to_char(valid_from, 'YYYY-MM-DD') AS valid_from, terms, created_at`;
const toTariff = (row: Row): Tariff => ({ ...row.terms, id: row.id, validFrom: row.valid_from, createdAt: row.created_at });

/** Newest validity first. */
export async function listTariffs(tx: Tx, page: { limit: number; cursor?: string | undefined }): Promise<Page<Tariff>> {
  const after = decodeCursor(page.cursor, ['text']);
  const rows = await tx.many<Row>(
    `SELECT ${COLUMNS} FROM idle_tariffs WHERE $2::text IS NULL OR to_char(valid_from, 'YYYY-MM-DD') < $2
     ORDER BY idle_tariffs.valid_from DESC LIMIT $1`,
    [page.limit + 1, after?.[0] ?? null],
  );
  return toPage(rows, page.limit, toTariff, (row) => [row.valid_from]);
}

/** System transaction: the versions of a company for whoever of it may see a cost, its customers too. */
export async function listTariffsOf(tx: Tx, companyId: string): Promise<Tariff[]> {
  const rows = await tx.many<Row>(`SELECT ${COLUMNS} FROM idle_tariffs WHERE company_id = $1 ORDER BY valid_from`, [companyId]);
  return rows.map(toTariff);
}

export async function findTariff(tx: Tx, id: string): Promise<Tariff | undefined> {
  const row = await tx.one<Row>(`SELECT ${COLUMNS} FROM idle_tariffs WHERE id = $1 FOR UPDATE`, [id]);
  return row && toTariff(row);
}

/** Undefined when another version begins on that day. */
export async function insertTariff(tx: Tx, companyId: string, tariff: NewTariff): Promise<Tariff | undefined> {
  const { validFrom, ...terms } = tariff;
  const row = await tx.one<Row>(
    `INSERT INTO idle_tariffs (company_id, valid_from, terms) VALUES ($1, $2, $3) ON CONFLICT (company_id, valid_from) DO NOTHING RETURNING ${COLUMNS}`,
    [companyId, validFrom, JSON.stringify(terms)],
  );
  return row && toTariff(row);
}

/** Undefined when another version begins on the new day. */
export async function saveTariff(tx: Tx, id: string, tariff: NewTariff): Promise<Tariff | undefined> {
  const { validFrom, ...terms } = tariff;
  const row = await tx.one<Row>(
    `UPDATE idle_tariffs t SET valid_from = $2, terms = $3 WHERE id = $1
       AND NOT EXISTS (SELECT FROM idle_tariffs o WHERE o.company_id = t.company_id AND o.valid_from = $2 AND o.id <> t.id) RETURNING ${COLUMNS}`,
    [id, validFrom, JSON.stringify(terms)],
  );
  return row && toTariff(row);
}
