import type { NewNormBook, NormBook } from '@karavan/contracts';
import type { Tx } from './database.ts';
import { decodeCursor, type Page, toPage } from './pages.ts';

interface Row {
  id: string;
  version: number;
  valid_from: string;
  valid_to: string | null;
  terms: Pick<NormBook, 'name' | 'source' | 'kmPerDay' | 'extraDays'>;
  confidence: NormBook['confidence'];
  created_by: string;
  created_at: string;
  confirmed_by: string | null;
  confirmed_at: string | null;
  withdrawn_by: string | null;
  withdrawn_at: string | null;
}
const COLUMNS = `id, version, valid_from::text, valid_to::text, terms, confidence, created_by, created_at, confirmed_by, confirmed_at,
  withdrawn_by, withdrawn_at`;

const toBook = (row: Row): NormBook => ({
  ...row.terms,
  id: row.id,
  version: row.version,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  confidence: row.confidence,
  createdBy: row.created_by,
  createdAt: row.created_at,
  confirmedBy: row.confirmed_by,
  confirmedAt: row.confirmed_at,
  withdrawnBy: row.withdrawn_by,
  withdrawnAt: row.withdrawn_at,
});

/** Newest validity first, withdrawn ones too. */
export async function listBooks(tx: Tx, page: { limit: number; cursor?: string | undefined }): Promise<Page<NormBook>> {
  const after = decodeCursor(page.cursor, ['text', 'int32']);
  const rows = await tx.many<Row>(
    `SELECT ${COLUMNS} FROM norm_books WHERE $2::text IS NULL OR (norm_books.valid_from::text, version) < ($2, $3::integer)
     ORDER BY norm_books.valid_from DESC, version DESC LIMIT $1`,
    [page.limit + 1, after?.[0] ?? null, after?.[1] ?? null],
  );
  return toPage(rows, page.limit, toBook, (row) => [row.valid_from, row.version]);
}

/** System transaction: the versions of a company that count, for whoever of it may see a term, its customers too. */
export async function listBooksOf(tx: Tx, companyId: string): Promise<NormBook[]> {
  const rows = await tx.many<Row>(
    `SELECT ${COLUMNS} FROM norm_books WHERE company_id = $1 AND withdrawn_at IS NULL ORDER BY version`,
    [companyId],
  );
  return rows.map(toBook);
}

/** Whoever changes the norms of a company waits for whoever does so now. */
export async function lockNorms(tx: Tx, companyId: string): Promise<void> {
  await tx.one('SELECT pg_advisory_xact_lock(hashtext($1))', [`norms ${companyId}`]);
}

export async function findBook(tx: Tx, id: string): Promise<NormBook | undefined> {
  const row = await tx.one<Row>(`SELECT ${COLUMNS} FROM norm_books WHERE id::text = $1 FOR UPDATE`, [id]);
  return row && toBook(row);
}

interface NewBook {
  companyId: string;
  book: NewNormBook;
  by: string;
  at: Date;
}

/** The next version; who adds it as confirmed has confirmed it. */
export async function insertBook(tx: Tx, { companyId, book, by, at }: NewBook): Promise<NormBook> {
  const { validFrom, validTo, confidence, ...terms } = book;
  const isConfirmed = confidence === 'confirmed';
  const row = await tx.one<Row>(
    `INSERT INTO norm_books (company_id, version, valid_from, valid_to, terms, confidence, created_by, created_at, confirmed_by, confirmed_at)
     SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9 FROM norm_books WHERE company_id = $1 RETURNING ${COLUMNS}`,
    [
      companyId,
      validFrom,
      validTo ?? null,
      JSON.stringify(terms),
      confidence,
      by,
      at,
      isConfirmed ? by : null,
      isConfirmed ? at : null,
    ],
  );
  if (row === undefined) throw new Error('a version of the norms was not inserted');
  return toBook(row);
}

/** What may change on a version: its end, who confirmed it and who withdrew it. */
export async function saveBook(tx: Tx, book: NormBook): Promise<void> {
  await tx.one(
    `UPDATE norm_books SET valid_to = $2, confidence = $3, confirmed_by = $4, confirmed_at = $5, withdrawn_by = $6, withdrawn_at = $7
     WHERE id = $1`,
    [book.id, book.validTo ?? null, book.confidence, book.confirmedBy, book.confirmedAt, book.withdrawnBy, book.withdrawnAt],
  );
}
