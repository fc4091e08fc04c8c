import { createPositionsIntake } from '@karavan/usecases';
import supertest from 'supertest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';
import { createDeviceApp } from './app.ts';

let karavan: TestKaravan;
let port: ReturnType<typeof supertest>;
beforeAll(async () => {
  karavan = await startTestKaravan();
  port = supertest(createDeviceApp(karavan.deps, createPositionsIntake(karavan.deps, 'osmand')));
});
afterAll(() => karavan.close());

const seconds = Math.floor(Date.now() / 1000);
const positionsOf = async (uniqueId: string) =>
  (
    await karavan.http
      .get(`/api/v1/devices/${uniqueId}/positions`)
      .set(await karavan.as('dispatcher'))
      .expect(200)
  ).body.items;

it('takes all forms at the bare address of the port for devices', async () => {
  const fix = { id: 'bare', lat: 55.5, lon: -37.25, speed: 10 };
  await port
    .get('/')
    .query({ ...fix, timestamp: seconds - 3, batt: 81, wifi: ['a1,-60', 'b2,-70'] })
    .expect(200);
  await port
    .post('/')
    .query({ ...fix, timestamp: seconds - 2 })
    .expect(200);
  await port
    .post('/')
    .type('form')
    .send({ ...fix, timestamp: seconds - 1 })
    .expect(200);
  const coords = { latitude: 55.5, longitude: -37.25, speed: 10, heading: 90, accuracy: 4 };
  const location = { timestamp: new Date(seconds * 1000).toISOString(), coords, battery: { level: 0.4, is_charging: true } };
  await port.post('/').send({ device_id: 'bare', location }).expect(200);
  const items = await positionsOf('bare');
  expect(items).toHaveLength(4);
  expect(items[0]).toMatchObject({ lat: 55.5, lon: -37.25, speedKmh: 18.52, attributes: { batt: 81, wifi: 'a1,-60;b2,-70' } });
  expect(items[3]).toMatchObject({ speedKmh: 36, courseDeg: 90, accuracyM: 4, attributes: { batt: 40, charge: true } });
});

it('DV11: answers what is wrong with 400 and the reason, whatever the form', async () => {
  const wrong = { id: 'bare', lat: 95, lon: 37 };
  for (const reply of [await port.get('/').query(wrong), await port.post('/').type('form').send(wrong)]) {
    expect(reply.status).toBe(400);
    expect(reply.body.errors).toEqual([expect.objectContaining({ path: 'lat' })]);
  }
  const torn = await port.post('/').set('content-type', 'application/json').send('{"device_id": "bare", ');
  expect(torn.status).toBe(400);
  expect((await port.get('/elsewhere')).status).toBe(404);
});

it('a GET with everything in its query goes past the layers of the application, and is answered as any other', async () => {
  const path = '/api/v1/ingest/osmand';
  const ways = [
    karavan.http.get(path).query({ id: 'short', lat: 55, lon: 37, timestamp: seconds - 20 }),
    karavan.http.get(`${path}/`).query({ id: 'short', lat: 55.001, lon: 37, timestamp: seconds - 10 }),
    karavan.http.post(path).query({ id: 'short', lat: 55.002, lon: 37, timestamp: seconds }),
  ];
  for (const way of ways) {
    const reply = await way.expect(200);
    expect(reply.text).toBe('');
    expect(reply.headers).toMatchObject({ 'cache-control': 'private, no-store', 'content-length': '0' });
  }
  expect(await positionsOf('short')).toHaveLength(3);
  const refused = await karavan.http.get(path).query({ id: 'short', lat: 0, lon: 0, timestamp: seconds + 1 });
  expect(refused.status).toBe(422);
  expect(refused.headers['content-type']).toContain('application/problem+json');
  expect(refused.headers['cache-control']).toBe('private, no-store');
  expect(refused.body).toMatchObject({ instance: path, errors: [{ path: 'lat' }] });
  expect(await positionsOf('short')).toHaveLength(4); // kept, and once
  const { text } = await karavan.http.get('/metrics').expect(200);
  expect(text).toMatch(/karavan_http_request_seconds_count\{method="GET",status="422"\} 1\b/);
  expect(Number(/karavan_http_request_seconds_count\{method="GET",status="200"\} (\d+)/.exec(text)?.[1])).toBeGreaterThanOrEqual(
    2,
  );
});
