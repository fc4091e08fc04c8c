import { ENDPOINTS, type Endpoint } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { openApiDocument } from './openapi.ts';
import { REQUEST_EXAMPLES } from './openapi-examples.ts';

const document = openApiDocument('1.0.0');
const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
  (['get', 'post', 'put', 'patch', 'delete'] as const).flatMap((method) => {
    const operation = item?.[method];
    return operation === undefined ? [] : [{ path, operation }];
  }),
);

test('every endpoint stands in the group of its first path segment', () => {
  expect(operations.length).toBeGreaterThan(30);
  for (const { path, operation } of operations) expect(operation.tags).toEqual([path.split('/')[3]]);
  expect(document.tags?.map(({ name }) => name)).toEqual([...new Set(operations.map(({ path }) => path.split('/')[3]))]);
});

test.each(Object.entries(REQUEST_EXAMPLES))('the example of %s is one the endpoint takes', (name, example) => {
  const endpoint: Endpoint = ENDPOINTS[name as keyof typeof ENDPOINTS];
  if (endpoint.body) expect(endpoint.body.safeParse(example).error?.issues ?? []).toEqual([]);
  const shown = operations.find(({ operation }) => operation.operationId === name)?.operation.requestBody;
  expect(JSON.stringify(shown)).toContain(JSON.stringify(example));
});
