import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export type TestDatabase = { url: string; drop(): Promise<void> };

let server: Promise<string> | undefined;

/** The url of the PostgreSQL server of this run, of a database that must be left as it is. Starts the server if need be. */
export function testServerUrl(): Promise<string> {
  server ??= fetch(inject('databaseDesk')).then(async (response) => {
    const answer = await response.text();
    if (!response.ok) throw new Error(`No PostgreSQL for the tests: ${answer}`);
    return answer;
  });
  return server;
}

/** A fresh, empty database with a name of its own. `drop` also ends the sessions that are still open on it. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = await testServerUrl();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await runOn(serverUrl, `CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => runOn(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function runOn(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
