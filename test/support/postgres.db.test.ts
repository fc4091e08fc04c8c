import pg from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from './postgres.ts';

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return client;
}

test('every test database is empty and its own; dropping it ends the sessions left open', async () => {
  const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  const [inOne, inTwo] = await Promise.all([connect(one.url), connect(two.url)]);
  await inOne.query('CREATE TABLE mark ()');
  expect((await inTwo.query("SELECT to_regclass('mark') AS mark")).rows).toEqual([{ mark: null }]);

  await Promise.all([one.drop(), two.drop()]);
  await expect(connect(one.url)).rejects.toThrow('does not exist');
  await Promise.all([inOne.end().catch(() => {}), inTwo.end().catch(() => {})]);
});
