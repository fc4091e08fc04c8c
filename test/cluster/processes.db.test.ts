import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { connectLive, type TestLive, WORLD } from '../support/live.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { type Program, startProgram } from '../support/program.ts';
import { startRedis } from '../support/redis.ts';
import { wagonCsv, wagonNumber } from '../support/wagon-csv.ts';

const API = new URL('../../apps/api/src/main.ts', import.meta.url);
const WORKER = new URL('../../apps/worker/src/main.ts', import.meta.url);
const PASSWORD = randomBytes(12).toString('hex');

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

async function start(file: URL, env: Record<string, string>): Promise<{ program: Program; url: string }> {
  const program = startProgram(file, [], { env: { PORT: '0', LOG_LEVEL: 'warn', ...env } });
  cleanUp.push(async () => {
    program.kill('SIGTERM');
    expect((await program.exited).code).toBe(0);
  });
  const ready = await program.line(/^ready /);
  return { program, url: ready.slice('ready '.length) };
}

async function signIn(url: string): Promise<string> {
  const reply = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'admin@test.example', password: PASSWORD }),
  });
  return ((await reply.json()) as { token: string }).token;
}

async function upload(url: string, token: string, csv: string): Promise<number> {
  const form = new FormData();
  form.set('file', new Blob([csv]), 'report.csv');
  return (await fetch(`${url}/api/v1/reports`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: form }))
    .status;
}

async function watch(url: string, token: string): Promise<TestLive> {
  const client = connectLive(url, { token });
  cleanUp.push(client.close);
  expect(await client.watch(WORLD)).toEqual({ ok: true });
  await client.next('snapshot');
  return client;
}

/** What goes in at one process comes out at the sockets of another, and any process knows who is signed in. */
async function provesOneSystem(env: Record<string, string>): Promise<void> {
  const [one, other] = await Promise.all([start(API, env), start(API, env), start(WORKER, env)]);
  const token = await signIn(one.url);
  const client = await watch(other.url, token);
  expect(await upload(one.url, token, wagonCsv({ wagons: 3, formed: '20.08.2026 07:05', operation: '20.08.2026 06:12' }))).toBe(
    201,
  );
  const first = await client.next('snapshot', (snapshot) => snapshot.assets.length === 3);
  expect(first.partial).toBe(true);
  const further = wagonCsv({
    wagons: 3,
    formed: '20.08.2026 10:05',
    operation: '20.08.2026 09:12',
    station: 'РЯЖСК I (223803)',
    remainingKm: 214,
  });
  expect(await upload(other.url, token, further)).toBe(201);
  await client.next('positions', (batch) => batch.items.some(([id, lat]) => id === `wagon:${wagonNumber(0)}` && lat > 53));
}

const env = { ADMIN_EMAIL: 'admin@test.example', ADMIN_PASSWORD: PASSWORD };

describe('several processes on one database', () => {
  it('are one system on PostgreSQL alone', async () => {
    const database = await createTestDatabase();
    cleanUp.push(database.drop);
    await provesOneSystem({ ...env, DATABASE_URL: database.url });
  }, 60_000);

  it('are one system with Redis between them', async (context) => {
    const redis = await startRedis();
    if (redis === undefined) return context.skip('no redis-server on this machine');
    cleanUp.push(redis.stop);
    const database = await createTestDatabase();
    cleanUp.push(database.drop);
    await provesOneSystem({ ...env, DATABASE_URL: database.url, REDIS_URL: redis.url });
  }, 60_000);
});
