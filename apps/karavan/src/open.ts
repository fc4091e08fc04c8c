import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Logger, openSecretBox, startEmbeddedPostgres } from '@karavan/runtime';
import { type Opened, openDeps } from '@karavan/usecases';
import type { KaravanEnv } from './env.ts';

/** Where a running program says how its database is reached, readable by its owner only: the CLI joins it there. */
const RUNNING = 'running.json';

/** The database of `DATABASE_URL`, or the built-in one below `dataDir`, and with it everything a use case needs. */
export async function openKaravan(input: {
  env: KaravanEnv;
  dataDir: string;
  log: Logger;
  joinRunning?: boolean;
  onDatabaseDied?: () => void;
}): Promise<Opened> {
  const { env, log, dataDir } = input;
  const secrets = openSecretBox({ key: env.SECRET_KEY, dataDir });
  const external = env.DATABASE_URL ?? (input.joinRunning ? await findRunning(dataDir) : undefined);
  if (external !== undefined) return openDeps({ databaseUrl: external, redisUrl: env.REDIS_URL, log, secrets });
  const embedded = await startEmbeddedPostgres({
    dataDir,
    log,
    ...(input.onDatabaseDied ? { onDied: input.onDatabaseDied } : {}),
  });
  try {
    const opened = await openDeps({ databaseUrl: embedded.url, redisUrl: env.REDIS_URL, log, secrets });
    const note = path.join(dataDir, RUNNING);
    await writeFile(note, JSON.stringify({ pid: process.pid, databaseUrl: embedded.url }), { mode: 0o600 });
    return {
      ...opened,
      async close() {
        await opened.close();
        await rm(note, { force: true });
        await embedded.stop();
      },
    };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

/** The database of a program that runs now on this data directory. */
export async function findRunning(dataDir: string): Promise<string | undefined> {
  const text = await readFile(path.join(dataDir, RUNNING), 'utf8').catch(() => undefined); // nothing runs here
  if (text === undefined) return undefined;
  const { pid, databaseUrl } = JSON.parse(text) as { pid: number; databaseUrl: string };
  try {
    process.kill(pid, 0);
    return databaseUrl;
  } catch {
    return undefined; // it was killed and left its note behind
  }
}
