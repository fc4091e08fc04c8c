import pg from 'pg';
import { expect, it } from 'vitest';
import { createTestDatabase } from '../../../test/support/postgres.ts';
import { openBackend } from './backend.ts';

it('survives that the connection with the lock is cut while it is held', async () => {
  const database = await createTestDatabase();
  const heard: Error[] = [];
  const backend = await openBackend({ databaseUrl: database.url }, (error) => heard.push(error));
  const cut = backend.exclusively(async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    await client.end();
    await expect.poll(() => heard.length).toBeGreaterThan(0);
  });
  await expect(cut).rejects.toThrow();
  expect(await backend.exclusively(async () => 'next')).toBe('next');
  await backend.close();
  await database.drop();
});
