import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '@karavan/runtime';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { applyPending, listApplied, listMigrations, lockSchema } from '../migrate.ts';
import { withClient } from '../one-client.ts';
import { listTables, type TableColumns } from './tables.ts';
import type { BackupHead, BackupTail } from './take.ts';

/** What `takeBackup` handed out, in the same order. */
export interface BackupSource {
  head: BackupHead;
  rows: AsyncIterable<{ table: string; piece: Uint8Array }>;
  /** asked for after the last row */
  tail(): Promise<BackupTail>;
}

/**
 * Puts a backup into a database that holds no company yet: everything of it, or nothing. A backup of an older schema goes
 * into that schema and is brought up to date from there, by the same migrations its own database would have gone through.
 * @returns the number of rows
 * @throws AppError CONFLICT when there is data already; UNPROCESSABLE when the backup is newer than this program or not whole
 */
export async function restoreBackup(url: string, source: BackupSource): Promise<number> {
  return withClient(url, async (client) => {
    await lockSchema(client);
    await prepareSchema(client, source.head.migrations);
    const rows = await fill(client, source);
    await applyPending(client, await listMigrations());
    return rows;
  });
}

/** The schema the backup was taken from, with nothing in it. */
async function prepareSchema(client: pg.Client, migrations: readonly string[]): Promise<void> {
  const known = new Set(await listMigrations());
  const unknown = migrations.filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw new AppError('UNPROCESSABLE', `The backup was taken by a newer version: ${unknown.join(', ')} is not known here.`);
  const applied = await listApplied(client);
  if (applied.length > 0 && (await hasCompany(client)))
    throw new AppError('CONFLICT', 'There is data already. Restore into an empty DATA_DIR or an empty database.');
  const ahead = applied.filter((name) => !migrations.includes(name));
  if (ahead.length > 0)
    throw new AppError('CONFLICT', 'The empty database is newer than the backup. Restore into one nobody has started on yet.');
  await applyPending(client, migrations);
}

async function hasCompany(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ has: boolean }>('SELECT EXISTS (SELECT FROM companies) AS has');
  return rows[0]?.has === true;
}

async function fill(client: pg.Client, source: BackupSource): Promise<number> {
  await client.query('BEGIN');
  try {
    const tables = await listTables(client);
    checkTables(source.head.tables, tables);
    const names = tables.map(({ name }) => client.escapeIdentifier(name));
    await client.query(`TRUNCATE ${names.join(', ')} CASCADE`); // what migrations put there; sessions go with their people
    for (const name of names) await client.query(`ALTER TABLE ${name} DISABLE TRIGGER USER`); // what they did is in the rows
    const counted = await copyAll(client, { tables: source.head.tables, rows: source.rows });
    const tail = await source.tail();
    checkCounts(tail.rows, counted);
    for (const { name, value } of tail.sequences) await client.query('SELECT setval($1::regclass, $2)', [name, value]);
    for (const name of names) await client.query(`ALTER TABLE ${name} ENABLE TRIGGER USER`);
    await client.query('COMMIT');
    return Object.values(counted).reduce((sum, count) => sum + count, 0);
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined); // the connection may be what failed; its end rolls back as well
    throw isDataError(error) ? notWhole('a row does not fit its table', error) : error;
  }
}

/** SQLSTATE classes 22 and 23: a value or a reference that cannot be. */
const isDataError = (error: unknown): boolean => error instanceof pg.DatabaseError && /^2[23]/.test(error.code ?? '');

const notWhole = (what: string, cause?: unknown): AppError =>
  new AppError('UNPROCESSABLE', `The backup is not whole: ${what}. Nothing was restored.`, { cause });

function checkTables(theirs: readonly TableColumns[], ours: readonly TableColumns[]): void {
  const known = new Map(ours.map(({ name, columns }) => [name, new Set(columns)]));
  for (const { name, columns } of theirs)
    if (!columns.every((column) => known.get(name)?.has(column))) throw notWhole(`it names a table or column ${name} has not`);
}

function checkCounts(said: Record<string, number>, counted: Record<string, number>): void {
  for (const [table, rows] of Object.entries(said))
    if (counted[table] !== rows) throw notWhole(`${table} has ${counted[table] ?? 0} of ${rows} rows`);
}

type Rows = { tables: readonly TableColumns[]; rows: BackupSource['rows'] };

async function copyAll(client: pg.Client, { tables, rows }: Rows): Promise<Record<string, number>> {
  const counted: Record<string, number> = Object.fromEntries(tables.map(({ name }) => [name, 0]));
  for await (const { table, pieces } of byTable(rows)) {
    const columns = tables.find(({ name }) => name === table)?.columns;
    if (columns === undefined) throw notWhole(`it has rows of a table ${table} it does not name`);
    const list = columns.map((column) => client.escapeIdentifier(column)).join(', ');
    const stream = client.query(copyFrom(`COPY ${client.escapeIdentifier(table)} (${list}) FROM STDIN`));
    await pipeline(Readable.from(pieces), stream);
    counted[table] = stream.rowCount;
  }
  return counted;
}

type Piece = { table: string; piece: Uint8Array };

/** Pieces that follow each other and are of one table, as one; each is read to its end before the next is asked for. */
async function* byTable(rows: AsyncIterable<Piece>): AsyncIterable<{ table: string; pieces: AsyncIterable<Uint8Array> }> {
  const iterator = rows[Symbol.asyncIterator]();
  let next = await iterator.next();
  async function* piecesOf(table: string): AsyncIterable<Uint8Array> {
    for (; next.done !== true && next.value.table === table; next = await iterator.next()) yield next.value.piece;
  }
  while (next.done !== true) {
    const { table } = next.value;
    yield { table, pieces: piecesOf(table) };
  }
}
