import type { Alert, AlertList, Geofence, TrackingEvent } from '@karavan/contracts';
import { events } from '@karavan/store';
import { ingestPositions, tickAlerts } from '@karavan/usecases';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addOperator, fixture, startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';

let karavan: TestKaravan;
let staff: { authorization: string };
beforeAll(async () => {
  karavan = await startTestKaravan();
  staff = await karavan.as('dispatcher');
});
afterAll(() => karavan.close());
afterEach(() => karavan.setNow(undefined));

const get = (path: string, who = staff) => karavan.http.get(`/api/v1${path}`).set(who);
const post = (path: string, body: object = {}, who = staff) => karavan.http.post(`/api/v1${path}`).set(who).send(body);
const patch = (path: string, body: object, who = staff) => karavan.http.patch(`/api/v1${path}`).set(who).send(body);
const alertsOf = async (assetId: string, state?: string): Promise<Alert[]> =>
  (await get(`/alerts?assetId=${assetId}${state ? `&state=${state}` : ''}`).expect(200)).body.items;

const START = Date.parse('2026-06-10T06:00:00Z');
const minute = (minutes: number): string => new Date(START + minutes * 60_000).toISOString();
/** 1 km is 0.009° of latitude */
const KM = 0.009;

let made = 0;
/** A truck of its own for each test, on a stretch of the earth of its own. */
async function truck(): Promise<{ device: string; assetId: string; plate: string; lon: number; at: Report }> {
  made += 1;
  const device = `alerts-${made}`;
  const lon = 38 + made;
  const plate = `А${100 + made}ВС56`;
  const vehicle = (await post('/vehicles', { plate })).body;
  await post('/devices', { uniqueId: device, vehicleId: vehicle.id }).expect(201);
  const at: Report = async (minutes, km, more = {}) => {
    const query = { id: device, lat: 55 + km * KM, lon, timestamp: (START + minutes * 60_000) / 1000, speed: 0, ...more };
    karavan.setNow(minute(Math.max(clock, minutes) + 0.2));
    clock = Math.max(clock, minutes);
    await karavan.http.get('/api/v1/ingest/osmand').query(query).expect(200);
  };
  let clock = 0;
  return { device, assetId: `truck:${vehicle.id}`, plate: vehicle.plate, lon, at };
}
type Report = (minutes: number, km: number, more?: Record<string, number>) => Promise<void>;

const circleAt = (lon: number, radiusM = 500) => ({ kind: 'circle', center: { lat: 55, lon }, radiusM });
const draw = async (body: object): Promise<Geofence> => (await post('/geofences', body).expect(201)).body;
const driving = { speed: 30 };

describe('a geofence', () => {
  it('raises an alert while a truck is inside, from the interpolated entry to the exit, and once however often it is sent', async () => {
    const { at, assetId, plate, lon } = await truck();
    const fence = await draw({ name: 'Двор', shape: circleAt(lon), alertOn: 'inside' });
    await at(0, 2, driving);
    await at(2, 0, driving);
    const [open] = await alertsOf(assetId);
    expect(open).toMatchObject({
      kind: 'geofenceEntry',
      state: 'open',
      label: plate,
      place: 'Двор',
      geofenceId: fence.id,
      severity: 'warning',
    });
    // 2 km in 2 minutes, the edge half a kilometre before the end
    expect(Date.parse(open?.opened.at ?? '')).toBeCloseTo(START + 90_000, -3);
    await at(4, -2, driving);
    await at(2, 0, driving);
    await at(0, 2, driving);
    const [over, ...more] = await alertsOf(assetId, 'closed');
    expect(more).toEqual([]);
    expect(over).toMatchObject({ id: open?.id, closedBy: null, ended: { evidence: { way: 'exit', geofence: 'Двор' } } });
    expect(Date.parse(over?.ended?.at ?? '')).toBeCloseTo(START + 150_000, -3);
    expect(await alertsOf(assetId)).toHaveLength(1);
  });

  it('is one entry and one exit for 1000 noisy positions around its gate', async () => {
    const { assetId, lon, device } = await truck();
    await draw({ name: 'Ворота', shape: circleAt(lon), alertOn: 'none' });
    const noise = (n: number) => 0.015 * Math.sin(n * 12.9898) * Math.cos(n * 4.1414);
    const wayKm = (n: number) => (n < 20 ? 2 - n * 0.07 : n < 950 ? 0.5 + noise(n) : 0.5 + (n - 950) * 0.05);
    const track = Array.from({ length: 1000 }, (_, n) => ({
      position: {
        uniqueId: device,
        fixedAt: minute(n / 6),
        lat: 55 + wayKm(n) * KM,
        lon,
        speedKmh: null,
        courseDeg: null,
        valid: true,
        attributes: {},
      },
      receivedAt: new Date(minute(n / 6)),
    }));
    karavan.setNow(minute(170));
    for (let n = 0; n < track.length; n += 25) await ingestPositions(karavan.deps, track.slice(n, n + 25), 'osmand');
    const told = await karavan.db.system((tx) => events.listEventsSince(tx, { since: 0, upTo: 1e9, limit: 100_000 }));
    const crossed = told.filter((event: TrackingEvent) => event.assetId === assetId && event.kind.startsWith('geofence'));
    expect(crossed.map(({ kind }) => kind)).toEqual(['geofenceEnter', 'geofenceExit']);
  });

  it('never hears of positions that come late', async () => {
    const { at, assetId, lon } = await truck();
    await draw({ name: 'Late', shape: circleAt(lon), alertOn: 'inside' });
    await at(60, 5, driving);
    await at(10, 2, driving);
    await at(12, 0, driving);
    await at(14, -2, driving);
    expect(await alertsOf(assetId)).toEqual([]);
  });

  it('made from a site follows its point, until somebody gives it a shape', async () => {
    const admin = await karavan.as('admin');
    const site = (await post('/sites', { kind: 'plant', name: 'Завод геозоны', lat: 50, lon: 40 }, admin)).body;
    const find = async (): Promise<Geofence | undefined> =>
      (await get('/geofences?limit=500')).body.items.find((fence: Geofence) => fence.siteId === site.id);
    const fence = await find();
    expect(fence).toMatchObject({
      name: 'Завод геозоны',
      alertOn: 'none',
      shape: { kind: 'circle', center: { lat: 50, lon: 40 }, radiusM: 1000 },
    });
    await karavan.db.system((tx) => tx.one('UPDATE sites SET lat = 51 WHERE id = $1', [site.id]));
    expect((await find())?.shape).toMatchObject({ center: { lat: 51 } });
    const square = {
      kind: 'polygon',
      points: [
        { lat: 50, lon: 40 },
        { lat: 50, lon: 40.1 },
        { lat: 50.1, lon: 40.1 },
      ],
    };
    await patch(`/geofences/${fence?.id}`, { shape: square }).expect(200);
    await karavan.db.system((tx) => tx.one('UPDATE sites SET lat = 52 WHERE id = $1', [site.id]));
    expect((await find())?.shape).toEqual(square);
  });

  it('goes with the place of its site, and so does what goes on in it', async () => {
    const { at, assetId, lon } = await truck();
    const admin = await karavan.as('admin');
    const site = (await post('/sites', { kind: 'plant', name: 'Завод без места', lat: 55, lon }, admin).expect(201)).body;
    const find = async (): Promise<Geofence | undefined> =>
      (await get('/geofences?limit=500')).body.items.find((fence: Geofence) => fence.siteId === site.id);
    await patch(`/geofences/${(await find())?.id}`, { alertOn: 'inside' }).expect(200);
    await at(0, 3, driving);
    await at(2, 0, driving);
    expect((await alertsOf(assetId, 'open')).map(({ kind }) => kind)).toEqual(['geofenceEntry']);
    expect((await patch(`/sites/${site.id}`, { lat: null, lon: null }, admin).expect(200)).body).not.toHaveProperty('lat');
    expect(await find()).toBeUndefined();
    await tickAlerts(karavan.deps);
    expect(await alertsOf(assetId)).toMatchObject([
      { state: 'closed', geofenceId: null, ended: { evidence: { reason: 'gone' } } },
    ]);
    await patch(`/sites/${site.id}`, { lat: 55, lon }, admin).expect(200);
    expect(await find()).toMatchObject({ shape: { kind: 'circle', center: { lat: 55, lon } } });
  });

  it('that means nothing is refused at the field', async () => {
    const points = [
      { lat: 0, lon: 0 },
      { lat: 1, lon: 1 },
      { lat: 1, lon: 0 },
      { lat: 0, lon: 1 },
    ];
    const crossed = await post('/geofences', { name: 'X', shape: { kind: 'polygon', points } });
    expect(crossed.status).toBe(400);
    expect(crossed.body.errors).toEqual([{ path: 'shape.points.0', message: 'must not cross its own edge' }]);
    const far = await post('/geofences', { name: 'X', shape: { kind: 'circle', center: { lat: 95, lon: 0 }, radiusM: 1e9 } });
    expect(far.body.errors.map(({ path }: { path: string }) => path)).toEqual(['shape.center.lat', 'shape.radiusM']);
    await patch('/geofences/00000000-0000-4000-8000-000000000000', { name: 'Y' }).expect(404);
  });

  it('taken away ends what goes on in it', async () => {
    const { at, assetId, lon } = await truck();
    const fence = await draw({ name: 'Gone', shape: circleAt(lon) });
    await at(0, 2, driving);
    await at(2, 0, driving);
    await karavan.http.delete(`/api/v1/geofences/${fence.id}`).set(staff).expect(200);
    const [over] = await alertsOf(assetId);
    expect(over).toMatchObject({ state: 'closed', ended: { evidence: { reason: 'fenceChanged' } }, geofenceId: null });
  });
});

describe('an episode', () => {
  it('a truck that stops and pings is a long stop; stopping again is another; a silent one is a lost signal', async () => {
    const { at, assetId } = await truck();
    await at(0, 0, driving);
    for (let n = 10; n <= 90; n += 10) await at(n, 10);
    const kinds = async () => (await alertsOf(assetId)).map(({ kind, state, opened }) => `${kind} ${state} ${opened.at}`);
    expect(await kinds()).toEqual([`longStop open ${minute(10)}`]);
    await at(95, 20, driving);
    for (let n = 100; n <= 170; n += 10) await at(n, 30);
    expect((await kinds()).toSorted()).toEqual([`longStop closed ${minute(10)}`, `longStop open ${minute(100)}`]);
    const [first] = await alertsOf(assetId, 'closed');
    expect(first?.ended?.at).toBe(minute(95));
    await at(175, 40, driving);

    karavan.setNow(minute(204));
    await tickAlerts(karavan.deps);
    expect(await alertsOf(assetId, 'open')).toEqual([]);
    karavan.setNow(minute(206));
    expect(await tickAlerts(karavan.deps)).toBeGreaterThan(0);
    await tickAlerts(karavan.deps);
    expect((await alertsOf(assetId, 'open')).map(({ kind, opened }) => `${kind} ${opened.at}`)).toEqual([
      `signalLost ${minute(205)}`,
    ]);
    await at(300, 50, driving);
    await tickAlerts(karavan.deps);
    expect(await alertsOf(assetId, 'open')).toEqual([]);
    karavan.setNow(minute(340));
    await tickAlerts(karavan.deps);
    expect((await alertsOf(assetId)).filter(({ kind }) => kind === 'signalLost')).toHaveLength(2);
  });

  it('is taken, rests, wakes, is closed by hand and raises no second alert; its closing fact is noted all the same', async () => {
    const { at, assetId } = await truck();
    await at(0, 0, driving);
    for (let n = 10; n <= 80; n += 10) await at(n, 10);
    const [alert] = await alertsOf(assetId);
    const id = alert?.id ?? '';
    const taken = await post(`/alerts/${id}/take`).expect(200);
    expect(taken.body.owner).toMatchObject({ name: 'dispatcher@test.example' });
    expect((await get('/alerts?mine=true&state=open')).body.items.map((item: Alert) => item.id)).toContain(id);
    expect((await post(`/alerts/${id}/snooze`, { minutes: 30 }).expect(200)).body.state).toBe('snoozed');
    expect((await alertsOf(assetId, 'open')).length).toBe(0);
    expect((await alertsOf(assetId, 'snoozed')).length).toBe(1);
    karavan.setNow(minute(112));
    expect((await get(`/alerts/${id}`)).body.state).toBe('open');
    await post(`/alerts/${id}/close`).expect(200);
    await post(`/alerts/${id}/close`).expect(409);
    await post(`/alerts/${id}/take`).expect(409);
    for (let n = 120; n <= 150; n += 10) await at(n, 10);
    expect(await alertsOf(assetId, 'open')).toEqual([]);
    await at(160, 20, driving);
    const [closed] = await alertsOf(assetId, 'closed');
    expect(closed).toMatchObject({ id, closedBy: 'dispatcher@test.example', closedAt: minute(112), ended: { at: minute(160) } });
    expect((await post(`/alerts/${id}/reopen`).expect(200)).body).toMatchObject({ state: 'open', closedBy: null });
  });

  it('that ends while its alert rests is over, does not wake, and the next one begins open', async () => {
    const { at, assetId } = await truck();
    await at(0, 0, driving);
    for (let n = 10; n <= 80; n += 10) await at(n, 10);
    const [alert] = await alertsOf(assetId);
    await post(`/alerts/${alert?.id}/snooze`, { minutes: 300 }).expect(200);
    await at(90, 20, driving);
    expect(await alertsOf(assetId)).toMatchObject([{ state: 'closed', closedBy: null, snoozedUntil: null }]);
    await post(`/alerts/${alert?.id}/snooze`, { minutes: 30 }).expect(409);
    karavan.setNow(minute(500));
    expect(await alertsOf(assetId, 'open')).toEqual([]);
    for (let n = 510; n <= 580; n += 10) await at(n, 20.5);
    expect(await alertsOf(assetId, 'open')).toMatchObject([{ kind: 'longStop', snoozedUntil: null }]);
  });

  it('keeps the name of an owner who has left, and anybody may take it from him', async () => {
    const { at, assetId } = await truck();
    await at(0, 0, driving);
    for (let n = 10; n <= 80; n += 10) await at(n, 10);
    const [alert] = await alertsOf(assetId);
    await post(`/alerts/${alert?.id}/take`, {}, await karavan.as('manager')).expect(200);
    const setLeft = (at: string | null) =>
      karavan.db.system((tx) =>
        tx.many('UPDATE users SET disabled_at = $1 WHERE email = $2 RETURNING id', [at, 'manager@test.example']),
      );
    await setLeft(minute(80));
    expect((await get(`/alerts/${alert?.id}`).expect(200)).body.owner).toMatchObject({ name: 'manager@test.example' });
    expect((await post(`/alerts/${alert?.id}/take`).expect(200)).body.owner).toMatchObject({ name: 'dispatcher@test.example' });
    await setLeft(null);
  });

  it('comes to an end with its kind switched off, and begins at the limit that was set', async () => {
    const admin = await karavan.as('admin');
    await patch('/alert-settings', { longStopMinutes: 20 }).expect(403);
    expect((await patch('/alert-settings', { longStopMinutes: 20 }, admin).expect(200)).body).toMatchObject({
      longStopMinutes: 20,
      idleDays: 3,
    });
    const one = await truck();
    await one.at(0, 0, driving);
    for (const n of [10, 20, 31]) await one.at(n, 10);
    expect(await alertsOf(one.assetId, 'open')).toHaveLength(1);
    await patch('/alert-settings', { off: ['longStop'], longStopMinutes: 60 }, admin).expect(200);
    const two = await truck();
    await two.at(0, 0, driving);
    for (const n of [10, 40, 80]) await two.at(n, 10);
    expect(await alertsOf(two.assetId)).toEqual([]);
    await patch('/alert-settings', { off: [] }, admin).expect(200);
    const bad = await patch('/alert-settings', { longStopMinutes: 0 }, admin);
    expect([bad.status, bad.body.errors?.[0]?.path]).toEqual([400, 'longStopMinutes']);
  });
});

describe('a trip', () => {
  const trip = async (plate: string, lon: number, times: object) =>
    post('/shipments', {
      customerId: karavan.customers[0],
      product: 'Цемент',
      massKg: 20_000,
      origin: { name: 'Завод', lat: 55, lon },
      destination: { name: 'Стройка', lat: 55.9, lon },
      legs: [{ mode: 'road', trips: [{ plate, massKg: 20_000, ...times }] }],
    }).expect(201);

  it('is expected but absent, then late, and each ends with its own fact', async () => {
    const { at, plate, assetId, lon } = await truck();
    karavan.setNow(minute(-60));
    await trip(plate, lon, { loadFrom: minute(0), unloadTo: minute(240) });
    await tickAlerts(karavan.deps);
    expect(await alertsOf(assetId)).toEqual([]);
    karavan.setNow(minute(31));
    await tickAlerts(karavan.deps);
    const absent = await alertsOf(assetId, 'open');
    expect(absent.map(({ kind }) => kind)).toContain('expectedAbsent');
    await at(40, 0);
    await tickAlerts(karavan.deps);
    expect((await alertsOf(assetId, 'closed')).find(({ kind }) => kind === 'expectedAbsent')?.ended?.at).toBe(minute(40));
    await at(150, 3, driving); // 126 km of road are 2 h 17 min: there at 287, not at 240
    await tickAlerts(karavan.deps);
    const late = (await alertsOf(assetId, 'open')).find(({ kind }) => kind === 'lateArrival');
    expect(late).toMatchObject({ riskAt: minute(240), shipmentIds: [expect.any(String)], place: 'Стройка' });
    await at(300, 100, { speed: 0 });
    await tickAlerts(karavan.deps);
    const over = (await alertsOf(assetId, 'closed')).find(({ kind }) => kind === 'lateArrival');
    expect(over?.ended).toMatchObject({ at: minute(300), evidence: { late: true } });
  });

  it('off its planned way is critical, and over when it is back on it', async () => {
    const { at, plate, assetId, lon } = await truck();
    karavan.setNow(minute(-60));
    await draw({
      name: 'Трасса',
      shape: {
        kind: 'corridor',
        points: [
          { lat: 55, lon },
          { lat: 55.9, lon },
        ],
        widthM: 1000,
      },
      alertOn: 'none',
    });
    await trip(plate, lon, { loadFrom: minute(0) });
    await at(5, 0);
    await at(60, 5, driving);
    await at(65, 10, { ...driving, lon: lon + 0.05 });
    expect(await alertsOf(assetId)).toEqual([]);
    await at(70, 12, { ...driving, lon: lon + 0.06 });
    expect(await alertsOf(assetId, 'open')).toMatchObject([
      { kind: 'routeDeviation', severity: 'critical', place: 'Трасса', opened: { at: minute(65) } },
    ]);
    await at(80, 20, driving);
    expect(await alertsOf(assetId, 'closed')).toMatchObject([{ kind: 'routeDeviation', ended: { at: minute(80) } }]);
  });
});

describe('by rail', () => {
  it('an abandoned train is one alert, and its report read once more adds none', async () => {
    karavan.setNow('2026-08-20T05:00:00Z');
    const report = String(await fixture('3-lk-export.utf8.csv'));
    await karavan.upload(report, 'a.csv').expect(201);
    const trains = async (): Promise<Alert[]> => (await get('/alerts?kind=trainAbandoned')).body.items;
    const before = await trains();
    expect(before).toHaveLength(1);
    expect(before[0]?.opened.evidence['wagons']).toEqual(['93456788']);
    const { body } = await get('/reports?limit=1');
    await post(`/reports/${body.items[0].id}/replay`).expect(200);
    expect(await trains()).toHaveLength(1);
    // its wagon stands for the same reason, and is told of once
    expect((await get('/alerts?kind=idleOverLimit')).body.items).toEqual([]);
  });

  it('a source that is given up is one alert, ended when it is back', async () => {
    const admin = await karavan.as('admin');
    const source = (
      await post('/sources', { kind: 'upload', name: 'Account', everySeconds: 900, enabled: true, settings: {} }, admin).expect(
        201,
      )
    ).body;
    const outage = (since: string | null) =>
      karavan.db.system((tx) => tx.one('UPDATE sources SET outage_since = $2 WHERE id = $1', [source.id, since]));
    karavan.setNow(minute(10));
    await outage(minute(5));
    await tickAlerts(karavan.deps);
    await tickAlerts(karavan.deps);
    const down = async () =>
      (await get('/alerts?kind=sourceDown')).body.items.filter((item: Alert) => item.sourceId === source.id);
    expect(await down()).toMatchObject([{ state: 'open', severity: 'critical', label: 'Account', opened: { at: minute(5) } }]);
    await outage(null);
    await tickAlerts(karavan.deps);
    expect(await down()).toMatchObject([{ state: 'closed' }]);
  });
});

describe('whose alert is it', () => {
  it('of the company alone: not of another one, and not of its customers', async () => {
    const other = await addOperator(karavan, 'Others');
    const mine = (await get('/alerts')).body;
    expect(mine.items.length).toBeGreaterThan(0);
    expect((await get('/alerts', other)).body).toEqual({ items: [], nextCursor: null, openCount: 0 });
    await get(`/alerts/${mine.items[0].id}`, other).expect(404);
    await post(`/alerts/${mine.items[0].id}/take`, {}, other).expect(404);
    expect((await get('/geofences', other)).body.items).toEqual([]);
    for (const path of ['/alerts', '/geofences', '/alert-channels', '/deliveries', '/alert-settings'])
      await get(path, await karavan.as('customer')).expect(403);
  });

  it('pages through them in one order: weight, then what runs out first, then what is closed', async () => {
    const everything: Alert[] = (await get('/alerts?limit=500')).body.items;
    const paged: Alert[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const reply: { body: AlertList } = await get(`/alerts?limit=2${cursor ? `&cursor=${cursor}` : ''}`).expect(200);
      paged.push(...reply.body.items);
      cursor = reply.body.nextCursor;
    }
    expect(paged.map(({ id }) => id)).toEqual(everything.map(({ id }) => id));
    await get('/alerts?cursor=closed.rubbish').expect(400);
    const all = everything.filter(({ state }) => state !== 'closed');
    expect(everything.slice(0, all.length)).toEqual(all);
    const weight = { critical: 0, warning: 1, notice: 2 };
    const keys = all.map(({ severity, riskAt, opened }) => `${weight[severity]} ${riskAt ?? opened.at}`);
    expect(keys).toEqual(keys.toSorted());
  });
});
