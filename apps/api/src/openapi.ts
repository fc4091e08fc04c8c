import { ENDPOINTS, type Endpoint, Problem } from '@karavan/contracts';
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';

const File = z.object({ file: z.string().meta({ format: 'binary' }), source: z.string().optional() });
const problem = { description: 'Problem (RFC 9457)', content: { 'application/problem+json': { schema: Problem } } };

/** The OpenAPI 3.1 document, made from the same schemas that check every request. */
export function openApiDocument(version: string) {
  const paths: ZodOpenApiPathsObject = {};
  for (const [name, endpoint] of Object.entries(ENDPOINTS as Record<string, Endpoint>)) {
    const path = `/api/v1${endpoint.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [endpoint.method]: operation(name, endpoint) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: { title: 'Karavan', version, description: 'Where is the cargo, and when will it come.' },
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    paths,
  });
}

function operation(name: string, endpoint: Endpoint): ZodOpenApiOperationObject {
  const params = [...endpoint.path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
  const media =
    endpoint.accepts === 'multipart'
      ? { 'multipart/form-data': { schema: File } }
      : { 'application/json': { schema: endpoint.body ?? z.object({}) } };
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
    ...(endpoint.body || endpoint.accepts ? { requestBody: { content: media } } : {}),
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
