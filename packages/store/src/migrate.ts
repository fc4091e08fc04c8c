import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { withClient } from './one-client.ts';

const FOLDER = fileURLToPath(new URL('../migrations/', import.meta.url));
/** Any number; the same in every process, so that one migrates and the others wait. */
const LOCK = 5021369;

/** Brings the schema up to date, one transaction a file. Safe to call from every process at start; forward only. */
export async function migrate(url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    await lockSchema(client);
    return applyPending(client, await listMigrations());
  });
}

/** The names of all migrations, in their order. */
export const listMigrations = async (): Promise<string[]> =>
  (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort();

/** Whoever holds it is alone in changing the schema; let go when the connection ends. */
export async function lockSchema(client: pg.Client): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
}

/** The migrations this database has been through. */
export async function listApplied(client: pg.Client): Promise<string[]> {
  await client.query(
    'CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
  );
  const { rows } = await client.query<{ name: string }>('SELECT name FROM schema_migrations ORDER BY name');
  return rows.map((row) => row.name);
}

/** Applies those of `names` that are still to come, and says which they were. */
export async function applyPending(client: pg.Client, names: readonly string[]): Promise<string[]> {
  const done = new Set(await listApplied(client));
  const pending = names.filter((name) => !done.has(name));
  for (const name of pending) await applyOne(client, name);
  return pending;
}

async function applyOne(client: pg.Client, name: string): Promise<void> {
  const sql = await readFile(`${FOLDER}${name}`, 'utf8');
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query('INSERT INTO schema_migrations (name) VALUES ($1)', [name]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new Error(`migration ${name} failed and was rolled back`, { cause: error });
  }
}
