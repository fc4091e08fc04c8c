import path from 'node:path';
import { apiOptions, serveApi } from '@karavan/api';
import { createBus } from '@karavan/bus';
import { JOBS } from '@karavan/contracts';
import { createLogger, createShutdown, readEnv } from '@karavan/runtime';
import { live, sources, users } from '@karavan/store';
import { type Deps, ensureHome, LIVE_TOPIC } from '@karavan/usecases';
import { channelSettings, rzdSettings, startListeners, startWorker } from '@karavan/worker';
import { DEMO_COMPANY } from './demo-names.ts';
import { KaravanEnv } from './env.ts';
import { openKaravan } from './open.ts';
import { ensureWebBuild } from './web-build.ts';

/** Data of the demo and of real work never share a database. */
export const dataDirOf = (env: KaravanEnv, mode: 'demo' | 'start'): string =>
  path.resolve(env.DATA_DIR, mode === 'demo' ? 'demo' : 'main');

/** Everything in one process: database, API, page, worker, and with `demo` a world to watch. Prints `ready` when all of it answers. */
export async function runKaravan(mode: 'demo' | 'start'): Promise<void> {
  const env = readEnv(KaravanEnv);
  const log = createLogger({ level: env.LOG_LEVEL, name: 'karavan' });
  const shutdown = createShutdown({ log });
  try {
    const { port, signIn } = await start({ mode, env, log, shutdown });
    process.stdout.write(`ready http://localhost:${port}\n`);
    if (signIn !== undefined) process.stdout.write(`${signIn}\n`);
  } catch (error) {
    log.fatal({ event: 'start.failed', error }, error instanceof Error ? error.message : 'the program could not start');
    await shutdown.run('start failed', 1);
  }
}

const FIRST_USER =
  'Nobody can sign in yet: npm run -s karavan -- user add --email you@example.com --role admin --name "Your name", or stop and start with ADMIN_EMAIL and ADMIN_PASSWORD.';

/** How to make the first user, while there is none. */
async function firstUserHint(deps: Deps, companyId: string): Promise<string | undefined> {
  const { items } = await deps.db.scoped({ companyId, customerId: null }, (tx) => users.listUsers(tx, { limit: 1 }));
  return items.length === 0 ? FIRST_USER : undefined;
}

type Starting = {
  mode: 'demo' | 'start';
  env: KaravanEnv;
  log: ReturnType<typeof createLogger>;
  shutdown: ReturnType<typeof createShutdown>;
};

/** `signIn` is what somebody has to be told who wants to sign in, in one line; nothing where there are users. */
async function start({ mode, env, log, shutdown }: Starting): Promise<{ port: number; signIn: string | undefined }> {
  const webBuild = ensureWebBuild(log);
  webBuild.catch(() => undefined); // awaited below; until then a failure must not count as unhandled
  const opened = await openKaravan({
    env,
    dataDir: dataDirOf(env, mode),
    log,
    // Whoever keeps the program running starts it again, and the database recovers as after any crash.
    onDatabaseDied: () => void shutdown.run('the database died', 1),
  });
  shutdown.onShutdown('database', opened.close);
  const { deps } = opened;
  const bus = await createBus({
    databaseUrl: opened.databaseUrl,
    ...(env.REDIS_URL ? { redisUrl: env.REDIS_URL } : {}),
    jobs: JOBS,
    log,
  });
  shutdown.onShutdown('jobs', bus.close);

  const admin = env.ADMIN_EMAIL && env.ADMIN_PASSWORD ? { admin: { email: env.ADMIN_EMAIL, password: env.ADMIN_PASSWORD } } : {};
  const companyName = mode === 'demo' ? DEMO_COMPANY : env.COMPANY_NAME;
  const home = await ensureHome(deps, {
    companyName,
    demo: mode === 'demo',
    ...(mode === 'start' ? admin : {}),
  });
  // Loaded only here: a normal start knows nothing of the demo world.
  const demoWorld = mode === 'demo' ? await import('./demo.ts') : undefined;
  const demo = await demoWorld?.ensureDemoAccounts(deps, home.companyId);

  const readiness = {
    database: () => deps.db.system(live.newestRevision),
    queue: async () => {
      const health = await bus.health();
      if (!health.ok) throw new Error(health.problem);
    },
    sources: () => deps.db.system(sources.describeSources),
  };
  const api = await serveApi({
    deps,
    options: apiOptions(env, { demo: mode === 'demo', companyName, webRoot: await webBuild }),
    port: env.PORT,
    osmandPort: mode === 'start' ? env.OSMAND_PORT : undefined, // the demo opens no port but that of the page
    readiness,
  });
  shutdown.onShutdown('api', api.close);
  await opened.news.subscribe(LIVE_TOPIC, api.wake);

  let rzd = rzdSettings(env);
  if (demoWorld !== undefined && demo !== undefined) {
    const world = await demoWorld.startDemoWorld(deps, { companyId: home.companyId, port: api.port, ...demo });
    shutdown.onShutdown('demo world', world.stop);
    rzd = world.rzd;
  }
  const worker = await startWorker({
    deps,
    bus,
    companyId: home.companyId,
    rzd,
    folderRoot: env.FOLDER_ROOT,
    channels: channelSettings(env),
    routerUrl: env.ROUTER_URL,
  });
  shutdown.onShutdown('sources', worker.close);
  if (mode === 'start') {
    const listeners = await startListeners(deps, env);
    shutdown.onShutdown('listeners', listeners.close);
  }
  for (const check of Object.values(readiness)) await check();
  return { port: api.port, signIn: demoWorld?.DEMO_SIGN_IN ?? (await firstUserHint(deps, home.companyId)) };
}
