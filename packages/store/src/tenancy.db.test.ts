import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { type Database, migrate, openDatabase } from './index.ts';

let database: TestDatabase;
let db: Database;
let tables: string[];
const ids = { own: crypto.randomUUID(), other: crypto.randomUUID(), customer: crypto.randomUUID(), rival: crypto.randomUUID() };

beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.url);
  db = openDatabase({ url: database.url, max: 2 });
  tables = await db.system(async (tx) => {
    const rows = await tx.many<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'schema_migrations'`,
    );
    for (const company of [ids.own, ids.other])
      await tx.one(`INSERT INTO companies (id, company_id, kind, name, name_key) VALUES ($1, $1, 'operator', 'x', 'X')`, [
        company,
      ]);
    for (const customer of [ids.customer, ids.rival])
      await tx.one(`INSERT INTO companies (id, company_id, kind, name, name_key) VALUES ($1, $2, 'customer', 'x', 'X')`, [
        customer,
        ids.own,
      ]);
    await tx.one(
      `INSERT INTO assets (company_id, id, kind, label, revision, status) VALUES ($1, 'wagon:1', 'wagon', '1', 1, 'x')`,
      [ids.own],
    );
    await tx.one(
      `INSERT INTO wagons (company_id, number, revision, operation_at, reported_at, station_key, state) VALUES ($1, '1', 1, now(), now(), '', '{}')`,
      [ids.own],
    );
    for (const at of ['2026-01-01', '2026-06-01', '2026-12-01'])
      await tx.one(`INSERT INTO operations (company_id, wagon, at, key, data) VALUES ($1, '1', $2, '', '{}')`, [ids.own, at]);
    await tx.one(
      `INSERT INTO shipments (id, company_id, customer_id, number, number_key, revision, status, created_at, facts, state) VALUES ($1, $2, $3, 'S', 'S', 1, 'x', now(), '{}', '{}')`,
      [ids.own, ids.own, ids.customer],
    );
    await tx.one(
      `INSERT INTO shipment_units (company_id, customer_id, shipment_id, leg, ord, mode, asset_id, label_key, status, visible_from, visible_until, data)
       VALUES ($1, $2, $1, 0, 0, 'rail', 'wagon:1', '1', 'x', '2026-03-01', '2126-09-01', '{}')`,
      [ids.own, ids.customer],
    );
    await tx.one(
      `INSERT INTO plans (id, company_id, name, revision, status, created_at, created_by, updated_at, updated_by, request, trips, step)
       VALUES ($1, $1, 'x', 1, 'draft', now(), 'x', now(), 'x', '{}', '[]', 0)`,
      [ids.own],
    );
    await tx.one(
      `INSERT INTO plan_searches (id, company_id, plan_id, revision, status, seconds, language, request, created_at, created_by)
       VALUES ($1, $1, $1, 1, 'queued', 30, 'ru', '{}', now(), 'x')`,
      [ids.own],
    );
    await tx.one(
      `INSERT INTO plan_outages (id, company_id, plan_id, told_at, told_by, data) VALUES ($1, $1, $1, now(), 'x', '{}')`,
      [ids.own],
    );
    await tx.one(`INSERT INTO plan_proposals (id, company_id, plan_id, proposal, made_at) VALUES ($1, $1, $1, '{}', now())`, [
      ids.own,
    ]);
    await tx.one(`INSERT INTO geofences (company_id, name, kind, geometry) VALUES ($1, 'x', 'circle', '{}')`, [ids.own]);
    await tx.one(`INSERT INTO asset_watch (company_id, asset_id, state) VALUES ($1, 'wagon:1', '{}')`, [ids.own]);
    await tx.one(
      `INSERT INTO alerts (id, company_id, kind, subject, severity, label, shipments, opened_at, opening, noticed_at)
       VALUES ($1, $1, 'x', 'x', 'notice', 'x', jsonb_build_array(jsonb_build_object('id', $1::uuid, 'customerId', $2::uuid)), now(), '{}', now())`,
      [ids.own, ids.customer],
    );
    await tx.one(`INSERT INTO alert_channels (id, company_id, kind, name, settings) VALUES ($1, $1, 'email', 'x', '{}')`, [
      ids.own,
    ]);
    await tx.one(
      `INSERT INTO deliveries (company_id, channel_id, alert_id, change, recipient, language, payload, created_at, due_at)
       VALUES ($1, $1, $1, 'opened', 'x', 'ru', '{}', now(), now())`,
      [ids.own],
    );
    await tx.one(
      `INSERT INTO reports (id, company_id, sha256, source, size_bytes, received_at, status) VALUES ($1, $1, 'x', 'x', 0, now(), 'received')`,
      [ids.own],
    );
    await tx.one(
      `INSERT INTO layout_runs (id, company_id, signature, report_id, status, reports, created_at, created_by)
       VALUES ($1, $1, 'x', $1, 'queued', '[]', now(), 'x')`,
      [ids.own],
    );
    await tx.one(`INSERT INTO layout_rebuilds (company_id, wagon, since) VALUES ($1, '1', now())`, [ids.own]);
    await tx.one(`INSERT INTO idle_tariffs (company_id, valid_from, terms) VALUES ($1, '2026-01-01', '{}')`, [ids.own]);
    await tx.one(
      `INSERT INTO norm_books (company_id, version, valid_from, terms, confidence, created_by, created_at)
       VALUES ($1, 1, '2026-01-01', '{}', 'confirmed', 'x', now())`,
      [ids.own],
    );
    return rows.map((row) => row.name);
  });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const count = (table: string, scope: { companyId: string; customerId: string | null }) =>
  db.scoped(scope, (tx) => tx.one<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)).then((row) => row?.n);

describe('whose row is it', () => {
  it('every table carries its company under row-level security', async () => {
    const bare = await db.system((tx) =>
      tx.many(`SELECT c.relname FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'schema_migrations'
        AND (NOT relrowsecurity OR NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'company_id' AND a.attnotnull)
          OR NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))`),
    );
    expect(bare).toEqual([]);
    expect(tables.length).toBeGreaterThan(15);
  });

  it('another company sees nothing in any table, whatever the SQL says', async () => {
    for (const table of tables.filter((name) => name !== 'sessions' && name !== 'companies'))
      expect([table, await count(table, { companyId: ids.other, customerId: null })]).toEqual([table, 0]);
    expect(await count('companies', { companyId: ids.other, customerId: null })).toBe(1);
    await expect(count('sessions', { companyId: ids.own, customerId: null })).rejects.toThrow(/permission denied/);
  });

  it('a customer sees what carries his cargo, inside the window, and his rival does not', async () => {
    const mine = { companyId: ids.own, customerId: ids.customer };
    const rival = { companyId: ids.own, customerId: ids.rival };
    for (const table of ['assets', 'wagons', 'shipments', 'shipment_units', 'companies'])
      expect([table, await count(table, mine)]).toEqual([table, 1]);
    expect(await count('operations', mine)).toBe(2);
    for (const table of tables.filter((name) => name !== 'sessions' && name !== 'companies'))
      expect([table, await count(table, rival)]).toEqual([table, 0]);
    for (const table of [
      'geofences',
      'asset_watch',
      'alert_settings',
      'alerts',
      'alert_channels',
      'deliveries',
      'plans',
      'plan_searches',
      'plan_outages',
      'plan_proposals',
      'layout_runs',
      'layout_rebuilds',
    ])
      expect([table, await count(table, mine)]).toEqual([table, 0]);
    for (const table of [
      'reports',
      'report_raw',
      'report_rows',
      'devices',
      'users',
      'api_keys',
      'audit',
      'sources',
      'idle_tariffs',
      'norm_books',
    ])
      expect([table, await count(table, mine)]).toEqual([table, 0]);
  });

  it('nobody writes into another company, and a customer writes nothing', async () => {
    const insert = (scope: { companyId: string; customerId: string | null }) =>
      db.scoped(scope, (tx) => tx.one(`INSERT INTO vehicles (company_id, plate, plate_key) VALUES ($1, 'X', 'X')`, [ids.own]));
    await expect(insert({ companyId: ids.other, customerId: null })).rejects.toThrow(/row-level security/);
    await expect(insert({ companyId: ids.own, customerId: ids.customer })).rejects.toThrow(/row-level security/);
    const stolen = await db.scoped({ companyId: ids.other, customerId: null }, (tx) =>
      tx.many(`UPDATE shipments SET status = 'stolen' RETURNING id`),
    );
    expect(stolen).toEqual([]);
  });

  it('the audit can be added to, not changed', async () => {
    const scope = { companyId: ids.own, customerId: null };
    await db.scoped(scope, (tx) => tx.one(`INSERT INTO audit (company_id, actor, action) VALUES ($1, 'a', 'b')`, [ids.own]));
    await expect(db.scoped(scope, (tx) => tx.many('DELETE FROM audit'))).rejects.toThrow(/permission denied/);
  });

  it('migrates once, however many processes start at the same moment', async () => {
    const fresh = await createTestDatabase();
    const applied = await Promise.all([migrate(fresh.url), migrate(fresh.url), migrate(fresh.url)]);
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
    await fresh.drop();
  });
});
