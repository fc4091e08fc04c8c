/**
 * The railway's client account: orders the report "Дислокация вагонов по списку" (service 226), waits until it is made
 * and downloads it. Only `fetch` and cookies, no browser. The site's certificate is issued by the Russian Trusted Root
 * CA, which Node takes from NODE_EXTRA_CA_CERTS.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Http, type HttpReply } from './account/http.ts';
import { expectOk, Session } from './account/session.ts';
import { SourceError } from './account/source-error.ts';
import { MAX_REPORT_BYTES } from './parse/limits.ts';

export interface RzdAccountOptions {
  /** `https://cargolk.rzd.ru` */
  baseUrl: string;
  login: string;
  password: string;
  /** never empty: proxies on the way drop requests without one */
  userAgent?: string;
  /** of one request with its reply, default 30 s */
  timeoutMs?: number;
  /** between two questions whether the report is ready, default 5 s */
  pollMs?: number;
  /** for the report to be made, default 5 min */
  maxWaitMs?: number;
  /** where a ready report is downloaded; the public interface documents the order, not this address */
  downloadPath?: (id: string) => string;
}

export interface FetchedReport {
  bytes: Uint8Array;
  fileName: string;
  contentType: string;
}

export interface RzdAccount {
  /** Throws SourceError; an abort is thrown as the signal's reason. Calls wait for each other: one order at a time. */
  fetchReport(signal?: AbortSignal): Promise<FetchedReport>;
}

const REPORTS = '/api/v1/services/asoup/reports';
const ORDER = { params: { receivers: [], cars: [], senders: [], foreign: { id: '01' }, sort_field: 'NOM_VAG', service_id: 226 } };
/** questions in a row that may fail before the wait is given up */
const MAX_FAILED_POLLS = 3;

export function createRzdAccount(options: RzdAccountOptions): RzdAccount {
  const { baseUrl, timeoutMs = 30_000, pollMs = 5_000, maxWaitMs = 300_000 } = options;
  const http = new Http({ baseUrl, timeoutMs, userAgent: options.userAgent || 'Karavan/1.0 (wagon reports)' });
  const session = new Session(http, options);
  const downloadPath = options.downloadPath ?? ((id: string) => `${REPORTS}/${id}/download`);

  async function fetchNow(signal: AbortSignal | undefined): Promise<FetchedReport> {
    signal?.throwIfAborted();
    const id = await order(session, signal);
    await waitUntilDone(session, id, { pollMs, maxWaitMs, signal });
    const path = downloadPath(id);
    const reply = await session.request(path, { maxBytes: MAX_REPORT_BYTES, signal });
    expectOk(reply, path);
    if (reply.bytes.length === 0) throw new SourceError('BAD_REPLY', 'The railway account sent an empty report.');
    return {
      bytes: reply.bytes,
      fileName: fileNameOf(reply, id),
      contentType: reply.headers.get('content-type') ?? 'application/octet-stream',
    };
  }

  let last: Promise<unknown> = Promise.resolve();
  return {
    fetchReport(signal) {
      const next = last.then(() => fetchNow(signal));
      last = next.catch(() => undefined); // whoever asked has the error; the next caller only waits its turn
      return next;
    },
  };
}

async function order(session: Session, signal: AbortSignal | undefined): Promise<string> {
  const reply = await session.request(REPORTS, { method: 'POST', json: ORDER, signal });
  expectOk(reply, REPORTS);
  const id = fieldOf(reply, 'id');
  if (id === undefined || !/^[\w-]{1,64}$/.test(id))
    throw new SourceError('BAD_REPLY', 'The railway account took the order and named no report.');
  return id;
}

interface Wait {
  pollMs: number;
  maxWaitMs: number;
  signal: AbortSignal | undefined;
}

async function waitUntilDone(session: Session, id: string, { pollMs, maxWaitMs, signal }: Wait): Promise<void> {
  const path = `${REPORTS}/${id}?id=${id}&minimal=true`;
  const startedMs = performance.now();
  for (let failed = 0; ; ) {
    try {
      const status = await statusOf(session, path, signal);
      if (status === 'done') return;
      if (status === 'error' || status === 'failed')
        throw new SourceError('REPORT_FAILED', 'The railway account could not make the report.');
      failed = 0;
    } catch (error) {
      failed += 1;
      if (!isPassing(error) || failed > MAX_FAILED_POLLS) throw error;
    }
    if (performance.now() - startedMs + pollMs > maxWaitMs) {
      throw new SourceError('TIMEOUT', `The railway account did not finish the report within ${maxWaitMs} ms.`);
    }
    await sleep(pollMs, undefined, signal ? { signal } : {});
  }
}

async function statusOf(session: Session, path: string, signal: AbortSignal | undefined): Promise<string | undefined> {
  const reply = await session.request(path, { signal });
  expectOk(reply, path);
  return fieldOf(reply, 'status');
}

function isPassing(error: unknown): boolean {
  return error instanceof SourceError && (error.code === 'UNREACHABLE' || error.code === 'TIMEOUT');
}

/** `data.<name>` or `<name>` of a JSON reply as text. Throws SourceError BAD_REPLY when the reply is no JSON. */
function fieldOf(reply: HttpReply, name: string): string | undefined {
  const value = memberOf(memberOf(parseJson(reply), 'data'), name) ?? memberOf(parseJson(reply), name);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function parseJson(reply: HttpReply): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(reply.bytes));
  } catch (error) {
    throw new SourceError('BAD_REPLY', `The railway account answered ${reply.path} with something that is no JSON.`, error);
  }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}

/** The name the site gives, without anything a path could be made of. */
function fileNameOf(reply: HttpReply, id: string): string {
  const header = reply.headers.get('content-disposition') ?? '';
  const encoded = /filename\*\s*=\s*UTF-8''([^;]+)/i.exec(header)?.[1];
  const plain = /filename\s*=\s*"?([^";]+)"?/i.exec(header)?.[1];
  const name = (encoded === undefined ? plain : decode(encoded)) ?? '';
  return (
    name
      .replace(/[/\\\p{Cc}]/gu, '_')
      .trim()
      .slice(0, 200) || `rzd-${id}`
  );
}

function decode(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined; // a broken escape: the plain name or our own is used
  }
}
