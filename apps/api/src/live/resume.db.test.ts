import type { AssetState, ServerEvents, Snapshot, TrackingEvent } from '@karavan/contracts';
import { events, takeRevision } from '@karavan/store';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestKaravan, type TestKaravan } from '../../../../test/support/karavan.ts';
import { connectLive, type TestLive, WORLD } from '../../../../test/support/live.ts';

let karavan: TestKaravan;
let token: string;
let assetIds: string[];
let clock = Math.floor(Date.now() / 1000) - 40 * 86_400;

beforeAll(async () => {
  karavan = await startTestKaravan();
  const dispatcher = await karavan.as('dispatcher');
  token = dispatcher.authorization.slice('Bearer '.length);
  assetIds = [];
  for (const index of [0, 1, 2]) {
    const vehicle = await karavan.http
      .post('/api/v1/vehicles')
      .set(dispatcher)
      .send({ plate: `Р10${index}РР77` });
    await karavan.http
      .post('/api/v1/devices')
      .set(dispatcher)
      .send({ uniqueId: `r${index}`, vehicleId: vehicle.body.id });
    assetIds.push(`truck:${vehicle.body.id}`);
    const reply = await karavan.http
      .post('/api/v1/shipments')
      .set(dispatcher)
      .send({
        customerId: karavan.customers[0],
        product: 'Цемент',
        massKg: 1000,
        origin: { name: 'А', lat: 55, lon: 37 },
        destination: { name: 'Б', lat: 58, lon: 37 },
        legs: [{ mode: 'road', trips: [{ plate: `Р10${index}РР77`, massKg: 1000 }] }],
      });
    expect(reply.status).toBe(201);
  }
});
afterAll(() => karavan.close());

/** What a page holds: merged as the contract says, events by id. */
class Page {
  readonly assets = new Map<string, AssetState['position'] extends infer P ? { revision: number; position: P } : never>();
  readonly events = new Map<string, TrackingEvent>();
  cursor: string | undefined;
  live: TestLive | undefined;

  async connect(): Promise<void> {
    const live = connectLive(karavan.url, { token });
    this.live = live;
    live.socket.on('snapshot', (snapshot) => this.merge(snapshot));
    live.socket.on('positions', (batch) => {
      this.cursor = batch.cursor;
      for (const [id, lat, lon, , , seconds] of batch.items) {
        const held = this.assets.get(id);
        if (held?.position) held.position = { ...held.position, lat, lon, at: new Date(seconds * 1000).toISOString() };
      }
    });
    live.socket.on('event', (event) => this.events.set(event.id, event));
    await live.watch({ ...WORLD, ...(this.cursor === undefined ? {} : { since: this.cursor }) });
    await live.next('snapshot');
  }

  merge(snapshot: Snapshot): void {
    if (!snapshot.partial) this.assets.clear();
    this.cursor = snapshot.cursor;
    for (const asset of snapshot.assets) {
      const held = this.assets.get(asset.id);
      if (held === undefined || asset.revision >= held.revision)
        this.assets.set(asset.id, { revision: asset.revision, position: asset.position });
    }
  }

  places(): Record<string, [number, number] | null> {
    return Object.fromEntries(
      [...this.assets]
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([id, { position }]) => [id, position && [position.lat, position.lon]]),
    );
  }
}

async function drive(truck: number, lat: number): Promise<void> {
  clock += 3 * 3600; // far enough apart that no lorry is an outlier
  await karavan.http
    .get('/api/v1/ingest/osmand')
    .query({ id: `r${truck}`, lat, lon: 37, timestamp: clock, speed: 20 })
    .expect(200);
}

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('drive' as const),
      truck: fc.nat(2),
      lat: fc.integer({ min: 5500, max: 5790 }).map((n) => n / 100),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cut' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('return' as const) }) },
);

it('ends with the state and the events of a page that was never cut off, whatever the schedule', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 24 }), async (steps) => {
      const steady = new Page();
      const shaky = new Page();
      await Promise.all([steady.connect(), shaky.connect()]);
      const eventsBefore = new Set(steady.events.keys());
      for (const one of steps) {
        if (one.do === 'drive') await drive(one.truck, one.lat);
        if (one.do === 'cut') shaky.live?.close();
        if (one.do === 'return' && shaky.live?.socket.connected === false) await shaky.connect();
      }
      if (shaky.live?.socket.connected === false) await shaky.connect();
      await drive(0, 55 + (clock % 97) / 100);
      const seen = (page: Page) =>
        // by its time: the same place may have been told of before
        page.live?.next('positions', (batch) => batch.items.some((item) => item[0] === assetIds[0] && item[5] === clock));
      await Promise.all([seen(steady), seen(shaky)]);
      expect(shaky.places()).toEqual(steady.places());
      expect([...shaky.events.keys()].sort()).toEqual([...steady.events.keys()].filter((id) => !eventsBefore.has(id)).sort());
      steady.live?.close();
      shaky.live?.close();
    }),
    { numRuns: 12 },
  );
}, 180_000);

/** Several a revision, as one report brings them. */
async function tell(places: readonly string[]): Promise<void> {
  const { companyId, customers } = karavan;
  const toSave = places.map((place, index) => ({
    kind: 'late',
    at: new Date(Date.UTC(2026, 0, 1, 0, index)).toISOString(),
    place,
    evidence: {},
    late: false,
    customerId: customers[0],
  }));
  await karavan.db.system(async (tx) => events.insertEvents(tx, { companyId, revision: await takeRevision(tx), events: toSave }));
  karavan.deps.announce();
}

/** Hears so many messages, and not one more: what comes then is lost with the line. */
async function hearSome(since: string | undefined, messages: number): Promise<{ cursor: string | undefined; heard: string[] }> {
  const live = connectLive(karavan.url, { token });
  const heard: string[] = [];
  let cursor = since;
  let count = 0;
  const broken = new Promise<void>((resolve) => {
    if (messages === 0) resolve();
    live.socket.onAny((event: keyof ServerEvents, payload: TrackingEvent & Snapshot) => {
      if (count >= messages) return;
      count += 1;
      if (event === 'event') heard.push(payload.place ?? '');
      if (event === 'snapshot' || event === 'positions') cursor = payload.cursor;
      if (count === messages) resolve();
    });
  });
  await live.watch({ ...WORLD, ...(since === undefined ? {} : { since }) });
  await broken;
  live.close();
  return { cursor, heard };
}

it('brings every event to who comes back, after whatever message the line broke', async () => {
  let { cursor } = await hearSome(undefined, 1);
  const heard = new Set<string>();
  let told: string[] = [];
  let missed = 0;
  for (const messages of [1, 2, 3, 'all', 2, 3, 0, 'all'] as const) {
    const places = [`${told.length}`, `${told.length + 1}`];
    told = [...told, ...places];
    missed += places.length;
    await tell(places);
    const line = await hearSome(cursor, messages === 'all' ? missed + 1 : messages);
    expect(line.heard).toEqual(told.slice(-missed).slice(0, messages === 'all' ? missed : messages));
    for (const place of line.heard) heard.add(place);
    cursor = line.cursor;
    if (messages === 'all') missed = 0;
  }
  expect([...heard]).toEqual(told);
  expect((await hearSome(cursor, 1)).heard).toEqual([]);
}, 30_000);

it('lets in who came while the newest revision was one that nothing carries any more', async () => {
  const live = connectLive(karavan.url, { token });
  await tell([]);
  await live.watch(WORLD);
  await live.next('snapshot');
  await drive(0, 55.5);
  await live.next('positions', ({ items }) => items.some(([id, , , , , seconds]) => id === assetIds[0] && seconds === clock));
  await tell([]);
  await tell(['last']);
  expect((await live.next('event', ({ place }) => place === 'last')).kind).toBe('late');
  live.close();
});
