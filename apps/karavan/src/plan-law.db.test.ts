import { SHIPPED } from '@karavan/planner';
import { companies, law, migrate, openDatabase } from '@karavan/store';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { knownForPlans } from './plan-law.ts';

let database: TestDatabase;
let companyId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.url);
  const db = openDatabase({ url: database.url, max: 1 });
  companyId = await db.system(async (tx) => (await companies.insertOperator(tx, { name: 'Own' })).id);
  await db.close();
});
afterAll(() => database.drop());
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** What is said on standard error. */
const listen = () => {
  const said: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  return said;
};
const grossOf = async (choice: 'auto' | 'stored') => {
  const row = (await knownForPlans(choice)).law.ruleSets[0]?.gross.find(({ id }) => id === 'PP2060/gross/combination/5');
  return row?.limitKg;
};

test('plans of the command line are judged by the law the company has stored, where it has', async () => {
  vi.stubEnv('DATABASE_URL', database.url);
  const said = listen();
  expect((await knownForPlans('auto')).law).toBe(SHIPPED.law);
  expect(said).toEqual([]);
  const db = openDatabase({ url: database.url, max: 1 });
  await db.scoped({ companyId, customerId: null }, (tx) =>
    law.insertVersion(tx, {
      companyId,
      version: {
        id: 'PP2060:gross:combination:5',
        rule: 'PP2060/gross/combination/5',
        regime: 'RU',
        edition: 'PP2060',
        kind: 'gross',
        version: 1,
        values: { of: 'combination', axles: 5, limitKg: 39_000 },
        validFrom: null,
        validTo: null,
        source: 'order 1',
        confidence: 'high',
        status: 'confirmed',
        confirmedBy: 'admin',
        confirmedAt: '2026-11-20T09:00:00.000Z',
        editedBy: 'admin',
        editedAt: '2026-11-20T09:00:00.000Z',
        withdrawnBy: null,
        withdrawnAt: null,
      },
    }),
  );
  await db.close();
  expect([await grossOf('auto'), await grossOf('stored')]).toEqual([39_000, 39_000]);
  expect(said.join('')).toContain('the law this company has stored');
  expect(await knownForPlans('shipped')).toBe(SHIPPED);
});

test('a database that does not answer is said, and refused where the stored law is asked for', async () => {
  vi.stubEnv('DATABASE_URL', 'postgres://nobody:x@127.0.0.1:9/none');
  const said = listen();
  expect(await knownForPlans('auto')).toBe(SHIPPED);
  expect(said.join('')).toContain('the law as it ships');
  await expect(knownForPlans('stored')).rejects.toThrow();
});

test('where nothing is kept there is no stored law, and nothing is started for it', async () => {
  vi.stubEnv('DATABASE_URL', undefined);
  vi.stubEnv('DATA_DIR', '/nonexistent/karavan');
  expect(await knownForPlans('auto')).toBe(SHIPPED);
  await expect(knownForPlans('stored')).rejects.toThrow(/no stored law/);
});
