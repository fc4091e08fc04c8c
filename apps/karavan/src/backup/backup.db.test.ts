import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createLogger } from '@karavan/runtime';
import { companies, openDatabase } from '@karavan/store';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestKaravan, type TestKaravan } from '../../../../test/support/karavan.ts';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.ts';
import { runOn } from '../../../../test/support/run-on.ts';
import { wagonCsv } from '../../../../test/support/wagon-csv.ts';
import { KaravanEnv } from '../env.ts';
import { backupInto, restoreFrom } from './commands.ts';

const NOW = new Date('2026-08-20T08:00:00Z');
/** Everything COPY text has a sign of its own for. */
const ODD_NAME = 'ООО «Бетон\\N»\t\\.\n"кавычки" 🚚';
const log = createLogger({ level: 'silent', name: 'test' });

let karavan: TestKaravan;
let folder: string;
let backup: Buffer;
const databases: TestDatabase[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'karavan-backup-'));
  karavan = await startTestKaravan();
  karavan.setNow(NOW.toISOString());
  await karavan.db.system((tx) => companies.insertCustomer(tx, { companyId: karavan.companyId, name: ODD_NAME }));
  await karavan.upload(wagonCsv({ wagons: 40, formed: '20.08.2026 10:00', operation: '20.08.2026 09:10' })).expect(201);
  await karavan.upload(Buffer.from([...'Номер;'].map((_, at) => at))).expect(422); // kept byte for byte, zeros and all
  await karavan.http
    .post('/api/v1/devices')
    .set(await karavan.as('admin'))
    .send({ uniqueId: 'phone-1' })
    .expect(201);
  await karavan.http.get('/api/v1/ingest/osmand?id=phone-1&lat=52.5&lon=39.6&timestamp=1787212800&speed=10').expect(200);
  await writeFile(path.join(folder, 'secret.key'), 'the key of this installation\n');
  const file = path.join(folder, 'day.karavan');
  await backupInto(file, { url: karavan.databaseUrl, dataDir: folder, now: NOW });
  backup = await readFile(file);
}, 60_000);
afterAll(async () => {
  await karavan.close();
  for (const { drop } of databases) await drop();
  await rm(folder, { recursive: true });
});

async function emptyDatabase(): Promise<string> {
  const database = await createTestDatabase();
  databases.push(database);
  return database.url;
}

/** Restores bytes as the command does. */
async function restore(url: string, bytes: Uint8Array) {
  const dataDir = await mkdtemp(path.join(folder, 'data-'));
  const file = path.join(dataDir, 'backup');
  await writeFile(file, bytes);
  const reply = await restoreFrom(file, { env: KaravanEnv.parse({ DATABASE_URL: url }), dataDir, log });
  return { reply, dataDir };
}

/** Every row of every table as PostgreSQL writes it, and how far the counters are. */
async function contentOf(url: string): Promise<Record<string, string[]>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
     AND relname NOT IN ('schema_migrations', 'sessions') ORDER BY 1`,
  );
  const content: Record<string, string[]> = {};
  for (const { name } of tables) {
    const { rows } = await client.query<{ text: string }>(`SELECT t::text AS text FROM ${name} t ORDER BY 1`);
    content[name] = rows.map(({ text }) => text);
  }
  const { rows: counters } = await client.query<{ text: string }>(
    `SELECT sequencename || ' ' || coalesce(last_value, 0) AS text FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1`,
  );
  await client.end();
  return { ...content, counters: counters.map(({ text }) => text) };
}

test('a backup restored into an empty installation is that installation, to the last byte, without anybody signed in', async () => {
  const before = await contentOf(karavan.databaseUrl);
  for (const table of ['companies', 'wagons', 'operations', 'report_raw', 'positions', 'devices', 'users', 'audit'])
    expect([table, (before[table]?.length ?? 0) > 0]).toEqual([table, true]);
  const url = await emptyDatabase();
  const { reply, dataDir } = await restore(url, backup);
  expect(await contentOf(url)).toEqual(before);
  expect(reply).toEqual({
    takenAt: NOW.toISOString(),
    rows: Object.values(before).flat().length - (before['counters']?.length ?? 0),
  });
  expect(await readFile(path.join(dataDir, 'secret.key'), 'utf8')).toBe('the key of this installation\n');
  expect((await stat(path.join(dataDir, 'secret.key'))).mode & 0o777).toBe(0o600);
  const db = openDatabase({ url, max: 1 });
  expect(await db.system((tx) => tx.one('SELECT count(*)::int AS n FROM sessions'))).toEqual({ n: 0 });
  // what the database does by itself, it does again: a site gets its fence
  await db.system(async (tx) => {
    await tx.many(
      `INSERT INTO sites (company_id, name, kind, lat, lon, time_zone) VALUES ($1, 'Двор', 'plant', 50, 40, 'Europe/Moscow')`,
      [karavan.companyId],
    );
    expect((await tx.many(`SELECT FROM geofences`)).length).toBe((before['geofences']?.length ?? 0) + 1);
  });
  await db.close();
});

test('into an installation with data nothing is restored', async () => {
  const url = await emptyDatabase();
  await restore(url, backup);
  await runOn(url, `UPDATE companies SET name = 'since then' WHERE kind = 'operator'`);
  const before = await contentOf(url);
  await expect(restore(url, backup)).rejects.toMatchObject({ code: 'CONFLICT', message: /There is data already/ });
  expect(await contentOf(url)).toEqual(before);
});

test('damaged bytes are told from a backup and leave an installation that takes the whole one', async () => {
  const url = await emptyDatabase();
  const tar = gunzipSync(backup);
  const flip = (bytes: Buffer, at: number) => Buffer.from(bytes).fill((bytes[at] ?? 0) ^ 1, at, at + 1);
  const inRow = tar.indexOf('50000009', tar.indexOf('tables/wagons/'));
  const damaged: [what: string, bytes: Uint8Array][] = [
    ['nothing', Buffer.alloc(0)],
    ['a report', Buffer.from(wagonCsv({ wagons: 1, formed: '20.08.2026 10:00', operation: '20.08.2026 09:10' }))],
    ['half', backup.subarray(0, backup.length / 2)],
    ['without its last byte', backup.subarray(0, -1)],
    ['one bit of the check sum', flip(backup, backup.length - 5)],
    ['one bit in the middle', flip(backup, backup.length >> 1)],
    ['a tar cut in the middle', gzipSync(tar.subarray(0, tar.length / 2))],
    ['a tar without its end', gzipSync(tar.subarray(0, tar.indexOf('end.json')))],
    ['rows torn', gzipSync(Buffer.concat([tar.subarray(0, inRow), Buffer.from('\t\n\t'), tar.subarray(inRow + 3)]))],
  ];
  for (const [what, bytes] of damaged)
    await expect(restore(url, bytes), what).rejects.toMatchObject({ code: 'UNPROCESSABLE', message: /Nothing was restored/ });
  expect((await contentOf(url))['companies'] ?? []).toEqual([]);
  await restore(url, backup);
  expect(await contentOf(url)).toEqual(await contentOf(karavan.databaseUrl));
}, 60_000);

test('a backup overwrites nothing, and one that cannot be finished leaves no file', async () => {
  const dataDir = await mkdtemp(path.join(folder, 'out-'));
  const file = path.join(dataDir, 'taken');
  await writeFile(file, 'mine');
  await expect(backupInto(file, { url: karavan.databaseUrl, dataDir, now: NOW })).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await readFile(file, 'utf8')).toBe('mine');
  const nowhere = path.join(dataDir, 'no', 'such', 'place');
  await expect(backupInto(nowhere, { url: karavan.databaseUrl, dataDir, now: NOW })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  const gone = new URL(karavan.databaseUrl);
  gone.pathname = '/no_such_database';
  await expect(backupInto(path.join(dataDir, 'new'), { url: gone.href, dataDir, now: NOW })).rejects.toThrow(/no_such_database/);
  expect(await readdir(dataDir)).toEqual(['taken']);
  await mkdir(path.join(dataDir, 'secret.key')); // it is there, and cannot be read: not a backup without it
  const keyless = backupInto(path.join(dataDir, 'new'), { url: karavan.databaseUrl, dataDir, now: NOW });
  await expect(keyless).rejects.toMatchObject({ code: 'BAD_INPUT', message: expect.stringContaining('secret.key') });
});
