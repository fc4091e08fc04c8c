import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type RunningApi, serveApi } from '@karavan/api';
import type { LoginReply, Role } from '@karavan/contracts';
import { PLANS } from '@karavan/planner';
import { createLogger, createSecretBox } from '@karavan/runtime';
import { parseReport } from '@karavan/scraper-rzd';
import { companies, type Database, openDatabase, users } from '@karavan/store';
import { createPositionsTally, type Deps, ensureAccount } from '@karavan/usecases';
import supertest from 'supertest';
import type { z } from 'zod';
import { copyTestTemplate } from './postgres.ts';
import { CUSTOMERS, OPERATOR, PASSWORD } from './template.ts';

export interface TestKaravan {
  deps: Deps;
  db: Database;
  databaseUrl: string;
  api: RunningApi;
  url: string;
  /** the operator and two of its customers */
  companyId: string;
  customers: [string, string];
  /** hours pass when the test says so */
  setNow(now: string | undefined): void;
  http: ReturnType<typeof supertest>;
  /** bearer header of a person of this role; customers by index */
  as(role: Role | 'customer2'): Promise<{ authorization: string }>;
  upload(bytes: Uint8Array | string, fileName?: string): supertest.Test;
  close(): Promise<void>;
}

export { PASSWORD };

const WEB_ROOT = fileURLToPath(new URL('../../apps/web/dist', import.meta.url));

/** The real API on a real database of its own; only the parser runs in this thread and the clock can be set. */
export async function startTestKaravan(input: { withPage?: boolean } = {}): Promise<TestKaravan> {
  const database = await copyTestTemplate();
  const db = openDatabase({ url: database.url, max: 8 });
  let now: Date | undefined;
  let api: RunningApi | undefined;
  const deps: Deps = {
    db,
    clock: () => now ?? new Date(),
    log: createLogger({ level: 'silent', name: 'test' }),
    announce: () => api?.wake(),
    parseReport: async (bytes, options) => parseReport(bytes, options),
    plan: async ({ name, request, ...options }) => PLANS[name].run(request as never, options) as never,
    tally: createPositionsTally(),
    secrets: createSecretBox('a key of the tests'),
  };
  const { companyId, customers } = await seeded(db);
  const running = await serveApi({
    deps,
    port: 0,
    readiness: { database: () => db.system((tx) => tx.one('SELECT 1 AS one')) },
    options: {
      demo: false,
      companyName: 'Test',
      version: 'test',
      publicUrl: null,
      tileUrl: null,
      tileAttribution: null,
      sessionDays: 1,
      webRoot: input.withPage ? WEB_ROOT : null,
    },
  });
  api = running;
  const url = `http://127.0.0.1:${running.port}`;
  const http = supertest(url);
  const tokens = new Map<string, Promise<string>>();
  const as = async (role: Role | 'customer2') => {
    const token = tokens.get(role) ?? signIn(http, `${role}@test.example`);
    tokens.set(role, token);
    return { authorization: `Bearer ${await token}` };
  };
  const dispatcher = await as('dispatcher');
  return {
    deps,
    db,
    databaseUrl: database.url,
    api: running,
    url,
    companyId,
    customers,
    http,
    as,
    setNow: (text) => {
      now = text === undefined ? undefined : new Date(text);
    },
    upload: (bytes, fileName = 'report.bin') =>
      http.post('/api/v1/reports').set(dispatcher).attach('file', Buffer.from(bytes), { filename: fileName }),
    async close() {
      await running.close();
      await db.close();
      await database.drop();
    },
  };
}

/** Who the template holds. */
async function seeded(db: Database): Promise<{ companyId: string; customers: [string, string] }> {
  const rows = await db.system((tx) => tx.many<{ id: string; name: string }>('SELECT id, name FROM companies'));
  const idOf = (name: string): string => {
    const row = rows.find((one) => one.name === name);
    if (row === undefined) throw new Error(`the template has no company ${name}`);
    return row.id;
  };
  return { companyId: idOf(OPERATOR), customers: [idOf(CUSTOMERS[0]), idOf(CUSTOMERS[1])] };
}

async function signIn(http: ReturnType<typeof supertest>, email: string): Promise<string> {
  const reply = await http.post('/api/v1/auth/login').send({ email, password: PASSWORD }).expect(200);
  return (reply.body as z.infer<typeof LoginReply>).token;
}

/** Another shipper on the same installation, with an admin of its own. */
export async function addOperator(karavan: TestKaravan, name: string): Promise<{ companyId: string; authorization: string }> {
  const email = `${name.toLowerCase()}@other.example`;
  const companyId = await karavan.db.system(async (tx) => {
    const operator = await companies.insertOperator(tx, { name });
    await ensureAccount(tx, {
      companyId: operator.id,
      customerId: null,
      role: 'admin',
      email,
      password: PASSWORD,
      name,
      language: 'en',
    });
    if ((await users.findUserForLogin(tx, email)) === undefined) throw new Error('the admin was not made');
    return operator.id;
  });
  return { companyId, authorization: `Bearer ${await signIn(karavan.http, email)}` };
}

/** A composed report of the seven wagons, as committed beside the parser. */
export const fixture = (name: string): Promise<Buffer> =>
  readFile(new URL(`../../scrapers/rzd/fixtures/${name}`, import.meta.url));
