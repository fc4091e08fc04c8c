import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addOperator, startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';

let karavan: TestKaravan;
beforeAll(async () => {
  karavan = await startTestKaravan();
});
afterAll(() => karavan.close());

const push = (query: Record<string, string | number>) => karavan.http.get('/api/v1/ingest/osmand').query(query);
const now = () => Math.floor(Date.now() / 1000);
const positionsOf = async (uniqueId: string) =>
  (
    await karavan.http
      .get(`/api/v1/devices/${uniqueId}/positions`)
      .set(await karavan.as('dispatcher'))
      .expect(200)
  ).body.items;

describe('positions pushed over HTTP', () => {
  it('keeps an unknown device in quarantine, and adopting it brings its history', async () => {
    await push({ id: 'unknown-1', lat: 55.1, lon: 37.1, timestamp: now() - 60, speed: 10 }).expect(200);
    const dispatcher = await karavan.as('dispatcher');
    const listed = await karavan.http.get('/api/v1/devices').set(dispatcher);
    expect(listed.body.items).toContainEqual(expect.objectContaining({ uniqueId: 'unknown-1', quarantined: true }));
    const vehicle = await karavan.http.post('/api/v1/vehicles').set(dispatcher).send({ plate: 'a 123 bc 56' }).expect(201);
    expect(vehicle.body.plate).toBe('А123ВС56');
    const adopted = await karavan.http
      .post('/api/v1/devices')
      .set(dispatcher)
      .send({ uniqueId: 'unknown-1', vehicleId: vehicle.body.id });
    expect(adopted.status).toBe(201);
    expect(adopted.body).toMatchObject({ quarantined: false, plate: 'А123ВС56' });
    const [position] = await positionsOf('unknown-1');
    expect(position).toMatchObject({ lat: 55.1, lon: 37.1, valid: true });
    expect(position.speedKmh).toBeCloseTo(18.52, 2);
    const where = await karavan.http.get('/api/v1/where').query({ q: 'А123ВС56' }).set(dispatcher).expect(200);
    expect(where.body.answers[0].position).toMatchObject({ lat: 55.1, lon: 37.1 }); // at once, not from its next message on
    await karavan.http.post('/api/v1/devices').set(dispatcher).send({ uniqueId: 'unknown-1' }).expect(200);
  });

  it('takes the three forms: query, form and JSON', async () => {
    const at = now() - 10;
    await karavan.http
      .post('/api/v1/ingest/osmand')
      .type('form')
      .send({ id: 'forms', lat: 50, lon: 40, timestamp: at })
      .expect(200);
    await karavan.http
      .post('/api/v1/ingest/osmand')
      .send({
        device_id: 'forms',
        location: {
          timestamp: new Date((at + 1) * 1000).toISOString(),
          coords: { latitude: 50.001, longitude: 40, speed: 10, heading: -1 },
          battery: { level: 0.5 },
        },
      })
      .expect(200);
    const items = await positionsOf('forms');
    expect(items).toHaveLength(2);
    expect(items[1]).toMatchObject({ lat: 50.001, speedKmh: 36, courseDeg: null, attributes: { batt: 50 } });
  });

  it('stores a message that is sent again only once, and two places in one second both', async () => {
    const at = now() - 100;
    const message = { id: 'twice', lat: 51, lon: 39, timestamp: at };
    await push(message).expect(200);
    await push(message).expect(200);
    await push({ ...message, lat: 51.0001 }).expect(200);
    expect(await positionsOf('twice')).toHaveLength(2);
  });

  it.each([
    ['latitude 95', { lat: 95, lon: 37 }, 400, 'lat'],
    ['no number', { lat: 'north', lon: 37 }, 400, 'lat'],
    ['no longitude', { lat: 55 }, 400, 'lon'],
    ['a bad time', { lat: 55, lon: 37, timestamp: 'yesterday' }, 400, 'timestamp'],
  ])('answers %s with 400 and stores nothing', async (_name, fields, status, path) => {
    const reply = await push({ id: 'bad-fields', ...fields } as Record<string, string | number>);
    expect(reply.status).toBe(status);
    expect(reply.body.errors[0].path).toBe(path);
    await karavan.http
      .get('/api/v1/devices/bad-fields/positions')
      .set(await karavan.as('dispatcher'))
      .expect(404);
  });

  it('keeps a position at 0,0 or in the future aside, says so with 422, and moves no marker', async () => {
    await push({ id: 'aside', lat: 55, lon: 37, timestamp: now() - 30 }).expect(200);
    await karavan.http
      .post('/api/v1/devices')
      .set(await karavan.as('dispatcher'))
      .send({ uniqueId: 'aside' })
      .expect(201);
    expect((await push({ id: 'aside', lat: 0, lon: 0, timestamp: now() })).status).toBe(422);
    expect((await push({ id: 'aside', lat: 55, lon: 37.5, timestamp: now() + 86_400 })).status).toBe(422);
    const items = await positionsOf('aside');
    expect(items.map((item: { filtered?: string }) => item.filtered)).toEqual([undefined, 'zero', 'future']);
    const device = await karavan.http.get('/api/v1/devices').set(await karavan.as('dispatcher'));
    const { lastFixedAt } = device.body.items.find((item: { uniqueId: string }) => item.uniqueId === 'aside');
    expect(Date.parse(lastFixedAt)).toBeLessThan(Date.now());
  });

  it('answers 503 and keeps nothing when the position cannot be committed', async () => {
    await karavan.db.system((tx) => tx.many('ALTER TABLE positions RENAME TO positions_away'));
    try {
      const reply = await push({ id: 'twice', lat: 52, lon: 39, timestamp: now() });
      expect(reply.status).toBeGreaterThanOrEqual(500);
    } finally {
      await karavan.db.system((tx) => tx.many('ALTER TABLE positions_away RENAME TO positions'));
    }
    expect(await positionsOf('twice')).toHaveLength(2);
  });

  it('gives a registered device to no other company, and shows it to none', async () => {
    const other = await addOperator(karavan, 'Rival');
    const header = { authorization: other.authorization };
    expect((await karavan.http.post('/api/v1/devices').set(header).send({ uniqueId: 'aside' })).status).toBe(409);
    await karavan.http.get('/api/v1/devices/aside/positions').set(header).expect(404);
    expect((await karavan.http.get('/api/v1/devices').set(header)).body.items).toEqual([]);
  });
});
