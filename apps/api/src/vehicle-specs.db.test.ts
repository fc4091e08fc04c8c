import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';

let karavan: TestKaravan;
let staff: { authorization: string };
beforeAll(async () => {
  karavan = await startTestKaravan();
  staff = await karavan.as('dispatcher');
});
afterAll(() => karavan.close());

const send = (method: 'post' | 'patch' | 'delete', path: string, body?: object) =>
  karavan.http[method](`/api/v1${path}`)
    .set(staff)
    .send(body ?? {});

/** By hand: base 3.7 m, the fifth wheel 0.65 m ahead of the drive axle. */
const TRACTOR = {
  axles: [
    { xM: 0, wheels: 'single', support: 'front' },
    { xM: 3.7, wheels: 'twin', support: 'rear' },
  ],
  tareFrontKg: 5000,
  tareRearKg: 2500,
  fifthWheelXM: 3.05,
};
const TRAILER = {
  axles: [6.34, 7.65, 8.96].map((xM) => ({ xM, wheels: 'single', support: 'bogie' })),
  tareKingpinKg: 1600,
  tareBogieKg: 5000,
  kingpinFromHeadboardM: 1.6,
  deckLengthM: 13.6,
};
const RIGID = { ...TRACTOR, fifthWheelXM: undefined, headboardXM: 1, bodyLengthM: 6, hitchXM: 7 };
const CENTRE_AXLE = {
  axles: [{ xM: 5, wheels: 'twin', support: 'bogie' }],
  tareKingpinKg: 300,
  tareBogieKg: 3000,
  kingpinFromHeadboardM: -1,
  deckLengthM: 7,
};
let names = 0;
async function stored(kind: string, unit: object): Promise<string> {
  names += 1;
  const reply = await send('post', '/vehicle-specs', { kind, name: `unit ${names}`, unit });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body.id;
}
const axleLoads = (vehicle: unknown) =>
  send('post', '/plan/axle-loads', {
    vehicle,
    ruleSet: 'RU',
    stages: [{ name: 'departure', loads: [{ massKg: 10_000, xM: 6 }] }],
  });

test('an own set is named by the ids of its units, in every plan', async () => {
  const vehicle = {
    type: 'tractor_semitrailer',
    tractor: await stored('tractor', TRACTOR),
    trailer: await stored('semitrailer', TRAILER),
  };
  const loads = await axleLoads(vehicle);
  // K = 1600 + 10000 (1 - 4.4/7.65); steer = 5000 + K x 0.65/3.7
  const kingpinKg = 1600 + 10_000 * (1 - 4.4 / 7.65);
  expect(loads.body.stages[0].kingpinKg).toBeCloseTo(kingpinKg, 6);
  expect(loads.body.stages[0].axleLoadsKg[0]).toBeCloseTo(5000 + (kingpinKg * 0.65) / 3.7, 6);
  const asked = { vehicle, ruleSet: 'RU', roadClasses: ['11.5'] };
  await send('post', '/plan/max-payload', { ...asked, placement: { kind: 'free' } }).expect(200);
  const pieces = [{ massKg: 500, lengthM: 0.8, drop: 1, count: 8 }];
  const placed = await send('post', '/plan/placement', { ...asked, pieces, across: 2, doors: 'rear' }).expect(200);
  expect(placed.body.outcome).toBe('placed');
  const compartments = [{ name: 'a', xM: 6, maxKg: 5000, massKg: 5000 }];
  const filled = await send('post', '/plan/compartments', { ...asked, compartments }).expect(200);
  expect(filled.body.outcome).toBe('planned');
});

test('a rigid as a whole, and a truck with a trailer on its hitch', async () => {
  const rigid = await stored('rigid', RIGID);
  const alone = await send('post', '/plan/max-payload', { vehicle: rigid, ruleSet: 'RU', placement: { kind: 'free' } });
  expect(alone.body['11.5'].maxPayloadKg).toBeGreaterThan(0);
  const vehicle = { type: 'truck_drawbar', rigid, trailer: await stored('drawbar', CENTRE_AXLE) };
  const reply = await send('post', '/plan/axle-loads', { vehicle, ruleSet: 'RU', stages: [{ name: 'empty', loads: [] }] });
  expect(reply.body.stages[0].kingpinKg).toBeCloseTo(300, 6);
});

test('the fleet of a day split takes them too', async () => {
  const rigid = await stored('rigid', RIGID);
  const hours = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['08:00', '18:00']]]));
  const calendar = { timeZone: 'Europe/Moscow', hours };
  const truck = { id: 't', plantId: 'p', unloadingModes: ['side'], unloadMinutes: 60, costPerTrip: 1, costPerKm: 1 };
  const split = (vehicle: string) =>
    send('post', '/plan/split', {
      product: { form: 'bulk' },
      demand: [{ date: '2026-11-24', massKg: 4000 }],
      site: { id: 's', receiving: calendar, bays: 1, unloadingModes: ['side'] },
      plants: [{ id: 'p', loading: calendar, bays: 1, loadMinutes: 30, driveMinutes: 60, distanceKm: 50 }],
      fleet: [{ ...truck, vehicle }],
      ruleSet: 'RU',
      objective: 'fewestTrips',
    });
  const planned = await split(rigid);
  expect([planned.status, planned.body.unmetKg]).toEqual([200, 0]);
  const refused = await split('11111111-1111-4111-8111-111111111111');
  expect([refused.status, refused.body.errors[0].path]).toEqual([400, 'fleet.0.vehicle']);
});

test('an id that is nobody’s, of another kind or of another company is refused by the name of its field', async () => {
  const tractor = await stored('tractor', TRACTOR);
  const paths = async (vehicle: object) => {
    const reply = await axleLoads(vehicle);
    return [reply.status, reply.body.errors?.map(({ path }: { path: string }) => path)];
  };
  const nobody = '22222222-2222-4222-8222-222222222222';
  expect(await paths({ type: 'tractor_semitrailer', tractor: nobody, trailer: tractor })).toEqual([
    400,
    ['vehicle.tractor', 'vehicle.trailer'],
  ]);
  expect(await paths({ type: 'tractor_semitrailer', tractor, trailer: 'no-such-preset' })).toEqual([400, ['vehicle.trailer']]);
  const other = await karavan.db.system(async (tx) => {
    const company = crypto.randomUUID();
    await tx.one(`INSERT INTO companies (id, company_id, kind, name, name_key) VALUES ($1, $1, 'operator', 'other', 'OTHER')`, [
      company,
    ]);
    const row = await tx.one<{ id: string }>(
      `INSERT INTO vehicle_specs (company_id, kind, name, name_key, unit, saved_at, saved_by)
       VALUES ($1, 'tractor', 'theirs', 'theirs', $2, now(), 'x') RETURNING id`,
      [company, TRACTOR],
    );
    return row?.id;
  });
  expect(await paths({ type: 'tractor_semitrailer', tractor: other, trailer: 'tilt-13.6' })).toEqual([400, ['vehicle.tractor']]);
  await send('delete', `/vehicle-specs/${other}`).expect(404);
});

test('units are kept, renamed, replaced and forgotten; wrong numbers are refused by name', async () => {
  const refuse = async (body: object) => {
    const reply = await send('post', '/vehicle-specs', body);
    return [reply.status, reply.body.errors?.[0]?.path];
  };
  expect(await refuse({ kind: 'tractor', name: 'x', unit: { ...TRACTOR, tareRearKg: -1 } })).toEqual([400, 'unit.tareRearKg']);
  const backwards = { ...TRACTOR, axles: [...TRACTOR.axles].reverse() };
  expect(await refuse({ kind: 'tractor', name: 'x', unit: backwards })).toEqual([400, 'unit.axles.1.xM']);
  expect(await refuse({ kind: 'drawbar', name: 'x', unit: { ...CENTRE_AXLE, deckLengthM: 0 } })).toEqual([
    400,
    'unit.deckLengthM',
  ]);
  expect(await refuse({ kind: 'boat', name: 'x', unit: TRACTOR })).toEqual([400, 'kind']);
  const own = await send('post', '/vehicle-specs', { kind: 'tractor', name: 'Наш MAN', unit: TRACTOR }).expect(201);
  expect(await refuse({ kind: 'tractor', name: ' наш  man ', unit: TRACTOR })).toEqual([409, 'name']);
  const path = `/vehicle-specs/${own.body.id}`;
  const renamed = await send('patch', path, { name: 'MAN 18' }).expect(200);
  expect(renamed.body).toMatchObject({ kind: 'tractor', name: 'MAN 18', unit: TRACTOR });
  const wrong = await send('patch', path, { unit: { ...TRACTOR, fifthWheelXM: 'far' } });
  expect([wrong.status, wrong.body.errors[0].path]).toEqual([400, 'unit.fifthWheelXM']);
  const heavier = await send('patch', path, { unit: { ...TRACTOR, tareFrontKg: 5100 } }).expect(200);
  expect(heavier.body.unit.tareFrontKg).toBe(5100);
  const list = await karavan.http.get('/api/v1/vehicle-specs').set(staff).expect(200);
  expect(list.body.items.map(({ name }: { name: string }) => name)).toContain('MAN 18');
  await karavan.http
    .get('/api/v1/vehicle-specs')
    .set(await karavan.as('customer'))
    .expect(403);
  await send('delete', path).expect(200);
  await send('delete', path).expect(404);
  await send('patch', path, { name: 'x' }).expect(404);
});

test('groupage says what may ride together and what keeps the rest apart', async () => {
  const line = { specification: 'S', plant: 'P', consignee: 'C', productKind: 'cement', packaging: 'bags' };
  const lines = [
    { id: '1', ...line },
    { id: '2', ...line, packaging: 'bulk' },
  ];
  const reply = await send('post', '/plan/groupage', { lines }).expect(200);
  expect(reply.body).toMatchObject({
    groups: [{ lineIds: ['1'] }, { lineIds: ['2'] }],
    refusals: [{ groups: [0, 1], differ: ['packaging'], why: expect.any(String) }],
  });
  const twice = await send('post', '/plan/groupage', { lines: [lines[0], lines[0]] });
  expect([twice.status, twice.body.errors[0].path]).toEqual([400, 'lines.1.id']);
});
