import type { StoredLaw, Trial } from '@karavan/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { companies, type Database, law, migrate, openDatabase } from './index.ts';

let database: TestDatabase;
let db: Database;
let own: string;
let other: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.url);
  db = openDatabase({ url: database.url, max: 4 });
  [own, other] = await db.system(async (tx) => [
    (await companies.insertOperator(tx, { name: 'Own' })).id,
    (await companies.insertOperator(tx, { name: 'Other' })).id,
  ]);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const as = (companyId: string) => ({ companyId, customerId: null });
const VERSION: StoredLaw = {
  id: 'PP2060:gross:combination:5',
  rule: 'PP2060/gross/combination/5',
  regime: 'RU',
  edition: 'PP2060',
  kind: 'gross',
  version: 1,
  values: { of: 'combination', axles: 5, limitKg: 42_000 },
  validFrom: '2027-01-01',
  validTo: null,
  source: 'resolution 1',
  confidence: 'unconfirmed',
  note: 'read twice',
  status: 'unconfirmed',
  confirmedBy: null,
  confirmedAt: null,
  editedBy: 'admin',
  editedAt: '2026-11-20T09:00:00.000Z',
  withdrawnBy: null,
  withdrawnAt: null,
};
const versions = (companyId: string) => db.scoped(as(companyId), law.listVersions);
const insert = (companyId: string, version: StoredLaw) =>
  db.scoped(as(companyId), (tx) => law.insertVersion(tx, { companyId, version }));

test('a version comes back as it went in, for its own company alone', async () => {
  await insert(own, VERSION);
  expect(await versions(own)).toEqual([VERSION]);
  expect(await versions(other)).toEqual([]);
  await expect(insert(own, VERSION)).rejects.toThrow(/duplicate/);
  await insert(other, { ...VERSION, values: null });
  expect((await versions(other))[0]?.values).toBeNull();
});

test('confirmed once, withdrawn once; what it says cannot be changed', async () => {
  const mark = { itemId: VERSION.id, version: 1, at: new Date('2026-11-21T00:00:00Z') };
  await db.scoped(as(own), async (tx) => {
    await law.confirmVersion(tx, { ...mark, by: 'first' });
    await law.confirmVersion(tx, { ...mark, by: 'second' });
    await law.withdrawVersion(tx, { ...mark, by: 'first' });
    await law.withdrawVersion(tx, { ...mark, by: 'second' });
  });
  const at = '2026-11-21T00:00:00.000Z';
  const marks = { status: 'confirmed', confirmedBy: 'first', confirmedAt: at, withdrawnBy: 'first', withdrawnAt: at };
  expect(await versions(own)).toEqual([{ ...VERSION, ...marks }]);
  expect((await versions(other))[0]).toMatchObject({ status: 'unconfirmed', withdrawnBy: null });
  for (const sql of ["UPDATE law_versions SET law_values = '{}'", 'DELETE FROM law_versions'])
    await expect(db.scoped(as(own), (tx) => tx.many(sql))).rejects.toThrow(/permission denied/);
});

test('two that change the law at once go one after the other', async () => {
  const order: string[] = [];
  const change = (name: string) =>
    db.scoped(as(own), async (tx) => {
      await law.lockLaw(tx, own);
      order.push(`${name} in`);
      await tx.one('SELECT pg_sleep(0.05)');
      order.push(`${name} out`);
    });
  await Promise.all([change('a'), change('b')]);
  expect(order.map((step) => step.split(' ')[1])).toEqual(['in', 'out', 'in', 'out']);
});

test('examples are kept in their order, and deleted by their own company alone', async () => {
  const trial = (name: string): Trial => ({
    id: crypto.randomUUID(),
    name,
    plan: 'max-payload',
    request: { vehicle: 'flat-4x2', ruleSet: 'RU', placement: { kind: 'free' } },
    expected: { '10': { ok: true, maxPayloadKg: 7300, toleranceKg: 50 } },
    stated: true,
    shipped: false,
    createdBy: 'admin',
    createdAt: '2026-11-20T09:00:00.000Z',
  });
  const [first, second] = [trial('first'), trial('second')];
  await db.scoped(as(own), async (tx) => {
    await law.insertTrial(tx, { companyId: own, trial: first });
    await law.insertTrial(tx, { companyId: own, trial: second });
  });
  expect(await db.scoped(as(own), law.listTrials)).toEqual([first, second]);
  expect(await db.scoped(as(other), law.listTrials)).toEqual([]);
  expect(await db.scoped(as(other), (tx) => law.deleteTrial(tx, first.id))).toBeUndefined();
  expect(await db.scoped(as(own), (tx) => law.deleteTrial(tx, first.id))).toBe('first');
  expect(await db.scoped(as(own), law.listTrials)).toEqual([second]);
});
