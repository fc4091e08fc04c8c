import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addOperator, startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';
import { connectLive, WORLD } from '../../../test/support/live.ts';
import { wagonNumber } from '../../../test/support/wagon-csv.ts';

const HEADER =
  'Номер вагона;Номер накладной;Дата и время начала рейса;Станция отправления;Станция назначения;Наименование груза;Вес груза (кг);Станция операции;Операция с вагоном;Дата и время операции;Тип парка (П/Г);Нормативный срок доставки;Расстояние оставшееся (км);Расстояние общее (км)';
const GRYAZI = 'ГРЯЗИ-ВОРОНЕЖСКИЕ (591907)';
const RYAZHSK = 'РЯЖСК I (223803)';
const VOSKRESENSK = 'ВОСКРЕСЕНСК (233608)';

interface Row {
  wagon: number;
  operation: string;
  at: string;
  station: string;
  kmLeft?: number;
  state?: string;
  deadline?: string;
}
const line = ({ wagon, operation, at, station, kmLeft = 300, state = 'Груженый', deadline = '30.08.2026' }: Row): string =>
  [
    wagonNumber(wagon),
    `ЭЯ${100_000 + wagon}`,
    '15.08.2026 10:20',
    'СЕБРЯКОВО (613608)',
    VOSKRESENSK,
    'Цемент (281014)',
    68_500,
    station,
    operation,
    at,
    state,
    deadline,
    kmLeft,
    748,
  ].join(';');
const report = (formed: string, rows: Row[]): string =>
  [';Личный кабинет клиента', `${formed};Дислокация вагонов`, '', HEADER, ...rows.map(line)].join('\r\n');

const ARRIVED = 'Прибытие вагона на станцию (8)';
const DEPARTED = 'Отправление вагона со станции (2)';
const ABANDONED = 'Бросание поезда на станции (92)';
const UNLOADED = 'Выгрузка вагона на подъездных путях (21)';
const [MINE, THEIRS, STANDING, UNTERMED] = [wagonNumber(0), wagonNumber(1), wagonNumber(2), wagonNumber(3)];
const NOW = '2026-08-21T05:00:00.000Z'; // 08:00 in Moscow

let karavan: TestKaravan;
const get = async (path: string, role: Parameters<TestKaravan['as']>[0] = 'manager') =>
  karavan.http.get(`/api/v1${path}`).set(await karavan.as(role));
const send = async (method: 'post' | 'patch', path: string, body: object, role: Parameters<TestKaravan['as']>[0] = 'admin') =>
  karavan.http[method](`/api/v1${path}`)
    .set(await karavan.as(role))
    .send(body);

async function ship(customer: 0 | 1, wagon: number): Promise<void> {
  const reply = await send('post', '/shipments', {
    customerId: karavan.customers[customer],
    orderNumber: `77${wagon}`,
    product: 'Цемент',
    massKg: 68_500,
    origin: 'СЕБРЯКОВО',
    destination: { name: 'ВОСКРЕСЕНСК', esr: '233608' },
    deliverBy: '2026-08-30',
    legs: [{ mode: 'rail', wagons: [{ number: wagonNumber(wagon), massKg: 68_500 }], waybill: `ЭЯ${100_000 + wagon}` }],
  });
  expect(reply.status).toBe(201);
}

beforeAll(async () => {
  karavan = await startTestKaravan();
  karavan.setNow(NOW);
  await ship(0, 0);
  await ship(1, 1);
  const left: Row = {
    wagon: 1,
    operation: ABANDONED,
    at: '18.08.2026 03:00',
    station: RYAZHSK,
    kmLeft: 214,
    deadline: '19.08.2026',
  };
  const standing: Row = { wagon: 2, operation: ARRIVED, at: '17.08.2026 07:00', station: GRYAZI };
  const untermed: Row = { wagon: 3, operation: DEPARTED, at: '20.08.2026 23:00', station: GRYAZI, deadline: '' };
  const days: [string, Row[]][] = [
    ['18.08.2026 07:05', [{ wagon: 0, operation: DEPARTED, at: '18.08.2026 05:00', station: GRYAZI }, left]],
    ['19.08.2026 07:05', [{ wagon: 0, operation: ARRIVED, at: '18.08.2026 22:30', station: VOSKRESENSK, kmLeft: 0 }, left]],
    [
      '21.08.2026 07:05',
      [
        { wagon: 0, operation: ARRIVED, at: '18.08.2026 22:30', station: VOSKRESENSK, kmLeft: 0 },
        { ...left, at: '20.08.2026 15:00' },
        standing,
        untermed,
      ],
    ],
  ];
  for (const [formed, rows] of days) expect((await karavan.upload(report(formed, rows))).status).toBe(201);
});
afterAll(() => karavan.close());

describe('what standing costs', () => {
  it('counts by the placeholder until somebody has entered a tariff, and says so', async () => {
    expect((await get('/tariffs')).body.items).toMatchObject([{ id: 'built-in', confidence: 'unconfirmed' }]);
    // 18 Aug 22:30 + 48 h = 20 Aug 22:30; at 21 Aug 08:00 the first day runs
    expect((await get(`/wagons/${MINE}`)).body.idleCost).toMatchObject({
      state: 'paying',
      openedAt: '2026-08-18T19:30:00.000Z',
      paidFrom: '2026-08-20T19:30:00.000Z',
      paidUnits: 1,
      costMinor: 200_000,
      currency: 'RUB',
      unconfirmed: true,
    });
    expect((await get('/wagons')).body.items.find(({ number }: { number: string }) => number === MINE).idleCost.costMinor).toBe(
      200_000,
    );
    expect((await get(`/wagons/${THEIRS}`)).body).not.toHaveProperty('idleCost');
  });

  it('takes a version from an admin alone, names what is wrong with it, and keeps to one currency', async () => {
    const tariff = {
      name: 'Договор 7',
      validFrom: '2026-01-01',
      opens: 'arrived',
      closes: 'unloaded',
      freeHours: 24,
      unit: 'hour',
      bands: [
        { fromDay: 1, rateMinor: 15_025 },
        { fromDay: 2, rateMinor: 20_000 },
      ],
      currency: 'RUB',
      source: 'договор 7, приложение 2',
      confidence: 'confirmed',
    };
    expect((await send('post', '/tariffs', tariff, 'dispatcher')).status).toBe(403);
    const wrong = await send('post', '/tariffs', { ...tariff, validTo: '2025-12-31', bands: [{ fromDay: 2, rateMinor: 1 }] });
    expect(wrong.status).toBe(400);
    expect(JSON.stringify(wrong.body.errors)).toMatch(/bands/);
    const empty = karavan.http
      .post('/api/v1/tariffs')
      .set(await karavan.as('admin'))
      .set('accept-language', 'ru');
    const { errors } = (await empty.send({ ...tariff, source: '' }).expect(400)).body;
    expect(errors).toEqual([{ path: 'source', message: expect.stringMatching(/^Слишком .*символ/) }]);
    const saved = await send('post', '/tariffs', tariff);
    expect(saved.status).toBe(201);
    expect((await send('post', '/tariffs', tariff)).status).toBe(409);
    expect((await send('post', '/tariffs', { ...tariff, validFrom: '2027-01-01', currency: 'EUR' })).body.errors).toMatchObject([
      { path: 'currency' },
    ]);
    const changed = await send('patch', `/tariffs/${saved.body.id}`, { freeHours: 30 });
    expect(changed.body).toMatchObject({ ...tariff, freeHours: 30 });
    expect((await send('patch', `/tariffs/${saved.body.id}`, { validTo: '2025-01-01' })).status).toBe(400);
    expect((await send('patch', `/tariffs/${crypto.randomUUID()}`, { freeHours: 1 })).status).toBe(404);
    // 18 Aug 22:30 + 30 h = 20 Aug 04:30; to 21 Aug 08:00 are 27.5 h: 24 of the first paid day, 4 started of the second
    expect((await get(`/wagons/${MINE}`)).body.idleCost).toMatchObject({
      paidUnits: 28,
      costMinor: 24 * 15_025 + 4 * 20_000,
      unconfirmed: false,
      tariffs: [{ name: 'Договор 7' }],
    });
  });

  it('keeps other companies out of the tariffs, and customers', async () => {
    const neighbour = await addOperator(karavan, 'Neighbour');
    const [own] = (await get('/tariffs')).body.items;
    const theirs = await karavan.http.get('/api/v1/tariffs').set(neighbour);
    expect(theirs.body.items.map(({ id }: { id: string }) => id)).toEqual(['built-in']);
    expect((await karavan.http.patch(`/api/v1/tariffs/${own.id}`).set(neighbour).send({ freeHours: 0 })).status).toBe(404);
    expect((await get('/tariffs', 'customer')).status).toBe(403);
    expect((await karavan.http.get('/api/v1/idle').set(neighbour)).body).toMatchObject({
      items: [],
      counts: { idle: 0, abandoned: 0, late: 0, missing: 0 },
    });
    // a customer sees what it costs, not by whose contract
    expect((await get(`/wagons/${MINE}`, 'customer')).body.idleCost).toMatchObject({ costMinor: 440_600, tariffs: [] });
  });
});

describe('the queue', () => {
  it('puts money first, then days, with the next thing to do', async () => {
    const { items, counts } = (await get('/idle?kind=idle')).body;
    expect(items.map(({ wagon }: { wagon: string }) => wagon)).toEqual([MINE, STANDING]);
    expect(items[0]).toMatchObject({
      station: { name: 'ВОСКРЕСЕНСК' },
      stationZone: 'Europe/Moscow',
      since: '2026-08-18T19:30:00.000Z',
      cost: { costMinor: 440_600 },
      customer: 'Первый бетонный',
      order: '770',
      nextAction: 'unload',
    });
    expect(items[1]).toMatchObject({ days: 4, nextAction: 'askRoad' });
    expect(items[1]).not.toHaveProperty('customer');
    expect(counts).toMatchObject({ idle: 2, abandoned: 1, missing: 0 });
  });

  it('tells since when a train is abandoned, however often it was recorded', async () => {
    const [item] = (await get('/idle?kind=abandoned')).body.items;
    expect(item).toMatchObject({
      wagon: THEIRS,
      since: '2026-08-18T00:00:00.000Z',
      episodes: 1,
      episode: { recorded: 2, openedBy: { event: 'TRAIN_ABANDONED', at: '2026-08-18T00:00:00.000Z' } },
      nextAction: 'askLocomotive',
    });
    const events = await karavan.db.system((tx) =>
      tx.many<{ kind: string }>(`SELECT kind FROM events WHERE kind = 'abandoned' AND asset_id = $1`, [`wagon:${THEIRS}`]),
    );
    expect(events).toHaveLength(1);
    expect((await get(`/wagons/${THEIRS}`)).body.abandoned).toMatchObject([{ recorded: 2 }]);
  });

  it('shows and counts a customer nothing but what carries his own cargo', async () => {
    const mine = (await get('/idle?kind=idle', 'customer')).body;
    expect(mine.items.map(({ wagon }: { wagon: string }) => wagon)).toEqual([MINE]);
    expect(mine.counts).toEqual({ idle: 1, abandoned: 0, late: 0, missing: 0 });
    const theirs = (await get('/idle?kind=abandoned', 'customer2')).body;
    expect(theirs.items.map(({ wagon }: { wagon: string }) => wagon)).toEqual([THEIRS]);
    expect(theirs.counts).toMatchObject({ idle: 0, abandoned: 1, missing: 0 });
    expect((await get(`/wagons/${THEIRS}/track`, 'customer')).status).toBe(404);
    expect((await get('/idle/month?month=2026-08', 'customer2')).body).toMatchObject({ totalMinor: 0, stays: [] });
    expect((await get('/idle/month?month=2026-08', 'customer')).body.stays).toHaveLength(1);
  });

  it('filters, pages without a gap, and refuses what is none of its questions', async () => {
    expect(
      (await get(`/idle?q=${encodeURIComponent('воскрес')}`)).body.items.map(({ wagon }: { wagon: string }) => wagon),
    ).toEqual([
      MINE,
      STANDING, // its destination
    ]);
    expect((await get(`/idle?q=${encodeURIComponent('грязи')}`)).body.counts).toMatchObject({ idle: 1 });
    expect((await get('/idle?minDays=3')).body.items.map(({ wagon }: { wagon: string }) => wagon)).toEqual([STANDING]);
    const first = (await get('/idle?limit=1')).body;
    const second = (await get(`/idle?limit=1&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...second.items].map(({ wagon }: { wagon: string }) => wagon)).toEqual([MINE, STANDING]);
    expect(second.nextCursor).toBeNull();
    for (const path of [
      '/idle?kind=nonsense',
      '/idle?cursor=nonsense',
      '/idle?minDays=-1',
      '/idle/month?month=2026-13',
      '/idle/month',
    ])
      expect([path, (await get(path)).status]).toEqual([path, 400]);
  });
});

describe('the wagon page’s facts', () => {
  it('computes a term only where the report has none, and says that it did', async () => {
    expect((await get(`/wagons/${MINE}`)).body.deadline).toEqual({ date: '2026-08-30', basis: 'report' });
    // 748 km / 210 = 3.56 → 4 days and 2 more from 15 Aug
    expect((await get(`/wagons/${UNTERMED}`)).body.deadline).toMatchObject({
      date: '2026-08-21',
      basis: 'computed',
      norm: {
        bookId: 'built-in',
        version: 0,
        confirmed: false,
        acceptedOn: '2026-08-15',
        distanceKm: 748,
        travelDays: 4,
        extraDays: 2,
      },
    });
  });

  it('computes it by the norms of the day of acceptance, as the company has them, and keeps shipments in step', async () => {
    const shipment = await send('post', '/shipments', {
      customerId: karavan.customers[0],
      product: 'Цемент',
      massKg: 68_500,
      origin: 'СЕБРЯКОВО',
      destination: { name: 'ВОСКРЕСЕНСК', esr: '233608' },
      legs: [{ mode: 'rail', wagons: [{ number: UNTERMED, massKg: 68_500 }] }],
    });
    const term = async (): Promise<[string, number]> => {
      const { deadline } = (await get(`/wagons/${UNTERMED}`, 'customer')).body;
      const listed = (await get('/shipments')).body.items.find(({ id }: { id: string }) => id === shipment.body.id);
      expect(listed.deadline).toEqual(deadline);
      return [deadline.date, deadline.norm.version];
    };
    const bands = [{ fromKm: 0, kmPerDay: 400 }];
    const book = {
      name: 'Приказ 245',
      validFrom: '2026-08-16',
      kmPerDay: { wagonload: bands, route: bands, container: bands },
      extraDays: [{ days: 1, why: 'начальные и конечные операции' }],
      source: 'приказ 245, приложение 1',
      confidence: 'unconfirmed',
    };
    const mark = async (id: string, what: string, body: object = {}, role: 'admin' | 'manager' = 'admin') =>
      send('post', `/norms/${id}/${what}`, body, role);
    expect(await term()).toEqual(['2026-08-21', 0]);
    expect((await send('post', '/norms', book, 'manager')).status).toBe(403);
    const holes = { ...book, kmPerDay: { ...book.kmPerDay, route: [{ fromKm: 100, kmPerDay: 1 }] } };
    expect((await send('post', '/norms', holes)).body.errors).toMatchObject([{ path: 'kmPerDay.route' }]);

    // what it would change is told before it does
    const preview = async (validFrom: string) => (await send('post', '/norms/preview', { ...book, validFrom })).body;
    const [untouched, touched] = [await preview(book.validFrom), await preview('2026-08-15')];
    expect(touched).toEqual({ wagons: untouched.wagons, changed: untouched.changed + 1 });
    expect(await term()).toEqual(['2026-08-21', 0]);

    // from the day after it was taken over: the old shipment keeps its term
    const later = await send('post', '/norms', book);
    expect(later).toMatchObject({ status: 201, body: { version: 1, confidence: 'unconfirmed', confirmedBy: null } });
    expect(await term()).toEqual(['2026-08-21', 0]);
    // from that very day: 748 / 400 = 1.87 → 2 days and 1 more from 15 Aug
    const second = (await send('post', '/norms', { ...book, validFrom: '2026-08-15' })).body;
    expect(await term()).toEqual(['2026-08-18', 2]);
    expect((await mark(second.id, 'confirm')).body).toMatchObject({ confidence: 'confirmed', kmPerDay: book.kmPerDay });
    expect((await get(`/wagons/${UNTERMED}`)).body.deadline.norm).toMatchObject({ confirmed: true, name: 'Приказ 245' });
    // the same day once more, and it ended too early: then what stood before counts again
    const third = (await send('post', '/norms', { ...book, validFrom: '2026-08-01', extraDays: [] })).body;
    expect(await term()).toEqual(['2026-08-18', 2]);
    expect((await mark(second.id, 'withdraw')).status).toBe(200);
    expect(await term()).toEqual(['2026-08-17', 3]);
    expect((await mark(third.id, 'end', { validTo: '2026-07-31' })).body.errors).toMatchObject([{ path: 'validTo' }]);
    expect((await mark(third.id, 'end', { validTo: '2026-08-14' })).body).toMatchObject({ validTo: '2026-08-14' });
    expect(await term()).toEqual(['2026-08-21', 0]);
    // what ships, confirmed, is a version of the company
    expect((await mark('built-in', 'confirm')).body).toMatchObject({ version: 4, validFrom: '2016-03-27' });
    expect(await term()).toEqual(['2026-08-21', 4]);
    for (const [id, what, status] of [
      [second.id, 'confirm', 409],
      ['built-in', 'withdraw', 409],
      ['nothing', 'withdraw', 404],
    ] as const)
      expect([id, what, (await mark(id, what)).status]).toEqual([id, what, status]);
    expect((await mark(third.id, 'withdraw', {}, 'manager')).status).toBe(403);

    const versions = (await get('/norms')).body.items.map(({ version }: { version: number }) => version);
    expect(versions).toEqual([1, 2, 3, 4, 0]);
    const first = (await get('/norms?limit=3')).body;
    const rest = (await get(`/norms?limit=3&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...rest.items].map(({ version }: { version: number }) => version)).toEqual(versions);
    expect((await get('/norms', 'customer')).status).toBe(403);
    const neighbour = await addOperator(karavan, 'NormNeighbour');
    expect((await karavan.http.get('/api/v1/norms').set(neighbour)).body.items).toMatchObject([{ id: 'built-in' }]);
    expect((await karavan.http.post(`/api/v1/norms/${third.id}/withdraw`).set(neighbour)).status).toBe(404);
  });

  it('draws the way it came along the railway, and the rest of it as planned', async () => {
    const { features } = (await get(`/wagons/${UNTERMED}/track`)).body;
    const parts = features.map(({ properties }: { properties: { part: string } }) => properties.part);
    expect(parts.filter((part: string) => part === 'station')).toHaveLength(2);
    const passed = features.find(({ properties }: { properties: { part: string } }) => properties.part === 'passed');
    const ahead = features.find(({ properties }: { properties: { part: string } }) => properties.part === 'ahead');
    expect(passed.geometry.coordinates.length).toBeGreaterThan(3); // bends as the line does
    expect(passed.geometry.coordinates[0]).toEqual([expect.closeTo(43.2459, 2), expect.closeTo(50.0721, 2)]); // [lon, lat] of Себряково
    expect(ahead.properties.planned).toBe(true);
    expect(ahead.geometry.coordinates.at(-1)).toEqual([expect.closeTo(38.7019, 2), expect.closeTo(55.313, 2)]);
  });
});

it('a month’s total is what the raw operations of its wagons say, to the kopeck', async () => {
  const rows: Row[] = [
    { wagon: 0, operation: UNLOADED, at: '21.08.2026 07:40', station: VOSKRESENSK, kmLeft: 0, state: 'Порожний' },
  ];
  expect((await karavan.upload(report('21.08.2026 07:50', rows))).status).toBe(201);
  const { totalMinor, stays } = (await get('/idle/month?month=2026-08')).body;
  // a second reckoning, from the public history and the public tariff alone
  const [tariff] = (await get('/tariffs')).body.items;
  let expected = 0;
  for (const wagon of [MINE, THEIRS, STANDING, UNTERMED]) {
    const history: { at: string; event: string; station: { name: string } }[] = (await get(`/wagons/${wagon}/history`)).body
      .items;
    const arrived = history.find(({ station, event }) => station.name === 'ВОСКРЕСЕНСК' && event.startsWith('ARRIVED'));
    if (arrived === undefined) continue;
    const unloaded = history.find(({ event }) => event === 'UNLOADED');
    const end = Date.parse(unloaded?.at ?? NOW);
    let hour = 0;
    for (let at = Date.parse(arrived.at) + tariff.freeHours * 3_600_000; at < end; at += 3_600_000) {
      expected += hour < 24 ? 15_025 : 20_000;
      hour += 1;
    }
  }
  expect(expected).toBeGreaterThan(0);
  expect(totalMinor).toBe(expected);
  expect(stays).toMatchObject([{ wagon: MINE, minor: expected, closedAt: '2026-08-21T04:40:00.000Z' }]);
  expect((await get('/idle/month?month=2026-07')).body).toMatchObject({ totalMinor: 0, stays: [] });
});

it('a tracker that is put on a vehicle leaves the open maps at once, and stays away from who comes later', async () => {
  karavan.setNow(undefined);
  const signIn = await karavan.http
    .post('/api/v1/auth/login')
    .send({ email: 'dispatcher@test.example', password: 'a long enough password' });
  const staff = { authorization: `Bearer ${signIn.body.token}` };
  await karavan.http.post('/api/v1/devices').set(staff).send({ uniqueId: 'lonely' }).expect(201);
  await karavan.http
    .get('/api/v1/ingest/osmand')
    .query({ id: 'lonely', lat: 55, lon: 37, timestamp: Math.floor(Date.now() / 1000) })
    .expect(200);
  const open = connectLive(karavan.url, { token: signIn.body.token });
  await open.watch(WORLD);
  const before = await open.next('snapshot', ({ assets }) => assets.some(({ id }) => id === 'device:lonely'));
  const vehicle = await karavan.http.post('/api/v1/vehicles').set(staff).send({ plate: 'А700АА77' });
  await karavan.http.post('/api/v1/devices').set(staff).send({ uniqueId: 'lonely', vehicleId: vehicle.body.id }).expect(200);
  const news = await open.next('snapshot', ({ assets }) =>
    assets.some(({ id, gone }) => id === 'device:lonely' && gone === true),
  );
  expect(news.partial).toBe(true);
  const later = connectLive(karavan.url, { token: signIn.body.token });
  await later.watch(WORLD);
  expect((await later.next('snapshot')).assets.map(({ id }) => id)).not.toContain('device:lonely');
  const back = connectLive(karavan.url, { token: signIn.body.token });
  await back.watch({ ...WORLD, since: before.cursor });
  expect((await back.next('snapshot')).assets).toContainEqual(expect.objectContaining({ id: 'device:lonely', gone: true }));
  for (const client of [open, later, back]) client.close();
});

it('a report that comes while the norms change: whichever is first, shipment and wagon end with the same term', async () => {
  karavan.setNow(NOW);
  const rounds = [
    { formed: '21.08.2026 07:35', at: '21.08.2026 07:10', perDay: 150 },
    { formed: '21.08.2026 07:40', at: '21.08.2026 07:15', perDay: 100 },
    { formed: '21.08.2026 07:45', at: '21.08.2026 07:20', perDay: 75 },
  ];
  for (const [index, { formed, at, perDay }] of rounds.entries()) {
    const bands = [{ fromKm: 0, kmPerDay: perDay }];
    const row = { wagon: 3, operation: DEPARTED, at, station: RYAZHSK, deadline: '' };
    const [taken, added] = await Promise.all([
      karavan.upload(report(formed, [row])),
      send('post', '/norms', {
        name: `Round ${index}`,
        validFrom: '2026-08-15',
        kmPerDay: { wagonload: bands, route: bands, container: bands },
        extraDays: [],
        source: 'test',
        confidence: 'unconfirmed',
      }),
    ]);
    expect([taken.status, added.status]).toEqual([201, 201]);
    const days = Math.ceil(748 / perDay);
    const { deadline } = (await get(`/wagons/${UNTERMED}`)).body;
    expect(deadline).toMatchObject({ date: `2026-08-${15 + days}`, norm: { version: added.body.version, travelDays: days } });
    const listed = (await get('/shipments')).body.items.filter(({ wagons }: { wagons: string[] }) => wagons.includes(UNTERMED));
    expect(listed.map((shipment: { deadline: object }) => shipment.deadline)).toEqual([deadline]);
  }
});
