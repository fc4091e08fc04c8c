import type { RailEvent, ReportRow, Station, Tariff, WagonOperation } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { advanceWagon } from '../advance-wagon.ts';
import { GRYAZI, msk, RYBNOE, row, SEBRYAKOVO, VOSKRESENSK } from '../fleet.fixture.ts';
import type { NewEvent } from '../wagon-events.ts';
import { operationOf } from '../wagon-operation.ts';
import type { WagonSnapshot } from '../wagon-trip.ts';
import { monthCost } from './clock.ts';
import { type DestinationStay, destinationStays } from './stays.ts';

const operation = (event: RailEvent, station: Station, at: string): WagonOperation => operationOf(row(event, station, at), 'r');
const ARRIVAL = { at: msk(17, '09:20'), station: VOSKRESENSK.name };
const HERE: WagonOperation[] = [
  operation('DEPARTED', RYBNOE, msk(17, '02:00')),
  operation('ARRIVED_DESTINATION', VOSKRESENSK, msk(17, '09:20')),
  operation('PLACED', VOSKRESENSK, msk(18, '08:00')),
  operation('UNLOADED', VOSKRESENSK, msk(19, '15:10')),
  operation('PLACED', VOSKRESENSK, msk(19, '18:00')),
  operation('DEPARTED', VOSKRESENSK, msk(20, '06:00')),
  operation('ARRIVED_STATION', GRYAZI, msk(21, '06:00')),
];

test('IC1 IC2 one arrival, and the first of everything after it', () => {
  const stay = { station: VOSKRESENSK.name, arrivedAt: msk(17, '09:20'), placedAt: msk(18, '08:00') };
  expect(destinationStays({ arrivals: [ARRIVAL], operations: HERE })).toEqual([
    { ...stay, unloadedAt: msk(19, '15:10'), leftAt: msk(20, '06:00') },
  ]);
  expect(destinationStays({ arrivals: [ARRIVAL], operations: HERE.slice(0, 3) })).toEqual([stay]);
  expect(destinationStays({ arrivals: [], operations: HERE })).toEqual([]);
});

test('IC2 never seen leaving: the first operation elsewhere ends it, and an unloading known only by the flag counts', () => {
  const operations = [HERE[1], HERE[6]].flatMap((one) => one ?? []);
  expect(destinationStays({ arrivals: [ARRIVAL], unloadings: [{ at: msk(18, '12:00') }], operations })).toMatchObject([
    { unloadedAt: msk(18, '12:00'), leftAt: msk(21, '06:00') },
  ]);
});

test('IC2 the last operation on the way, minutes after the arrival by the station figure, is no departure', () => {
  const figure = { at: msk(17, '09:20'), station: VOSKRESENSK.name };
  const operations = [
    operation('DEPARTED', RYBNOE, msk(17, '09:26')),
    operation('ARRIVED_STATION', VOSKRESENSK, msk(17, '09:31')),
  ];
  expect(destinationStays({ arrivals: [figure], operations })).toEqual([
    { station: VOSKRESENSK.name, arrivedAt: msk(17, '09:20') },
  ]);
});

test('IC1 told twice it is one stay; after leaving, another one', () => {
  const again = { at: msk(17, '10:05'), station: VOSKRESENSK.name };
  expect(destinationStays({ arrivals: [again, ARRIVAL, ARRIVAL], operations: HERE })).toHaveLength(1);
  const back = { at: msk(28, '04:00'), station: VOSKRESENSK.name };
  const operations = [...HERE, operation('ARRIVED_DESTINATION', VOSKRESENSK, msk(28, '04:00'))];
  expect(destinationStays({ arrivals: [ARRIVAL, back], operations })).toMatchObject([
    { arrivedAt: msk(17, '09:20'), leftAt: msk(20, '06:00') },
    { arrivedAt: msk(28, '04:00') },
  ]);
});

/** Reports of one wagon as they come: what is told of it, and its history. */
function follow(rows: [ReportRow, string][]): { events: NewEvent[]; operations: WagonOperation[] } {
  const events: NewEvent[] = [];
  const operations = new Map<string, WagonOperation>();
  let state: WagonSnapshot | undefined;
  for (const [next, reportedAt] of rows) {
    const step = advanceWagon({ previous: state, row: next, report: { id: 'r', reportedAt } });
    state = step.state ?? state;
    events.push(...step.events);
    if (!operations.has(step.operationKey)) operations.set(step.operationKey, step.operation);
  }
  return { events, operations: [...operations.values()] };
}

const told = ({ events, operations }: ReturnType<typeof follow>): DestinationStay[] =>
  destinationStays({
    arrivals: events
      .filter(({ kind, evidence }) => kind === 'arrivedDestination' && evidence['load'] !== 'empty')
      .map(({ at, place = '' }) => ({ at, station: place })),
    unloadings: events.filter(({ kind }) => kind === 'unloaded'),
    operations,
  });

test('IC1 an empty run that has come to its destination opens nothing; what is first seen unloaded neither', () => {
  const empty = {
    loadState: 'empty' as const,
    cargo: { name: 'Порожние', etsng: '421034' },
    destination: SEBRYAKOVO,
    origin: VOSKRESENSK,
  };
  expect(told(follow([[row('ARRIVED_STATION', SEBRYAKOVO, msk(20, '01:00'), empty), msk(20, '07:05')]]))).toEqual([]);
  const late = row('UNLOADED', VOSKRESENSK, msk(19, '15:10'), { loadState: 'empty' });
  expect(told(follow([[late, msk(20, '07:05')]]))).toEqual([]);
});

test('IC1 IC2 IC6 a month of one wagon from its reports costs what its raw operations say', () => {
  const loaded = (event: RailEvent, station: Station, at: string, trip: number, change: Partial<ReportRow> = {}) =>
    row(event, station, at, { tripStartedAt: msk(trip, '10:00'), waybill: `ЭЯ10000${trip}`, ...change });
  const emptied = { loadState: 'empty' as const };
  const reports: [ReportRow, string][] = [
    [loaded('DEPARTED', GRYAZI, msk(3, '01:00'), 1), msk(3, '07:00')],
    [loaded('ARRIVED_STATION', VOSKRESENSK, msk(4, '02:30'), 1), msk(4, '07:00')],
    [loaded('ARRIVED_STATION', VOSKRESENSK, msk(4, '02:30'), 1), msk(5, '07:00')],
    [loaded('PLACED', VOSKRESENSK, msk(6, '09:00'), 1), msk(6, '19:00')],
    [loaded('UNLOADED', VOSKRESENSK, msk(8, '16:45'), 1, emptied), msk(8, '19:00')],
    [loaded('DEPARTED', VOSKRESENSK, msk(9, '05:00'), 1, emptied), msk(9, '07:00')],
    [loaded('LOADED', SEBRYAKOVO, msk(15, '12:00'), 15), msk(15, '19:00')],
    [loaded('DEPARTED', GRYAZI, msk(18, '12:00'), 15), msk(18, '19:00')],
    [loaded('ARRIVED_STATION', VOSKRESENSK, msk(20, '23:10'), 15), msk(21, '07:00')],
    [loaded('UNLOADED', VOSKRESENSK, msk(22, '08:00'), 15, emptied), msk(22, '19:00')],
  ];
  const tariff: Tariff = {
    id: 't',
    name: 't',
    validFrom: '2026-01-01',
    opens: 'arrived',
    closes: 'unloaded',
    freeHours: 24,
    unit: 'hour',
    bands: [
      { fromDay: 1, rateMinor: 12_345 },
      { fromDay: 3, rateMinor: 23_456 },
    ],
    currency: 'RUB',
    source: 's',
    confidence: 'confirmed',
  };
  const stays = told(follow(reports));
  const total = stays.reduce(
    (sum, stay) => sum + (monthCost(stay, [tariff], { month: '2026-08', now: new Date(msk(31, '00:00')) })?.minor ?? 0),
    0,
  );
  // by hand: 4 Aug 02:30 + 24 h = 5 Aug 02:30; to 8 Aug 16:45 are 86 h 15 min: 87 started, 48 of the first two paid days
  // 20 Aug 23:10 + 24 h = 21 Aug 23:10; to 22 Aug 08:00 are 8 h 50 min: 9 started
  expect(total).toBe(48 * 12_345 + 39 * 23_456 + 9 * 12_345);
});
