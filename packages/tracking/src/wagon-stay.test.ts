import { expect, test } from 'vitest';
import { GRYAZI, msk, RYAZHSK, row, stateOf, VOSKRESENSK, without } from './fleet.fixture.ts';

const at = (day: number, time = '07:05') => ({ id: `report-${day}`, reportedAt: msk(day, time) });

test('RW7 shunting, abandoning and repetition do not reset the stay', () => {
  const arrived = stateOf(row('ARRIVED_STATION', RYAZHSK, msk(16, '22:00')), undefined, at(17));
  const abandoned = stateOf(row('TRAIN_ABANDONED', RYAZHSK, msk(17, '10:00')), arrived, at(18));
  const left = stateOf(row('TRAIN_LEFT', RYAZHSK, msk(18, '10:00')), abandoned, at(19));
  const repeated = stateOf(row('TRAIN_LEFT', RYAZHSK, msk(18, '10:00')), left, at(20));
  expect([arrived, abandoned, left, repeated].map((state) => state.atStationSince)).toEqual(Array(4).fill(msk(16, '22:00')));
  expect(repeated.idle).toEqual({ sinceLastOperationDays: 1.88, atStationDays: 3.38 });
});

test('RW7 a departure and another station begin anew', () => {
  const arrived = stateOf(row('ARRIVED_STATION', RYAZHSK, msk(16, '22:00')), undefined, at(17));
  const departed = stateOf(row('DEPARTED', RYAZHSK, msk(18, '09:00')), arrived, at(19));
  expect(departed.atStationSince).toBe(msk(18, '09:00'));
  expect(stateOf(row('ARRIVED_STATION', RYAZHSK, msk(19, '12:00')), departed, at(20)).atStationSince).toBe(msk(19, '12:00'));
  expect(stateOf(row('ARRIVED_STATION', GRYAZI, msk(19, '12:00')), departed, at(20)).atStationSince).toBe(msk(19, '12:00'));
});

test('RW7 the report’s own station figure counts, and goes on counting where the next layout has none', () => {
  const own = stateOf(row('TRAIN_ABANDONED', RYAZHSK, msk(16, '22:40'), { idleStationDays: 3.38 }), undefined, at(20));
  expect(own.idle).toEqual({ sinceLastOperationDays: 3.35, atStationDays: 3.38 });
  expect(own.atStationSince).toBe(new Date(new Date(msk(20, '07:05')).getTime() - 3.38 * 86_400_000).toISOString());
  const bare = stateOf(row('TRAIN_ABANDONED', RYAZHSK, msk(16, '22:40')), own, at(21));
  expect(bare.idle).toEqual({ sinceLastOperationDays: 4.35, atStationDays: 4.38 });
});

test('RW7 an own figure that begins later than the known stay is another stay', () => {
  const known = stateOf(row('ARRIVED_STATION', RYAZHSK, msk(10, '22:00')), undefined, at(11));
  const returned = stateOf(row('ARRIVED_STATION', RYAZHSK, msk(20, '01:05'), { idleStationDays: 0.25 }), known, at(20));
  expect(returned.atStationSince).toBe(msk(20, '01:05'));
});

test('RW7 a stated arrival at the destination begins the stay there', () => {
  const unloaded = row('UNLOADED', VOSKRESENSK, msk(19, '15:10'), {
    loadState: 'empty',
    arrivedAt: msk(17, '09:20'),
    tripStartedAt: msk(8, '14:00'),
  });
  expect(stateOf(unloaded).atStationSince).toBe(msk(17, '09:20'));
  expect(stateOf(without(unloaded, 'arrivedAt')).atStationSince).toBe(msk(19, '15:10'));
});
