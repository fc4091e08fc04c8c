import type { BoardPlan, BoardTrip, NewRoadNetwork, PlanProposal, PlanSearch } from '@karavan/contracts';
import { searchSplit } from '@karavan/planner';
import { planSearches } from '@karavan/store';
import { publishPlan, type RunSearch, runNextSearch, systemActor } from '@karavan/usecases';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addOperator, startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';

const hours = (from: string, to: string) => ({
  timeZone: 'Europe/Moscow',
  hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [[from, to]]])),
});
const DAYS = ['2026-11-23', '2026-11-24', '2026-11-25'];
const [MONDAY = '', TUESDAY = ''] = DAYS;
const PLATES = ['А111АА50', 'В222ВВ50'];

let karavan: TestKaravan;
let staff: { authorization: string };
let places: { plant: string; site: string; other: string };
const send = (method: 'post' | 'patch' | 'delete', path: string, body: object = {}) =>
  karavan.http[method](`/api/v1${path}`).set(staff).set('accept-language', 'en').send(body);
const get = (path: string) => karavan.http.get(`/api/v1${path}`).set(staff).expect(200);

beforeAll(async () => {
  karavan = await startTestKaravan();
  karavan.setNow('2026-11-20T08:00:00Z'); // Friday
  staff = await karavan.as('dispatcher');
  const site = async (kind: 'plant' | 'site', name: string, customerId?: string) =>
    (await send('post', '/sites', { kind, name, lat: 55, lon: 38, ...(customerId ? { customerId } : {}) }).expect(201)).body.id;
  const [first, second] = karavan.customers;
  places = {
    plant: await site('plant', 'Завод'),
    site: await site('site', 'Объект', first),
    other: await site('site', 'Чужой объект', second),
  };
  const network: NewRoadNetwork = {
    plants: [{ siteId: places.plant, loading: hours('06:00', '20:00'), bays: 2, loadMinutes: 60 }],
    sites: [places.site, places.other].map((siteId) => ({
      siteId,
      receiving: hours('08:00', '18:00'),
      bays: 2,
      unloadingModes: ['tip', 'side'],
    })),
    ways: [places.site, places.other].map((siteId) => ({
      plantSiteId: places.plant,
      siteId,
      driveMinutes: 120,
      distanceKm: 100,
    })),
    vehicles: PLATES.map((plate) => ({
      plate,
      plantSiteId: places.plant,
      maxPayloadKg: 20_000,
      unloadingModes: ['tip'],
      unloadMinutes: 60,
      costPerTrip: 100,
      costPerKm: 1,
    })),
  };
  await send('post', '/network/road', network).expect(201);
}, 60_000);
afterAll(() => karavan.close());

const order = (number: string, days: { date: string; massKg: number }[], more: object = {}) => ({
  order: {
    customerId: karavan.customers[0],
    orderNumber: number,
    product: 'Цемент',
    destinationSiteId: places.site,
    days,
    ...more,
  },
});
async function solved(
  number: string,
  days = DAYS.map((date) => ({ date, massKg: 20_000 })),
  more: object = { earlyDays: 1, lateDays: 1 },
) {
  const made = await send('post', '/plans', order(number, days, more)).expect(201);
  return (await send('post', `/plans/${made.body.id}/solve`, { revision: 1 }).expect(200)).body as BoardPlan;
}
const act = (plan: BoardPlan, what: string, body: object = {}) =>
  send('post', `/plans/${plan.id}/${what}`, { revision: plan.revision, ...body });
const publish = async (plan: BoardPlan) => (await act(plan, 'publish').expect(200)).body as BoardPlan;
const tripOn = (plan: BoardPlan, date: string): BoardTrip => {
  const trip = plan.trips.find((one) => one.date === date);
  if (trip === undefined) throw new Error(`no trip on ${date}`);
  return trip;
};
async function withdraw(plan: BoardPlan): Promise<void> {
  const draft = (await act(plan, 'unpublish').expect(200)).body as BoardPlan;
  await send('delete', `/plans/${draft.id}`).expect(200);
}
const shipmentsOf = async (number: string) =>
  (await get('/shipments?limit=500')).body.items.filter((one: { orderNumber?: string }) => one.orderNumber === number);

test('an order over stored trucks: solved with a proof, published as trips of a shipment that is tracked', async () => {
  const plan = await solved('P-1');
  expect(plan).toMatchObject({
    status: 'draft',
    unmetKg: 0,
    tripsCount: 3,
    solved: { proof: 'optimal' },
    published: null,
    violations: [],
    undo: 'solved',
  });
  expect(plan.request.fleet.map(({ id }) => id)).toEqual(PLATES);
  const done = await publish(plan);
  expect(done).toMatchObject({ status: 'published', published: { trips: { length: 3 }, shipments: [{ plantId: 'Завод' }] } });
  const [shipment] = await shipmentsOf('P-1');
  expect(shipment).toMatchObject({ orderedKg: 60_000, plannedKg: 60_000, status: 'planned' });
  const detail = (await get(`/shipments/${shipment.id}`)).body;
  expect(detail.legs[0].units.map(({ loadFrom, massKg }: BoardTrip) => [loadFrom, massKg]).sort()).toEqual(
    plan.trips.map(({ loadFrom, massKg }) => [loadFrom, massKg]).sort(),
  );
  await withdraw(done);
});

test('a published trip is tracked: a position at the plant puts its truck on the map for its customer', async () => {
  const done = await publish(await solved('P-2', [{ date: MONDAY, massKg: 20_000 }], {}));
  const [trip] = done.trips;
  if (trip === undefined) throw new Error('no trip');
  const vehicles = (await get('/vehicles')).body.items;
  const vehicle = vehicles.find(({ plate }: { plate: string }) => plate === trip.vehicleId);
  await send('post', '/devices', { uniqueId: '861358040009901', vehicleId: vehicle.id }).expect(201);
  karavan.setNow(trip.loadFrom);
  const at = Math.floor(Date.parse(trip.loadFrom) / 1000);
  await karavan.http.get(`/api/v1/ingest/osmand?id=861358040009901&lat=55&lon=38&timestamp=${at}&speed=0`).expect(200);
  const customer = await karavan.as('customer');
  const [shipment] = (await karavan.http.get('/api/v1/shipments').set(customer).expect(200)).body.items;
  expect(shipment).toMatchObject({ orderNumber: 'P-2', vehicles: [trip.vehicleId] });
  const begun = (await get(`/plans/${done.id}`)).body as BoardPlan;
  expect(begun.trips[0]).toMatchObject({ id: trip.id, started: true });
  const refused = await act(begun, 'changes', { changes: [{ kind: 'move', tripId: trip.id, date: TUESDAY }] }).expect(422);
  expect(refused.body.detail).toBe('The trip has begun: it does not change any more.');
  const stays = (await act(begun, 'unpublish').expect(200)).body as BoardPlan;
  expect(stays).toMatchObject({ status: 'published', published: { trips: [{ id: trip.id }] } });
  await send('delete', `/plans/${done.id}`).expect(409);
  karavan.setNow('2026-11-20T08:00:00Z');
});

test('the same revision published again, also at the same moment, is published once', async () => {
  const plan = await solved('P-3', [{ date: '2026-12-01', massKg: 40_000 }], {});
  const replies = await Promise.all([1, 2, 3].map(() => act(plan, 'publish')));
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(new Set(replies.map(({ body }) => body.revision)).size).toBe(1);
  const found = await shipmentsOf('P-3');
  expect(found).toHaveLength(1);
  expect((await get(`/shipments/${found[0].id}`)).body.legs[0].units).toHaveLength(2);
});

test('published again, only what changed is touched', async () => {
  const first = await publish(
    await solved(
      'P-4',
      ['2026-12-07', '2026-12-08'].map((date) => ({ date, massKg: 20_000 })),
      {},
    ),
  );
  const [shipment] = await shipmentsOf('P-4');
  const units = async () => (await get(`/shipments/${shipment.id}`)).body.legs[0].units as { id: string; loadFrom: string }[];
  const before = await units();
  const moved = tripOn(first, '2026-12-08');
  const other = PLATES.find((plate) => plate !== moved.vehicleId) ?? '';
  const edited = (await act(first, 'changes', { changes: [{ kind: 'move', tripId: moved.id, vehicleId: other }] }).expect(200))
    .body;
  expect((await units()).map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort()); // nothing before the click
  expect((await get('/plans')).body.items.find(({ id }: BoardPlan) => id === first.id).changes).toBe(2);
  await publish(edited);
  const after = await units();
  const kept = after.filter(({ id }) => before.some((unit) => unit.id === id));
  expect(kept.map(({ loadFrom }) => loadFrom)).toEqual([tripOn(first, '2026-12-07').loadFrom]);
  expect(after).toHaveLength(2);
  expect((await shipmentsOf('P-4'))[0]).toMatchObject({ orderedKg: 40_000, vehicles: expect.arrayContaining([other]) });
});

test('a trip whose truck was swapped since it was published is not undone in passing: refused in words, nothing changed', async () => {
  const first = await publish(await solved('P-5S', [{ date: '2026-12-10', massKg: 40_000 }], {}));
  const [shipment] = await shipmentsOf('P-5S');
  const units = async () => (await get(`/shipments/${shipment.id}`)).body.legs[0].units as { id: string; label: string }[];
  const [swapped, kept] = await units();
  await send('patch', `/shipments/${shipment.id}/trips/${swapped?.id}`, { plate: 'С333СС50' }).expect(200);
  const before = await units();
  const trip = first.trips.find(({ vehicleId }) => vehicleId === swapped?.label);
  expect(first.handedOver).toEqual([]);
  expect((await get(`/plans/${first.id}`)).body.handedOver).toEqual([{ tripId: trip?.id, plate: 'С333СС50' }]);
  const without = (await act(first, 'changes', { changes: [{ kind: 'remove', tripId: trip?.id }] }).expect(200)).body;
  const refused = await act(without, 'publish').set('accept-language', 'ru').expect(409);
  expect(refused.body.detail).toContain(`Рейс ${trip?.vehicleId} передан машине С333СС50`);
  expect(await units()).toEqual(before);
  const other = first.trips.find(({ vehicleId }) => vehicleId === kept?.label);
  const back = (await act(without, 'undo').expect(200)).body;
  const fewer = (await act(back, 'changes', { changes: [{ kind: 'remove', tripId: other?.id }] }).expect(200)).body;
  const again = await publish(fewer); // the swapped trip stays as it was published, with its new truck
  expect((await units()).map(({ label }) => label)).toEqual(['С333СС50']);
  await withdraw(again);
  expect((await get(`/shipments/${shipment.id}`)).body.legs[0].units ?? []).toEqual([]);
});

test('two dispatchers: the second hears of it, with the plan as it is now', async () => {
  const plan = await solved('P-5', [{ date: '2026-12-14', massKg: 20_000 }], {});
  const [trip] = plan.trips;
  const lock = { changes: [{ kind: 'lock', tripId: trip?.id, locked: true }] };
  const [a, b] = await Promise.all([act(plan, 'changes', lock), act(plan, 'changes', lock)]);
  expect([a.status, b.status].sort()).toEqual([200, 409]);
  const late = a.status === 409 ? a : b;
  expect(late.headers['content-type']).toContain('application/problem+json');
  expect(late.body).toMatchObject({ status: 409, plan: { id: plan.id, revision: plan.revision + 1, trips: [{ locked: true }] } });
  for (const what of ['solve', 'publish', 'undo', 'unpublish']) await act(plan, what).expect(409);
});

test('what is not allowed is refused whole, in the reader’s words; what was done is taken back and made again', async () => {
  const plan = await solved(
    'P-6',
    ['2026-12-21', '2026-12-22'].map((date) => ({ date, massKg: 20_000 })),
    { lateDays: 1 },
  );
  const trip = tripOn(plan, '2026-12-21');
  const changes = [
    { kind: 'lock', tripId: trip.id, locked: false },
    { kind: 'move', tripId: trip.id, unloadFrom: '2026-12-22T20:00:00Z' },
  ];
  const russian = await act(plan, 'changes', { changes }).set('accept-language', 'ru').expect(422);
  expect(russian.body.detail).toContain('Объект в это время не принимает.');
  expect(russian.body.errors[0].path).toBe('changes.1');
  expect((await get(`/plans/${plan.id}`)).body.revision).toBe(plan.revision);
  const moved = (await act(plan, 'changes', { changes: [{ kind: 'move', tripId: trip.id, date: '2026-12-22' }] }).expect(200))
    .body as BoardPlan;
  expect(moved.trips.filter(({ date }) => date === '2026-12-22')).toHaveLength(2);
  expect(moved).toMatchObject({ undo: 'edited', redo: null, lateKgDays: 20_000 });
  const back = (await act(moved, 'undo').expect(200)).body as BoardPlan;
  expect([back.trips, back.redo, back.undo]).toEqual([plan.trips, 'edited', 'solved']);
  const again = (await act(back, 'undo', { redo: true }).expect(200)).body as BoardPlan;
  expect(again.trips).toEqual(moved.trips);
  await act(again, 'undo', { redo: true }).expect(409);
});

test('a truck falls out: old and new side by side, nothing stored until it is taken over', async () => {
  const days = ['2027-01-11', '2027-01-12', '2027-01-13'].map((date) => ({ date, massKg: 40_000 }));
  const plan = await solved('P-7', days, { lateDays: 2 });
  const early = tripOn(plan, '2027-01-11');
  const locked = (await act(plan, 'changes', { changes: [{ kind: 'lock', tripId: early.id, locked: true }] }).expect(200))
    .body as BoardPlan;
  const event = { what: 'truckOut', vehicleId: PLATES[1], from: '2027-01-12T00:00:00Z' };
  const proposal = (await act(locked, 'replan', { event }).expect(200)).body as PlanProposal;
  expect((await get(`/plans/${plan.id}`)).body.revision).toBe(locked.revision);
  const stays = proposal.changes.filter(({ before }) => before?.date === '2027-01-11');
  expect(stays.map(({ kind }) => kind)).toEqual(stays.map(() => 'same'));
  const later = proposal.trips.filter(({ loadFrom, vehicleId }) => loadFrom >= '2027-01-12' && vehicleId === PLATES[1]);
  expect(later).toEqual([]);
  const { request, trips } = proposal;
  const taken = (await send('patch', `/plans/${plan.id}`, { revision: locked.revision, request, trips }).expect(200))
    .body as BoardPlan;
  expect(taken).toMatchObject({ violations: [], undo: 'replanned', trips: { length: trips.length } });
  const stolen = trips.map((trip) => (trip.id === early.id ? { ...trip, massKg: trip.massKg - 1 } : trip));
  await send('patch', `/plans/${plan.id}`, { revision: taken.revision, trips: stolen }).expect(422);
  await act(locked, 'replan', { event: { ...event, vehicleId: 'nobody' } }).expect(409);
  const unknown = await act(taken, 'replan', { event: { ...event, vehicleId: 'nobody' } }).expect(400);
  expect(unknown.body.errors[0].path).toBe('event.vehicleId');
});

/** 80 t on a Tuesday: two trips a truck. The second of one truck, under way at 10:40 in Moscow, is locked when that falls out. */
async function lockedAndOut(number: string, [date, next]: readonly [string, string]) {
  const plan = await solved(number, [{ date, massKg: 80_000 }], { lateDays: 2 });
  const from = `${date}T07:40:00.000Z`;
  const trip = plan.trips.find(({ unloadTo }) => unloadTo > from) as BoardTrip;
  const locked = (await act(plan, 'changes', { changes: [{ kind: 'lock', tripId: trip.id, locked: true }] }).expect(200))
    .body as BoardPlan;
  const event = { what: 'truckOut', vehicleId: trip.vehicleId, from };
  return { locked, trip, event, next };
}

test('a locked trip of a truck that fell out stays and is told: on the board, in the proof, and before it is published', async () => {
  const { locked, trip, event } = await lockedAndOut('OUT-1', ['2027-03-02', '2027-03-03']);
  const proposal = (await act(locked, 'replan', { event }).expect(200)).body as PlanProposal;
  expect(proposal.stranded).toMatchObject([{ code: 'truckDown', tripIds: [trip.id] }]);
  expect(proposal.changes.find(({ before }) => before?.id === trip.id)?.kind).toBe('same');
  const before = (await get(`/plans/${locked.id}`)).body as BoardPlan;
  expect(before).toMatchObject({ revision: locked.revision, outages: [], stranded: [] }); // nothing before the click
  const taken = (await act(locked, 'take', { proposalId: proposal.id }).expect(200)).body as BoardPlan;
  expect(taken.outages).toMatchObject([event]);
  expect(taken).toMatchObject({ violations: [], undo: 'replanned', solved: { holds: 'yes', replan: true } });
  expect(taken.stranded[0]?.message).toEqual({
    ru: `${trip.vehicleId} не работает с 2 марта, 10:40.`,
    en: `${trip.vehicleId} is out from 2 March, 10:40.`,
  });
  const reloaded = (await get(`/plans/${locked.id}`).set('accept-language', 'en')).body;
  expect(reloaded).toEqual(taken);
  expect(taken.solved?.reasons).toEqual([]); // that it stays is told once, by name
  expect((await get('/plans')).body.items.find(({ id }: BoardPlan) => id === locked.id).outages).toBe(1);

  const refused = await act(taken, 'publish').expect(422);
  expect(refused.body.errors[0].path).toBe('despite');
  expect(refused.body.detail).toContain(
    `${trip.vehicleId} is out from 2 March, 10:40. The plan still has: ${trip.vehicleId}, 2 March`,
  );
  expect(refused.body.detail).toContain('20 t');
  await act(taken, 'publish', { despite: [crypto.randomUUID()] }).expect(422); // another trip than it
  expect(await shipmentsOf('OUT-1')).toEqual([]);
  const done = (await act(taken, 'publish', { despite: [trip.id] }).expect(200)).body as BoardPlan;
  expect(done).toMatchObject({ status: 'published', outages: [event], stranded: [{ tripIds: [trip.id] }] });
  expect(done.published?.trips.find(({ id }) => id === trip.id)).toMatchObject({ loadFrom: trip.loadFrom, locked: true });
  await withdraw(done);
});

test('an outage outlives undo and redo, refuses a trip dropped on it, and ends when the truck is back', async () => {
  const { locked, trip, event } = await lockedAndOut('OUT-2', ['2027-03-09', '2027-03-10']);
  const free = (await act(locked, 'changes', { changes: [{ kind: 'lock', tripId: trip.id, locked: false }] }).expect(200))
    .body as BoardPlan;
  const proposal = (await act(free, 'replan', { event }).expect(200)).body as PlanProposal;
  expect([proposal.unmetKg, proposal.stranded]).toEqual([0, []]);
  const { request, trips } = proposal;
  // sent back as it was shown, without its name: what came in between and what is proven of it come along
  const taken = (await send('patch', `/plans/${free.id}`, { revision: free.revision, request, trips }).expect(200))
    .body as BoardPlan;
  expect(taken).toMatchObject({ outages: [event], violations: [], solved: { holds: 'yes', proof: proposal.proof } });
  const moved = taken.trips.find(({ vehicleId }) => vehicleId !== trip.vehicleId);
  const drop = { kind: 'move', tripId: moved?.id, vehicleId: trip.vehicleId, date: '2027-03-10' };
  const onIt = await act(taken, 'changes', { changes: [drop] }).expect(422);
  expect(onIt.body.detail).toContain(`${trip.vehicleId} is out from 9 March, 10:40.`);

  const back = (await act(taken, 'undo').expect(200)).body as BoardPlan;
  expect(back.trips).toEqual(free.trips);
  expect(back.outages).toMatchObject([event]);
  expect(back.violations).toMatchObject([{ code: 'truckDown', tripIds: [trip.id] }]);
  expect(back.solved?.holds).not.toBe('yes');
  expect((await act(back, 'publish', { despite: [trip.id] }).expect(422)).body.detail).toContain('is out'); // free to move: not so
  const again = (await act(back, 'undo', { redo: true }).expect(200)).body as BoardPlan;
  expect(again).toMatchObject({ violations: [], outages: [event], solved: { holds: 'yes' } });

  const undone = (await act(again, 'undo').expect(200)).body as BoardPlan;
  const path = `outages/${undone.outages[0]?.id}/end`;
  const three = (await act(undone, path, { until: '2027-03-09T12:00:00Z' }).expect(200)).body as BoardPlan;
  expect(three.outages).toMatchObject([{ ...event, until: '2027-03-09T12:00:00.000Z' }]);
  expect(three.violations).toMatchObject([{ message: { en: `${trip.vehicleId} is out from 9 March, 10:40 to 15:00.` } }]);
  const never = (await act(three, path, { until: event.from }).expect(200)).body as BoardPlan;
  expect(never).toMatchObject({ outages: [], violations: [], stranded: [], undo: 'edited' });
  await act(never, path).expect(404);
  await act(three, path).expect(409);
});

test('an outage that is only noted leaves the trips; a second of the same truck, and of none, is refused by its field', async () => {
  const { locked, trip, event } = await lockedAndOut('OUT-3', ['2027-03-16', '2027-03-17']);
  const noted = (await act(locked, 'outages', { outage: event }).expect(200)).body as BoardPlan;
  expect(noted).toMatchObject({ revision: locked.revision + 1, undo: locked.undo, stranded: [{ tripIds: [trip.id] }] });
  expect(noted.trips).toEqual(locked.trips);
  expect(noted.solved?.holds).toBe('conditions');
  const field = async (outage: object) => (await act(noted, 'outages', { outage }).expect(400)).body.errors[0].path;
  expect(await field(event)).toBe('outage.vehicleId');
  expect(await field({ ...event, vehicleId: 'nobody' })).toBe('outage.vehicleId');
  expect(await field({ what: 'bayClosed', place: 'plant', from: event.from })).toBe('outage.plantId');
  expect(await field({ ...event, until: event.from })).toMatch(/until/);
  const rival = await addOperator(karavan, 'Rival of outages');
  const theirs = { authorization: rival.authorization };
  await karavan.http.post(`/api/v1/plans/${noted.id}/outages`).set(theirs).send({ revision: 1, outage: event }).expect(404);
  await karavan.http.post(`/api/v1/plans/${noted.id}/take`).set(theirs).send({ revision: 1, proposalId: noted.id }).expect(404);
});

test('a bay closes for two hours: only what stands there then is moved, and a locked trip that lacks it is told', async () => {
  // two bays, 40 t a day on two trucks: both are unloaded at about the same time
  const days = ['2027-04-06', '2027-04-07', '2027-04-08'].map((date) => ({ date, massKg: 40_000 }));
  const plan = await solved('OUT-4', days, {});
  const onDay = plan.trips.filter(({ date }) => date === '2027-04-07');
  const first = onDay.map(({ unloadFrom }) => unloadFrom).sort()[0] ?? '';
  const event = { what: 'bayClosed', place: 'site', from: first, until: new Date(Date.parse(first) + 7_200_000).toISOString() };
  const proposal = (await act(plan, 'replan', { event }).expect(200)).body as PlanProposal;
  const others = proposal.changes.filter(({ kind, before }) => kind !== 'same' && before?.date !== '2027-04-07');
  expect([others, proposal.unmetKg, proposal.tripsCount]).toEqual([[], 0, 6]);
  const then = ({ unloadFrom, unloadTo }: BoardTrip) => unloadFrom < (event.until ?? '') && event.from < unloadTo;
  const meeting = proposal.trips.filter(then).sort((a, b) => (a.unloadFrom < b.unloadFrom ? -1 : 1));
  expect(meeting.every((trip, at) => at === 0 || (meeting[at - 1]?.unloadTo ?? '') <= trip.unloadFrom)).toBe(true); // one bay is left
  const taken = (await act(plan, 'take', { proposalId: proposal.id }).expect(200)).body as BoardPlan;
  expect(taken).toMatchObject({
    violations: [],
    stranded: [],
    outages: [event],
    solved: { holds: 'yes', proof: proposal.proof },
  });

  const locks = onDay.map(({ id }) => ({ kind: 'lock', tripId: id, locked: true }));
  const undone = (await act(taken, 'undo').expect(200)).body as BoardPlan;
  const both = (await act(undone, 'changes', { changes: locks }).expect(200)).body as BoardPlan;
  expect(both.stranded).toMatchObject([{ code: 'bayShut' }]);
  expect(both.stranded[0]?.tripIds.toSorted()).toEqual(
    onDay
      .filter(then)
      .map(({ id }) => id)
      .sort(),
  );
  expect(both.stranded[0]?.message.ru).toMatch(
    /^На объекте закрыто место с 7 апреля, \d\d:\d\d до \d\d:\d\d: для рейса места нет\.$/,
  );
  const again = (await act(both, 'solve').expect(200)).body as BoardPlan; // what is calculated keeps to the bay as well
  expect(again.violations).toEqual([]);
});

test('what is proven is said of the plan it was proven of: changed by hand it holds no more, unlocked neither', async () => {
  const plan = await solved('PROOF', [{ date: '2027-04-13', massKg: 40_000 }], { lateDays: 1 });
  expect(plan.solved).toMatchObject({ holds: 'yes', proof: 'optimal' });
  expect(Object.keys(plan.solved ?? {})).not.toContain('trips');
  const [one, two] = plan.trips;
  // both trips an hour later on the same truck, on the same day: no total is another
  const later = (instant: string) => new Date(Date.parse(instant) + 3_600_000).toISOString();
  const move = (trip: BoardTrip | undefined) => ({
    kind: 'move',
    tripId: trip?.id,
    loadFrom: later(trip?.loadFrom ?? ''),
    unloadFrom: later(trip?.unloadFrom ?? ''),
  });
  const moved = (await act(plan, 'changes', { changes: [move(one), move(two)] }).expect(200)).body as BoardPlan;
  expect([moved.unmetKg, moved.tripsCount, moved.cost]).toEqual([plan.unmetKg, plan.tripsCount, plan.cost]);
  expect(moved.solved?.holds).toBe('changed');
  const back = (await act(moved, 'undo').expect(200)).body as BoardPlan;
  expect(back.solved?.holds).toBe('yes');
  const lock = (locked: boolean) => ({ changes: [{ kind: 'lock', tripId: one?.id, locked }] });
  const held = (await act((await act(moved, 'undo')).body.plan ?? back, 'changes', lock(true)).expect(200)).body as BoardPlan;
  expect(held.solved?.holds).toBe('yes'); // the best of all stays the best of fewer
  const kept = (await act(held, 'solve').expect(200)).body as BoardPlan;
  const freed = (await act(kept, 'changes', lock(false)).expect(200)).body as BoardPlan;
  expect(freed.solved?.holds).toBe('conditions');
});

test('a truck of one published plan is taken for every other', async () => {
  const one = await publish(await solved('P-8', [{ date: '2027-01-18', massKg: 80_000 }], {}));
  const made = await send('post', '/plans', {
    order: {
      customerId: karavan.customers[1],
      product: 'Цемент',
      destinationSiteId: places.other,
      days: [{ date: '2027-01-18', massKg: 20_000 }],
    },
  }).expect(201);
  const other = (await send('post', `/plans/${made.body.id}/solve`, { revision: 1 }).expect(200)).body as BoardPlan;
  const loads = new Set(one.trips.map(({ loadFrom }) => loadFrom));
  expect(other.busy.filter(({ from }) => loads.has(from)).length).toBe(one.tripsCount);
  const apart = other.trips.every((trip) =>
    one.trips.every(
      (taken) => taken.vehicleId !== trip.vehicleId || taken.backAt <= trip.loadFrom || trip.backAt <= taken.loadFrom,
    ),
  );
  expect(apart).toBe(true);
  const [taken] = one.trips;
  const add = { kind: 'add', newId: crypto.randomUUID(), vehicleId: taken?.vehicleId, date: '2027-01-18', massKg: 1_000 };
  const move = { kind: 'move', tripId: add.newId, loadFrom: taken?.loadFrom, unloadFrom: taken?.unloadFrom };
  const lone = (
    await send('post', '/plans', { order: { ...order('P-9', [{ date: '2027-01-18', massKg: 2_000 }]).order } }).expect(201)
  ).body;
  const refused = await act(lone, 'changes', { changes: [add, move] });
  expect(refused.status).toBe(422);
});

test('an admin lowers a limit of the law: the split, the board and what a customer may ask follow', async () => {
  const admin = await karavan.as('admin');
  const date = '2027-01-25';
  const [truck] = (await solved('P-12')).request.fleet;
  if (truck === undefined) throw new Error('the network has trucks');
  const { maxPayloadKg: _, ...bare } = truck;
  const vehicle = { type: 'tractor_semitrailer', tractor: 'volvo-fh-4x2', trailer: 'tilt-13.6' };
  const base = (await send('post', '/plans', order('P-13', [{ date, massKg: 51_800 }])).expect(201)).body as BoardPlan;
  const question = { ...base.request, fleet: [{ ...bare, vehicle }], site: { ...base.request.site, roadClass: '11.5' } };
  const most = async () => {
    const reply = (await send('post', '/plan/split', question).expect(200)).body;
    return Math.max(...reply.trips.map(({ massKg }: { massKg: number }) => massKg));
  };
  expect(await most()).toBe(25_900); // 40 t less 14.1 t
  const held = (await send('patch', `/plans/${base.id}`, { revision: base.revision, request: question }).expect(200)).body;
  const full = (await act(held, 'solve').expect(200)).body as BoardPlan;
  expect(full.violations).toEqual([]);
  const rule = encodeURIComponent('PP2060:gross:combination:5');
  const limit = { values: { of: 'combination', axles: 5, limitKg: 30_000 } };
  await karavan.http.patch(`/api/v1/law/${rule}`).set(admin).send(limit).expect(200);
  expect(await most()).toBe(15_900);
  const now = (await get(`/plans/${base.id}`)).body as BoardPlan;
  expect(now.violations.map(({ code }) => code)).toEqual(['axles']);
  expect(now.violations[0]?.tripIds).toHaveLength(full.trips.length);
  expect((await act(now, 'publish').expect(422)).body.detail).toContain('15.9');
  const again = (await act(now, 'solve').expect(200)).body as BoardPlan;
  expect(again).toMatchObject({ violations: [], unmetKg: 20_000 });
  expect(again.trips.map(({ massKg }) => massKg)).toEqual([15_900, 15_900]);
  await karavan.http.post(`/api/v1/law/${rule}/withdraw`).set(admin).expect(200);
  expect(await most()).toBe(25_900);
});

test('killed in the middle: no shipment, no trip, the plan a draft; then it is published as if nothing had been', async () => {
  const plan = await solved('P-10', [{ date: '2027-02-01', massKg: 20_000 }], {});
  const actor = systemActor(karavan.companyId, 'killed');
  const { db } = karavan.deps;
  for (const at of ['INSERT INTO shipment_units', 'UPDATE plans', 'INSERT INTO order_days', 'INSERT INTO audit']) {
    const broken: typeof db = {
      ...db,
      scoped: (scope, work) =>
        db.scoped(scope, (tx) => {
          const cut = (sql: string) => {
            if (sql.includes(at)) throw new Error('the process was killed');
          };
          return work({
            many: (sql, values) => {
              cut(sql);
              return tx.many(sql, values);
            },
            one: (sql, values) => {
              cut(sql);
              return tx.one(sql, values);
            },
          });
        }),
    };
    const run = publishPlan({ ...karavan.deps, db: broken }, { actor, id: plan.id, revision: plan.revision, language: 'en' });
    await expect(run).rejects.toThrow('the process was killed');
    expect(await shipmentsOf('P-10')).toEqual([]);
    expect((await get(`/plans/${plan.id}`)).body).toMatchObject({ status: 'draft', revision: plan.revision, published: null });
  }
  await publish(plan);
  expect(await shipmentsOf('P-10')).toHaveLength(1);
});

test('bad input names its field, and nothing is left behind', async () => {
  const count = async () => (await get('/plans?limit=500')).body.items.length;
  const before = await count();
  const paths = async (body: object) => (await send('post', '/plans', body).expect(400)).body.errors[0].path;
  expect(await paths({})).toBe('order');
  expect(await paths(order('X', []))).toBe('order.days');
  expect(await paths(order('X', [{ date: MONDAY, massKg: 1 }], { destinationSiteId: crypto.randomUUID() }))).toBe(
    'destinationSiteId',
  );
  expect(await paths(order('X', [{ date: MONDAY, massKg: 1 }], { customerId: karavan.companyId }))).toBe('order.customerId');
  expect(await count()).toBe(before);
  const bare = await send('post', '/plans', { request: (await solved('P-11')).request }).expect(201);
  const refused = await send('post', `/plans/${bare.body.id}/publish`, { revision: 1 }).expect(422);
  expect(refused.body.errors[0].path).toBe('cargo');
  await send('delete', `/plans/${bare.body.id}`).expect(200);
});

test('another company and the customers: neither plans nor trucks of others', async () => {
  const other = await addOperator(karavan, 'Rival');
  const mine = (await get('/plans')).body.items as { id: string }[];
  expect(mine.length).toBeGreaterThan(0);
  const foreign = await karavan.http.get('/api/v1/plans').set({ authorization: other.authorization }).expect(200);
  expect(foreign.body.items).toEqual([]);
  await karavan.http.get(`/api/v1/plans/${mine[0]?.id}`).set({ authorization: other.authorization }).expect(404);
  const customer = await karavan.as('customer');
  for (const path of ['/plans', `/plans/${mine[0]?.id}`, '/network/road'])
    await karavan.http.get(`/api/v1${path}`).set(customer).expect(403);
});

test('a customer asks for Monday 30 t and Wednesday 40 t, sees what a day holds and nothing of others', async () => {
  const [first] = karavan.customers;
  const shipment = {
    customerId: first,
    orderNumber: '10460',
    product: 'Цемент',
    massKg: 70_000,
    originSiteId: places.plant,
    destinationSiteId: places.site,
    legs: [],
  };
  await send('post', '/shipments', shipment).expect(201);
  const mine = await karavan.as('customer');
  const rival = await karavan.as('customer2');
  await karavan.http.get('/api/v1/orders/10460/split').set(rival).expect(404);
  await karavan.http.get('/api/v1/orders/nothing/split').set(mine).expect(404);
  const split = (await karavan.http.get('/api/v1/orders/10460/split').set(mine).expect(200)).body;
  expect(split).toMatchObject({ orderedKg: 70_000, openKg: 70_000, unloadingModes: ['tip', 'side'], asks: [] });
  const most = (date: string) => split.days.find((day: { date: string }) => day.date === date)?.mostKg;
  expect(most('2026-11-21')).toBe(0); // a Saturday
  expect(split.days.find((day: { date: string }) => day.date === '2026-11-21')).toMatchObject({ why: 'siteClosed' });
  expect(most('2026-11-27')).toBe(70_000); // two trucks, two trips each: 80 t, and no more than is open
  expect(JSON.stringify(split)).not.toMatch(/АА50|ВВ50|Завод|Чужой/);
  const sideways = (await karavan.http.get('/api/v1/orders/10460/split?unloadingMode=side').set(mine).expect(200)).body;
  expect(sideways.days.every(({ mostKg }: { mostKg: number }) => mostKg === 0)).toBe(true);
  expect(new Set(sideways.days.map(({ why }: { why: string }) => why))).toEqual(new Set(['unloading'])); // no truck of ours does

  const days = [
    { date: '2026-11-30', massKg: 30_000 },
    { date: '2026-12-02', massKg: 40_000 },
  ];
  const requestId = crypto.randomUUID();
  const ask = (body: object, who = mine) => karavan.http.post('/api/v1/orders/10460/split-requests').set(who).send(body);
  const asked = (await ask({ days, unloadingMode: 'tip', requestId }).expect(201)).body;
  expect(asked).toMatchObject({ status: 'open', possible: true, days, unloadingMode: 'tip' });
  expect((await ask({ days, unloadingMode: 'tip', requestId }).expect(200)).body.id).toBe(asked.id);
  await ask({ days }, rival).expect(404);
  const tooMuch = await ask({ days: [{ date: '2026-11-30', massKg: 70_001 }] }).expect(400);
  expect(tooMuch.body.errors[0].path).toBe('days');

  const waiting = (await get('/plans')).body.items.filter(({ askedBy }: { askedBy: string | null }) => askedBy !== null);
  expect(waiting).toMatchObject([{ orderNumber: '10460', demandKg: 70_000, status: 'draft' }]);
  const draft = (await send('post', `/plans/${waiting[0].id}/solve`, { revision: 1 }).expect(200)).body as BoardPlan;
  const done = await publish(draft);
  const after = (await karavan.http.get('/api/v1/orders/10460/split').set(mine).expect(200)).body;
  expect(after).toMatchObject({ orderedKg: 70_000, openKg: 0, asks: [{ status: 'accepted' }] });
  expect(after.days.filter(({ plannedKg }: { plannedKg: number }) => plannedKg > 0)).toMatchObject([
    { date: '2026-11-30', plannedKg: 30_000 },
    { date: '2026-12-02', plannedKg: 40_000 },
  ]);
  expect(await shipmentsOf('10460')).toMatchObject([{ orderedKg: 70_000, plannedKg: 70_000 }]);
  expect(done.published?.shipments).toHaveLength(1);

  // rows of others are hidden by the database itself
  const rows = (table: string, customerId: string) =>
    karavan.db
      .scoped({ companyId: karavan.companyId, customerId }, (tx) => tx.one<{ n: number }>(`SELECT count(*) AS n FROM ${table}`))
      .then((row) => row?.n);
  for (const table of ['plans', 'plan_steps', 'road_networks']) expect([table, await rows(table, first)]).toEqual([table, 0]);
  for (const table of ['order_days', 'split_requests']) {
    expect(await rows(table, first)).toBeGreaterThan(0);
    expect([table, await rows(table, karavan.customers[1])]).toEqual([table, 0]);
  }
});

const searchHere: RunSearch = async ({ signal, ...question }) =>
  searchSplit(question.request, { ...question, budget: { steps: 2_000, isStopped: () => signal.aborted } });
const searchNext = (search: RunSearch = searchHere, signal = new AbortController().signal) =>
  runNextSearch(karavan.deps, { search, signal });
const latest = async (plan: BoardPlan): Promise<PlanSearch> => (await get(`/plans/${plan.id}/searches/latest`)).body.search;

test('a long search: asked for once, carried out beside everything, shown beside the draft, taken over by a click alone', async () => {
  const { body: plan } = await send('post', '/plans', order('LONG-1', [{ date: MONDAY, massKg: 55_000 }])).expect(201);
  expect(await latest(plan)).toBeNull();
  const started = await act(plan, 'searches', { seconds: 5 }).expect(201);
  expect(started.body).toMatchObject({ status: 'queued', revision: 1, seconds: 5, best: null, proposal: null });
  await act(plan, 'searches').expect(409); // one at a time
  await act({ ...plan, revision: 9 }, 'searches').expect(409);
  await act(plan, 'searches', { seconds: 0 }).expect(400);
  expect(await searchNext()).toBe(true);
  expect(await searchNext()).toBe(false);
  const done = await latest(plan);
  // two trucks of 20 t: 55 t in three trips, in one day
  expect(done).toMatchObject({ status: 'done', best: { unmetKg: 0, tripsCount: 3 }, proposal: { revision: 1, unmetKg: 0 } });
  expect((await get(`/plans/${plan.id}`)).body).toMatchObject({ revision: 1, trips: [] });
  const { request, trips } = done.proposal as PlanProposal;
  const taken = await send('patch', `/plans/${plan.id}`, { revision: 1, request, trips }).expect(200);
  expect(taken.body).toMatchObject({
    revision: 2,
    status: 'draft',
    published: null,
    unmetKg: 0,
    violations: [],
    solved: { holds: 'yes' },
  });
});

test('a long search that is cancelled keeps the best it has; one whose program ended says so, and may be asked for again', async () => {
  const { body: plan } = await send('post', '/plans', order('LONG-2', [{ date: MONDAY, massKg: 30_000 }])).expect(201);
  await act(plan, 'searches').expect(201);
  const waiting = await send('post', `/plans/${plan.id}/searches/latest/cancel`).expect(200);
  expect(waiting.body.search).toMatchObject({ status: 'cancelled', proposal: null });
  expect(await searchNext()).toBe(false);

  await act(plan, 'searches').expect(201);
  await searchNext(async (question) => {
    await send('post', `/plans/${plan.id}/searches/latest/cancel`).expect(200);
    const reply = await searchHere(question);
    if (!question.signal.aborted) await new Promise((resolve) => question.signal.addEventListener('abort', resolve));
    return reply;
  });
  expect(await latest(plan)).toMatchObject({ status: 'cancelled', proposal: { unmetKg: 0, tripsCount: 2 } });

  await act(plan, 'searches').expect(201);
  await karavan.db.system((tx) => planSearches.leaseSearch(tx, new Date('2026-11-20T08:00:00Z'))); // and nothing more is heard of it
  expect(await latest(plan)).toMatchObject({ status: 'running' });
  karavan.setNow('2026-11-20T08:01:00Z');
  expect(await latest(plan)).toMatchObject({ status: 'lost', proposal: null });
  await act(plan, 'searches').expect(201);
  const ending = new AbortController();
  ending.abort();
  await searchNext(searchHere, ending.signal);
  expect(await latest(plan)).toMatchObject({ status: 'lost' });
  karavan.setNow('2026-11-20T08:00:00Z');
});

test('a long search is for the company’s own people', async () => {
  const { body: plan } = await send('post', '/plans', order('LONG-3', [{ date: MONDAY, massKg: 30_000 }])).expect(201);
  await act(plan, 'searches').expect(201);
  const customer = await karavan.as('customer');
  const { authorization } = await addOperator(karavan, 'Neighbour');
  for (const [who, status] of [
    [customer, 403],
    [{ authorization }, 404],
  ] as const) {
    await karavan.http.get(`/api/v1/plans/${plan.id}/searches/latest`).set(who).expect(status);
    await karavan.http.post(`/api/v1/plans/${plan.id}/searches/latest/cancel`).set(who).expect(status);
  }
  expect(await latest(plan)).toMatchObject({ status: 'queued' });
});
