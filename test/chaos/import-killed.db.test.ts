import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '@karavan/store';
import { afterEach, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { type Program, startProgram } from '../support/program.ts';
import { wagonCsv } from '../support/wagon-csv.ts';

const MAIN = new URL('../../apps/karavan/src/main.ts', import.meta.url);
const WAGONS = 4000;
const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

async function start(database: TestDatabase, dataDir: string): Promise<{ program: Program; url: string }> {
  const env = {
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    PORT: '0',
    NODE_ENV: 'production',
    ADMIN_EMAIL: 'a@test.example',
    ADMIN_PASSWORD: 'a long password',
  };
  const program = startProgram(MAIN, ['start'], { env });
  const ready = await program.line(/^ready /);
  return { program, url: ready.slice('ready '.length) };
}

it('loses and doubles nothing when the program is killed in the middle of an import', async () => {
  const database = await createTestDatabase();
  cleanUp.push(database.drop);
  const dataDir = await mkdtemp(path.join(tmpdir(), 'karavan-'));
  cleanUp.push(() => rm(dataDir, { recursive: true }));
  const db = openDatabase({ url: database.url });
  cleanUp.push(db.close);
  const { program, url } = await start(database, dataDir);
  const login = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'a@test.example', password: 'a long password' }),
  });
  const { token } = (await login.json()) as { token: string };
  const form = new FormData();
  form.set(
    'file',
    new Blob([wagonCsv({ wagons: WAGONS, formed: '20.08.2026 07:05', operation: '20.08.2026 06:12' })]),
    'big.csv',
  );
  const upload = fetch(`${url}/api/v1/reports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  }).then(
    (reply) => `answered ${reply.status}`,
    () => 'cut off',
  );
  // The bytes are kept, the rows are not yet: the worst moment.
  const state = () => db.system((tx) => tx.one<{ status: string }>('SELECT status FROM reports'));
  await eventually('the bytes to be kept', async () => (await state())?.status === 'received');
  program.kill('SIGKILL');
  await program.exited;
  expect(await upload).toBe('cut off');
  const between = await db.system((tx) =>
    tx.one<{ wagons: number; rows: number }>(
      'SELECT (SELECT count(*) FROM wagons) AS wagons, (SELECT count(*) FROM report_rows) AS rows',
    ),
  );
  expect(between).toEqual({ wagons: 0, rows: 0 });

  const again = await start(database, dataDir);
  cleanUp.push(() => {
    again.program.kill('SIGTERM');
    return again.program.exited;
  });
  await eventually('the report to be finished', async () => (await state())?.status === 'ingested');
  const counts = await db.system((tx) =>
    tx.one(
      'SELECT (SELECT count(*) FROM wagons) AS wagons, (SELECT count(*) FROM report_rows) AS rows, (SELECT count(*) FROM operations) AS operations, (SELECT count(*) FROM reports) AS reports',
    ),
  );
  expect(counts).toEqual({ wagons: WAGONS, rows: WAGONS, operations: WAGONS, reports: 1 });
}, 90_000);
