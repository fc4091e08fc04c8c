import type { WagonStatus } from '@karavan/contracts';
import { expect, test } from 'vitest';
import {
  FLEET,
  GRYAZI,
  MICHURINSK,
  msk,
  RYAZHSK,
  RYBNOE,
  row,
  SEBRYAKOVO,
  stateOf,
  VOSKRESENSK,
  without,
} from './fleet.fixture.ts';

const at = (day: number) => ({ id: `report-${day}`, reportedAt: msk(day, '07:05') });
type Row = ReturnType<typeof row>;
const follow = (...rows: [Row, number][]): WagonStatus[] => {
  let state: ReturnType<typeof stateOf> | undefined;
  return rows.map(([next, day]) => {
    state = stateOf(next, state, at(day));
    return state.status;
  });
};

test('RW9 RW10 RW11 RW12 RW13 RW14 the seven wagons of one report', () => {
  expect(Object.fromEntries(Object.entries(FLEET).map(([name, source]) => [name, stateOf(source).status]))).toEqual({
    inTransit: 'inTransit',
    abandoned: 'abandoned',
    arrived: 'arrived',
    unloaded: 'unloaded',
    emptyRun: 'emptyInTransit',
    atOrigin: 'atOrigin',
    badOrder: 'badOrder',
  });
});

test('RW9 every sign of arrival', () => {
  const twin = { name: 'ВОСКРЕСЕНСК (ЭКСП.)', esr: '233703' };
  expect(stateOf(row('ARRIVED_DESTINATION', RYBNOE, msk(20, '01:00'))).status).toBe('arrived');
  expect(stateOf(row('INSPECTION', RYBNOE, msk(20, '01:00'), { arrivedAt: msk(19, '01:00') })).status).toBe('arrived');
  expect(stateOf(row('TRAIN_LEFT', VOSKRESENSK, msk(20, '01:00'), { destination: twin })).status).toBe('arrived');
  expect(stateOf(row('PLACED', RYBNOE, msk(20, '01:00'), { remainingKm: 0 })).status).toBe('arrived');
  expect(stateOf(row('BAD_ORDER', VOSKRESENSK, msk(20, '01:00'))).status).toBe('arrived');
});

test('RW9 no arrival: departing from there, an arrival of the trip before, a zero on the way', () => {
  expect(stateOf(row('DEPARTED', VOSKRESENSK, msk(20, '01:00'))).status).toBe('inTransit');
  expect(stateOf(row('TRAIN_LEFT', RYBNOE, msk(20, '01:00'), { arrivedAt: msk(10, '01:00') })).status).toBe('inTransit');
  expect(stateOf(row('TRAIN_LEFT', RYBNOE, msk(20, '01:00'), { remainingKm: 0 })).status).toBe('inTransit');
});

test('RW10 abandoned sticks through shunting and ends with a train, a departure or another station', () => {
  const abandoned: [Row, number] = [row('TRAIN_ABANDONED', RYAZHSK, msk(16, '22:40')), 17];
  const shunted: [Row, number] = [row('TRAIN_LEFT', RYAZHSK, msk(17, '22:40')), 18];
  expect(follow(abandoned, shunted, [row('TRAIN_JOINED', RYAZHSK, msk(20, '06:00')), 20])).toEqual([
    'abandoned',
    'abandoned',
    'standing',
  ]);
  expect(follow(abandoned, shunted, [row('DEPARTED', RYAZHSK, msk(20, '06:00')), 20]).at(-1)).toBe('inTransit');
  expect(follow(abandoned, [row('ARRIVED_STATION', RYBNOE, msk(20, '06:00')), 20]).at(-1)).toBe('inTransit');
});

test('RW11 bad order sticks until repaired or moved', () => {
  const found: [Row, number] = [row('BAD_ORDER', MICHURINSK, msk(18, '11:00')), 19];
  expect(follow(found, [row('INSPECTION', MICHURINSK, msk(19, '11:00')), 20])).toEqual(['badOrder', 'badOrder']);
  expect(follow(found, [row('REPAIRED', MICHURINSK, msk(19, '11:00')), 20]).at(-1)).toBe('standing');
  expect(follow(found, [row('DEPARTED', MICHURINSK, msk(20, '06:00')), 20]).at(-1)).toBe('inTransit');
  expect(stateOf(row('BAD_ORDER', RYBNOE, msk(20, '01:00'), { loadState: 'empty' })).status).toBe('badOrder');
});

test('RW12 at origin in a train or not, until it departs', () => {
  const loaded: [Row, number] = [row('LOADED', SEBRYAKOVO, msk(17, '10:20')), 18];
  const joined: [Row, number] = [row('TRAIN_JOINED', SEBRYAKOVO, msk(18, '10:20')), 19];
  expect(follow(loaded, joined, [row('DEPARTED', SEBRYAKOVO, msk(20, '04:00')), 20])).toEqual([
    'atOrigin',
    'atOrigin',
    'inTransit',
  ]);
  expect(stateOf(without(row('LOADED', SEBRYAKOVO, msk(20, '01:00')), 'origin')).status).toBe('atOrigin');
  expect(stateOf(row('TRAIN_LEFT', SEBRYAKOVO, msk(20, '01:00'), { departedAt: msk(18, '04:10') })).status).toBe('inTransit');
});

test('RW13 standing from one day at a station; after a departure from one day without news', () => {
  const arrived = row('ARRIVED_STATION', GRYAZI, msk(19, '07:05'));
  expect(follow([arrived, 19], [arrived, 20])).toEqual(['inTransit', 'standing']);
  const left = row('DEPARTED', GRYAZI, msk(19, '08:00'), { idleStationDays: 2.5 });
  expect(follow([left, 20])).toEqual(['inTransit']);
  expect(stateOf(left, stateOf(left), at(21)).status).toBe('standing');
});

test('RW14 unloaded until it moves on, then empty in transit, then arrived for loading', () => {
  const run = {
    loadState: 'empty',
    cargo: { name: 'Вагоны собственные порожние', etsng: '421034' },
    origin: VOSKRESENSK,
    destination: SEBRYAKOVO,
  } as const;
  const empty = { ...run, tripStartedAt: msk(18, '12:00'), waybill: 'ЭЯ204410' };
  const unloaded = without(row('UNLOADED', VOSKRESENSK, msk(16, '10:00'), { loadState: 'empty' }), 'destination');
  const removed = without(row('REMOVED', VOSKRESENSK, msk(17, '10:00'), { loadState: 'empty' }), 'destination');
  expect(
    follow(
      [unloaded, 17],
      [removed, 18],
      [row('TRAIN_JOINED', VOSKRESENSK, msk(18, '14:00'), empty), 19],
      [row('DEPARTED', RYBNOE, msk(19, '14:00'), empty), 20],
      [row('ARRIVED_STATION', SEBRYAKOVO, msk(20, '14:00'), empty), 21],
    ),
  ).toEqual(['unloaded', 'unloaded', 'atOrigin', 'emptyInTransit', 'arrived']);
  expect(stateOf(row('INSPECTION', VOSKRESENSK, msk(20, '01:00'), { loadState: 'empty' })).status).toBe('unloaded');
  expect(stateOf(without(row('DEPARTED', RYBNOE, msk(20, '01:00'), { loadState: 'empty' }), 'destination')).status).toBe(
    'emptyInTransit',
  );
});

test('RW15 unknown where nothing tells', () => {
  expect(stateOf(without(row('OTHER', RYBNOE, msk(20, '01:00'), { loadState: 'unknown' }), 'destination')).status).toBe(
    'unknown',
  );
  expect(stateOf(row('SCRAPPED', RYBNOE, msk(20, '01:00'))).status).toBe('unknown');
});
