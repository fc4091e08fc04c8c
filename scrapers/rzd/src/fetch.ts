/**
 * The railway's client account: orders the report "Дислокация вагонов по списку" (service 226), waits until it is made
 * and downloads it, unless the answer that it is made brings it along. Only `fetch` and cookies, no browser. The site's certificate is issued by the Russian Trusted Root
 * CA, which Node takes from NODE_EXTRA_CA_CERTS.
 */
import { Http, type HttpReply } from './account/http.ts';
import { orderReport, REPORTS_PATH, waitUntilDone } from './account/order.ts';
import { fileNameOf, holdsRows } from './account/replies.ts';
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

export function createRzdAccount(options: RzdAccountOptions): RzdAccount {
  const { baseUrl, timeoutMs = 30_000, pollMs = 5_000, maxWaitMs = 300_000 } = options;
  const http = new Http({ baseUrl, timeoutMs, userAgent: options.userAgent || 'Karavan/1.0 (wagon reports)' });
  const session = new Session(http, options);
  const downloadPath = options.downloadPath ?? ((id: string) => `${REPORTS_PATH}/${id}/download`);

  async function download(path: string, signal: AbortSignal | undefined): Promise<HttpReply> {
    const reply = await session.request(path, { maxBytes: MAX_REPORT_BYTES, signal });
    expectOk(reply, path);
    return reply;
  }

  async function fetchNow(signal: AbortSignal | undefined): Promise<FetchedReport> {
    signal?.throwIfAborted();
    const id = await orderReport(session, signal);
    const done = await waitUntilDone(session, id, { pollMs, maxWaitMs, signal });
    const reply = holdsRows(done) ? done : await download(downloadPath(id), signal);
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
