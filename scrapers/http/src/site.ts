/** Requests to one service that answers in JSON: one at a time, bounded in time and size, patient with one that is busy. */
import { setTimeout as pause } from 'node:timers/promises';
import { SourceError } from '@karavan/contracts';

export interface SiteOptions {
  baseUrl: string;
  /** of one request with its reply; default 30 s */
  timeoutMs?: number;
  /** between the beginnings of two requests */
  pauseMs?: number;
  /** before the second try of a request; twice as long before the third; default 1 s */
  retryMs?: number;
  /** whether a reply says "later" in its body */
  isBusy?: (json: unknown) => boolean;
}

export interface SiteRequest {
  method?: 'GET' | 'POST';
  query?: Readonly<Record<string, string>>;
  form?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  signal: AbortSignal;
}

export interface SiteReply {
  status: number;
  headers: Headers;
  /** undefined where the body is no JSON, which only a refusal may have */
  json: unknown;
}

export interface Site {
  /** for messages */
  host: string;
  /**
   * Any status but "later" is a reply. Throws SourceError UNREACHABLE (also for a service that stays busy), TIMEOUT, BAD_REPLY
   * (too large, no JSON, a redirect); the caller's own abort is thrown as it is.
   */
  request(path: string, request: SiteRequest): Promise<SiteReply>;
}

const TRIES = 3;
const MAX_BYTES = 32 * 1024 * 1024;
/** a service that wants more patience gets it by the circuit of the source */
const LONGEST_RETRY_MS = 20_000;

export function createSite(options: SiteOptions): Site {
  const { pauseMs = 0, retryMs = 1000, isBusy = () => false } = options;
  const base = new URL(options.baseUrl.endsWith('/') ? options.baseUrl : `${options.baseUrl}/`);
  let freeAt = 0;

  async function once(path: string, request: SiteRequest): Promise<SiteReply> {
    const waitMs = freeAt - performance.now();
    if (waitMs > 0) await pause(waitMs, undefined, { signal: request.signal });
    freeAt = performance.now() + pauseMs;
    return send(new URL(path.replace(/^\//, ''), base), { request, options });
  }

  return {
    host: base.host,
    async request(path, request) {
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await once(path, request).catch((error: unknown) =>
          toError(error, { request, host: base.host, options }),
        );
        const waitMs = retryAfter(outcome, isBusy) ?? (isPassing(outcome) ? 0 : undefined);
        if (waitMs === undefined && !(outcome instanceof Error)) return outcome;
        if (waitMs === undefined || attempt === TRIES) throw outcome instanceof Error ? outcome : busy(base.host, outcome);
        const ownMs = retryMs * 2 ** (attempt - 1);
        await pause(Math.min(LONGEST_RETRY_MS, Math.max(waitMs, ownMs)), undefined, { signal: request.signal });
      }
    },
  };
}

/** How long a busy service wants us to wait, ms; undefined for one that is not. */
function retryAfter(outcome: SiteReply | Error, isBusy: (json: unknown) => boolean): number | undefined {
  if (outcome instanceof Error) return undefined;
  if (![408, 429, 502, 503, 504].includes(outcome.status) && !isBusy(outcome.json)) return undefined;
  const said = Number(outcome.headers.get('retry-after'));
  return Number.isFinite(said) && said > 0 ? said * 1000 : 0;
}

const isPassing = (outcome: SiteReply | Error): boolean => outcome instanceof SourceError && outcome.code === 'UNREACHABLE';

const busy = (host: string, { status }: SiteReply): SourceError =>
  new SourceError('UNREACHABLE', `${host} is busy and wants us to come later (${status}).`);

async function send(url: URL, { request, options }: { request: SiteRequest; options: SiteOptions }): Promise<SiteReply> {
  const { method = 'GET', query = {}, form, headers = {}, signal } = request;
  for (const [name, value] of Object.entries(query)) url.searchParams.append(name, value);
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(options.timeoutMs ?? 30_000)]),
    headers: { accept: 'application/json', 'user-agent': 'Karavan/1.0 (positions)', ...headers },
    ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
  });
  const { status } = response;
  if (status >= 300 && status < 400) {
    await response.body?.cancel();
    const to = response.headers.get('location') ?? 'nowhere';
    throw new SourceError('BAD_REPLY', `${url.host} redirects to ${to.slice(0, 200)}; set the address it has moved to.`);
  }
  const json = readJson(await readBounded(response, url.host));
  if (json === undefined && response.ok)
    throw new SourceError('BAD_REPLY', `${url.host} answered with something that is no JSON.`);
  return { status, headers: response.headers, json };
}

async function readBounded(response: Response, host: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new SourceError('BAD_REPLY', `${host} sent more than ${MAX_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function readJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function toError(error: unknown, at: { request: SiteRequest; host: string; options: SiteOptions }): Error {
  at.request.signal.throwIfAborted();
  if (error instanceof SourceError) return error;
  const { timeoutMs = 30_000 } = at.options;
  if (error instanceof Error && error.name === 'TimeoutError')
    return new SourceError('TIMEOUT', `${at.host} did not answer within ${timeoutMs} ms.`, error);
  const reason = error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error);
  return new SourceError('UNREACHABLE', `${at.host} cannot be reached: ${reason}.`, error);
}
