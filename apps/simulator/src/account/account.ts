/**
 * A stand-in for the client account of the railway: the same pages, tokens and calls, with the demo world behind them.
 * Sign-in, tokens and sessions are really enforced, so what works here has a fair chance over there.
 */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type NextFunction, type Request, type Response } from 'express';
import type { WagonRow } from '../rail/wagon-row.ts';
import { OrderedReports } from './orders.ts';
import { CONTENT_TYPES, REPORT_FORMATS } from './report-file.ts';
import { SESSION_COOKIE, type Session, Sessions } from './sessions.ts';

/** "Dislocation of wagons by list", the only report this account gives. */
const DISLOCATION_SERVICE = 226;
const DOWNLOAD_NAME = 'dislocation';

export interface AccountOptions {
  login: string;
  password: string;
  rows: (at: Date) => readonly WagonRow[];
  /** what time the reports state; default the real one */
  now?: () => Date;
  /** how long a report is prepared, ms; tens of seconds in the real account */
  preparationMs?: number;
  sessionMs?: number;
  port?: number;
}

/** Told once for each forming of the report, when its bytes first go out. Times are epoch ms. */
export interface Served {
  servedAt: number;
  formedAt: number;
  content: string;
  rows: number;
}

export interface Account {
  url: string;
  login: string;
  password: string;
  /** other rows from now on */
  setRows(rows: (at: Date) => readonly WagonRow[]): void;
  onServed(listener: (served: Served) => void): () => void;
  /** signs everybody out, as a night restart over there does */
  endSessions(): void;
  stop(): Promise<void>;
}

/** Starts the account on 127.0.0.1, on a free port unless one is given. */
export async function startAccount(options: AccountOptions): Promise<Account> {
  const { login, password, now = () => new Date(), preparationMs = 200, sessionMs = 15 * 60_000, port = 0 } = options;
  let rows = options.rows;
  const listeners = new Set<(served: Served) => void>();
  const sessions = new Sessions(sessionMs);
  const reports = new OrderedReports({ preparationMs, form: () => ({ now: now(), rows: rows(now()) }) });
  let lastServed: string | undefined;

  const app = express();
  app.disable('x-powered-by');
  app.use(express.json({ limit: '100kb' }));
  app.use(refuseBadJson);

  app.get('/sign_in', (request, response) => {
    const session = sessions.find(request.headers.cookie) ?? sessions.start({ isSignedIn: false });
    setCookie(response, session);
    response.send(page('Вход в личный кабинет', sessions.renewToken(session)));
  });

  app.post('/sign_in', (request, response) => {
    const session = sessions.find(request.headers.cookie);
    if (!session || !hasToken(request, session)) return void refuse(response, 422, 'Неверный токен страницы');
    const user: unknown = (request.body as { user?: unknown } | undefined)?.user;
    if (!isUser(user, { login, password })) return void refuse(response, 401, 'Неверный логин или пароль');
    sessions.end(session);
    setCookie(response, sessions.start({ isSignedIn: true }));
    response.json({ success: true, redirect: '/' });
  });

  app.get('/', (request, response) => {
    const session = sessions.find(request.headers.cookie);
    if (!session?.isSignedIn) return void response.redirect(302, '/sign_in');
    response.send(page('Личный кабинет клиента', sessions.renewToken(session)));
  });

  const api = express.Router();
  api.use((request, response, next) => {
    const session = sessions.find(request.headers.cookie);
    if (!session?.isSignedIn) return void refuse(response, 401, 'Требуется вход');
    if (request.method !== 'GET' && !hasToken(request, session)) return void refuse(response, 422, 'Неверный токен страницы');
    next();
  });

  api.post('/', (request, response) => {
    const service: unknown = (request.body as { params?: { service_id?: unknown } } | undefined)?.params?.service_id;
    if (Number(service) !== DISLOCATION_SERVICE) return void refuse(response, 422, 'Услуга недоступна');
    response.status(201).json({ data: { id: reports.order().id, status: 'queued' } });
  });

  api.get('/:id', (request, response) => {
    const report = reports.find(Number(request.params.id));
    if (!report) return void refuse(response, 404, 'Отчёт не найден');
    response.json({ data: { id: report.id, status: report.formed ? 'done' : 'queued' } });
  });

  api.get('/:id/download', (request, response) => {
    const formed = reports.find(Number(request.params.id))?.formed;
    if (!formed) return void refuse(response, 404, 'Отчёт не готов');
    const format = REPORT_FORMATS.find((known) => known === (request.query.format ?? 'xlsx'));
    if (!format) return void refuse(response, 422, 'Формат недоступен');
    const bytes = formed.bytes(format);
    response.type(CONTENT_TYPES[format]).attachment(`${DOWNLOAD_NAME}.${format}`).send(bytes);
    if (lastServed === formed.content) return;
    lastServed = formed.content;
    const served = { servedAt: Date.now(), formedAt: formed.formedAt.getTime(), content: formed.content, rows: formed.rows };
    for (const listener of listeners) listener(served);
  });
  app.use('/api/v1/services/asoup/reports', api);

  const server = await listen(app, port);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    login,
    password,
    setRows: (other) => {
      rows = other;
    },
    onServed: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    endSessions: () => sessions.endAll(),
    stop: () => close(server),
  };
}

function refuseBadJson(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (error instanceof SyntaxError) refuse(response, 400, 'Неверный запрос');
  else next(error);
}

function refuse(response: Response, status: number, message: string): void {
  response.status(status).json({ error: message });
}

function hasToken(request: Request, session: Session): boolean {
  return request.get('X-CSRF-Token') === session.csrf;
}

function isUser(user: unknown, known: { login: string; password: string }): boolean {
  if (typeof user !== 'object' || user === null) return false;
  return 'query' in user && user.query === known.login && 'password' in user && user.password === known.password;
}

function setCookie(response: Response, { id }: Session): void {
  response.cookie(SESSION_COOKIE, id, { httpOnly: true, sameSite: 'lax', path: '/' });
}

function page(title: string, token: string): string {
  return [
    '<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8">',
    `<meta name="csrf-param" content="authenticity_token"><meta name="csrf-token" content="${token}">`,
    `<title>${title}</title></head><body><h1>${title}</h1></body></html>`,
  ].join('\n');
}

function listen(app: express.Express, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = app.listen(port, '127.0.0.1', () => resolve(server));
    server.once('error', reject);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
