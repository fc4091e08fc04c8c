/** A railway account small enough for a test: signs in, makes reports, forgets sessions, and misbehaves on demand. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Site {
  baseUrl: string;
  /** `METHOD path` of every request, in order */
  log: string[];
  userAgents: Set<string>;
  /** ends all sessions: the next request of the old one is refused */
  endSessions(): void;
  close(): Promise<void>;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface Behaviour {
  /** answers in place of the site, by `METHOD path` without the query; undefined leaves the site its turn */
  instead?: Record<string, Answer | undefined>;
  /** questions until a report is done */
  polls?: number;
  report?: Uint8Array;
  fileName?: string;
}

export const LOGIN = { login: 'dispatcher@example.ru', password: 'correct horse' };

export async function startSite(behaviour: Behaviour = {}): Promise<Site> {
  let session = 0;
  let csrf = 0;
  let polls = 0;
  const log: string[] = [];
  const userAgents = new Set<string>();
  const signedIn = (request: IncomingMessage) =>
    request.headers.cookie?.split('; ').includes(`_session=s${session}`) && session > 0;
  const page = (response: ServerResponse, body: string) => {
    csrf += 1;
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<html><head><meta name="csrf-token" content="t${csrf}"></head><body>${body}</body></html>`);
  };
  const routes: Record<string, Answer> = {
    'GET /sign_in': (_, response) => {
      response.setHeader('set-cookie', ['_session=guest; path=/; HttpOnly', 'lang=ru']);
      page(response, '<form action="/sign_in"><input type="password"></form>');
    },
    'POST /sign_in': async (request, response) => {
      const { user } = JSON.parse(await bodyOf(request)) as { user: Record<string, unknown> };
      const right = user['query'] === LOGIN.login && user['password'] === LOGIN.password && user['sms_code'] === null;
      if (!right || request.headers['x-csrf-token'] !== `t${csrf}`) return json(response, 401, { error: 'unauthorized' });
      session += 1;
      response.setHeader('set-cookie', `_session=s${session}; path=/; HttpOnly`);
      return json(response, 201, { ok: true });
    },
    'GET /': (request, response) => {
      if (signedIn(request)) return page(response, 'Личный кабинет');
      response.writeHead(302, { location: '/sign_in' }).end();
    },
    'POST /api/v1/services/asoup/reports': async (request, response) => {
      if (!signedIn(request)) return json(response, 401, {});
      if (request.headers['x-csrf-token'] !== `t${csrf}`) return json(response, 422, {});
      const { params } = JSON.parse(await bodyOf(request)) as { params: Record<string, unknown> };
      polls = 0;
      return json(response, params['service_id'] === 226 ? 201 : 400, { data: { id: 4711 } });
    },
    'GET /api/v1/services/asoup/reports/4711': (request, response) => {
      if (!signedIn(request)) return json(response, 403, {});
      polls += 1;
      json(response, 200, { data: { status: polls > (behaviour.polls ?? 2) ? 'done' : 'processing' } });
    },
    'GET /api/v1/services/asoup/reports/4711/download': (request, response) => {
      if (!signedIn(request)) return void response.writeHead(302, { location: '/sign_in' }).end();
      response.setHeader('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
      response.setHeader(
        'content-disposition',
        `attachment; filename="x.xlsx"; filename*=UTF-8''${encodeURIComponent(behaviour.fileName ?? 'Дислокация.xlsx')}`,
      );
      response.end(behaviour.report ?? new Uint8Array([0x50, 0x4b, 3, 4]));
    },
  };
  const server = createServer((request, response) => {
    const key = `${request.method} ${new URL(request.url ?? '/', 'http://site').pathname}`;
    log.push(key);
    userAgents.add(request.headers['user-agent'] ?? '');
    const answer = behaviour.instead?.[key] ?? routes[key];
    if (answer) answer(request, response);
    else json(response, 404, {});
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    log,
    userAgents,
    endSessions: () => {
      session += 1;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
