import type { WhereAnswer } from '@karavan/contracts';
import { railNetwork } from '@karavan/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture, startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';

let karavan: TestKaravan;
beforeAll(async () => {
  karavan = await startTestKaravan();
  karavan.setNow('2026-08-20T04:10:00Z');
});
afterAll(() => karavan.close());

const send = async (path: string, text: string, role: Parameters<TestKaravan['as']>[0] = 'admin') =>
  karavan.http
    .post(`/api/v1${path}/import`)
    .set(await karavan.as(role))
    .attach('file', Buffer.from(text), { filename: 'file.csv' });
const get = async (path: string, role: Parameters<TestKaravan['as']>[0] = 'dispatcher') =>
  karavan.http.get(`/api/v1${path}`).set({ ...(await karavan.as(role)), 'accept-language': 'ru' });
const count = (table: string) =>
  karavan.db.system(async (tx) => (await tx.one<{ n: number }>(`SELECT count(*) AS n FROM ${table}`))?.n);

// invented stations with right check digits
const DIRECTORY =
  'esr,name,road,lat,lon\n613716,Выдуманная,ПРВ,50.3,43.1\n613805,Придуманная,ПРВ,50.6,43.0\n613809,Кривая,ПРВ,50.6,43.0\n';
const GRAPH =
  'from_esr,from_name,to_esr,to_name,km\n613608,Себряково,613716,Выдуманная,30\n613716,Выдуманная,613805,Придуманная,\n613805,,614009,Неизвестная,12\n';

describe('importing stations and lines', () => {
  it('is for admins', async () => {
    for (const role of ['customer', 'dispatcher', 'manager'] as const)
      expect((await send('/stations', DIRECTORY, role)).status).toBe(403);
    expect(await count('stations')).toBe(0);
  });

  it('leaves nothing behind when it is cut off in the middle', async () => {
    const blocked = () =>
      karavan.db.systemOnce((tx) =>
        tx.one<{ pid: number }>(
          `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%INTO rail_networks%'`,
        ),
      );
    // the version row is taken by somebody else: the import waits with all its stations written
    await karavan.db.system(async (tx) => {
      await tx.one('INSERT INTO rail_networks (company_id, version) VALUES ($1, 1)', [karavan.companyId]);
      const importing = send('/stations', DIRECTORY);
      let pid: number | undefined;
      while (pid === undefined) pid = (await blocked())?.pid;
      await tx.one('SELECT pg_terminate_backend($1)', [pid]);
      expect((await importing).status).toBe(503);
      await tx.one('DELETE FROM rail_networks');
    });
    expect([await count('stations'), await count('rail_networks')]).toEqual([0, 0]);
  });

  it('takes in what is right, names what is not, and changes nothing the second time', async () => {
    const first = await send('/stations', DIRECTORY);
    expect(first.body).toMatchObject({
      kind: 'stations',
      format: 'csv',
      total: 3,
      accepted: 2,
      rejected: 1,
      added: 2,
      version: 1,
    });
    expect(first.body.rejections).toMatchObject([{ line: 4, code: 'ESR_CHECK_DIGIT', value: '613809' }]);
    expect((await send('/stations', DIRECTORY)).body).toMatchObject({ added: 0, updated: 0, unchanged: 2, version: 1 });
    const moved = await send('/stations', 'code;название;lat;lon\n613716;Выдуманная-2;50,31;43,1\n');
    expect(moved.body).toMatchObject({ added: 0, updated: 1, version: 2 });
    const [entry] = (await get('/stations?q=Выдуман')).body.items;
    expect(entry).toEqual({ esr: '613716', name: 'Выдуманная-2', road: 'Приволжская', lat: 50.31, lon: 43.1, source: 'import' });
  });

  it('joins the lines to the built-in ones and names neighbours nobody knows', async () => {
    const reply = await send('/rail-graph', GRAPH);
    expect(reply.body).toMatchObject({ kind: 'rail-graph', accepted: 3, added: 3, rejected: 0 });
    expect(reply.body.unknownStations).toEqual({ total: 1, stations: [{ esr: '614009', name: 'Неизвестная' }] });
    expect((await send('/rail-graph', GRAPH)).body).toMatchObject({
      added: 0,
      updated: 0,
      unchanged: 3,
      unknownStations: { total: 0 },
    });
    expect((await get('/stations?q=Неизвестная')).body.items).toEqual([{ esr: '614009', name: 'Неизвестная', source: 'graph' }]);
  });

  it('refuses a file that is none, with a reason', async () => {
    for (const text of ['', 'a,b\n1,2', 'esr,name\n1,2\n']) {
      const reply = await send('/stations', text);
      expect([reply.status, reply.body.detail.length > 10]).toEqual([422, true]);
    }
  });

  it('keeps one company’s stations from every other', async () => {
    const rows = await karavan.db.scoped({ companyId: crypto.randomUUID(), customerId: null }, (tx) =>
      tx.many('SELECT * FROM stations'),
    );
    expect(rows).toEqual([]);
    expect(await karavan.db.system((tx) => railNetwork.findVersion(tx, crypto.randomUUID()))).toBe(0);
  });
});

const REPORT = (station: string, operation = 'Прибытие вагона на станцию (1)', op = '20.08.2026 06:00') =>
  [
    'Справка;20.08.2026 07:05',
    'Номер вагона;Станция отправления;Станция назначения;Дорога назначения;Станция операции;Дорога операции;Операция с вагоном;Дата и время операции;Индекс поезда',
    `62987656;СЕБРЯКОВО (613608);ВОСКРЕСЕНСК (233608);МОСКОВСКАЯ (17);${station};ПРИВОЛЖСКАЯ (61);${operation};${op};`,
  ].join('\n');

describe('stations without a place', () => {
  it('are listed with the wagons they concern, and get their markers as soon as somebody places them', async () => {
    const uploaded = await karavan.upload(REPORT('СОВСЕМ НОВАЯ'), 'report.csv');
    expect([uploaded.status, uploaded.body.rows?.accepted]).toEqual([201, 1]);
    const [missing] = (await get('/stations?missing=true')).body.items;
    expect(missing).toMatchObject({ name: 'СОВСЕМ НОВАЯ', source: 'report', wagons: 1, wagonsHere: 1 });
    const markers = () =>
      karavan.db.system((tx) => tx.one('SELECT lat, lon, place FROM assets WHERE id = $1', ['wagon:62987656']));
    expect(await markers()).toEqual({ lat: null, lon: null, place: 'СОВСЕМ НОВАЯ' });

    const place = async (body: object, role: Parameters<TestKaravan['as']>[0] = 'admin') =>
      karavan.http
        .post('/api/v1/stations')
        .set(await karavan.as(role))
        .send(body);
    expect((await place({ name: 'СОВСЕМ НОВАЯ', lat: 50.2, lon: 43.2 }, 'dispatcher')).status).toBe(403);
    expect((await place({ name: 'СОВСЕМ НОВАЯ', lat: 12, lon: 43.2 })).body.errors).toMatchObject([{ path: 'lat' }]);
    const placed = await place({ name: missing.name, road: missing.road, lat: 50.2, lon: 43.2 });
    expect(placed.body).toMatchObject({ wagons: 1, station: { name: 'СОВСЕМ НОВАЯ', lat: 50.2, lon: 43.2, source: 'hand' } });
    expect(await markers()).toEqual({ lat: 50.2, lon: 43.2, place: 'СОВСЕМ НОВАЯ' });
    expect((await get('/stations?missing=true')).body.items).toEqual([]);

    await place({ name: missing.name, road: missing.road, lat: 50.25, lon: 43.2 });
    expect(await markers()).toMatchObject({ lat: 50.25 });
  });

  it('a place given by hand stands against an import', async () => {
    await karavan.http
      .post('/api/v1/stations')
      .set(await karavan.as('admin'))
      .send({ esr: '613805', name: 'Придуманная', lat: 50.66, lon: 43 })
      .expect(200);
    await send('/stations', DIRECTORY);
    expect((await get('/stations?q=613805')).body.items).toMatchObject([{ lat: 50.66, source: 'hand' }]);
  });

  it('an imported station is used by the next report, and its line for the kilometres the report does not give', async () => {
    await karavan
      .upload(REPORT('ВЫДУМАННАЯ (613716)', 'Отправление вагона со станции (2)', '20.08.2026 06:30'), 'next.csv')
      .expect(201);
    const wagon = (await get('/wagons/62987656')).body;
    expect(wagon.lastOperation.station).toMatchObject({ lat: 50.3, lon: 43.1 });
    expect(wagon.remainingKm).toBeUndefined();
    // 30 km of imported line further from Voskresensk than Sebryakovo is
    const built = 748;
    expect(Math.abs(wagon.networkKm - built - 30)).toBeLessThan(30);
    expect(wagon.eta.basis).toContain(`${wagon.networkKm} km`);
  });
});

describe('a train', () => {
  it('is shown to staff whole and to a customer as far as it carries his cargo', async () => {
    await karavan.upload(await fixture('3-lk-export.cp1251.csv')).expect(201);
    const staff = await get('/trains/6136-214-2200');
    expect(staff.body).toMatchObject({ index: '6136-214-2200', from: 'Себряково', to: 'Рыбное' });
    const [number] = staff.body.wagons.map((wagon: { number: string }) => wagon.number);
    expect(staff.body.sentence).toMatch(
      /^Поезд 6136-214-2200 \(Себряково – Рыбное\), 1 вагон, 69 т: отправлен со ст\. Грязи-Воронежские 20 авг\. 06:12 МСК/,
    );
    expect((await get('/trains/6136 214 2200')).body.index).toBe('6136-214-2200');

    const other = await moreWagonsInTrain();
    expect((await get('/trains/6136-214-2200')).body.wagons).toHaveLength(2);
    expect((await get('/trains/6136-214-2200', 'customer')).status).toBe(404);
    const made = await karavan.http
      .post('/api/v1/shipments')
      .set(await karavan.as('dispatcher'))
      .send({
        customerId: karavan.customers[0],
        product: 'Цемент',
        massKg: 60_000,
        origin: 'СЕБРЯКОВО',
        destination: 'ВОСКРЕСЕНСК',
        legs: [{ mode: 'rail', wagons: [{ number }] }],
      });
    expect(made.status).toBe(201);
    const mine = (await get('/trains/6136-214-2200', 'customer')).body;
    expect(mine.wagons.map((wagon: { number: string }) => wagon.number)).toEqual([number]);
    expect(JSON.stringify(mine)).not.toContain(other);
    expect((await get('/trains/6136-214-2200', 'customer2')).status).toBe(404);

    // one box finds it by any spelling of its index, for whom it is
    for (const spelling of ['6136-214-2200', ' 6136 214 2200', '61362142200', '613608+214+220006', '613608214220006'])
      expect((await where(spelling)).map(({ kind, id }) => `${kind} ${id}`)).toEqual(['train 6136-214-2200']);
    expect((await where('6136-214-2200', 'customer'))[0]).toMatchObject({
      sentence: mine.sentence,
      evidence: { wagons: [number] },
    });
    expect(await where('6136-214-2200', 'customer2')).toEqual([]);
  });

  it('is not found under an index nobody reported, nor under words', async () => {
    for (const index of ['1234-001-5678', 'нет', '%00'])
      expect((await get(`/trains/${encodeURIComponent(index)}`)).status).toBe(404);
  });
});

const where = async (q: string, who?: Parameters<typeof get>[1]): Promise<WhereAnswer[]> =>
  (await get(`/where?q=${encodeURIComponent(q)}`, who)).body.answers;

/** A second wagon at the same place in the same train. */
async function moreWagonsInTrain(): Promise<string> {
  const number = '93345678';
  await karavan.db.system(async (tx) => {
    await tx.one(
      `INSERT INTO wagons (company_id, number, revision, operation_at, reported_at, station_key, state)
       SELECT company_id, $1, revision, operation_at, reported_at, station_key, state || jsonb_build_object('number', $1::text) FROM wagons WHERE number = '93123453'`,
      [number],
    );
    await tx.one(
      `INSERT INTO assets (company_id, id, kind, label, revision, lat, lon, at, status, train)
       SELECT company_id, $1, kind, $2, revision, lat, lon, at, status, train FROM assets WHERE id = 'wagon:93123453'`,
      [`wagon:${number}`, number],
    );
  });
  return number;
}
