import { createLogger, createSecretBox, createShutdown, readEnv } from '@karavan/runtime';
import { live, sources } from '@karavan/store';
import { ensureHome, LIVE_TOPIC, openDeps } from '@karavan/usecases';
import { z } from 'zod';
import { ApiEnv } from './env.ts';
import { apiOptions } from './options.ts';
import { serveApi } from './serve.ts';

/** The API alone, for an installation of several processes: the database is somebody else's, the worker runs elsewhere. */
const Env = z.object({
  ...ApiEnv.shape,
  DATABASE_URL: z.url().describe('the PostgreSQL all processes share'),
  REDIS_URL: z.url().optional().describe('a Redis for wake-ups between processes'),
  ADMIN_EMAIL: z.email().optional().describe('the first admin, made on an empty database'),
  ADMIN_PASSWORD: z.string().min(10).optional().describe('his password, at least 10 characters'),
  COMPANY_NAME: z.string().default('Karavan').describe('the name of your company'),
  WEB_ROOT: z.string().default('apps/web/dist').describe('the folder of the built page'),
});

const env = readEnv(Env);
const log = createLogger({ level: env.LOG_LEVEL, name: 'api' });
const shutdown = createShutdown({ log });
const secrets = env.SECRET_KEY === undefined ? undefined : createSecretBox(env.SECRET_KEY);
const opened = await openDeps({ databaseUrl: env.DATABASE_URL, redisUrl: env.REDIS_URL, log, secrets });
shutdown.onShutdown('database', opened.close);
const admin = env.ADMIN_EMAIL && env.ADMIN_PASSWORD ? { admin: { email: env.ADMIN_EMAIL, password: env.ADMIN_PASSWORD } } : {};
await ensureHome(opened.deps, { companyName: env.COMPANY_NAME, ...admin });
const api = await serveApi({
  deps: opened.deps,
  options: apiOptions(env, { demo: false, companyName: env.COMPANY_NAME, webRoot: env.WEB_ROOT }),
  port: env.PORT,
  osmandPort: env.OSMAND_PORT,
  readiness: {
    database: () => opened.deps.db.system(live.newestRevision),
    sources: () => opened.deps.db.system(sources.describeSources),
  },
});
shutdown.onShutdown('api', api.close);
await opened.news.subscribe(LIVE_TOPIC, api.wake);
process.stdout.write(`ready http://localhost:${api.port}\n`);
