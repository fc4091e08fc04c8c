import type { BoardChange, BoardTrip, SplitRequest } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { planSplit } from '../split/plan-split.ts';
import { boardOf, brokenRules, DAYS, idOf, moscow, request, threeDays, truck } from './board.fixture.ts';
import { type BoardVerdict, openBoard } from './check-change.ts';
import { requestOfOrder } from './request-of-order.ts';
import { boardTotals } from './totals.ts';

const week = threeDays();
const trips = boardOf(week);
const open = (asked: SplitRequest = week) => openBoard({ request: asked });
const codes = (verdict: BoardVerdict): string[] => (verdict.ok ? [] : verdict.reasons.map(({ code }) => code));
const english = (verdict: BoardVerdict): string[] => (verdict.ok ? [] : verdict.reasons.map(({ message }) => message.en));
const tripOf = (verdict: BoardVerdict, id: string): BoardTrip => {
  const found = verdict.ok ? verdict.trips.find((trip) => trip.id === id) : undefined;
  if (found === undefined) throw new Error(`${id}: ${english(verdict).join(' ') || 'is not on the board'}`);
  return found;
};
/** By hand: loaded 08:00 to 09:00, there 11:00, unloaded 13:00 to 14:00, back 16:00; on a truck and a day. */
const handMade = (id: number, vehicleId: string, date: string, more: Partial<BoardTrip> = {}): BoardTrip => ({
  id: idOf(id),
  vehicleId,
  plantId: 'plant',
  date,
  massKg: 10_000,
  loadFrom: `${date}T05:00:00.000Z`,
  loadTo: `${date}T06:00:00.000Z`,
  departsAt: `${date}T06:00:00.000Z`,
  arrivesAt: `${date}T08:00:00.000Z`,
  unloadFrom: `${date}T10:00:00.000Z`,
  unloadTo: `${date}T11:00:00.000Z`,
  backAt: `${date}T13:00:00.000Z`,
  serves: [{ date, massKg: 10_000 }],
  ...more,
});
const MONDAY = '2026-11-23';
const TUESDAY = '2026-11-24';

test('BD1 BD2: a trip moved to another day keeps its time of day, and what it serves follows', () => {
  const verdict = open().check([handMade(1, 'a', MONDAY)], { kind: 'move', tripId: idOf(1), date: TUESDAY });
  const moved = tripOf(verdict, idOf(1));
  expect([moved.date, moscow(moved.unloadFrom), moved.vehicleId]).toEqual([TUESDAY, '24 13:00', 'a']);
  expect(moved.serves).toEqual([{ date: MONDAY, massKg: 10_000 }]); // a day late is allowed, so it stays whose it was
  expect(verdict).toMatchObject({ ok: true, changed: [idOf(1)] });
});

test('BD2: where that time is taken the nearest free one of the date is found', () => {
  // one bay: another truck is unloaded 13:00 to 14:00 on Tuesday, so the neighbours are 12:00 and 14:00
  const asked = threeDays({ site: { ...week.site, bays: 1 } });
  const board = [handMade(1, 'a', MONDAY), handMade(2, 'b', TUESDAY)];
  const moved = tripOf(open(asked).check(board, { kind: 'move', tripId: idOf(1), date: TUESDAY }), idOf(1));
  expect(['24 12:00', '24 14:00']).toContain(moscow(moved.unloadFrom));
  expect(brokenRules({ ...asked, lateDays: 1 }, [moved, handMade(2, 'b', TUESDAY)])).toEqual([]);
});

test('BD2 BD1: a Sunday on which nobody is there: the reason, and that no other time would do', () => {
  const closed = threeDays({ site: { ...week.site, receiving: { ...week.site.receiving, closed: [TUESDAY] } } });
  const verdict = open(closed).check([handMade(1, 'a', MONDAY)], { kind: 'move', tripId: idOf(1), date: TUESDAY });
  expect(codes(verdict)).toEqual(['receivingHours', 'noFreeTime']);
  expect(english(verdict)).toEqual(['The site does not receive then.', 'a has no free time for this trip on 24 November.']);
  expect(verdict).toMatchObject({ ok: false, reasons: [{ message: { ru: 'Объект в это время не принимает.' } }, {}] });
});

test('BD3: times that are named are kept to the minute or refused, each rule by its own words', () => {
  const board = [handMade(1, 'a', MONDAY), handMade(2, 'b', MONDAY)];
  const at = (asked: SplitRequest, change: Partial<Extract<BoardChange, { kind: 'move' }>>, on = board) =>
    codes(open(asked).check(on, { kind: 'move', tripId: idOf(1), ...change }));
  const exact = open().check(board, { kind: 'move', tripId: idOf(1), unloadFrom: '2026-11-23T08:10:00.000Z' });
  expect(tripOf(exact, idOf(1))).toMatchObject({ loadFrom: '2026-11-23T03:10:00.000Z', backAt: '2026-11-23T11:10:00.000Z' });
  expect(at(week, { unloadFrom: '2026-11-23T16:00:00Z' })).toEqual(['receivingHours']);
  expect(at(week, { loadFrom: '2026-11-23T01:00:00Z' })).toEqual(['loadingHours']);
  expect(at(week, { loadFrom: '2026-11-23T07:30:00Z' })).toEqual(['times']); // there at 13:30, after its unloading
  const oneBay = (site: number, plant: number) =>
    threeDays({ site: { ...week.site, bays: site }, plants: week.plants.map((one) => ({ ...one, bays: plant })) });
  expect(at(oneBay(1, 2), { unloadFrom: '2026-11-23T10:30:00Z' })).toEqual(['siteBay']);
  expect(at(oneBay(2, 1), { loadFrom: '2026-11-23T04:30:00Z' })).toEqual(['plantBay']);
  expect(at(week, { vehicleId: 'b', unloadFrom: '2026-11-23T11:00:00Z' })).toEqual(['truckOut']);
  expect(at(week, { vehicleId: 'z' })).toEqual(['noTruck']);
  expect(at({ ...week, notBefore: '2026-11-23T06:00:00Z' }, { unloadFrom: '2026-11-23T10:00:00Z' })).toEqual(['tooEarly']);
  const short = { timeZone: 'Europe/Moscow', hours: { mon: [['08:00', '15:00']] as [string, string][] } };
  expect(at({ ...week, fleet: [truck('a', { calendar: short }), truck('b')] }, { unloadFrom: '2026-11-23T10:00:00Z' })).toEqual([
    'truckHours',
  ]);
});

test('BD3: what the site admits and the fleet may carry', () => {
  const on = (asked: SplitRequest, massKg: number) =>
    codes(open(asked).check([handMade(1, 'a', MONDAY)], { kind: 'mass', tripId: idOf(1), massKg }));
  expect(on(week, 20_001)).toEqual(['payload']);
  expect(on(threeDays({ fleet: [truck('a', { minLoadKg: 5_000 })] }), 4_999)).toEqual(['minLoad']);
  expect(on(threeDays({ fleet: [truck('a', { unloadingModes: ['blow'] })] }), 9_000)).toEqual(['mode']);
  expect(on(threeDays({ site: { ...week.site, maxLengthM: 10 }, fleet: [truck('a', { lengthM: 16 })] }), 9_000)).toEqual([
    'long',
  ]);
  const heavy = threeDays({ site: { ...week.site, maxGrossKg: 25_000 }, fleet: [truck('a', { grossKg: 35_000 })] });
  expect(on(heavy, 10_001)).toEqual(['gross']); // 35 t at 20 t: empty it weighs 15 t
  expect(on(heavy, 10_000)).toEqual([]);
  expect(on(threeDays({ product: { form: 'pieces', pieceMassKg: 1_500 } }), 10_000)).toContain('piece');
  const supplied = threeDays({ plants: week.plants.map((one) => ({ ...one, supplyKg: { [MONDAY]: 11_000 } })) });
  expect(on(supplied, 11_000)).toEqual([]);
  expect(on(supplied, 11_001)).toEqual(['supply']);
});

test('BD3: a driver keeps his breaks and rests over all trips of his truck', () => {
  // four hours of driving there and back a trip, allowed nine: a third trip needs a rest
  const asked = threeDays({ hoursRules: 'RU', site: { ...week.site, receiving: { ...week.site.receiving, hours: ALWAYS } } });
  const night = { ...asked, plants: asked.plants.map((one) => ({ ...one, loading: { ...one.loading, hours: ALWAYS } })) };
  const early = shifted(handMade(1, 'a', MONDAY, { arrivesAt: `${MONDAY}T10:00:00.000Z` }), -8);
  const second = shifted(handMade(2, 'a', MONDAY, { arrivesAt: `${MONDAY}T10:00:00.000Z` }), 0);
  const third = { kind: 'move', tripId: idOf(3), vehicleId: 'a', unloadFrom: '2026-11-23T18:00:00Z' } as const;
  expect(codes(open(night).check([early, second, handMade(3, 'b', MONDAY)], third))).toEqual(['driver']);
  expect(codes(open({ ...night, hoursRules: 'none' }).check([early, second, handMade(3, 'b', MONDAY)], third))).toEqual([]);
});

const ALWAYS = Object.fromEntries(
  ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [['00:00', '24:00']]]),
) as SplitRequest['site']['receiving']['hours'];
function shifted(trip: BoardTrip, hours: number): BoardTrip {
  const later = (at: string) => new Date(Date.parse(at) + hours * 3_600_000).toISOString();
  const { loadFrom, loadTo, departsAt, arrivesAt, unloadFrom, unloadTo, backAt } = trip;
  return {
    ...trip,
    loadFrom: later(loadFrom),
    loadTo: later(loadTo),
    departsAt: later(departsAt),
    arrivesAt: later(arrivesAt),
    unloadFrom: later(unloadFrom),
    unloadTo: later(unloadTo),
    backAt: later(backAt),
  };
}

test('BD4: a described truck: the axle that binds on that road, and in that season', () => {
  const semi = { type: 'tractor_semitrailer', tractor: 'volvo-fh-4x2', trailer: 'tilt-13.6' } as const;
  const { maxPayloadKg: _, ...described } = truck('a', { vehicle: semi });
  const fleet = [described as SplitRequest['fleet'][number], truck('b', { maxPayloadKg: 90_000 })];
  const asked = threeDays({ fleet, demand: [{ date: MONDAY, massKg: 90_000 }], site: { ...week.site, roadClass: '10' } });
  const most = open(asked).mostKg('a', MONDAY);
  const mass = (massKg: number) => open(asked).check([handMade(1, 'a', MONDAY)], { kind: 'mass', tripId: idOf(1), massKg });
  expect(mass(most).ok).toBe(true);
  const refused = mass(most + 10);
  expect(codes(refused)).toEqual(['axles']);
  expect(english(refused)[0]).toMatch(
    /^On 23 November on a road of 10 t an axle a may carry at most [\d,.]+ t; .* binds \(law\)\.$/,
  );
  const weaker = threeDays({ ...asked, site: { ...asked.site, roadClass: '6' } });
  expect(open(weaker).mostKg('a', MONDAY)).toBeLessThan(most);
});

test('BD5: what has begun or is locked stays; unlocked it may go', () => {
  const started = handMade(1, 'a', MONDAY, { started: true });
  const locked = handMade(2, 'b', MONDAY, { locked: true });
  const board = [started, locked];
  const changes = (tripId: string): BoardChange[] => [
    { kind: 'move', tripId, date: TUESDAY },
    { kind: 'mass', tripId, massKg: 1 },
    { kind: 'split', tripId, newId: idOf(9), massKg: 5_000 },
    { kind: 'remove', tripId },
    { kind: 'merge', tripId, intoId: idOf(3) },
  ];
  for (const change of changes(idOf(1))) expect(codes(open().check(board, change))).toEqual(['started']);
  for (const change of changes(idOf(2))) expect(codes(open().check(board, change))).toEqual(['locked']);
  expect(codes(open().check(board, { kind: 'lock', tripId: idOf(1), locked: false }))).toEqual(['started']);
  const freed = open().check(board, { kind: 'lock', tripId: idOf(2), locked: false });
  expect(tripOf(freed, idOf(2)).locked).toBeUndefined();
  expect(open().check([handMade(3, 'a', MONDAY), locked], { kind: 'merge', tripId: idOf(3), intoId: idOf(2) })).toMatchObject({
    ok: false,
    reasons: [{ code: 'locked', tripIds: [idOf(2)] }],
  });
});

test('BD6: a trip becomes two, and two become one, with every kilogram', () => {
  const [first] = trips;
  if (first === undefined) throw new Error('there are trips');
  const parted = open().check([first], { kind: 'split', tripId: first.id, newId: idOf(50), massKg: 12_000 });
  const [a, b] = [tripOf(parted, first.id), tripOf(parted, idOf(50))];
  expect([a.massKg, b.massKg]).toEqual([12_000, first.massKg - 12_000]);
  expect(brokenRules(week, [a, b])).toEqual([]);
  const joined = open().check([a, b], { kind: 'merge', tripId: b.id, intoId: a.id });
  expect(joined).toMatchObject({ ok: true, trips: [{ id: first.id, massKg: first.massKg, serves: first.serves }] });
  const full = handMade(2, 'b', MONDAY, { massKg: 15_000, serves: [{ date: MONDAY, massKg: 15_000 }] });
  expect(codes(open().check([a, full], { kind: 'merge', tripId: a.id, intoId: full.id }))).toEqual(['payload']);
  expect(codes(open().check([a], { kind: 'merge', tripId: a.id, intoId: a.id }))).toEqual(['sameTrip']);
  expect(codes(open().check([a], { kind: 'split', tripId: a.id, newId: idOf(51), massKg: 12_000 }))).toEqual(['nothing']);
  const onB = open().check([first], {
    kind: 'split',
    tripId: first.id,
    newId: idOf(52),
    massKg: 1_000,
    vehicleId: 'b',
    date: TUESDAY,
  });
  expect(tripOf(onB, idOf(52))).toMatchObject({ vehicleId: 'b', date: TUESDAY });
});

test('BD6: a part below the least load of a truck is refused for just that, whichever of the two it is', () => {
  const asked = threeDays({ fleet: ['a', 'b'].map((id) => truck(id, { minLoadKg: 10_000 })) });
  const trip = handMade(1, 'a', MONDAY, { massKg: 19_100, serves: [{ date: MONDAY, massKg: 19_100 }] });
  const parted = (massKg: number, more: object = {}) =>
    open(asked).check([trip], { kind: 'split', tripId: trip.id, newId: idOf(50), massKg, ...more });
  expect(codes(parted(9_100))).toEqual(['minLoad']);
  expect(codes(parted(10_000))).toEqual(['minLoad']);
  expect(codes(parted(10_000, { vehicleId: 'b' }))).toEqual(['minLoad']);
  expect(english(parted(9_100))).toEqual(['a carries at least 10 t; the trip has 9.1 t.']);
});

test('BD7: nobody gets more than he asked for, and the words say how much it is', () => {
  const strict = threeDays({ earlyDays: 0, lateDays: 0, fleet: ['a', 'b', 'c'].map((id) => truck(id)) });
  const on = (date: string, id: number) =>
    handMade(id, id % 2 ? 'a' : 'b', date, { massKg: 20_000, serves: [{ date, massKg: 20_000 }] });
  const full = [on(MONDAY, 1), on(MONDAY, 2)];
  const more = open(strict).check(full, { kind: 'add', newId: idOf(3), vehicleId: 'c', date: MONDAY, massKg: 1_000 });
  expect(english(more)).toEqual(['Everything asked for on 23 November is on its way already.']);
  const partly = open(strict).check([on(MONDAY, 1)], {
    kind: 'add',
    newId: idOf(3),
    vehicleId: 'b',
    date: MONDAY,
    massKg: 20_000,
  });
  expect(tripOf(partly, idOf(3)).serves).toEqual([{ date: MONDAY, massKg: 20_000 }]);
  const over = threeDays({ earlyDays: 0, lateDays: 0, demand: [{ date: MONDAY, massKg: 25_000 }] });
  const last = open(over).check([on(MONDAY, 1)], { kind: 'add', newId: idOf(3), vehicleId: 'b', date: MONDAY, massKg: 20_000 });
  expect(english(last)).toEqual(['23 November does not ask for so much: 15 t too many.']);
  // a day late is allowed: Monday's trip on Tuesday still brings what Monday asked for
  const late = open().check([on(MONDAY, 1), on(TUESDAY, 2)], { kind: 'move', tripId: idOf(1), date: TUESDAY });
  expect(tripOf(late, idOf(1)).serves).toEqual([{ date: MONDAY, massKg: 20_000 }]);
});

test('BD10: trucks and bays that other plans have are taken', () => {
  const busy = [{ vehicleId: 'a', from: '2026-11-24T00:00:00Z', to: '2026-11-25T00:00:00Z' }];
  const bays = [1, 2].map(() => ({ place: 'site', isSite: true, from: '2026-11-24T08:00:00Z', to: '2026-11-24T12:00:00Z' }));
  const verdict = openBoard({ request: week, busy }).check([handMade(1, 'a', MONDAY)], {
    kind: 'move',
    tripId: idOf(1),
    unloadFrom: '2026-11-24T10:00:00Z',
  });
  expect(codes(verdict)).toEqual(['truckElsewhere']);
  const board = openBoard({ request: week, bays });
  const exact = { kind: 'move', tripId: idOf(1), unloadFrom: '2026-11-24T10:00:00Z' } as const;
  expect(codes(board.check([handMade(1, 'a', MONDAY)], exact))).toEqual(['siteBay']);
  const around = tripOf(board.check([handMade(1, 'a', MONDAY)], { kind: 'move', tripId: idOf(1), date: TUESDAY }), idOf(1));
  expect(moscow(around.unloadFrom)).toBe('24 15:00');
});

test('BD11: the totals of a solved plan are the planner’s own, and a plan is without fault', () => {
  const reply = planSplit(week);
  const { days, unmetKg, lateKgDays, tripsCount, cost } = reply;
  expect(boardTotals(week, trips)).toEqual({ days, unmetKg, lateKgDays, tripsCount, cost });
  expect(open().violations(trips)).toEqual([]);
  expect(brokenRules(week, trips)).toEqual([]);
  expect(DAYS.length).toBe(days.length);
});

test('BD3: a plan that the world has moved away from says what is wrong with it', () => {
  const shut = threeDays({ site: { ...week.site, receiving: { ...week.site.receiving, closed: [TUESDAY] } } });
  const found = open(shut).violations(trips);
  expect(found.map(({ code }) => code)).toEqual(['receivingHours']);
  const smaller = open(threeDays({ demand: [{ date: MONDAY, massKg: 40_000 }] })).violations(trips);
  expect(smaller.map(({ code }) => code)).toContain('demand');
});

test('BD1: a change of a trip that is gone', () => {
  expect(codes(open().check(trips, { kind: 'remove', tripId: idOf(99) }))).toEqual(['noTrip']);
  const gone = open().check(trips, { kind: 'remove', tripId: idOf(1) });
  expect(gone.ok && gone.trips.length).toBe(trips.length - 1);
  expect(request().fleet).toHaveLength(1);
});

test('BD13: an order is asked about with its site, the plants that have a way there, and their trucks', () => {
  const [site, plant, far] = [idOf(1), idOf(2), idOf(3)];
  const { id: _, ...receiving } = week.site;
  const [stored] = week.plants;
  if (stored === undefined) throw new Error('there is a plant');
  const { id: __, driveMinutes, distanceKm, ...loading } = stored;
  const vehicle = (plate: string, plantSiteId: string) => {
    const { id: ___, plantId: ____, ...rest } = truck(plate);
    return { ...rest, plate, plantSiteId };
  };
  const network = {
    plants: [plant, far].map((siteId) => ({ ...loading, siteId })),
    sites: [{ ...receiving, siteId: site }],
    ways: [{ plantSiteId: plant, siteId: site, driveMinutes, distanceKm }],
    vehicles: [vehicle('a', plant), vehicle('b', plant), vehicle('c', far)],
  };
  const names = new Map([site, plant, far].map((id, index) => [id, ['site', 'plant', 'far'][index] ?? '']));
  const order = {
    customerId: idOf(9),
    product: 'cement',
    form: { form: 'bulk' as const },
    destinationSiteId: site,
    days: week.demand,
    earlyDays: 1,
    lateDays: 1,
    objective: 'fewestTrips' as const,
  };
  const asked = requestOfOrder({ network, names, order });
  expect(asked).toMatchObject({ request: week, cargo: { plantSites: { plant }, product: 'cement' } });
  const one = requestOfOrder({ network, names, order: { ...order, plates: ['b'] } });
  expect('request' in one && one.request.fleet.map(({ id }) => id)).toEqual(['b']);
  expect(requestOfOrder({ network, names, order: { ...order, destinationSiteId: far } })).toMatchObject({
    path: 'destinationSiteId',
    message: expect.stringContaining('неизвестно, когда эта площадка принимает'),
  });
  const roadless = { network: { ...network, ways: [] }, names, order };
  expect(requestOfOrder({ ...roadless, language: 'en' })).toEqual({
    path: 'destinationSiteId',
    message: 'no plant has a way to this site: save it with POST /network/road',
  });
  expect(requestOfOrder({ ...roadless, language: 'ru' })).toMatchObject({ message: expect.stringContaining('нет дороги') });
  expect(requestOfOrder({ ...roadless, names: new Map(), language: 'ru' })).toMatchObject({ message: 'такой площадки нет' });
});

test('BD7: who stands in the way serves another day he may, as few as it takes; where no chain of them is enough it is refused', () => {
  const days = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'];
  const asked: SplitRequest = {
    ...threeDays({ demand: days.map((date) => ({ date, massKg: 10_000 })) }),
    fleet: ['a', 'b', 'c', 'd'].map((id) => truck(id)),
  };
  const trips = days.map((date, at) => handMade(at + 1, 'abcd'[at] ?? '', date));
  const toThird = { kind: 'move', tripId: idOf(1), date: days[2] ?? '' } as const;
  const verdict = openBoard({ request: asked }).check(trips, toThird);
  const serves = verdict.ok ? verdict.trips.map(({ id, serves: parts }) => [id, parts.map(({ date }) => date)]) : [];
  // 25 Nov has two now: one serves the 24th a day late, whose own serves the 23rd; nobody else is touched
  expect(new Map(serves as [string, string[]][])).toEqual(
    new Map([
      [idOf(1), [days[1]]],
      [idOf(2), [days[0]]],
      [idOf(3), [days[2]]],
      [idOf(4), [days[3]]],
    ]),
  );
  const locked = trips.map((trip, at) => (at === 1 ? { ...trip, locked: true } : trip));
  const refused = openBoard({ request: asked }).check(locked, toThird);
  expect(refused.ok ? [] : refused.reasons.map(({ code }) => code)).toEqual(['demand']);
});

test('BD14: a truck that is out takes no trip then, and the reason says since when; one that falls out on its way home brought it', () => {
  const out = (from: string, until?: string) =>
    openBoard({
      request: week,
      outages: [{ what: 'truckOut', vehicleId: 'b', from, ...(until === undefined ? {} : { until }) }],
    });
  const board = [handMade(1, 'a', MONDAY), handMade(2, 'b', TUESDAY)]; // loaded 08:00, unloaded 13:00 to 14:00, back 16:00
  const drop = { kind: 'move', tripId: idOf(1), vehicleId: 'b', date: TUESDAY } as const;
  const tenForty = out(`${TUESDAY}T07:40:00.000Z`);
  expect(codes(tenForty.check(board, drop))).toContain('truckDown');
  expect(english(tenForty.check(board, drop))).toContain('b is out from 24 November, 10:40.');
  expect(tenForty.violations(board)).toMatchObject([{ code: 'truckDown', tripIds: [idOf(2)] }]);
  expect(tenForty.stranded(board)).toEqual([]);
  for (const from of ['11:00', '12:59']) expect(out(`${TUESDAY}T${from}:00.000Z`).violations(board)).toEqual([]);
  for (const [from, until] of [
    ['04:00', '05:00'],
    ['11:00', '23:00'],
  ])
    expect(out(`${TUESDAY}T${from}:00.000Z`, `${TUESDAY}T${until}:00.000Z`).violations(board)).toEqual([]);
  const moved = tripOf(
    out(`${TUESDAY}T04:00:00.000Z`, `${TUESDAY}T05:00:00.000Z`).check([handMade(1, 'a', MONDAY)], drop),
    idOf(1),
  );
  expect(moscow(moved.unloadFrom)).toBe('24 13:00'); // back in time: its own time of day is kept
});

test('BD14: of two bays one is closed for two hours: the second trip of that time has no place, others have', () => {
  const shut = openBoard({
    request: week,
    outages: [{ what: 'bayClosed', place: 'site', from: `${MONDAY}T09:00:00.000Z`, until: `${MONDAY}T11:00:00.000Z` }],
  });
  const one = handMade(1, 'a', MONDAY); // unloaded 10:00Z to 11:00Z
  expect(shut.violations([one])).toEqual([]);
  const both = shut.violations([one, handMade(2, 'b', MONDAY)]);
  expect(both).toMatchObject([{ code: 'bayShut', tripIds: [idOf(1), idOf(2)] }]);
  expect(both[0]?.message.en).toBe(
    'A place at the site is closed from 23 November, 12:00 to 14:00: there is no place for the trip.',
  );
  expect(shut.violations([handMade(1, 'a', TUESDAY), handMade(2, 'b', TUESDAY)])).toEqual([]);
});

test('BD15: locked and begun trips of a truck that is out, or without a bay, are told and stay', () => {
  const outages = [
    { what: 'truckOut', vehicleId: 'b', from: `${TUESDAY}T07:40:00.000Z` },
    { what: 'bayClosed', place: 'plant', plantId: 'plant', from: `${MONDAY}T05:30:00.000Z` },
  ] as const;
  const board = openBoard({ request: { ...week, plants: week.plants.map((plant) => ({ ...plant, bays: 1 })) }, outages });
  const held = [
    handMade(1, 'a', MONDAY, { started: true }),
    handMade(2, 'b', TUESDAY, { locked: true }),
    handMade(3, 'a', DAYS[2] ?? ''),
  ];
  const told = board.stranded(held);
  expect(told.map(({ code, tripIds }) => [code, tripIds])).toEqual([
    ['bayShut', [idOf(1), idOf(2)]],
    ['truckDown', [idOf(2)]],
  ]);
  expect(board.violations(held).map(({ tripIds }) => tripIds)).toEqual([[idOf(3)]]);
});
