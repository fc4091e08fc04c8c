import type { IdleCost } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { byRisk, exceptionsOf } from './exceptions.ts';
import { FLEET, msk, NOW, stateOf } from './fleet.fixture.ts';
import { missWagon } from './fleet-snapshot.ts';

const state = (name: string) => {
  const source = FLEET[name];
  if (source === undefined) throw new Error(`the fixture has no ${name}`);
  return stateOf(source);
};
const of = (name: string, cost?: IdleCost) => {
  const wagon = state(name);
  return exceptionsOf({ wagon, cost, deadline: wagon.deadline, now: NOW });
};
const clock = (change: Partial<IdleCost>): IdleCost => ({
  state: 'free',
  station: 'ВОСКРЕСЕНСК',
  openedAt: msk(20, '01:30'),
  openedBy: 'arrived',
  paidFrom: msk(21, '01:30'),
  freeLeftMinutes: 1100,
  unit: 'day',
  paidUnits: 0,
  costMinor: 0,
  monthMinor: 0,
  currency: 'RUB',
  unconfirmed: false,
  tariffs: [],
  ...change,
});

test('EX1 EX5 a day at the station is idle, and each says what is to be done', () => {
  expect(of('unloaded')).toEqual([{ kind: 'idle', since: msk(17, '09:14'), days: 2.91, nextAction: 'sendAway' }].map(near));
  expect(of('atOrigin')[0]).toMatchObject({ kind: 'idle', days: 1.4, nextAction: 'dispatch' });
  expect(of('badOrder')[0]).toMatchObject({ kind: 'idle', days: 2.32, nextAction: 'askRepair' });
  expect(of('emptyRun')).toEqual([]);
});
/** the station figure has two decimals: 2.91 days before 07:05 */
const near = <T extends object>(item: T) => ({
  ...item,
  since: new Date(Date.parse(msk(20, '07:05')) - 2.91 * 86_400_000).toISOString(),
});

test('EX1 under a day it is idle only where money runs or is about to', () => {
  expect(of('arrived')).toEqual([]);
  expect(of('arrived', clock({ freeLeftMinutes: 1441 }))).toEqual([]);
  expect(of('arrived', clock({ freeLeftMinutes: 1440 }))[0]).toMatchObject({ kind: 'idle', nextAction: 'unloadInFreeTime' });
  expect(of('arrived', clock({ state: 'paying', freeLeftMinutes: 0 }))[0]).toMatchObject({ nextAction: 'unload' });
  expect(of('arrived', clock({ state: 'closed', costMinor: 100 }))).toEqual([]);
});

test('EX2 EX3 the abandoned wagon stands in two queues, two days past its term before anybody expects it', () => {
  const [left, late] = of('abandoned');
  expect(left).toMatchObject({ kind: 'abandoned', days: 3.38, nextAction: 'askLocomotive' });
  const wagon = state('abandoned');
  const days = Math.round(
    (Date.parse(`${wagon.eta?.p50.slice(0, 10)}T00:00:00Z`) - Date.parse('2026-08-18T00:00:00Z')) / 86_400_000,
  );
  expect(late).toMatchObject({ kind: 'late', since: msk(19, '00:00'), nextAction: 'tellCustomer' });
  expect(Math.abs((late?.daysLate ?? 0) - days)).toBeLessThanOrEqual(1); // the Moscow day against the UTC one
  expect(late?.penaltyPct).toBe(Math.min(50, 6 * (late?.daysLate ?? 0)));
});

test('EX3 an order’s day and a computed term owe no railway penalty; what is there or empty is late no more', () => {
  const wagon = state('abandoned');
  const order = { date: '2026-08-18', basis: 'order' as const };
  const late = exceptionsOf({ wagon, cost: undefined, deadline: order, now: NOW }).find(({ kind }) => kind === 'late');
  expect(late).toBeDefined();
  expect(late).not.toHaveProperty('penaltyPct');
  const computed = { date: '2026-08-18', basis: 'computed' as const };
  const guessed = exceptionsOf({ wagon, cost: undefined, deadline: computed, now: NOW }).find(({ kind }) => kind === 'late');
  expect(guessed).not.toHaveProperty('penaltyPct');
  for (const name of ['arrived', 'unloaded', 'inTransit']) expect(of(name).map(({ kind }) => kind)).not.toContain('late');
});

test('EX4 missing since the report that lacked it, and in no other queue of standing', () => {
  const gone = missWagon(state('badOrder'), { id: 'r2', reportedAt: msk(21, '07:05'), source: 'lk' });
  if (gone === undefined) throw new Error('it is missing');
  const now = new Date(msk(22, '19:05'));
  expect(exceptionsOf({ wagon: gone.state, cost: undefined, deadline: undefined, now })).toEqual([
    { kind: 'missing', since: msk(21, '07:05'), days: 1.5, nextAction: 'checkSource' },
  ]);
});

test('EX6 money, then days, then the number', () => {
  const item = (wagon: string, days: number, costMinor?: number) => ({
    wagon,
    days,
    ...(costMinor === undefined ? {} : { cost: { costMinor } }),
  });
  const sorted = [item('3', 9), item('2', 1, 500), item('5', 9), item('1', 2, 500), item('4', 30, 0)].sort(byRisk);
  expect(sorted.map(({ wagon }) => wagon)).toEqual(['1', '2', '4', '3', '5']);
});
