import type { RailEvent, Station } from '@karavan/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advanceWagon, type WagonAdvance } from './advance-wagon.ts';
import { GRYAZI, MICHURINSK, msk, RYAZHSK, RYBNOE, row, SEBRYAKOVO, VOSKRESENSK } from './fleet.fixture.ts';
import { iso, ms } from './time.ts';

type Row = ReturnType<typeof row>;

/** Every step with the report's time, and what was told at each. */
function tell(...steps: [Row, string][]): WagonAdvance[] {
  let previous: WagonAdvance['state'] = null;
  return steps.map(([next, reportedAt], i) => {
    const advance = advanceWagon({ previous: previous ?? undefined, row: next, report: { id: `report-${i}`, reportedAt } });
    previous = advance.state ?? previous;
    return advance;
  });
}
const kinds = (...steps: [Row, string][]) => tell(...steps).map((advance) => advance.events.map((event) => event.kind));

test('RW16 RW17 RW18 a whole trip, told once', () => {
  const steps: [RailEvent, Station, string][] = [
    ['LOADED', SEBRYAKOVO, msk(17, '10:20')],
    ['DEPARTED', SEBRYAKOVO, msk(18, '04:10')],
    ['DEPARTED', GRYAZI, msk(18, '12:00')],
    ['ARRIVED_STATION', RYAZHSK, msk(18, '20:00')],
    ['TRAIN_ABANDONED', RYAZHSK, msk(18, '22:40')],
    ['DEPARTED', RYAZHSK, msk(19, '06:00')],
    ['ARRIVED_STATION', VOSKRESENSK, msk(19, '16:00')],
    ['PLACED', VOSKRESENSK, msk(19, '18:00')],
  ];
  const told = kinds(...steps.map(([event, place, at]): [Row, string] => [row(event, place, at), iso(ms(at) + 3_600_000)]));
  expect(told).toEqual([
    ['loaded'],
    ['departed'],
    [],
    ['arrived'],
    ['abandoned'],
    ['resumed'],
    ['arrivedDestination'],
    ['placed'],
  ]);
});

test('RW16 the same row again tells nothing, and each event carries its evidence', () => {
  const departed = row('DEPARTED', GRYAZI, msk(20, '06:12'), {
    operation: { name: 'Отправление', code: '2', event: 'DEPARTED' },
  });
  const [first, again, newer] = tell([departed, msk(20, '07:05')], [departed, msk(20, '07:05')], [departed, msk(20, '11:05')]);
  expect(first?.events).toEqual([
    {
      kind: 'departed',
      at: msk(20, '06:12'),
      place: 'ГРЯЗИ-ВОРОНЕЖСКИЕ',
      evidence: { reportId: 'report-0', row: 5, operation: { name: 'Отправление', code: '2' } },
      late: false,
    },
  ]);
  expect(again).toMatchObject({ verdict: 'repeated', events: [] });
  expect(newer).toMatchObject({
    verdict: 'repeated',
    events: [],
    state: { reportedAt: msk(20, '11:05'), idle: { sinceLastOperationDays: 0.2 } },
  });
});

test('RW17 unloading is told once, also when its end is reported again', () => {
  const unloading = row('UNLOADED', VOSKRESENSK, msk(20, '08:00'), { loadState: 'empty' });
  const ended = row('UNLOADED', VOSKRESENSK, msk(20, '09:00'), { loadState: 'empty' });
  const arrived = row('ARRIVED_STATION', VOSKRESENSK, msk(20, '01:30'));
  expect(kinds([arrived, msk(20, '07:05')], [unloading, msk(20, '08:30')], [ended, msk(20, '09:30')])).toEqual([
    ['arrivedDestination'],
    ['unloaded'],
    [],
  ]);
});

test('RW18 bad order and its end', () => {
  const found: [Row, string] = [row('BAD_ORDER', MICHURINSK, msk(20, '01:00')), msk(20, '02:00')];
  const again: [Row, string] = [row('BAD_ORDER', MICHURINSK, msk(20, '03:00')), msk(20, '04:00')];
  expect(kinds(found, again, [row('REPAIRED', MICHURINSK, msk(20, '05:00')), msk(20, '06:00')])).toEqual([
    ['badOrder'],
    [],
    ['repaired'],
  ]);
  expect(kinds(found, [row('DEPARTED', MICHURINSK, msk(20, '05:00')), msk(20, '06:00')])[1]).toEqual(['repaired', 'departed']);
});

test('RW18 a train abandoned a second time is a second episode', () => {
  const steps: [Row, string][] = [
    [row('TRAIN_ABANDONED', RYAZHSK, msk(19, '01:00')), msk(19, '02:00')],
    [row('TRAIN_JOINED', RYAZHSK, msk(19, '05:00')), msk(19, '06:00')],
    [row('TRAIN_ABANDONED', RYAZHSK, msk(19, '07:00')), msk(19, '08:00')],
  ];
  expect(kinds(...steps)).toEqual([['abandoned'], ['resumed'], ['abandoned']]);
});

test('RW18 an arrival seen only by a later operation is told at the time of the arrival', () => {
  const [, placed] = tell(
    [row('DEPARTED', RYBNOE, msk(19, '01:00')), msk(19, '02:00')],
    [row('PLACED', VOSKRESENSK, msk(20, '05:00'), { arrivedAt: msk(19, '22:00') }), msk(20, '06:00')],
  );
  expect(placed?.events.map(({ kind, at }) => [kind, at])).toEqual([
    ['arrivedDestination', msk(19, '22:00')],
    ['placed', msk(20, '05:00')],
  ]);
});

test('RW19 a correction to an earlier operation is followed and not told', () => {
  const [, corrected] = tell(
    [row('ARRIVED_STATION', VOSKRESENSK, msk(20, '01:30')), msk(20, '07:05')],
    [row('DEPARTED', RYBNOE, msk(20, '00:10')), msk(20, '08:05')],
  );
  expect(corrected).toMatchObject({
    verdict: 'advanced',
    events: [],
    state: { status: 'inTransit', lastOperation: { at: msk(20, '00:10') } },
  });
});

test('RW20 each day mark once, at its own instant, though the operation only repeats', () => {
  const standing = row('ARRIVED_STATION', RYAZHSK, msk(15, '07:00'));
  const told = tell(...[15, 16, 17, 18, 19].map((day): [Row, string] => [standing, msk(day, '09:00')])).map((advance) =>
    advance.events.map(({ kind, at, evidence }) => [kind, at, evidence.days]),
  );
  expect(told).toEqual([
    [['arrived', msk(15, '07:00'), undefined]],
    [['idle', msk(16, '07:00'), 1]],
    [['idle', msk(17, '07:00'), 2]],
    [['idle', msk(18, '07:00'), 3]],
    [],
  ]);
});

test('RW20 after days without a report only the highest mark is told', () => {
  const standing = row('ARRIVED_STATION', RYAZHSK, msk(15, '07:00'));
  expect(kinds([standing, msk(15, '09:00')], [standing, msk(17, '20:00')])[1]).toEqual(['idle']);
  expect(kinds([row('DEPARTED', RYAZHSK, msk(20, '06:00'), { idleStationDays: 3 }), msk(20, '07:05')])[0]).toEqual(['departed']);
});

test('RW21 another destination in the same trip is told, another trip is not', () => {
  const first: [Row, string] = [row('DEPARTED', GRYAZI, msk(20, '06:12')), msk(20, '07:05')];
  const [, rerouted] = tell(first, [row('DEPARTED', GRYAZI, msk(20, '06:12'), { destination: RYBNOE }), msk(20, '09:05')]);
  expect(rerouted?.events).toEqual([
    expect.objectContaining({
      kind: 'rerouted',
      at: msk(20, '09:05'),
      evidence: expect.objectContaining({ from: 'ВОСКРЕСЕНСК', to: 'РЫБНОЕ' }),
    }),
  ]);
  const otherTrip = row('LOADED', VOSKRESENSK, msk(20, '08:00'), {
    destination: RYBNOE,
    origin: VOSKRESENSK,
    tripStartedAt: msk(20, '08:00'),
  });
  expect(kinds(first, [otherTrip, msk(20, '09:05')])[1]).not.toContain('rerouted');
});

const EVENTS: RailEvent[] = [
  'DEPARTED',
  'ARRIVED_STATION',
  'TRAIN_JOINED',
  'TRAIN_LEFT',
  'TRAIN_ABANDONED',
  'BAD_ORDER',
  'CORRECTION',
  'PLACED',
];
const step = fc.record({
  event: fc.constantFrom(...EVENTS),
  place: fc.constantFrom(SEBRYAKOVO, GRYAZI, RYAZHSK, VOSKRESENSK),
  operationMin: fc.integer({ min: 0, max: 20_000 }),
  lagMin: fc.integer({ min: 0, max: 6_000 }),
  own: fc.option(fc.double({ min: 0, max: 9, noNaN: true }), { nil: undefined }),
});
const start = ms(msk(1, '00:00'));

test('RW3 RW16 RW20 in any order of reports: reports never go back, and no (kind, at) is told twice in one answer', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      let previous: WagonAdvance['state'] = null;
      const idle: string[] = [];
      for (const { event, place: station, operationMin, lagMin, own } of steps) {
        const change = own === undefined ? {} : { idleStationDays: own };
        const next = row(event, station, iso(start + operationMin * 60_000), change);
        const report = { id: 'r', reportedAt: iso(start + (operationMin + lagMin) * 60_000) };
        const advance = advanceWagon({ previous: previous ?? undefined, row: next, report });
        const twice = advanceWagon({ previous: advance.state ?? previous ?? undefined, row: next, report });
        if (advance.state !== null) expect(twice).toMatchObject({ verdict: 'repeated', events: [] });
        expect(advance.state === null).toBe(advance.verdict === 'stale');
        const told = advance.events.map(({ kind, at }) => `${kind} ${at}`);
        expect(new Set(told).size).toBe(told.length);
        if (previous !== null && advance.state !== null)
          expect(ms(advance.state.reportedAt)).toBeGreaterThanOrEqual(ms(previous.reportedAt));
        if (advance.state !== null)
          expect(ms(advance.state.atStationSince)).toBeLessThanOrEqual(ms(advance.state.lastOperation.at));
        idle.push(
          ...advance.events
            .filter(({ kind }) => kind === 'idle')
            .map(({ evidence, place }) => `${place} ${evidence.since} ${evidence.days}`),
        );
        previous = advance.state ?? previous;
      }
      expect(new Set(idle).size).toBe(idle.length);
    }),
  );
});
