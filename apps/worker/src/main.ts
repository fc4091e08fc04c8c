import { createBus } from '@karavan/bus';
import { JOBS } from '@karavan/contracts';
import { createLogger, createSecretBox, createShutdown, readEnv } from '@karavan/runtime';
import { live } from '@karavan/store';
import { ensureHome, openDeps } from '@karavan/usecases';
import { z } from 'zod';
import { channelSettings, rzdSettings, WorkerEnv } from './env.ts';
import { serveHealth } from './health.ts';
import { startListeners } from './listeners/start.ts';
import { startWorker } from './start.ts';

/** The worker alone, for an installation of several processes. */
const Env = z.object({
  ...WorkerEnv.shape,
  DATABASE_URL: z.url().describe('the PostgreSQL all processes share'),
  REDIS_URL: z.url().optional().describe('a Redis for jobs and wake-ups between processes'),
  COMPANY_NAME: z.string().default('Karavan').describe('the name of your company'),
  SECRET_KEY: z.string().min(16).optional().describe('seals the passwords of sources; the same for every process'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('how much is logged'),
});

const env = readEnv(Env);
const log = createLogger({ level: env.LOG_LEVEL, name: 'worker' });
const shutdown = createShutdown({ log });
const secrets = env.SECRET_KEY === undefined ? undefined : createSecretBox(env.SECRET_KEY);
const opened = await openDeps({ databaseUrl: env.DATABASE_URL, redisUrl: env.REDIS_URL, log, secrets });
shutdown.onShutdown('database', opened.close);
const bus = await createBus({
  databaseUrl: env.DATABASE_URL,
  ...(env.REDIS_URL ? { redisUrl: env.REDIS_URL } : {}),
  jobs: JOBS,
  log,
});
shutdown.onShutdown('jobs', bus.close);
const home = await ensureHome(opened.deps, { companyName: env.COMPANY_NAME });
const worker = await startWorker({
  deps: opened.deps,
  bus,
  companyId: home.companyId,
  rzd: rzdSettings(env),
  folderRoot: env.FOLDER_ROOT,
  channels: channelSettings(env),
  routerUrl: env.ROUTER_URL,
});
shutdown.onShutdown('sources', worker.close);
const listeners = await startListeners(opened.deps, env);
shutdown.onShutdown('listeners', listeners.close);
const health = await serveHealth({
  port: env.WORKER_PORT,
  tally: opened.deps.tally,
  readiness: {
    database: () => opened.deps.db.system(live.newestRevision),
    queue: async () => {
      const state = await bus.health();
      if (!state.ok) throw new Error(state.problem);
    },
  },
});
shutdown.onShutdown('health', health.close);
process.stdout.write('ready worker\n');
