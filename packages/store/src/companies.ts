import { type Company, searchKey } from '@karavan/contracts';
import type { Tx } from './database.ts';
import { decodeCursor, type Page, toPage } from './pages.ts';

type Row = Company;
const COLUMNS = 'id, kind, name, okpo';

export async function insertOperator(tx: Tx, input: { name: string; demo?: boolean }): Promise<Company> {
  const id = crypto.randomUUID();
  const row = await tx.one<Row>(
    `INSERT INTO companies (id, company_id, kind, name, name_key, demo) VALUES ($1, $1, 'operator', $2, $3, $4) RETURNING ${COLUMNS}`,
    [id, input.name, searchKey(input.name), input.demo ?? false],
  );
  return row as Row;
}

export async function insertCustomer(
  tx: Tx,
  input: { companyId: string; name: string; okpo?: string | undefined },
): Promise<Company> {
  const row = await tx.one<Row>(
    `INSERT INTO companies (company_id, kind, name, name_key, okpo) VALUES ($1, 'customer', $2, $3, $4) RETURNING ${COLUMNS}`,
    [input.companyId, input.name, searchKey(input.name), input.okpo ?? null],
  );
  return row as Row;
}

/** The company the installation belongs to: the first one made. Unknown devices wait in its quarantine. */
export function findHomeCompany(tx: Tx): Promise<(Company & { demo: boolean }) | undefined> {
  return tx.one<Row & { demo: boolean }>(
    `SELECT ${COLUMNS}, demo FROM companies WHERE kind = 'operator' ORDER BY created_at, id LIMIT 1`,
  );
}

export function findCompany(tx: Tx, id: string): Promise<Company | undefined> {
  return tx.one<Row>(`SELECT ${COLUMNS} FROM companies WHERE id = $1`, [id]);
}

export function findCustomerByName(tx: Tx, name: string): Promise<Company | undefined> {
  return tx.one<Row>(`SELECT ${COLUMNS} FROM companies WHERE kind = 'customer' AND name_key = $1 LIMIT 1`, [searchKey(name)]);
}

export async function listCompanies(tx: Tx, page: { limit: number; cursor?: string | undefined }): Promise<Page<Company>> {
  const after = decodeCursor(page.cursor, ['text', 'uuid']);
  const rows = await tx.many<Row>(
    `SELECT ${COLUMNS} FROM companies WHERE $2::text IS NULL OR (name, id) > ($2, $3::uuid) ORDER BY name, id LIMIT $1`,
    [page.limit + 1, after?.[0] ?? null, after?.[1] ?? null],
  );
  return toPage(
    rows,
    page.limit,
    (row) => row,
    (row) => [row.name, row.id],
  );
}
