import { existsSync, readFileSync } from 'node:fs';
import { AppError } from '@karavan/runtime';
import { companies, type Database, migrate, openDatabase, reports } from '@karavan/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { wagonCsv } from '../../../test/support/wagon-csv.ts';
import { systemActor } from './deps.ts';
import { createBackendPriority } from './report-priority.ts';
import type { ReportThread } from './report-task.ts';
import { createReportThread } from './report-thread.ts';

let database: TestDatabase;
let db: Database;
let thread: ReportThread;
let companyId: string;
let announced = 0;
beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.url);
  db = openDatabase({ url: database.url, max: 2 });
  companyId = (await db.system((tx) => companies.insertOperator(tx, { name: 'Test' }))).id;
  thread = createReportThread({
    databaseUrl: database.url,
    log: { level: 'silent', name: 'test' },
    announce: () => {
      announced += 1;
    },
  });
}, 120_000);
afterAll(async () => {
  await thread.close();
  await db.close();
  await database.drop();
});

const actor = () => systemActor(companyId, 'test');
const keep = (text: string) =>
  db.scoped({ companyId, customerId: null }, (tx) =>
    reports.keepReport(tx, {
      companyId,
      sha256: String(text.length),
      bytes: Buffer.from(text),
      source: 'test',
      fileName: null,
      receivedAt: new Date(),
    }),
  );
const stored = () =>
  db.system((tx) =>
    tx.one<{ wagons: number; reports: string[] }>(
      `SELECT (SELECT count(*)::int FROM wagons) AS wagons, (SELECT array_agg(status ORDER BY seq) FROM reports) AS reports`,
    ),
  );

test('reports are read, saved, told and studied beside the event loop, in the order they were given', async () => {
  const texts = ['06', '07', '08'].map((hour, index) =>
    wagonCsv({ wagons: 20 + index, formed: `20.08.2026 ${hour}:05`, operation: `20.08.2026 ${hour}:01` }),
  );
  const kept = [];
  for (const text of texts) kept.push(await keep(text));
  await Promise.all(kept.map(({ id }) => thread.finish({ actor: actor(), reportId: id, because: 'upload' })));
  expect(await stored()).toEqual({ wagons: 22, reports: ['ingested', 'ingested', 'ingested'] });
  const rows = await db.system((tx) =>
    tx.one<{ stale: number }>(`SELECT sum((counts ->> 'stale')::int)::int AS stale FROM reports`),
  );
  expect(rows?.stale).toBe(0);
  expect(announced).toBeGreaterThan(0);
  expect(await thread.learn()).toBe(3);
  expect(await thread.learn()).toBe(0);
}, 120_000);

test('a refusal comes back as what it was', async () => {
  const { id } = await keep('a;b\n1;2\n');
  const refusal = await thread.finish({ actor: actor(), reportId: id, because: 'upload' }).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(AppError);
  expect(refusal).toMatchObject({
    code: 'UNPROCESSABLE',
    reason: 'report-unknown-layout',
    details: { code: 'UNKNOWN_LAYOUT', reportId: id, kept: true },
    errors: [{ path: 'file' }],
  });
  expect((await stored())?.reports.at(-1)).toBe('quarantined');
}, 120_000);

test('a thread that ends takes nothing with it: its report waits, and the next thread finishes it', async () => {
  const { id } = await keep(wagonCsv({ wagons: 400, formed: '21.08.2026 07:05', operation: '21.08.2026 06:12' }));
  const before = await stored();
  const lost = thread.finish({ actor: actor(), reportId: id, because: 'upload' });
  await Promise.all([expect(lost).rejects.toThrow(/thread that takes reports in ended/), thread.close()]);
  expect(await stored()).toEqual(before);
  await thread.finish({ actor: actor(), reportId: id, because: 'recovery' });
  expect(await stored()).toEqual({ wagons: 400, reports: [...(before?.reports.slice(0, -1) ?? []), 'ingested'] });
}, 120_000);

test.runIf(existsSync('/proc/self/autogroup'))(
  'the database works for it at a lower priority, and for others as before',
  async () => {
    const background = openDatabase({ url: database.url, max: 1 });
    const pidOf = async (one: Database) =>
      (await one.systemOnce((tx) => tx.one<{ pid: number }>('SELECT pg_backend_pid() AS pid')))?.pid;
    const sessionOf = (pid: number | undefined) => readFileSync(`/proc/${pid}/autogroup`, 'utf8').trim().split(' nice ')[1];
    try {
      await createBackendPriority(background, { connections: 1, nice: 5 })();
      const other = await pidOf(db);
      expect([sessionOf(await pidOf(background)), sessionOf(other)]).toEqual(['5', '0']);
    } finally {
      await background.close();
    }
  },
);
