import { connect } from 'node:net';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture, startTestKaravan, type TestKaravan } from '../../../../test/support/karavan.ts';
import { createDeviceApp } from '../app.ts';
import { openApiDocument } from '../openapi.ts';

let karavan: TestKaravan;
beforeAll(async () => {
  karavan = await startTestKaravan();
});
afterAll(() => karavan.close());

const NOBODY = '00000000-0000-4000-8000-000000000000';
const get = async (path: string) => karavan.http.get(`/api/v1${path}`).set(await karavan.as('admin'));
const cursor = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url');

describe('an upload', () => {
  it('that ends in the middle of the file is refused, and the process lives on', async () => {
    for (const field of ['file', 'other']) {
      const reply = await karavan.http
        .post('/api/v1/reports')
        .set(await karavan.as('dispatcher'))
        .set('content-type', 'multipart/form-data; boundary=xx')
        .send(`--xx\r\nContent-Disposition: form-data; name="${field}"; filename="a"\r\n\r\nabc`);
      expect(reply.status).toBe(400);
      expect(reply.body.detail).toContain('multipart body is broken');
    }
    await karavan.http.get('/healthz').expect(200);
  });

  it('keeps a Cyrillic file name', async () => {
    await karavan.upload(await fixture('3-lk-export.utf8.csv'), 'Дислокация 20.08.csv').expect(201);
    const list = await get('/reports');
    expect(list.body.items[0].fileName).toBe('Дислокация 20.08.csv');
  });

  it('names the field that holds NUL', async () => {
    const reply = await karavan.upload('x').field('source', 'a\0b');
    expect(reply.status).toBe(400);
    expect(reply.body.errors[0].path).toBe('source');
  });
});

describe('a cursor that no list gave out', () => {
  const KEYS = [
    ['abc'],
    [1.5],
    [1e300],
    ['a\0'],
    ['a', 'b'],
    ['2026-01-01T00:00:00Z', 'b\0'],
    ['x', NOBODY],
    [1, 'b'],
    [2 ** 40, 1],
    ['0000-01-01T00:00:00Z', 1],
    ['2026-02-31T00:00:00Z', NOBODY],
    {},
    null,
  ];
  const LISTS = [
    '/reports',
    '/wagons',
    '/wagons/93456788/history',
    '/devices',
    '/devices/x/positions',
    '/vehicles',
    '/shipments',
    '/companies',
    '/sites',
    '/users',
    '/api-keys',
    '/audit',
  ];
  it.each(LISTS)('%s: never a 500, and 400 for what does not fit', async (list) => {
    const statuses: number[] = [];
    if (list.startsWith('/devices/x'))
      await karavan.http
        .post('/api/v1/devices')
        .set(await karavan.as('admin'))
        .send({ uniqueId: 'x' });
    for (const key of KEYS) statuses.push((await get(`${list}?cursor=${cursor(key)}`)).status);
    expect(statuses.every((status) => status < 500)).toBe(true);
    // a list that is sorted by names takes any text as a place to begin at; nothing else passes
    const sortedByName = { '/devices': 1, '/vehicles': 1, '/users': 1, '/companies': 2, '/sites': 2, '/api-keys': 2 }[list];
    expect(statuses.filter((status) => status !== 400).length).toBe(sortedByName ?? 0);
  });

  it('nor do the lists below a report and a shipment', async () => {
    const { body } = await get('/reports');
    const rows = `/reports/${body.items[0].id}/rows`;
    for (const key of [['abc'], [1.5], [2 ** 40]]) expect((await get(`${rows}?cursor=${cursor(key)}`)).status).toBe(400);
    const shipment = await karavan.http
      .post('/api/v1/shipments')
      .set(await karavan.as('dispatcher'))
      .send({ customerId: karavan.customers[0], product: 'x', massKg: 1, origin: 'a', destination: 'b', legs: [] });
    const events = `/shipments/${shipment.body.id}/events`;
    for (const key of KEYS) expect((await get(`${events}?cursor=${cursor(key)}`)).status).toBe(400);
  });

  it('while the ones they give out lead through the whole list', async () => {
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const { body } = (await get(`/wagons?limit=2${next && `&cursor=${next}`}`)) as {
        body: { items: { number: string }[]; nextCursor: string | null };
      };
      seen.push(...body.items.map((item) => item.number));
      next = body.nextCursor;
    }
    const all = await get('/wagons');
    expect(seen).toEqual(all.body.items.map((item: { number: string }) => item.number));
    expect(seen.length).toBeGreaterThan(2);
  });
});

describe('text that cannot be stored', () => {
  it.each([
    ['/wagons/a%00b', 'number'],
    ['/where?q=a%00b', 'q'],
    ['/wagons?cursor=%00', 'cursor'],
    ['/devices/%00/positions', 'uniqueId'],
  ])('%s is refused by name', async (path, name) => {
    const reply = await get(path);
    expect(reply.status).toBe(400);
    expect(reply.body.errors[0].path).toBe(name);
  });

  it('in a body is refused by its path', async () => {
    const send = async (body: unknown) =>
      karavan.http
        .post('/api/v1/shipments')
        .set(await karavan.as('dispatcher'))
        .set('content-type', 'application/json')
        .send(JSON.stringify(body));
    expect((await send({ legs: [{ trips: [{ plate: 'a\0' }] }] })).body.errors[0].path).toBe('legs.0.trips.0.plate');
    expect((await send({ product: 'a\ud800' })).body.errors[0].path).toBe('product');
    const deep = await karavan.http
      .post('/api/v1/shipments')
      .set(await karavan.as('dispatcher'))
      .set('content-type', 'application/json')
      .send(`{"product":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
    expect(deep.status).toBe(400);
  });

  it('a torn percent-encoding is a 400', async () => {
    const reply = await get('/wagons/%E0%A4%A');
    expect(reply.status).toBe(400);
    expect(reply.headers['content-type']).toContain('application/problem+json');
  });
});

describe('what goes with every reply', () => {
  it('of the API: nobody keeps it', async () => {
    for (const path of ['/wagons', '/nothing', `/shipments/${NOBODY}`])
      expect((await get(path)).headers['cache-control']).toBe('private, no-store');
  });

  it('of the device port: a problem for other addresses, and no word of Express', async () => {
    const intake = { take: () => Promise.reject(new Error('not asked')) } as unknown as Parameters<typeof createDeviceApp>[1];
    const reply = await supertest(createDeviceApp(karavan.deps, intake)).get('/nothing');
    expect(reply.status).toBe(404);
    expect(reply.headers['content-type']).toContain('application/problem+json');
    expect(reply.headers['x-powered-by']).toBeUndefined();
  });
});

it('documents the door of the devices, required bodies and plain instants', () => {
  const { paths = {} } = openApiDocument('test');
  expect(Object.keys(paths['/api/v1/ingest/osmand'] ?? {})).toEqual(['get', 'post']);
  expect(paths['/api/v1/shipments']?.post?.requestBody).toMatchObject({ required: true });
  expect(paths['/api/v1/reports']?.post?.requestBody).toMatchObject({ required: true });
  expect(JSON.stringify(paths)).toContain('"format":"date-time"');
});

it('closes although an upload is stuck', async () => {
  const other = await startTestKaravan();
  const socket = connect(other.api.port, '127.0.0.1');
  socket.on('error', () => undefined);
  const { authorization } = await other.as('dispatcher');
  socket.write(
    `POST /api/v1/reports HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\ncontent-type: multipart/form-data; boundary=xx\r\ncontent-length: 1000\r\n\r\n--xx`,
  );
  await new Promise((resolve) => setTimeout(resolve, 200));
  const began = performance.now();
  await other.close();
  expect(performance.now() - began).toBeLessThan(8000);
});
