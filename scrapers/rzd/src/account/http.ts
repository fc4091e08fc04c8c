/** Requests to one site: cookies kept, redirects followed within the site, every reply bounded in time and size. */
import { CookieJar } from './cookies.ts';
import { SourceError } from './source-error.ts';

export interface HttpOptions {
  baseUrl: string;
  userAgent: string;
  timeoutMs: number;
}

export interface HttpRequest {
  method?: 'GET' | 'POST';
  json?: unknown;
  /** a body that is no JSON, with its content type */
  text?: { body: string; type: string };
  headers?: Record<string, string>;
  maxBytes?: number;
  signal?: AbortSignal | undefined;
}

export interface HttpReply {
  status: number;
  headers: Headers;
  bytes: Uint8Array;
  /** path of the address that answered last, after redirects */
  path: string;
}

const MAX_PAGE_BYTES = 4 * 1024 * 1024;
const MAX_REDIRECTS = 5;

export class Http {
  readonly cookies = new CookieJar();
  /** for messages */
  get host(): string {
    return this.base.host;
  }
  private readonly options: HttpOptions;
  private readonly base: URL;

  constructor(options: HttpOptions) {
    this.options = options;
    this.base = new URL(options.baseUrl.endsWith('/') ? options.baseUrl : `${options.baseUrl}/`);
  }

  /**
   * `path` starts with a slash and is taken under the base address. Any status is a reply. Throws SourceError
   * UNREACHABLE, TIMEOUT, BAD_REPLY (too large, redirected elsewhere); the caller's own abort is thrown as it is.
   */
  async request(path: string, request: HttpRequest = {}): Promise<HttpReply> {
    const timeout = AbortSignal.timeout(this.options.timeoutMs);
    const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
    try {
      return await this.follow(new URL(path.slice(1), this.base), request, signal);
    } catch (error) {
      request.signal?.throwIfAborted();
      if (error instanceof SourceError) throw error;
      if (timeout.aborted)
        throw new SourceError('TIMEOUT', `${this.base.host} did not answer within ${this.options.timeoutMs} ms.`, error);
      throw new SourceError('UNREACHABLE', `${this.base.host} cannot be reached: ${reasonOf(error)}.`, error);
    }
  }

  private async follow(start: URL, request: HttpRequest, signal: AbortSignal): Promise<HttpReply> {
    let url = start;
    let { method = 'GET' } = request;
    let body = bodyOf(request);
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const response = await fetch(url, {
        method,
        redirect: 'manual',
        signal,
        headers: this.headers(request, body?.type),
        ...(body === undefined ? {} : { body: body.text }),
      });
      this.cookies.store(response.headers.getSetCookie());
      const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
      if (location === null) {
        const bytes = await readBounded(response, request.maxBytes ?? MAX_PAGE_BYTES);
        return { status: response.status, headers: response.headers, bytes, path: url.pathname };
      }
      await response.body?.cancel();
      url = this.redirected(location, url);
      method = 'GET';
      body = undefined;
    }
    throw new SourceError('BAD_REPLY', `${this.base.host} redirects in a circle.`);
  }

  private headers(request: HttpRequest, contentType: string | undefined): Record<string, string> {
    const cookie = this.cookies.header();
    return {
      'user-agent': this.options.userAgent,
      accept: 'application/json, text/html;q=0.9, */*;q=0.8',
      ...(cookie ? { cookie } : {}),
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      ...request.headers,
    };
  }

  /** Cookies and tokens stay with the site they belong to. */
  private redirected(location: string, from: URL): URL {
    const url = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
    if (url?.origin === this.base.origin) return url;
    throw new SourceError('BAD_REPLY', `${this.base.host} redirects to another site (${url?.host ?? 'unreadable address'}).`);
  }
}

function bodyOf({ json, text }: HttpRequest): { text: string; type: string } | undefined {
  if (text !== undefined) return { text: text.body, type: text.type };
  return json === undefined ? undefined : { text: JSON.stringify(json), type: 'application/json' };
}

async function readBounded(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw new SourceError('BAD_REPLY', `The reply is larger than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
