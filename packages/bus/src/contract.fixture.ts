/** For the contract tests: every backend there is on this machine, each with a way to cut its connections. */
import { Redis } from 'ioredis';
import pg from 'pg';
import { createTestDatabase } from '../../../test/support/postgres.ts';
import { startRedis } from '../../../test/support/redis.ts';
import type { BackendOptions } from './backend.ts';

export type TestBackend = {
  options: BackendOptions;
  /** Ends every connection of the product from the other side, as a restart of the server does. */
  cutConnections(): Promise<void>;
  remove(): Promise<void>;
};

export type Contestant = { name: string; open: (() => Promise<TestBackend>) | undefined };

export const contestants: Contestant[] = [
  { name: 'PostgreSQL', open: openPostgres },
  { name: 'Redis', open: await redisIfThereIsOne() },
];

async function openPostgres(): Promise<TestBackend> {
  const { url, drop } = await createTestDatabase();
  return {
    options: { databaseUrl: url },
    cutConnections: async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
      await client.end();
    },
    remove: drop,
  };
}

async function redisIfThereIsOne(): Promise<(() => Promise<TestBackend>) | undefined> {
  const probe = await startRedis();
  await probe?.stop();
  return probe && openRedis;
}

async function openRedis(): Promise<TestBackend> {
  const server = await startRedis();
  if (server === undefined) throw new Error('redis-server is gone');
  return {
    options: { databaseUrl: 'postgres://nobody@127.0.0.1:1/none', redisUrl: server.url },
    cutConnections: async () => {
      const client = new Redis(server.url);
      await client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      await client.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
      client.disconnect();
    },
    remove: server.stop,
  };
}
