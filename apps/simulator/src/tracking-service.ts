/** What the three pretended tracking services share: units, their fixes, and every way such a service misbehaves. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TrackedUnit {
  id: string;
  name: string;
}

export interface TrackedFix {
  unitId: string;
  /** epoch seconds */
  at: number;
  lat: number;
  lon: number;
  speedKmh?: number;
  courseDeg?: number;
  /** of a cell */
  radiusM?: number;
}

export interface TrackingService {
  url: string;
  /** what was asked, oldest first, without secrets */
  log: readonly string[];
  units: TrackedUnit[];
  /** a fix may come in late: it stands in the history from now on, at its own time */
  add(...fixes: TrackedFix[]): void;
  /** the so many next requests are answered "too many", with this much to wait for, s */
  beBusy(requests: number, retryAfterS?: number): void;
  /** every request from now on is answered with this; undefined: as it should be */
  answerWith(body: string | undefined, status?: number): void;
  /** every answer takes so long */
  beSlow(ms: number): void;
  /** all sessions end now */
  endSessions(): void;
  /** all sessions end after so many more requests */
  endSessionsAfter(requests: number): void;
  stop(): Promise<void>;
}

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  form: URLSearchParams;
  headers: IncomingMessage['headers'];
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  json: unknown;
}

export interface Fleet {
  units: TrackedUnit[];
  /** of one unit, oldest first */
  fixesOf(unitId: string): TrackedFix[];
  lastOf(unitId: string): TrackedFix | undefined;
}

export interface ServiceOptions {
  /** of one request, in words for the log */
  describe(asked: Asked): string;
  answer(asked: Asked, fleet: Fleet): Answer;
  endSessions(): void;
  port?: number;
}

/** Starts on 127.0.0.1, on a free port unless one is given. */
export async function startTrackingService(options: ServiceOptions): Promise<TrackingService> {
  const log: string[] = [];
  const fixes: TrackedFix[] = [];
  const units: TrackedUnit[] = [];
  const mood = { busy: 0, retryAfterS: 0, slowMs: 0, endAfter: Number.POSITIVE_INFINITY, status: 200 };
  let instead: string | undefined;
  const fleet: Fleet = {
    units,
    fixesOf: (unitId) => fixes.filter((fix) => fix.unitId === unitId).sort((a, b) => a.at - b.at),
    lastOf: (unitId) => fleet.fixesOf(unitId).at(-1),
  };
  const server = createServer(async (request, response) => {
    const asked = await read(request);
    log.push(options.describe(asked));
    if (mood.slowMs > 0) await new Promise((resolve) => setTimeout(resolve, mood.slowMs));
    mood.endAfter -= 1;
    if (mood.endAfter < 0) {
      mood.endAfter = Number.POSITIVE_INFINITY;
      options.endSessions();
    }
    if (mood.busy > 0) {
      mood.busy -= 1;
      const wait: Record<string, string> = mood.retryAfterS > 0 ? { 'retry-after': String(mood.retryAfterS) } : {};
      return void response.writeHead(429, wait).end('too many requests');
    }
    if (instead !== undefined) return void response.writeHead(mood.status).end(instead);
    const { status = 200, headers = {}, json } = options.answer(asked, fleet);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(json));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    log,
    units,
    add: (...more) => void fixes.push(...more),
    beBusy: (requests, retryAfterS = 0) => void Object.assign(mood, { busy: requests, retryAfterS }),
    answerWith(body, status = 200) {
      instead = body;
      mood.status = status;
    },
    beSlow: (ms) => void Object.assign(mood, { slowMs: ms }),
    endSessions: options.endSessions,
    endSessionsAfter: (requests) => void Object.assign(mood, { endAfter: requests }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const url = new URL(request.url ?? '/', 'http://localhost');
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    form: new URLSearchParams(Buffer.concat(chunks).toString('utf8')),
    headers: request.headers,
  };
}
