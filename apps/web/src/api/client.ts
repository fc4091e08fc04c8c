import { ENDPOINTS, type EndpointName, Problem } from '@karavan/contracts';
import { learnServerTime } from '../format/clock.ts';
import { currentLanguage } from '../i18n/index.ts';

const BASE = '/api/v1';

type Parsed<T> = T extends { parse: (data: unknown) => infer Output } ? Output : never;
type Responses<N extends EndpointName> = (typeof ENDPOINTS)[N]['responses'];
/** What an endpoint answers, from the contract. */
export type Reply<N extends EndpointName> = Parsed<Responses<N>[keyof Responses<N>]>;

export interface Call {
  params?: Record<string, string>;
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  signal?: AbortSignal;
}

/** Why a call gave nothing: `offline` when no answer came, `contract` when it was not understood, else the HTTP status. */
export class ApiError extends Error {
  readonly status: number;
  readonly kind: 'http' | 'offline' | 'contract';
  readonly problem: Problem | null;

  constructor(kind: 'http' | 'offline' | 'contract', status: number, problem: Problem | null, cause?: unknown) {
    super(problem?.detail || problem?.title || `${kind} ${status}`, { cause });
    this.name = 'ApiError';
    this.kind = kind;
    this.status = status;
    this.problem = problem;
  }
}

let onUnauthorized: () => void = () => {};
/** The session is told when the server no longer knows us. */
export function whenUnauthorized(handler: () => void): void {
  onUnauthorized = handler;
}

export async function call<N extends EndpointName>(name: N, args: Call = {}): Promise<Reply<N>> {
  const endpoint = ENDPOINTS[name];
  const response = await send(url(endpoint.path, args), {
    method: endpoint.method.toUpperCase(),
    headers: headers(args.body !== undefined),
    ...(args.body === undefined ? {} : { body: JSON.stringify(args.body) }),
    ...(args.signal ? { signal: args.signal } : {}),
  });
  learnServerTime(response.headers.get('date'), Date.now());
  const json: unknown = await response.json().catch(() => null);
  if (!response.ok) throw refused(name, response.status, json);
  return understand(name, response.status, json);
}

/** Path and query below the base path, parameters in place. */
export function url(path: string, { params = {}, query = {} }: Pick<Call, 'params' | 'query'>): string {
  const filled = path.replace(/:(\w+)/g, (_whole, key: string) => encodeURIComponent(params[key] ?? ''));
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined && value !== '') search.set(key, String(value));
  const text = search.toString();
  return `${BASE}${filled}${text ? `?${text}` : ''}`;
}

/** Reads a reply by the schema of the contract. */
export function understand<N extends EndpointName>(name: N, status: number, json: unknown): Reply<N> {
  const responses: Partial<
    Record<number, { safeParse: (data: unknown) => { success: boolean; data?: unknown; error?: unknown } }>
  > = ENDPOINTS[name].responses;
  const schema = responses[status] ?? Object.values(responses)[0];
  const result = schema?.safeParse(json);
  if (result?.success) return result.data as Reply<N>;
  console.error(`The reply of ${name} does not keep the contract`, result?.error);
  throw new ApiError('contract', status, null, result?.error);
}

export function refused(name: EndpointName, status: number, json: unknown): ApiError {
  if (status === 401 && name !== 'login' && name !== 'me') onUnauthorized();
  const problem = Problem.safeParse(json);
  return new ApiError('http', status, problem.success ? problem.data : null);
}

async function send(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, { ...init, credentials: 'same-origin' });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new ApiError('offline', 0, null, cause);
  }
}

function headers(hasBody: boolean): Record<string, string> {
  return {
    Accept: 'application/json',
    'Accept-Language': currentLanguage(),
    ...(hasBody ? { 'Content-Type': 'application/json' } : {}),
  };
}
