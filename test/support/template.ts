import { randomBytes } from 'node:crypto';
import type { Language } from '@karavan/contracts';
import { companies, type Database, migrate, openDatabase } from '@karavan/store';
import { ensureAccount } from '@karavan/usecases';
import { runOn } from './run-on.ts';

export const PASSWORD = 'a long enough password';
export const OPERATOR = 'Test';
export const CUSTOMERS = ['Первый бетонный', 'Второй бетонный'] as const;

/** A database with all tables, an operator, two of its customers and a person of each role: made once a run, copied by each test. */
export async function createTemplate(serverUrl: string): Promise<{ name: string; drop(): Promise<void> }> {
  const name = `template_${randomBytes(6).toString('hex')}`;
  await runOn(serverUrl, `CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await migrate(url.href);
  const db = openDatabase({ url: url.href, max: 2 });
  await seed(db).finally(() => db.close()); // a database somebody is connected to cannot be copied
  return { name, drop: () => runOn(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function seed(db: Database): Promise<void> {
  await db.system(async (tx) => {
    const operator = await companies.insertOperator(tx, { name: OPERATOR });
    const account = { companyId: operator.id, password: PASSWORD, name: 'Test', language: 'en' as Language };
    for (const role of ['dispatcher', 'manager', 'admin'] as const)
      await ensureAccount(tx, { ...account, customerId: null, role, email: `${role}@test.example` });
    for (const [at, name] of CUSTOMERS.entries()) {
      const customer = await companies.insertCustomer(tx, { companyId: operator.id, name });
      const email = `customer${at === 0 ? '' : at + 1}@test.example`;
      await ensureAccount(tx, { ...account, customerId: customer.id, role: 'customer', email });
    }
  });
}
