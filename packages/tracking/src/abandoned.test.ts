import type { RailEvent, Station, WagonOperation } from '@karavan/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { abandonedEpisodes } from './abandoned.ts';
import { advanceWagon } from './advance-wagon.ts';
import { GRYAZI, MICHURINSK, msk, RYAZHSK, row, without } from './fleet.fixture.ts';
import { operationOf } from './wagon-operation.ts';
import type { WagonSnapshot } from './wagon-trip.ts';

const operation = (event: RailEvent, station: Station, at: string): WagonOperation =>
  operationOf(row(event, station, at), 'report-1');
const told = (operations: WagonOperation[], until = msk(20, '07:05')) =>
  abandonedEpisodes(operations, until).map(({ openedBy, closedBy, days, recorded }) => [
    openedBy.at,
    closedBy?.at,
    days,
    recorded,
  ]);

test('AB1 recorded twice in one place it is one episode, open until something ends it', () => {
  const operations = [
    operation('ARRIVED_STATION', RYAZHSK, msk(16, '20:00')),
    operation('TRAIN_ABANDONED', RYAZHSK, msk(16, '22:40')),
    operation('TRAIN_LEFT', RYAZHSK, msk(17, '03:00')),
    operation('TRAIN_ABANDONED', RYAZHSK, msk(18, '10:00')),
  ];
  // 16 Aug 22:40 to 20 Aug 07:05: 3 days 8 h 25 min = 3.35 days
  expect(told(operations)).toEqual([[msk(16, '22:40'), undefined, 3.35, 2]]);
  expect(told([])).toEqual([]);
});

test('AB2 closed by leaving, by a train of its own, or by the first operation elsewhere', () => {
  const opening = operation('TRAIN_ABANDONED', RYAZHSK, msk(16, '00:00'));
  const ends: [RailEvent, Station][] = [
    ['DEPARTED', RYAZHSK],
    ['TRAIN_JOINED', RYAZHSK],
    ['BAD_ORDER', RYAZHSK],
    ['ARRIVED_STATION', GRYAZI],
    ['CORRECTION', GRYAZI],
  ];
  for (const [event, station] of ends)
    expect(told([opening, operation(event, station, msk(18, '12:00'))])).toEqual([[msk(16, '00:00'), msk(18, '12:00'), 2.5, 1]]);
  for (const event of ['TRAIN_LEFT', 'CORRECTION', 'INSPECTION', 'PLACED'] as const)
    expect(told([opening, operation(event, RYAZHSK, msk(18, '12:00'))])[0]?.[1]).toBeUndefined();
});

test('AB2 left standing in one place and then in the next: two episodes, one closes where the other opens', () => {
  const twice = [
    operation('TRAIN_ABANDONED', RYAZHSK, msk(12, '00:00')),
    operation('TRAIN_ABANDONED', GRYAZI, msk(14, '06:00')),
    operation('DEPARTED', GRYAZI, msk(15, '06:00')),
  ];
  expect(told(twice)).toEqual([
    [msk(12, '00:00'), msk(14, '06:00'), 2.25, 1],
    [msk(14, '06:00'), msk(15, '06:00'), 1, 1],
  ]);
});

test('AB3 in any order the same, with the report and row of both ends', () => {
  const operations = [
    operation('ARRIVED_STATION', RYAZHSK, msk(12, '00:00')),
    operation('TRAIN_ABANDONED', RYAZHSK, msk(12, '00:00')),
    operation('DEPARTED', RYAZHSK, msk(13, '00:00')),
    operation('TRAIN_ABANDONED', MICHURINSK, msk(14, '00:00')),
  ];
  const [first] = abandonedEpisodes(operations, msk(20, '00:00'));
  expect(first?.openedBy.evidence).toEqual({ reportId: 'report-1', row: 5 });
  expect(first?.closedBy).toMatchObject({ event: 'DEPARTED', evidence: { reportId: 'report-1' } });
  fc.assert(
    fc.property(fc.shuffledSubarray(operations, { minLength: operations.length }), (shuffled) => {
      expect(told(shuffled)).toEqual(told(operations));
    }),
  );
});

test('AB4 episodes are what was told: one abandoned at each opening, one resumed at each close', () => {
  const events: RailEvent[] = ['TRAIN_ABANDONED', 'DEPARTED', 'TRAIN_JOINED', 'TRAIN_LEFT', 'ARRIVED_STATION', 'CORRECTION'];
  const step = fc.record({
    event: fc.constantFrom(...events),
    station: fc.constantFrom(RYAZHSK, GRYAZI, MICHURINSK),
    repeated: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const kinds: [string, string][] = [];
      const operations: WagonOperation[] = [];
      let state: WagonSnapshot | undefined;
      let hour = 0;
      for (const { event, station, repeated } of steps) {
        hour += 3;
        for (const minutes of repeated ? [10, 20] : [10]) {
          const at = new Date(Date.parse(msk(1, '00:00')) + hour * 3_600_000).toISOString();
          const seen = without(row(event, station, at, { tripStartedAt: msk(1, '00:00') }), 'idleStationDays');
          const reportedAt = new Date(Date.parse(at) + minutes * 60_000).toISOString();
          const advance = advanceWagon({ previous: state, row: seen, report: { id: 'r', reportedAt } });
          if (advance.verdict === 'advanced') operations.push(advance.operation);
          state = advance.state ?? state;
          kinds.push(...advance.events.map(({ kind, at: when }): [string, string] => [kind, when]));
        }
      }
      const episodes = abandonedEpisodes(operations, state?.reportedAt ?? msk(1, '00:00'));
      const of = (kind: string) => kinds.filter(([one]) => one === kind).map(([, at]) => at);
      expect(of('abandoned')).toEqual(episodes.map(({ openedBy }) => openedBy.at));
      expect(of('resumed')).toEqual(episodes.flatMap(({ closedBy }) => closedBy?.at ?? []));
    }),
  );
});
