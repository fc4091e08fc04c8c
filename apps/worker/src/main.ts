import { createBus } from '@karavan/bus';
import { JOBS } from '@karavan/contracts';
import { createLogger, createShutdown, readEnv } from '@karavan/runtime';
import { ensureHome, openDeps } from '@karavan/usecases';
import { z } from 'zod';
import { rzdSettings, WorkerEnv } from './env.ts';
import { startWorker } from './start.ts';

/** The worker alone, for an installation of several processes. */
const Env = z.object({
  ...WorkerEnv.shape,
  DATABASE_URL: z.url().describe('the PostgreSQL all processes share'),
  REDIS_URL: z.url().optional().describe('a Redis for jobs and wake-ups between processes'),
  COMPANY_NAME: z.string().default('Karavan').describe('the name of your company'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('how much is logged'),
});

const env = readEnv(Env);
const log = createLogger({ level: env.LOG_LEVEL, name: 'worker' });
const shutdown = createShutdown({ log });
const opened = await openDeps({ databaseUrl: env.DATABASE_URL, redisUrl: env.REDIS_URL, log });
shutdown.onShutdown('database', opened.close);
const bus = await createBus({
  databaseUrl: env.DATABASE_URL,
  ...(env.REDIS_URL ? { redisUrl: env.REDIS_URL } : {}),
  jobs: JOBS,
  log,
});
shutdown.onShutdown('jobs', bus.close);
const home = await ensureHome(opened.deps, { companyName: env.COMPANY_NAME });
await startWorker({ deps: opened.deps, bus, companyId: home.companyId, rzd: rzdSettings(env) });
process.stdout.write('ready worker\n');
