import { AppError } from '@karavan/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { type Database, openDatabase, type Tx } from './database.ts';

let server: TestDatabase;
let db: Database;
const heard: Error[] = [];
beforeAll(async () => {
  server = await createTestDatabase();
  db = openDatabase({ url: server.url, max: 3, onError: (error) => heard.push(error) });
});
afterAll(async () => {
  await db.close();
  await server.drop();
});

const pidOf = async (tx: Tx) => (await tx.one<{ pid: number }>('SELECT pg_backend_pid() AS pid'))?.pid;
const kill = (pid: number | undefined) => db.system((tx) => tx.one('SELECT pg_terminate_backend($1)', [pid]));

describe('a connection that is lost', () => {
  it('between two statements: the transaction is told UNAVAILABLE, the next one works', async () => {
    const work = db.system(async (tx) => {
      await kill(await pidOf(tx));
      await expect.poll(() => heard.length).toBeGreaterThan(0);
      return tx.one('SELECT 1 AS one');
    });
    await expect(work).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await db.system((tx) => tx.one('SELECT 1 AS one'))).toEqual({ one: 1 });
  });

  it('during a statement: just so, and the original error stays the cause', async () => {
    const work = db.system(async (tx) => {
      const pid = await pidOf(tx);
      setTimeout(() => void kill(pid), 100);
      return tx.one('SELECT pg_sleep(10)');
    });
    await expect(work).rejects.toMatchObject({ code: 'UNAVAILABLE', cause: { code: '57P01' } });
    expect(await db.system((tx) => tx.one('SELECT 1 AS one'))).toEqual({ one: 1 });
  });

  it('never was there: UNAVAILABLE too', async () => {
    const away = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none' });
    await expect(away.system(pidOf)).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.not.stringContaining('127') });
    await away.close();
  });
});

it.each([
  ['NUL', 'SELECT $1::text', 'a\0b'],
  ['no uuid', 'SELECT $1::uuid', '-'],
  ['no integer', 'SELECT $1::bigint', '1.5'],
])('a value that cannot be stored is the fault of the sender: %s', async (_name, sql, value) => {
  const refused = await db.system((tx) => tx.one(sql, [value])).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(AppError);
  expect(refused).toMatchObject({ code: 'BAD_INPUT', message: expect.not.stringContaining(value) });
});

it('leaves other errors of the database as they are', async () => {
  await expect(db.system((tx) => tx.one('SELECT nonsense'))).rejects.toMatchObject({ code: '42703' });
});

it.each(['system', 'systemOnce'] as const)(
  '%s runs again what lost a deadlock, and gives up after the third time',
  async (way) => {
    let runs = 0;
    const raise = (tx: Tx) => tx.one("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END $$");
    const lucky = db[way](async (tx) => {
      runs += 1;
      if (runs === 1) await raise(tx);
      return runs;
    });
    expect(await lucky).toBe(2);
    runs = 0;
    const unlucky = db[way](async (tx) => {
      runs += 1;
      await raise(tx);
    });
    await expect(unlucky).rejects.toMatchObject({ code: '40P01' });
    expect(runs).toBe(3);
  },
);
