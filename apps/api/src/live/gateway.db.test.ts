import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addOperator, startTestKaravan, type TestKaravan } from '../../../../test/support/karavan.ts';
import { assetIds, connectLive, refusal, type TestLive, WORLD } from '../../../../test/support/live.ts';

let karavan: TestKaravan;
const open: TestLive[] = [];
beforeAll(async () => {
  karavan = await startTestKaravan();
});
afterEach(() => {
  for (const client of open.splice(0)) client.close();
});
afterAll(() => karavan.close());

const tokenOf = (header: { authorization: string }) => header.authorization.slice('Bearer '.length);
function connect(auth: Record<string, string>): TestLive {
  const client = connectLive(karavan.url, auth);
  open.push(client);
  return client;
}
const asRole = async (role: Parameters<TestKaravan['as']>[0]) => connect({ token: tokenOf(await karavan.as(role)) });

let clock = Math.floor(Date.now() / 1000) - 20 * 3600;
async function drive(id: string, place: { lat: number; lon: number; speed?: number }): Promise<void> {
  clock += 1800; // half an hour between fixes: no lorry is an outlier
  await karavan.http
    .get('/api/v1/ingest/osmand')
    .query({ id, timestamp: clock, ...place })
    .expect(200);
}

async function truck(plate: string): Promise<{ assetId: string; device: string }> {
  const dispatcher = await karavan.as('dispatcher');
  const vehicle = await karavan.http.post('/api/v1/vehicles').set(dispatcher).send({ plate });
  const device = `dev-${plate}`;
  await karavan.http.post('/api/v1/devices').set(dispatcher).send({ uniqueId: device, vehicleId: vehicle.body.id }).expect(201);
  return { assetId: `truck:${vehicle.body.id}`, device };
}

async function ship(plate: string, customer: 0 | 1, massKg = 20_000): Promise<string> {
  const reply = await karavan.http
    .post('/api/v1/shipments')
    .set(await karavan.as('dispatcher'))
    .send({
      customerId: karavan.customers[customer],
      product: 'Цемент',
      massKg,
      origin: { name: 'Завод', lat: 55, lon: 37 },
      destination: { name: 'Стройка', lat: 55.5, lon: 37 },
      legs: [{ mode: 'road', trips: [{ plate, massKg }] }],
    });
  expect(reply.status).toBe(201);
  return reply.body.id;
}

describe('the live namespace', () => {
  it('lets nobody in without a token, and says why', async () => {
    expect((await refusal(connect({}))).data).toMatchObject({ status: 401 });
    expect((await refusal(connect({ token: 'nonsense' }))).data).toMatchObject({ status: 401 });
    expect((await refusal(connect({ share: 'nonsense' }))).data).toMatchObject({ status: 401 });
  });

  it('gives a snapshot and then moves the marker', async () => {
    const { assetId, device } = await truck('А001АА77');
    await drive(device, { lat: 55, lon: 37, speed: 20 });
    const client = await asRole('dispatcher');
    expect(await client.watch(WORLD)).toEqual({ ok: true });
    const snapshot = await client.next('snapshot');
    expect(assetIds(snapshot)).toContain(assetId);
    await drive(device, { lat: 55.01, lon: 37, speed: 20 });
    const batch = await client.next('positions', (positions) =>
      positions.items.some(([id, lat]) => id === assetId && lat === 55.01),
    );
    expect(batch.cursor > snapshot.cursor || batch.cursor.length > snapshot.cursor.length).toBe(true);
  });

  it('resumes from a cursor with what was missed, once each, whatever happened meanwhile', async () => {
    const { assetId, device } = await truck('А002АА77');
    const shipmentId = await ship('А002АА77', 0);
    await drive(device, { lat: 55, lon: 37 });
    const first = await asRole('dispatcher');
    await first.watch(WORLD);
    const { cursor } = await first.next('snapshot');
    first.close();
    await drive(device, { lat: 55.2, lon: 37, speed: 30 });
    const second = await asRole('dispatcher');
    await second.watch({ ...WORLD, since: cursor });
    const missed = await second.next('snapshot');
    expect(missed.partial).toBe(true);
    expect(missed.assets.find((asset) => asset.id === assetId)?.position?.lat).toBe(55.2);
    expect((await second.next('shipment')).id).toBe(shipmentId);
    expect(second.all('event').filter((event) => event.kind === 'departed')).toHaveLength(1);
    const third = await asRole('dispatcher');
    await third.watch({ ...WORLD, since: missed.cursor });
    expect((await third.next('snapshot')).assets).toEqual([]);
  });

  it('gives a full snapshot for a cursor of another world', async () => {
    const client = await asRole('dispatcher');
    await client.watch({ ...WORLD, since: 'rzzzzzz' });
    expect((await client.next('snapshot')).partial).toBeUndefined();
  });

  it('shows a customer only what carries his cargo, and answers a foreign shipment like none', async () => {
    const mine = await truck('А003АА77');
    const theirs = await truck('А004АА77');
    await ship('А003АА77', 0);
    const foreign = await ship('А004АА77', 1);
    const staff = await asRole('manager');
    const client = await asRole('customer');
    await staff.watch(WORLD);
    await client.watch(WORLD);
    await client.next('snapshot');
    expect(await client.watch({ topic: 'shipment', id: foreign })).toMatchObject({ ok: false, problem: { status: 404 } });
    expect(await client.watch({ topic: 'shipment', id: crypto.randomUUID() })).toMatchObject({
      ok: false,
      problem: { status: 404 },
    });
    await drive(theirs.device, { lat: 55.1, lon: 37, speed: 30 });
    await drive(mine.device, { lat: 55.1, lon: 37, speed: 30 });
    await client.next('positions', (batch) => batch.items.some(([id]) => id === mine.assetId));
    await staff.next('positions', (batch) => batch.items.some(([id]) => id === theirs.assetId));
    const heard = JSON.stringify([client.all('snapshot'), client.all('positions'), client.all('event'), client.all('shipment')]);
    expect(heard).not.toContain(theirs.assetId);
    expect(heard).not.toContain(foreign);
  });

  it('keeps companies apart', async () => {
    const other = await addOperator(karavan, 'Neighbour');
    const client = connect({ token: tokenOf(other) });
    await client.watch(WORLD);
    expect((await client.next('snapshot')).assets).toEqual([]);
    const { device, assetId } = await truck('А005АА77');
    const staff = await asRole('dispatcher');
    await staff.watch(WORLD);
    await drive(device, { lat: 55.3, lon: 37, speed: 30 });
    await staff.next('positions', (batch) => batch.items.some(([id]) => id === assetId));
    expect(client.all('positions')).toEqual([]);
  });

  it('opens one shipment through a share link and nothing else, until the link ends', async () => {
    const { assetId, device } = await truck('А006АА77');
    await drive(device, { lat: 55, lon: 37 });
    const shared = await ship('А006АА77', 0);
    const other = await ship('А006АА77', 1);
    await drive(device, { lat: 55, lon: 37 });
    const customer = await karavan.as('customer');
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const link = await karavan.http.post(`/api/v1/shipments/${shared}/share`).set(customer).send({ expiresAt }).expect(201);
    const token = link.body.url.split('/').at(-1);
    const client = connect({ share: token });
    expect(await client.watch(WORLD)).toMatchObject({ ok: false, problem: { status: 403 } });
    expect(await client.watch({ topic: 'share' })).toEqual({ ok: true });
    expect(assetIds(await client.next('snapshot'))).toEqual([assetId]);
    await drive(device, { lat: 55.05, lon: 37, speed: 30 });
    await client.next('positions');
    expect(JSON.stringify([client.all('snapshot'), client.all('shipment'), client.all('event')])).not.toContain(other);
    karavan.setNow(new Date(Date.now() + 120_000).toISOString());
    expect((await refusal(connect({ share: token }))).data).toMatchObject({ status: 401 });
    karavan.setNow(undefined);
  });

  it('refuses a watch that is none with the fields that are wrong', async () => {
    const client = await asRole('dispatcher');
    expect(await client.watch({ topic: 'fleet', bbox: [1, 2], zoom: 3 })).toMatchObject({ ok: false, problem: { status: 400 } });
    expect(await client.watch({ topic: 'everything' })).toMatchObject({ ok: false, problem: { status: 400 } });
  });
});
