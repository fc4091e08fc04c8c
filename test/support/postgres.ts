import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { runOn } from './run-on.ts';

export type TestDatabase = { url: string; drop(): Promise<void> };

let server: Promise<string> | undefined;
let template: Promise<string> | undefined;

/** The url of the PostgreSQL server of this run, of a database that must be left as it is. Starts the server if need be. */
export function testServerUrl(): Promise<string> {
  server ??= askDesk('/');
  return server;
}

/** A fresh, empty database with a name of its own. `drop` also ends the sessions that are still open on it. */
export async function createTestDatabase(): Promise<TestDatabase> {
  return createOn(await testServerUrl(), '');
}

/** A database of its own with all tables and the people of the tests in it: see template.ts. */
export async function copyTestTemplate(): Promise<TestDatabase> {
  template ??= askDesk('/template');
  return createOn(await testServerUrl(), `TEMPLATE ${await template}`);
}

async function createOn(serverUrl: string, template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await runOn(serverUrl, `CREATE DATABASE ${name} ${template}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => runOn(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function askDesk(path: string): Promise<string> {
  const response = await fetch(`${inject('databaseDesk')}${path}`);
  const answer = await response.text();
  if (!response.ok) throw new Error(`No PostgreSQL for the tests: ${answer}`);
  return answer;
}
