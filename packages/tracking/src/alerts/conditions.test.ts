import { DEFAULT_ALERT_SETTINGS, type WagonState } from '@karavan/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Condition, type GoingOn, keyOf, reconcile } from './condition.ts';
import { railConditions, type TrainEpisode, trainSubject, trainsOver } from './rail-conditions.ts';
import { lateShipment } from './shipment-condition.ts';
import { type LastSeen, silenceConditions } from './silence.ts';
import { tripConditions } from './trip-conditions.ts';
import { type TripNow, tripsInTurn } from './trip-now.ts';

const settings = DEFAULT_ALERT_SETTINGS;
const at = (time: string) => `2026-06-10T${time}:00.000Z`;
const now = (time: string) => new Date(at(time));
const CARGO = [{ id: 'shipment', customerId: 'customer' }];
const shown = ({ kind, at: since }: Condition) => `${kind} ${since.slice(11, 16)}`;
const holding = (conditions: readonly Condition[]) => conditions.filter(({ holds, isOld }) => holds && !isOld).map(shown);

describe('silence', () => {
  const truck = (id: number, time: string, more: Partial<LastSeen> = {}): LastSeen => ({
    assetId: `truck:${id}`,
    label: `A${id}`,
    source: 'osmand',
    account: null,
    at: at(time),
    lat: 55,
    lon: 38,
    shipments: [],
    ...more,
  });
  /** what the store counts: trackers heard of within a day, by source */
  const feedOf = ({ account, source }: LastSeen) => account ?? source;
  const feedsOf = (assets: LastSeen[]) =>
    [...new Set(assets.map(feedOf))].map((feed) => {
      const own = assets.filter((asset) => feedOf(asset) === feed);
      const times = own.map((asset) => asset.at);
      const lastAt = times.toSorted().at(-1) ?? '';
      const together = times.filter((time) => Date.parse(lastAt) - Date.parse(time) <= 10 * 60_000).length;
      const { source = '', account = null } = own[0] ?? {};
      return { source, account, name: account && `Account ${account}`, trackers: times.length, lastAt, together };
    });
  const silent = (assets: LastSeen[], time: string, down: string[] = []) =>
    silenceConditions({ assets, feeds: feedsOf(assets), settings, sourcesDown: new Set(down), now: now(time) });

  test('AL7: a tracker is lost after 30 minutes and a phone by cells after 180, by the time of the fix', () => {
    expect(holding(silent([truck(1, '08:00')], '08:29'))).toEqual([]);
    expect(holding(silent([truck(1, '08:00')], '08:30'))).toEqual(['signalLost 08:30']);
    expect(holding(silent([truck(1, '08:00', { source: 'movizor' })], '10:59'))).toEqual([]);
    expect(holding(silent([truck(1, '08:00', { source: 'movizor' })], '11:00'))).toEqual(['signalLost 11:00']);
  });

  test('AL7: with cargo it is a warning; its end is the next position; yesterday’s silence opens nothing', () => {
    expect(silent([truck(1, '08:00', { shipments: CARGO })], '09:00')[0]).toMatchObject({
      severity: 'warning',
      shipments: CARGO,
    });
    expect(silent([truck(1, '08:00')], '09:00')[0]?.severity).toBe('notice');
    expect(silent([truck(1, '09:05')], '09:06')[0]).toMatchObject({ holds: false, at: at('09:05') });
    expect(holding(silent([{ ...truck(1, '08:00'), at: '2026-06-09T08:00:00.000Z' }], '08:31'))).toEqual([]);
  });

  test('AL8: five trackers that fall silent within ten minutes are one alert of their source, and none of their own', () => {
    const together = [1, 2, 3, 4, 5].map((id) => truck(id, `08:0${id}`));
    expect(holding(silent(together, '08:40'))).toEqual(['sourceDown 08:05']);
    expect(holding(silent(together.slice(1), '08:40'))).toHaveLength(4);
    expect(holding(silent([...together.slice(1), truck(9, '07:20')], '08:40'))).toHaveLength(5);
    expect(holding(silent([...together, truck(6, '08:39')], '08:40'))).toHaveLength(5); // one still speaks: the source lives
  });

  test('AL8: looked at every minute through an outage and after it, no tracker of it opens or ends anything', () => {
    const together = [1, 2, 3, 4, 5, 6].map((id) => truck(id, `08:0${id}`));
    const before = truck(9, '07:20'); // fell silent by itself
    const opened = new Set<string>();
    for (let minute = 0; minute < 90; minute += 1) {
      const time = `${String(8 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
      const back = minute >= 80; // all speak again
      const seen = together.filter(({ at: last }) => last <= at(time)).map((one) => (back ? { ...one, at: at(time) } : one));
      for (const one of silent([before, ...seen], time)) if (one.holds && !one.isOld) opened.add(`${one.kind} ${one.subject}`);
    }
    expect([...opened]).toEqual(['signalLost truck:9', 'sourceDown feed:osmand']);
  });

  test('AL8: while an account is down its trackers raise nothing; those of another account of the same service do', () => {
    const assets = [
      truck(1, '08:00', { source: 'wialon', account: 'first' }),
      truck(2, '08:00', { source: 'wialon', account: 'second' }),
      truck(3, '08:00', { source: 'wialon' }), // speaks to us itself
    ];
    expect(
      silent(assets, '09:00', ['first'])
        .filter(({ holds, isOld }) => holds && !isOld)
        .map(({ subject }) => subject),
    ).toEqual(['truck:2', 'truck:3']);
  });

  test('AL8: trackers of two accounts of one service that fall silent together are no outage of either, those of one are', () => {
    const of = (account: string, ids: number[]) => ids.map((id) => truck(id, '08:00', { source: 'wialon', account }));
    expect(holding(silent([...of('first', [1, 2, 3]), ...of('second', [4, 5, 6])], '08:30'))).toHaveLength(6);
    const [outage, ...rest] = silent([...of('first', [1, 2, 3, 4, 5]), ...of('second', [6])], '08:30').filter(
      ({ holds, isOld }) => holds && !isOld,
    );
    expect(outage).toMatchObject({ kind: 'sourceDown', subject: 'feed:first', label: 'Account first', sourceId: 'first' });
    expect(rest.map(({ subject }) => subject)).toEqual(['truck:6']);
    // one that is known to be down is one alert, not two
    expect(holding(silent(of('first', [1, 2, 3, 4, 5]), '08:30', ['first']))).toEqual([]);
  });

  test('AL19: a tracker without cargo that has been silent for a week is no alert any more; one with cargo is', () => {
    const week = (minutes: number) => new Date(Date.parse(at('08:30')) + 7 * 24 * 3_600_000 + minutes * 60_000);
    const look = (shipments: typeof CARGO, when: Date) =>
      silenceConditions({ assets: [truck(1, '08:00', { shipments })], feeds: [], settings, sourcesDown: new Set(), now: when });
    expect(look([], week(0))[0]).toMatchObject({ holds: true });
    expect(look([], week(1))[0]).toMatchObject({
      holds: false,
      at: week(1).toISOString(),
      evidence: { reason: 'silentForGood' },
    });
    expect(look(CARGO, week(1))[0]).toMatchObject({ holds: true });
  });
});

describe('a trip', () => {
  // 0.9° of latitude are 100.08 km great circle, some 130 km of road
  const origin = { name: 'Plant', lat: 55, lon: 38 };
  const destination = { name: 'Site', lat: 55.9, lon: 38, timeZone: 'Europe/Moscow' };
  const trip: TripNow = {
    unitId: 'u',
    assetId: 'truck:1',
    plate: 'А123ВС56',
    status: 'planned',
    loadFrom: at('06:00'),
    unloadTo: at('12:00'),
    origin,
    destination,
    shipment: CARGO[0] as TripNow['shipment'],
  };
  const look = (more: Partial<TripNow>, time: string, open: string[] = []) =>
    tripConditions({ trip: { ...trip, ...more }, settings, now: now(time), isOpen: (kind) => open.includes(kind) });
  const moving = (p50: string): Partial<TripNow> => ({
    status: 'moving',
    departedAt: at('07:00'),
    eta: { p10: at(p50), p50: at(p50), p90: at(p50), basis: 'RT6' },
  });

  test('AL9: foreseen an hour before: the truck is 130 km of road away from the plant', () => {
    const last = { lat: 55.9, lon: 38, at: at('05:00'), source: 'osmand' };
    const [departure] = look({ last }, '05:00').filter(({ kind }) => kind === 'lateDeparture');
    expect(departure).toMatchObject({ holds: true, riskAt: at('07:00'), evidence: { isThere: false } });
    // two to three hours for 130 km: there between 07:00 and 08:00, loaded an hour later, instead of at 07:00
    expect(departure?.evidence['lateMinutes']).toBeGreaterThan(60);
    expect(departure?.evidence['lateMinutes']).toBeLessThan(120);
    expect(holding(look({ last: { ...last, lat: 55.1 } }, '05:00'))).toEqual([]);
  });

  test('AL9: there but not away: late when loading time and tolerance are over, ended by the departure', () => {
    const there = { seenAt: at('06:05') };
    expect(holding(look(there, '07:15'))).toEqual([]);
    expect(holding(look(there, '07:16'))).toEqual(['lateDeparture 07:16']);
    const gone = look({ ...moving('11:00'), departedAt: at('07:40') }, '07:45', ['lateDeparture']);
    expect(gone.find(({ kind }) => kind === 'lateDeparture')).toMatchObject({ holds: false, at: at('07:40') });
  });

  test('AL9: where the truck is is not known when its last position is stale', () => {
    const last = { lat: 55.9, lon: 38, at: at('04:00'), source: 'osmand' };
    expect(holding(look({ last }, '05:00'))).toEqual([]);
  });

  test('AL10: expected but absent half an hour after its time; ended by its coming; a day later it is old', () => {
    expect(holding(look({}, '06:29'))).toEqual([]);
    expect(holding(look({}, '06:30'))).toEqual(['expectedAbsent 06:30']);
    expect(look({ seenAt: at('06:40') }, '06:41').find(({ kind }) => kind === 'expectedAbsent')).toMatchObject({
      holds: false,
      at: at('06:40'),
    });
    const nextDay = tripConditions({ trip, settings, now: new Date('2026-06-11T06:31:00Z'), isOpen: () => false });
    expect(nextDay.find(({ kind }) => kind === 'expectedAbsent')).toMatchObject({ holds: true, isOld: true });
  });

  test('AL11: late arrival is told hours before it happens, and ends when the forecast is in time again', () => {
    expect(holding(look(moving('12:15'), '08:00'))).toEqual([]);
    const [late] = look(moving('12:16'), '08:00').filter(({ kind }) => kind === 'lateArrival');
    expect(late).toMatchObject({
      holds: true,
      at: at('08:00'),
      riskAt: at('12:00'),
      severity: 'warning',
      evidence: { lateMinutes: 16 },
    });
    expect(holding(look(moving('12:10'), '08:00', ['lateArrival']))).toEqual(['lateArrival 08:00']); // still late: no to and fro
    expect(holding(look(moving('12:00'), '08:00', ['lateArrival']))).toEqual([]);
    expect(look(moving('16:30'), '08:00').find(({ kind }) => kind === 'lateArrival')?.severity).toBe('critical');
  });

  test('AL11: a forecast that has passed counts as now, and the delivery is the closing fact', () => {
    expect(holding(look(moving('11:00'), '12:20'))).toEqual(['lateArrival 12:20']);
    const done = look({ status: 'delivered', deliveredAt: at('12:25'), departedAt: at('07:00') }, '12:30', ['lateArrival']);
    expect(done.find(({ kind }) => kind === 'lateArrival')).toMatchObject({
      holds: false,
      at: at('12:25'),
      evidence: { late: true },
    });
  });

  test('AL11: before the departure it counts from when the truck will leave; the order’s day ends in the zone of the site', () => {
    const there = { seenAt: at('06:05'), unloadTo: at('09:00') }; // leaves 07:00, two hours and more on the road
    expect(holding(look(there, '06:10'))).toEqual(['lateArrival 06:10']);
    const { unloadTo: _, ...open } = trip;
    const by = (p50: string) =>
      tripConditions({
        trip: { ...open, ...moving('08:00'), eta: { p10: p50, p50, p90: p50, basis: '' }, deliverBy: '2026-06-10' },
        settings,
        now: now('08:00'),
        isOpen: () => false,
      });
    expect(holding(by('2026-06-10T21:10:00.000Z'))).toEqual([]); // 24:00 in Moscow is 21:00 UTC, tolerance 15 min
    expect(holding(by('2026-06-10T21:16:00.000Z'))).toEqual(['lateArrival 08:00']);
  });

  test('AL16: a truck’s later trips wait for their turn, and a trip entered just now opens nothing', () => {
    const later = { ...trip, unitId: 'later', loadFrom: at('16:00') };
    const together = { ...trip, unitId: 'together' };
    const other = { ...trip, unitId: 'other', assetId: 'truck:2', loadFrom: at('16:00') };
    const begun = { ...trip, unitId: 'begun', status: 'moving' as const };
    const inTurn = tripsInTurn([later, trip, together, other, begun], now('05:00'));
    expect(inTurn.map(({ unitId }) => unitId)).toEqual(['u', 'together', 'other', 'begun']);
    expect(holding(look({ knownSince: at('06:30') }, '06:30'))).toEqual([]);
    expect(holding(look({ knownSince: at('06:30') }, '06:31'))).toEqual(['expectedAbsent 06:30']);
  });

  test('AL11: cargo by rail is judged as a whole', () => {
    const state = {
      id: 's',
      number: 'S-1',
      customer: { id: 'c', name: 'C' },
      destination,
      status: 'moving' as const,
      late: true,
      deadline: { date: '2026-06-10', basis: 'order' as const },
    };
    expect(lateShipment(state, now('08:00'))).toMatchObject({
      holds: true,
      riskAt: at('21:00'),
      shipments: [{ id: 's', customerId: 'c' }],
    });
    expect(lateShipment({ ...state, late: false }, now('08:00')).holds).toBe(false);
  });
});

describe('wagons', () => {
  const wagon = (number: string, more: Partial<WagonState> = {}): WagonState => ({
    number,
    revision: 1,
    checkDigitValid: true,
    loadState: 'loaded',
    status: 'abandoned',
    lastOperation: {
      name: 'Бросание поезда',
      event: 'TRAIN_ABANDONED',
      at: at('02:00'),
      station: { name: 'РЯЖСК I', esr: '221609', lat: 53.7, lon: 40.05 },
    },
    atStationSince: at('01:00'),
    idle: { sinceLastOperationDays: 0.2, atStationDays: 0.2 },
    reportedAt: at('07:00'),
    evidence: { reportId: 'r', row: 2 },
    ...more,
  });
  const rail = (wagons: WagonState[], more: { cargo?: boolean; now?: Date; episodes?: TrainEpisode[] } = {}) =>
    railConditions({
      wagons,
      settings,
      shipmentsOf: () => (more.cargo ? CARGO : []),
      now: more.now ?? now('07:05'),
      ...(more.episodes === undefined ? {} : { episodes: more.episodes }),
    });

  test('AL12: sixty wagons of an abandoned train are one alert, critical with cargo of ours', () => {
    const train = Array.from({ length: 60 }, (_, n) => wagon(String(93_000_000 + n)));
    expect(holding(rail(train))).toEqual(['trainAbandoned 02:00']);
    expect(rail(train, { cargo: true })[0]).toMatchObject({ severity: 'critical', place: 'РЯЖСК I', shipments: CARGO });
    const twice = [...train, wagon('94000000', { lastOperation: { ...wagon('1').lastOperation, at: at('03:00') } })];
    expect(holding(rail(twice))).toHaveLength(2);
  });

  test('AL12: it is over when none of its wagons is abandoned there, and goes on while a report does not speak of them', () => {
    const [a, b] = [wagon('1'), wagon('2')];
    const episodes = [{ subject: trainSubject(a), wagons: ['1', '2'] }];
    const over = (known: WagonState[]) => trainsOver({ episodes, wagons: new Map(known.map((state) => [state.number, state])) });
    const gone = (state: WagonState): WagonState => ({
      ...state,
      status: 'inTransit',
      lastOperation: { ...state.lastOperation, name: 'Отправление', at: at('06:00') },
    });
    expect(over([a, b])).toEqual([]);
    expect(over([gone(a), b])).toEqual([]);
    expect(over([gone(a)])).toEqual([]);
    expect(over([gone(a), gone(b)])).toMatchObject([{ at: at('06:00'), evidence: { operation: 'Отправление' } }]);
  });

  test('AL12 AB1: abandoned again where it stands, a train is in its old alert; elsewhere or after its end, in a new one', () => {
    const [a, b, c] = [wagon('1'), wagon('2'), wagon('3')];
    const episodes = [{ subject: trainSubject(a), wagons: ['1', '2'] }];
    const anew = (state: WagonState, name?: string): WagonState => ({
      ...state,
      lastOperation: { ...state.lastOperation, at: at('05:00'), ...(name === undefined ? {} : { station: { name } }) },
    });
    const trains = (wagons: WagonState[], goingOn: TrainEpisode[]) =>
      rail(wagons, { episodes: goingOn }).flatMap(({ kind, subject }) => (kind === 'trainAbandoned' ? [subject] : []));
    const over = (wagons: WagonState[]) =>
      trainsOver({ episodes, wagons: new Map(wagons.map((state) => [state.number, state])) }).length;
    for (const again of [
      [anew(a), anew(b), anew(c)],
      [anew(a), b],
    ]) {
      expect(trains(again, episodes)).toEqual(['train:221609 2026-06-10T02:00:00.000Z']);
      expect(over(again)).toBe(0);
    }
    expect(trains([anew(a), anew(b)], [])).toEqual(['train:221609 2026-06-10T05:00:00.000Z']);
    const elsewhere = [anew(a, 'ДРУГАЯ'), anew(b, 'ДРУГАЯ')];
    expect(trains(elsewhere, episodes)).toEqual(['train:ДРУГАЯ 2026-06-10T05:00:00.000Z']);
    expect(over(elsewhere)).toBe(1);
  });

  test('AL12 AL13: wagons long idle in an abandoned train are in its alert and raise none of their own', () => {
    const train = Array.from({ length: 5 }, (_, n) =>
      wagon(String(93_000_000 + n), { idle: { sinceLastOperationDays: 4, atStationDays: 4 } }),
    );
    expect(holding(rail(train))).toEqual(['trainAbandoned 02:00']);
    expect(rail(train)[0]?.evidence['wagons']).toHaveLength(5);
  });

  test('AL13: idle begins when the limit is crossed, not when the report tells of it', () => {
    const standing = wagon('1', { status: 'standing', idle: { sinceLastOperationDays: 1, atStationDays: 3.25 } });
    expect(holding(rail([standing]))).toEqual(['idleOverLimit 01:00']); // 0.25 days before 07:00
    expect(holding(rail([{ ...standing, idle: { sinceLastOperationDays: 1, atStationDays: 2.99 } }]))).toEqual([]);
  });

  test('AL14: missing with something on board is an alert, an empty wagon may leave', () => {
    const gone = wagon('1', {
      status: 'missing',
      missing: { since: at('07:00'), was: 'inTransit' },
      reportedAt: '2026-06-09T07:00:00.000Z',
    });
    expect(holding(rail([gone]))).toEqual(['wagonMissing 07:00']);
    expect(holding(rail([{ ...gone, loadState: 'empty' }]))).toEqual([]);
    expect(holding(rail([{ ...gone, loadState: 'empty' }], { cargo: true }))).toEqual(['wagonMissing 07:00']);
  });

  test('AL15: a report of last month opens nothing', () => {
    const standing = wagon('1', { idle: { sinceLastOperationDays: 9, atStationDays: 9 } });
    expect(holding(rail([standing], { now: new Date('2026-07-10T07:00:00Z') }))).toEqual([]);
  });
});

describe('episodes', () => {
  const condition = (subject: string, holds: boolean, time = '08:00'): Condition => ({
    kind: 'signalLost',
    subject,
    holds,
    at: at(time),
    severity: 'notice',
    label: subject,
    evidence: { why: 'test' },
    shipments: [],
  });
  const episode = (subject: string): GoingOn => ({ id: `id ${subject}`, kind: 'signalLost', subject, openedAt: at('07:00') });

  test('AL1: opened once, ended once by its fact, and opened anew in the next episode', () => {
    expect(reconcile({ conditions: [condition('a', true)], goingOn: [], now: at('08:00') }).opened).toHaveLength(1);
    expect(reconcile({ conditions: [condition('a', true)], goingOn: [episode('a')], now: at('08:00') })).toEqual({
      opened: [],
      ended: [],
    });
    expect(reconcile({ conditions: [condition('a', false)], goingOn: [episode('a')], now: at('09:00') })).toEqual({
      opened: [],
      ended: [{ id: 'id a', at: at('08:00'), evidence: { why: 'test' } }],
    });
    expect(reconcile({ conditions: [condition('a', true, '10:00')], goingOn: [], now: at('10:00') }).opened).toHaveLength(1);
  });

  test('AL1: what is no longer there ends, and nothing ends before it began', () => {
    expect(reconcile({ conditions: [], goingOn: [episode('a')], now: at('09:00') }).ended).toEqual([
      { id: 'id a', at: at('09:00'), evidence: { reason: 'gone' } },
    ]);
    expect(
      reconcile({ conditions: [condition('a', false, '06:00')], goingOn: [episode('a')], now: at('09:00') }).ended[0]?.at,
    ).toBe(at('07:00'));
  });

  test('AL1: the same present a second time changes nothing, whatever it is', () => {
    const some = fc.uniqueArray(
      fc.record({ subject: fc.constantFrom('a', 'b', 'c', 'd'), holds: fc.boolean(), isOld: fc.boolean() }),
      { selector: ({ subject }) => subject },
    );
    fc.assert(
      fc.property(some, fc.subarray(['a', 'b', 'c', 'd']), (facts, open) => {
        const conditions = facts.map(({ subject, holds, isOld }) => ({ ...condition(subject, holds), isOld }));
        const first = reconcile({ conditions, goingOn: open.map(episode), now: at('09:00') });
        const over = new Set(first.ended.map(({ id }) => id));
        const goingOn = [
          ...open.map(episode).filter(({ id }) => !over.has(id)),
          ...first.opened.map(({ subject }) => episode(subject)),
        ];
        expect(new Set(goingOn.map(keyOf)).size).toBe(goingOn.length);
        expect(reconcile({ conditions, goingOn, now: at('09:01') })).toEqual({ opened: [], ended: [] });
      }),
    );
  });
});
