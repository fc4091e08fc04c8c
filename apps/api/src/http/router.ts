import { type Actor, ENDPOINTS, type Endpoint, type EndpointName } from '@karavan/contracts';
import { AppError, badInput } from '@karavan/runtime';
import { type Deps, findActor } from '@karavan/usecases';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import type { ApiOptions, Context, Handlers } from './context.ts';
import { isUuid, refuseUnstorable } from './guard.ts';
import { isForeignOrigin, languageOf, tokenOf } from './session.ts';

/** One route an endpoint of the contract: access, then the shapes of query and body, then the handler. */
export function createRouter(input: {
  deps: Deps;
  options: ApiOptions;
  handlers: Handlers;
  before: Partial<Record<EndpointName, RequestHandler[]>>;
}): Router {
  const router = Router();
  for (const name of Object.keys(ENDPOINTS) as EndpointName[]) {
    const endpoint: Endpoint = ENDPOINTS[name];
    const before = input.before[name] ?? [];
    const handle: RequestHandler = (req, res) => run(req, res, { ...input, name, endpoint });
    router[endpoint.method](endpoint.path, ...before, handle);
  }
  return router;
}

async function run(
  req: Request,
  res: Response,
  input: { deps: Deps; options: ApiOptions; handlers: Handlers; name: EndpointName; endpoint: Endpoint },
): Promise<void> {
  const { endpoint, name } = input;
  const actor = endpoint.access === 'public' ? undefined : await authorize(req, input.deps, endpoint);
  for (const sent of [req.params, req.query, req.body]) refuseUnstorable(sent, '');
  if (req.params['id'] !== undefined && !isUuid(req.params['id'] as string))
    throw new AppError('NOT_FOUND', 'There is nothing under this id.');
  const context = {
    deps: input.deps,
    options: input.options,
    actor,
    params: req.params,
    query: endpoint.query ? parse(endpoint.query, req, req.query) : undefined,
    body: endpoint.body ? parse(endpoint.body, req, req.body ?? {}) : undefined,
    language: languageOf(req),
    req,
    res,
  };
  // The map of handlers is typed name by name; here the name is any of them.
  const handler = input.handlers[name] as unknown as (
    context: Context<EndpointName>,
  ) => Promise<{ status: number; body: unknown }>;
  const reply = await handler(context as unknown as Context<EndpointName>);
  res.status(reply.status);
  if (Buffer.isBuffer(reply.body)) res.end(reply.body);
  else res.json(reply.body);
}

async function authorize(req: Request, deps: Deps, endpoint: Endpoint): Promise<Actor> {
  const presented = tokenOf(req.headers);
  const actor = presented && (await findActor(deps, presented.token));
  if (!actor)
    throw new AppError('UNAUTHENTICATED', 'Sign in first: send the token of POST /api/v1/auth/login as a bearer token.');
  if (presented.byCookie && endpoint.method !== 'get' && isForeignOrigin(req.headers))
    throw new AppError('FORBIDDEN', 'This request comes from a page of another site.');
  if (Array.isArray(endpoint.access) && !endpoint.access.includes(actor.role))
    throw new AppError('FORBIDDEN', `The role ${actor.role} may not do this.`);
  return actor;
}

const RUSSIAN = { error: z.locales.ru().localeError };

/** What is wrong is said in Russian to who asks for it, in English to all others. */
function parse(schema: z.ZodType, req: Request, value: unknown): unknown {
  const isRussian = req.headers['accept-language'] !== undefined && languageOf(req) === 'ru';
  const parsed = schema.safeParse(value, isRussian ? RUSSIAN : undefined);
  if (parsed.success) return parsed.data;
  throw badInput(parsed.error);
}
