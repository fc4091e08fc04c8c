import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Program, startProgram } from '../../../test/support/program.ts';
import { canEnter } from './embedded-postgres/account.ts';
import { isAlive, waitUntilGone } from './embedded-postgres/processes.ts';
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './embedded-postgres.ts';
import { createLogger } from './log.ts';

// Real clusters on a real disk: a busy machine may take its time.
vi.setConfig({ testTimeout: 60_000 });

const run = promisify(execFile);
const FIXTURE = new URL('./embedded-postgres.fixture.ts', import.meta.url);
const isRoot = process.getuid?.() === 0;
const NOBODY = { uid: 65_534, gid: 65_534 };
const nobodyMayRun =
  isRoot && (await canEnter(NOBODY, import.meta.dirname)) && (await canEnter(NOBODY, path.dirname(process.execPath)));
const events: { event?: string }[] = [];
const log = createLogger({ level: 'debug', name: 't', to: { write: (line: string) => void events.push(JSON.parse(line)) } });

/** A data directory with a database in it, made once and copied: creating a cluster is the slow part. */
let made: string;
let scratch: string;
let dataDir: string;
const running: EmbeddedPostgres[] = [];

beforeAll(async () => {
  made = path.join(await openTempDir(), 'made');
  const database = await startEmbeddedPostgres({ dataDir: made, log });
  await query(database.url, "CREATE TABLE wagon AS SELECT '93123453' AS number");
  await database.stop();
});
beforeEach(async () => {
  scratch = await openTempDir();
  dataDir = path.join(scratch, 'data');
  await run('cp', ['-a', made, dataDir]);
  events.length = 0;
});
afterEach(async () => {
  for (const database of running.splice(0)) await database.stop();
  await rm(scratch, { recursive: true });
});
afterAll(() => rm(path.dirname(made), { recursive: true }));

async function openTempDir(): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'karavan-pg-'));
  await chmod(dir, 0o711);
  return dir;
}

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const database = await startEmbeddedPostgres({ dataDir, log, ...options });
  running.push(database);
  return database;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function wagonsAt(url: string): Promise<unknown> {
  return (await query(url, 'SELECT number FROM wagon')).map(({ number }) => number);
}

async function serverPid(clusterDir = path.join(dataDir, 'postgres')): Promise<number> {
  return Number.parseInt(await readFile(path.join(clusterDir, 'postmaster.pid'), 'utf8'), 10);
}

function nativeDir(): string {
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
  const binaries = createRequire(wrapper).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  return path.join(path.dirname(binaries), '..', 'native');
}

async function urlOf(program: Program): Promise<string> {
  return (await program.line(/^url /)).slice('url '.length);
}

test('the first start makes a cluster, the password is in a file for us alone', async () => {
  const fresh = path.join(scratch, 'fresh', 'below');
  const database = await start({ dataDir: fresh });
  expect(await query(database.url, 'SELECT current_database() AS name')).toEqual([{ name: 'karavan' }]);
  expect((await stat(path.join(fresh, 'postgres.password'))).mode & 0o777).toBe(0o600);
  expect(await readFile(path.join(fresh, 'postgres.password'), 'utf8')).toContain(new URL(database.url).password);
  expect(await readdir(path.join(fresh, 'postgres'))).toContain('PG_VERSION');
});

test('data survives a restart', async () => {
  const first = await start();
  await query(first.url, "INSERT INTO wagon VALUES ('93456788')");
  await first.stop();
  const second = await start();
  expect(await wagonsAt(second.url)).toEqual(['93123453', '93456788']);
});

test('it is heard on 127.0.0.1 only, asks for the password and writes to disk', async () => {
  const { url } = await start();
  const settings = await query(
    url,
    `SELECT name, setting FROM pg_settings
      WHERE name IN ('listen_addresses', 'unix_socket_directories', 'fsync', 'TimeZone') ORDER BY name`,
  );
  expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'on',
    TimeZone: 'UTC',
  });
  const wrong = new URL(url);
  wrong.password = 'guess';
  await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
});

test('text is UTF-8 and has the same order and case everywhere, Cyrillic included', async () => {
  const { url } = await start();
  expect(
    await query(
      url,
      `SELECT lower('ГРЯЗИ-Ё') AS low, 'Ряжск' ~* 'рЯЖСК' AS same, array_agg(x ORDER BY x) AS sorted,
              getdatabaseencoding() AS encoding
         FROM unnest(ARRAY['б', 'Б', 'а', 'b', 'B', 'a']) AS x`,
    ),
  ).toEqual([{ low: 'грязи-ё', same: true, sorted: ['B', 'a', 'b', 'Б', 'а', 'б'], encoding: 'UTF8' }]);
  // Trigrams of Cyrillic words exist only where LC_CTYPE knows their letters.
  await query(url, 'CREATE EXTENSION pg_trgm');
  expect(await query(url, "SELECT similarity('Грязи', 'грязь') > 0.3 AS similar")).toEqual([{ similar: true }]);
});

test.runIf(isRoot)('under root the server runs as another user', async () => {
  await start();
  const { uid } = await stat(`/proc/${await serverPid()}`);
  expect(uid).not.toBe(0);
});

test.runIf(nobodyMayRun)('it runs under an ordinary user too', async () => {
  const { uid } = NOBODY;
  const own = path.join(scratch, 'own');
  await mkdir(own);
  await chown(own, uid, uid);
  const program = startProgram(FIXTURE, [own], { uid, env: { HOME: own, TMPDIR: own } });
  expect(await query(await urlOf(program), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect((await stat(path.join(own, 'postgres'))).uid).toBe(uid);
  program.kill('SIGTERM');
  expect(await program.exited).toEqual({ code: 0, signal: null });
});

test('SIGTERM ends the program and its server cleanly', async () => {
  const program = startProgram(FIXTURE, [dataDir]);
  await urlOf(program);
  const pid = await serverPid();
  program.kill('SIGTERM');
  expect(await program.exited).toEqual({ code: 0, signal: null });
  expect(isAlive(pid)).toBe(false);
  expect((await readdir(dataDir)).filter((name) => name.includes('lock'))).toEqual([]);
});

test('a program that ends without stopping it takes the server along', async () => {
  const program = startProgram(FIXTURE, [dataDir, 'leave']);
  expect((await program.exited).code).toBe(3);
  const pid = await serverPid().catch(() => undefined);
  expect(pid === undefined || (await waitUntilGone(pid, 5_000))).toBe(true);
});

test('after kill -9 the server left behind is stopped and nothing that was committed is lost', async () => {
  const program = startProgram(FIXTURE, [dataDir]);
  await query(await urlOf(program), "INSERT INTO wagon VALUES ('93456788')");
  const orphan = await serverPid();
  program.kill('SIGKILL');
  await program.exited;
  expect(isAlive(orphan)).toBe(true);

  const database = await start();
  expect(isAlive(orphan)).toBe(false);
  expect(events).toContainEqual(expect.objectContaining({ event: 'database.leftover-stopped', serverPid: orphan }));
  expect(await wagonsAt(database.url)).toEqual(['93123453', '93456788']);
});

test('after kill -9 of program and server the next start recovers', async () => {
  const program = startProgram(FIXTURE, [dataDir]);
  const client = new pg.Client({ connectionString: await urlOf(program) });
  client.on('error', () => {});
  await client.connect(); // an open session: its process outlives the server for a moment
  await client.query("INSERT INTO wagon VALUES ('93456788')");
  program.kill('SIGKILL');
  process.kill(await serverPid(), 'SIGKILL');
  await program.exited;

  const database = await start();
  expect(await wagonsAt(database.url)).toEqual(['93123453', '93456788']);
  await client.end().catch(() => {});
});

test('a pid file that names a living process of somebody else is seen through', async () => {
  await writeFile(path.join(dataDir, 'postgres', 'postmaster.pid'), `${process.pid}\n${dataDir}/postgres\n1\n5432\n`);
  const database = await start();
  expect(events).toContainEqual(expect.objectContaining({ event: 'database.pid-file-stale', serverPid: process.pid }));
  expect(await wagonsAt(database.url)).toEqual(['93123453']);
});

test('a second program on the same data is refused and harms nothing', async () => {
  const program = startProgram(FIXTURE, [dataDir]);
  const url = await urlOf(program);
  await expect(start()).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining(`process ${program.pid}`) });
  expect(await wagonsAt(url)).toEqual(['93123453']);
  program.kill('SIGTERM');
  await program.exited;
  expect(await wagonsAt((await start()).url)).toEqual(['93123453']);
});

test.runIf(isRoot)('a data directory closed to others keeps its permissions; the database moves and is found again', async () => {
  const closed = path.join(scratch, 'closed');
  await mkdir(closed, { mode: 0o700 });
  await rename(dataDir, path.join(closed, 'data'));
  dataDir = path.join(closed, 'data');
  const shelves = [path.join(scratch, 'shelf')];
  const database = await start({ shelves });
  expect(await wagonsAt(database.url)).toEqual(['93123453']);
  await query(database.url, "INSERT INTO wagon VALUES ('93456788')");
  expect((await stat(closed)).mode & 0o777).toBe(0o700);
  expect(await readFile(path.join(dataDir, 'postgres.location'), 'utf8')).toContain(shelves[0]);
  expect(await readdir(dataDir)).not.toContain('postgres');

  // A copy of the directory names the same cluster: it must not get hold of it while the original runs.
  const copy = path.join(closed, 'copy');
  await mkdir(copy);
  await run('cp', [path.join(dataDir, 'postgres.location'), path.join(dataDir, 'postgres.password'), copy]);
  await expect(start({ dataDir: copy, shelves })).rejects.toMatchObject({ code: 'CONFLICT' });

  await database.stop();
  expect(await wagonsAt((await start({ shelves })).url)).toEqual(['93123453', '93456788']);
});

test.runIf(isRoot)('a first start in a closed place, and a move to another file system, work as well', async (context) => {
  const shelf = await mkdtemp('/dev/shm/karavan-shelf-').catch(() => scratch);
  context.onTestFinished(() => (shelf === scratch ? undefined : rm(shelf, { recursive: true })));
  await chmod(shelf, 0o711);
  const closed = path.join(scratch, 'closed');
  await mkdir(closed, { mode: 0o700 });
  const fresh = await start({ dataDir: path.join(closed, 'fresh'), shelves: [shelf] });
  expect(await query(fresh.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await fresh.stop();
  await rename(dataDir, path.join(closed, 'data'));
  const moved = await start({ dataDir: path.join(closed, 'data'), shelves: [shelf] });
  expect(await wagonsAt(moved.url)).toEqual(['93123453']);
  await moved.stop();
});

test.runIf(isRoot)('programs in a closed checkout are copied once to where the server user can run them', async () => {
  const closed = path.join(scratch, 'checkout');
  await run('cp', ['-a', path.dirname(nativeDir()), closed]);
  await chmod(closed, 0o700);
  const shelves = [path.join(scratch, 'shelf')];
  const options = { shelves, nativeDir: path.join(closed, 'native') };
  const first = await start(options);
  expect(await wagonsAt(first.url)).toEqual(['93123453']);
  await first.stop();
  const copies = await readdir(path.join(scratch, 'shelf'));
  expect(copies).toEqual([expect.stringMatching(/^postgres-18\./)]);
  const copiedAt = (await stat(path.join(scratch, 'shelf', copies[0] ?? ''))).ctimeMs;
  await start(options);
  expect((await stat(path.join(scratch, 'shelf', copies[0] ?? ''))).ctimeMs).toBe(copiedAt);
});

test('programs installed without their links and executable bits are mended', async () => {
  const installed = path.join(scratch, 'installed');
  await run('cp', ['-a', path.dirname(nativeDir()), installed]);
  await run('find', [path.join(installed, 'native'), '-type', 'l', '-delete']);
  await chmod(path.join(installed, 'native', 'bin', 'postgres'), 0o644);
  expect(await wagonsAt((await start({ nativeDir: path.join(installed, 'native') })).url)).toEqual(['93123453']);
});

test.runIf(isRoot)('a cluster restored by root is handed to the server user, all of it', async () => {
  await run('chown', ['-R', '0:0', path.join(dataDir, 'postgres')]);
  expect(await wagonsAt((await start()).url)).toEqual(['93123453']);
});

test('a lost password file means a new password, not a lost database', async () => {
  const before = await readFile(path.join(dataDir, 'postgres.password'), 'utf8');
  await unlink(path.join(dataDir, 'postgres.password'));
  const database = await start();
  expect(await wagonsAt(database.url)).toEqual(['93123453']);
  expect(new URL(database.url).password).not.toBe(before.trim());
});

test('an interrupted first start leaves nothing half-made in use', async () => {
  await rename(path.join(dataDir, 'postgres'), path.join(dataDir, 'postgres.new'));
  const database = await start();
  expect(await query(database.url, "SELECT to_regclass('wagon') AS wagon")).toEqual([{ wagon: null }]);
});

test('what is no cluster, or another version, is refused with what would help', async () => {
  await writeFile(path.join(dataDir, 'postgres', 'PG_VERSION'), '17\n');
  await expect(start()).rejects.toThrow(/PostgreSQL 17.*brings PostgreSQL 18.*backup/);
  await unlink(path.join(dataDir, 'postgres', 'PG_VERSION'));
  await expect(start()).rejects.toThrow('is not a PostgreSQL cluster');
});

test('a server that dies by itself is reported', async () => {
  await start();
  const pid = await serverPid();
  process.kill(pid, 'SIGQUIT');
  await expect.poll(() => events).toContainEqual(expect.objectContaining({ event: 'database.died' }));
});
