import { ENDPOINTS, type Endpoint, type EndpointName, Problem } from '@karavan/contracts';
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { REQUEST_EXAMPLES } from './openapi-examples.ts';

const File = z.object({ file: z.string().meta({ format: 'binary' }), source: z.string().optional() });
const OsmandMessage = z.object({
  id: z.string().meta({ description: 'unique id of the device; also `deviceid`' }),
  lat: z.number().min(-90).max(90),
  lon: z.number().min(-180).max(180),
  timestamp: z.string().optional().meta({ description: 'Unix seconds or milliseconds, or ISO 8601; now when it is left out' }),
  speed: z.number().optional().meta({ description: 'knots' }),
  bearing: z.number().optional().meta({ description: 'degrees; also `heading`' }),
  altitude: z.number().optional().meta({ description: 'metres' }),
  accuracy: z.number().optional().meta({ description: 'metres' }),
  valid: z.string().optional().meta({ description: '`0` or `false`: the receiver had no fix' }),
});
const problem = { description: 'Problem (RFC 9457)', content: { 'application/problem+json': { schema: Problem } } };

const OSMAND = '/api/v1/ingest/osmand';

/** Endpoints are grouped by their noun, the first word of the path: `/api/v1/reports/…` is `reports`. */
const tagOf = (path: string): string => path.split('/')[3] ?? '';

/** The OpenAPI 3.1 document, made from the same schemas that check every request. */
export function openApiDocument(version: string) {
  const paths: ZodOpenApiPathsObject = {};
  for (const [name, endpoint] of Object.entries(ENDPOINTS as Record<string, Endpoint>)) {
    const path = `/api/v1${endpoint.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [endpoint.method]: { ...operation(name, endpoint), tags: [tagOf(path)] } };
  }
  const tags = [tagOf(OSMAND)];
  paths[OSMAND] = { get: { ...osmand('get'), tags }, post: { ...osmand('post'), tags } };
  return createDocument({
    openapi: '3.1.0',
    info: { title: 'Karavan', version, description: 'Where is the cargo, and when will it come.' },
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    tags: [...new Set(Object.keys(paths).map(tagOf))].map((name) => ({ name })),
    paths,
  });
}

/** The door of the devices is no endpoint of the contract: it reads query, form and JSON alike. */
function osmand(method: 'get' | 'post'): ZodOpenApiOperationObject {
  const json = z.record(z.string(), z.unknown()).meta({ description: 'The same names, or the JSON of newer Traccar Clients' });
  return {
    operationId: `ingestOsmand${method === 'get' ? 'ByQuery' : 'ByBody'}`,
    summary: 'Take in a position in the OsmAnd / Traccar Client protocol; the key of the device is all it needs',
    ...(method === 'get'
      ? { requestParams: { query: OsmandMessage } }
      : {
          requestBody: {
            required: true,
            content: { 'application/x-www-form-urlencoded': { schema: OsmandMessage }, 'application/json': { schema: json } },
          },
        }),
    responses: { 200: { description: 'Kept; the body is empty' }, '4XX': problem },
  };
}

function operation(name: string, endpoint: Endpoint): ZodOpenApiOperationObject {
  const params = [...endpoint.path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
  const example = REQUEST_EXAMPLES[name as EndpointName];
  const shown = example === undefined ? {} : { example };
  const media =
    endpoint.accepts === 'multipart'
      ? { 'multipart/form-data': { schema: File, ...shown } }
      : { 'application/json': { schema: endpoint.body ?? z.object({}), ...shown } };
  return {
    operationId: name,
    summary: endpoint.summary,
    ...(endpoint.access === 'public' ? {} : { security: [{ bearer: [] }] }),
    ...(params.length > 0 || endpoint.query
      ? {
          requestParams: {
            ...(params.length > 0 ? { path: z.object(Object.fromEntries(params.map((param) => [param, z.string()]))) } : {}),
            ...(endpoint.query ? { query: endpoint.query as z.ZodObject } : {}),
          },
        }
      : {}),
    ...(endpoint.body || endpoint.accepts ? { requestBody: { required: needsBody(endpoint), content: media } } : {}),
    responses: {
      ...Object.fromEntries(Object.entries(endpoint.responses).map(([status, schema]) => [status, reply(endpoint, schema)])),
      '4XX': problem,
    },
  };
}

function reply(endpoint: Endpoint, schema: z.ZodType) {
  if (endpoint.replies === 'bytes')
    return {
      description: 'The bytes',
      content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } },
    };
  return { description: 'Done', content: { 'application/json': { schema } } };
}

/** A body whose every field may be left out may be left out whole. */
const needsBody = ({ body }: Endpoint): boolean => body === undefined || !body.safeParse({}).success;
