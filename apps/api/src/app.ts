import type { RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { AppError } from '@karavan/runtime';
import type { Deps, PositionsIntake } from '@karavan/usecases';
import compression from 'compression';
import express, { type Express, type Request, type RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import type { ApiOptions, Handlers } from './http/context.ts';
import { notFound, problemHandler } from './http/errors.ts';
import { createRouter } from './http/router.ts';
import type { Metrics } from './metrics.ts';
import { openApiDocument } from './openapi.ts';
import { accountHandlers } from './routes/accounts.ts';
import { alertHandlers } from './routes/alerts.ts';
import { boardHandlers } from './routes/boards.ts';
import { cargoHandlers } from './routes/cargo.ts';
import { channelHandlers } from './routes/channels.ts';
import { fleetHandlers } from './routes/fleet.ts';
import { geofenceHandlers } from './routes/geofences.ts';
import { idleHandlers } from './routes/idle.ts';
import { lawHandlers } from './routes/law.ts';
import { normHandlers } from './routes/norms.ts';
import { OSMAND_PATH, osmandDoor, osmandRouter } from './routes/osmand.ts';
import { planHandlers } from './routes/plans.ts';
import { promiseHandlers } from './routes/promises.ts';
import { reportHandlers } from './routes/reports.ts';
import { sourceHandlers } from './routes/sources.ts';
import { stationHandlers } from './routes/stations.ts';
import { tariffHandlers } from './routes/tariffs.ts';
import { trackHandlers } from './routes/tracks.ts';
import { vehicleSpecHandlers } from './routes/vehicle-specs.ts';

export interface AppInput {
  deps: Deps;
  options: ApiOptions;
  osmand: PositionsIntake;
  metrics: Metrics;
  /** what has to answer before we call ourselves ready, by name; a rejection is the reason why not, a text is shown */
  readiness: Record<string, () => Promise<unknown>>;
}

const HANDLERS: Handlers = {
  ...accountHandlers,
  ...reportHandlers,
  ...sourceHandlers,
  ...stationHandlers,
  ...fleetHandlers,
  ...trackHandlers,
  ...cargoHandlers,
  ...idleHandlers,
  ...tariffHandlers,
  ...normHandlers,
  ...planHandlers,
  ...lawHandlers,
  ...promiseHandlers,
  ...boardHandlers,
  ...vehicleSpecHandlers,
  ...alertHandlers,
  ...geofenceHandlers,
  ...channelHandlers,
};

/** The whole HTTP side as one Express application; it listens nowhere by itself. */
export function createApp(input: AppInput): Express {
  const { deps, options } = input;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', 'loopback, linklocal, uniquelocal');
  app.use(input.metrics.measure);
  app.use('/api/v1', (_req, res, next) => {
    res.set('cache-control', 'private, no-store'); // whose cargo is where is kept by no proxy and no browser
    next();
  });
  // Devices first: they are many, and need neither sessions nor the shapes of the contract, nor what is there for browsers.
  app.use(OSMAND_PATH, osmandRouter(deps, input.osmand));
  app.use(compression());
  app.use(helmet({ contentSecurityPolicy: { directives: contentPolicy(options) }, strictTransportSecurity: false }));

  app.get('/healthz', (_req, res) => {
    res.json({ ok: true });
  });
  app.get('/readyz', async (_req, res) => {
    const { ok, checks } = await checkAll(input.readiness);
    res.status(ok ? 200 : 503).json({ ok, checks });
  });
  app.get('/metrics', input.metrics.serve);

  app.use(['/api/v1/plan', '/api/v1/plans', '/api/v1/network'], express.json({ limit: '20mb' })); // a whole network may stand in the question
  app.use(
    '/api/v1',
    express.json({ limit: '1mb' }),
    createRouter({ deps, options, handlers: HANDLERS, before: { login: loginLimits() } }),
  );
  app.use('/api', notFound);

  serveDocs(app, options.version);
  if (options.webRoot !== null) servePage(app, options.webRoot);
  app.use(notFound);
  app.use(problemHandler(deps.log));
  return app;
}

/** The port for devices alone, where OsmAnd clients send to the bare address. */
export function createDeviceApp(deps: Deps, intake: PositionsIntake): RequestListener {
  const app = express();
  app.disable('x-powered-by');
  app.use(osmandRouter(deps, intake)).use(notFound).use(problemHandler(deps.log));
  return osmandDoor({ deps, intake, at: '/?', app });
}

/** Guessing passwords is slowed down, for one address and for one account; people who know theirs are not counted. */
function loginLimits(): RequestHandler[] {
  const limit = (most: number, keyOf?: (req: Request) => string) =>
    rateLimit({
      windowMs: 5 * 60_000,
      limit: most,
      ...(keyOf === undefined ? {} : { keyGenerator: keyOf }),
      skipSuccessfulRequests: true,
      standardHeaders: keyOf === undefined ? 'draft-8' : false,
      legacyHeaders: false,
      handler: (_req, _res, next) => next(new AppError('TOO_MANY', 'Too many refused sign-ins; wait five minutes.')),
    });
  return [limit(30), limit(60, (req) => accountTried(req.body))];
}

function accountTried(body: unknown): string {
  const email = typeof body === 'object' && body !== null && 'email' in body ? body.email : undefined;
  return typeof email === 'string' ? email.trim().toLowerCase().slice(0, 320) : '';
}

function contentPolicy(options: ApiOptions) {
  const tiles = options.tileUrl === null ? [] : [new URL(options.tileUrl.replace(/\{\w+\}/g, 'x')).origin];
  return {
    defaultSrc: ["'self'"],
    imgSrc: ["'self'", 'data:', 'blob:', ...tiles],
    styleSrc: ["'self'", "'unsafe-inline'"],
    connectSrc: ["'self'", 'ws:', 'wss:'],
    scriptSrc: ["'self'"],
    upgradeInsecureRequests: null,
  };
}

async function checkAll(readiness: AppInput['readiness']): Promise<{ ok: boolean; checks: Record<string, string> }> {
  const settled = await Promise.all(
    Object.entries(readiness).map(async ([name, check]) => {
      const outcome = await check().then(
        (said) => ({ ok: true, text: typeof said === 'string' ? said : 'ok' }),
        (error: unknown) => ({ ok: false, text: error instanceof Error ? error.message : 'not reachable' }),
      );
      return { name, ...outcome };
    }),
  );
  return {
    ok: settled.every((check) => check.ok),
    checks: Object.fromEntries(settled.map((check) => [check.name, check.text])),
  };
}

function serveDocs(app: Express, version: string): void {
  const document = openApiDocument(version);
  app.get('/openapi.json', (_req, res) => {
    res.json(document);
  });
  app.get('/docs/swagger-initializer.js', (_req, res) => {
    res.type('js').send("window.ui = SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true });");
  });
  app.use('/docs', express.static(path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))));
}

/** A tracker that was given a wrong address of ours takes any 200 for an acknowledgement, and forgets what it has sent. */
const isFromTracker = ({ path: address, query }: Request): boolean =>
  address.startsWith('/ingest') || ('lat' in query && 'lon' in query);

/** Files of the page; their names carry their content, so they may be kept. Every other address is the page itself. */
function servePage(app: Express, webRoot: string): void {
  app.use('/assets', express.static(path.join(webRoot, 'assets'), { immutable: true, maxAge: '1y' }), notFound);
  app.use(express.static(webRoot, { index: false, maxAge: '1h' }));
  app.get('/{*path}', (req, res, next) => {
    if (!req.accepts('html') || isFromTracker(req)) {
      next();
      return;
    }
    res.set('cache-control', 'no-cache').sendFile(path.join(webRoot, 'index.html'));
  });
}
