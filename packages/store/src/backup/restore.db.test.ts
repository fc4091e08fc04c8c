import { afterAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.ts';
import { applyPending, listMigrations, migrate } from '../migrate.ts';
import { withClient } from '../one-client.ts';
import { type BackupSource, restoreBackup } from './restore.ts';
import { type BackupHead, type BackupTail, takeBackup } from './take.ts';

const COMPANY = '00000000-0000-4000-8000-000000000001';
const databases: TestDatabase[] = [];
afterAll(async () => {
  for (const { drop } of databases) await drop();
});

async function emptyDatabase(): Promise<string> {
  const database = await createTestDatabase();
  databases.push(database);
  return database.url;
}

/** A company in the schema of the first `count` migrations. */
async function olderDatabase(count: number): Promise<string> {
  const url = await emptyDatabase();
  await withClient(url, async (client) => {
    await applyPending(client, (await listMigrations()).slice(0, count));
    const insert = `INSERT INTO companies (id, company_id, kind, name, name_key) VALUES ($1, $1, 'operator', 'Old', 'old')`;
    await client.query(insert, [COMPANY]);
  });
  return url;
}

/** A backup kept in memory. */
async function taken(url: string): Promise<BackupSource> {
  const pieces: { table: string; piece: Buffer }[] = [];
  const heads: BackupHead[] = [];
  const tails: BackupTail[] = [];
  await takeBackup(url, {
    head: async (head) => void heads.push(head),
    rows: async (table, piece) => void pieces.push({ table, piece }),
    tail: async (tail) => void tails.push(tail),
  });
  const [head] = heads;
  const [tail] = tails;
  if (head === undefined || tail === undefined) throw new Error('the backup has no head or no tail');
  async function* rows() {
    yield* pieces;
  }
  return { head, rows: rows(), tail: async () => tail };
}

test('a backup of an older schema goes through the migrations its own database would have gone through', async () => {
  const source = await taken(await olderDatabase(3));
  const url = await emptyDatabase();
  expect(await restoreBackup(url, source)).toBe(1);
  expect(await migrate(url)).toEqual([]); // nothing is left to do
  const { rows } = await withClient(url, (client) => client.query('SELECT id, name FROM companies'));
  expect(rows).toEqual([{ id: COMPANY, name: 'Old' }]);
}, 60_000);

test('an installation that is ahead of the backup, or behind it, is left as it is', async () => {
  const ahead = await emptyDatabase();
  await withClient(ahead, async (client) => applyPending(client, (await listMigrations()).slice(0, 3)));
  await expect(restoreBackup(ahead, await taken(await olderDatabase(2)))).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('newer than the backup'),
  });
  const source = await taken(await olderDatabase(2));
  source.head.migrations.push('9999_tomorrow.sql');
  const url = await emptyDatabase();
  await expect(restoreBackup(url, source)).rejects.toMatchObject({
    code: 'UNPROCESSABLE',
    message: expect.stringContaining('newer version: 9999_tomorrow.sql'),
  });
  const { rows } = await withClient(url, (client) => client.query(`SELECT to_regclass('companies') AS companies`));
  expect(rows).toEqual([{ companies: null }]);
});

test('rows that are missing, too many or of another table are told, and nothing stays', async () => {
  const older = await olderDatabase(3);
  const url = await emptyDatabase();
  const short = { ...(await taken(older)), rows: (async function* () {})() };
  await expect(restoreBackup(url, short)).rejects.toThrow('companies has 0 of 1 rows');
  const piece = Buffer.from(`${COMPANY}\n`);
  const strange = {
    ...(await taken(older)),
    rows: (async function* () {
      yield { table: 'pg_authid', piece };
    })(),
  };
  await expect(restoreBackup(url, strange)).rejects.toThrow('rows of a table pg_authid');
  const renamed = await taken(older);
  renamed.head.tables[0]?.columns.push('no_such_column');
  await expect(restoreBackup(url, renamed)).rejects.toThrow('names a table or column');
  const { rows } = await withClient(url, (client) => client.query('SELECT FROM companies'));
  expect(rows).toEqual([]);
});
