import { expect, test } from 'vitest';
import { advanceWagon } from './advance-wagon.ts';
import {
  FLEET,
  GRYAZI,
  MICHURINSK,
  msk,
  REPORT,
  RYAZHSK,
  row,
  SEBRYAKOVO,
  stateOf,
  VOSKRESENSK,
  without,
} from './fleet.fixture.ts';
import { mergeStation, sameStation } from './station.ts';
import { operationKey } from './wagon-operation.ts';

const later = { id: 'report-2', reportedAt: msk(20, '13:05') };

test('RW1 a wagon never seen before takes the row as it is, and no new trip is claimed', () => {
  const first = advanceWagon({
    previous: undefined,
    row: row('DEPARTED', GRYAZI, msk(20, '06:12'), { remainingKm: 368 }),
    report: REPORT,
  });
  expect(first).toMatchObject({ verdict: 'advanced', newTrip: false });
  expect(first.state).toMatchObject({
    number: '93123453',
    status: 'inTransit',
    remainingKm: 368,
    evidence: { reportId: 'report-1', row: 5 },
  });
  expect(first.state).toMatchObject({ deadline: { date: '2026-08-22', basis: 'report' }, loadState: 'loaded', massKg: 68_500 });
});

test('RW2 the key of an operation is the same in every layout', () => {
  const key = operationKey({ at: msk(20, '06:12'), event: 'ARRIVED_STATION', station: MICHURINSK });
  const fraction = new Date(new Date(msk(20, '06:12')).getTime() - 1).toISOString();
  expect(operationKey({ at: fraction, event: 'ARRIVED_DESTINATION', station: { name: 'Мичуринск-Вор' } })).toBe(key);
  expect(key).toBe('2026-08-20T03:12Z|ARRIVED_STATION|МИЧУР');
  expect(operationKey({ at: msk(20, '06:13'), event: 'ARRIVED_STATION', station: MICHURINSK })).not.toBe(key);
  expect(operationKey({ at: msk(20, '06:12'), event: 'TRAIN_LEFT', station: MICHURINSK })).not.toBe(key);
});

test('RW3 RW4 an older report changes nothing now, fills the history and is late', () => {
  const known = stateOf(row('DEPARTED', GRYAZI, msk(20, '06:12')));
  const older = { id: 'report-0', reportedAt: msk(19, '07:05') };
  const stale = advanceWagon({ previous: known, row: row('ARRIVED_STATION', GRYAZI, msk(19, '05:00')), report: older });
  expect(stale).toMatchObject({ verdict: 'stale', state: null, newTrip: false });
  expect(stale.operation).toMatchObject({
    at: msk(19, '05:00'),
    event: 'ARRIVED_STATION',
    evidence: { reportId: 'report-0', row: 5 },
  });
  expect(stale.events).toEqual([expect.objectContaining({ kind: 'arrived', at: msk(19, '05:00'), late: true })]);
  const again = advanceWagon({ previous: known, row: row('DEPARTED', GRYAZI, msk(20, '06:12')), report: older });
  expect(again).toMatchObject({ verdict: 'stale', state: null, events: [] });
});

test('RW3 of two operations in one report the later one stands, whichever comes first', () => {
  const early = row('ARRIVED_STATION', GRYAZI, msk(20, '03:20'));
  const late = row('DEPARTED', GRYAZI, msk(20, '06:12'));
  expect(advanceWagon({ previous: stateOf(late), row: early, report: REPORT }).verdict).toBe('stale');
  expect(advanceWagon({ previous: stateOf(early), row: late, report: REPORT }).state?.lastOperation.event).toBe('DEPARTED');
});

test('RW5 a new trip shows by its start, else by origin, waybill or loading', () => {
  const known = stateOf(FLEET.inTransit as ReturnType<typeof row>);
  const trip = (change: Parameters<typeof row>[3], drop: Parameters<typeof without>[1][] = []) =>
    advanceWagon({ previous: known, row: without(row('LOADED', VOSKRESENSK, msk(20, '12:00'), change), ...drop), report: later })
      .newTrip;
  expect(trip({ tripStartedAt: msk(20, '11:00') })).toBe(true);
  expect(trip({ tripStartedAt: msk(17, '12:45') })).toBe(false);
  expect(trip({ tripStartedAt: msk(12, '12:45') })).toBe(false);
  expect(trip({ waybill: 'ЭЯ999999' })).toBe(false);
  expect(trip({ waybill: 'ЭЯ999999' }, ['tripStartedAt'])).toBe(true);
  expect(trip({ origin: VOSKRESENSK })).toBe(true);
  expect(trip({ origin: VOSKRESENSK }, ['tripStartedAt', 'waybill'])).toBe(true);
});

test('RW5 an empty wagon that is loaded begins another trip and loses the papers of the finished one', () => {
  const empty = stateOf(FLEET.unloaded as ReturnType<typeof row>);
  const loaded = without(
    row('LOADED', SEBRYAKOVO, msk(20, '12:00'), { wagon: '54123450' }),
    'tripStartedAt',
    'waybill',
    'deadline',
    'origin',
  );
  const next = advanceWagon({ previous: empty, row: loaded, report: later });
  expect(next.newTrip).toBe(true);
  expect(next.state).not.toHaveProperty('waybill');
  expect(next.state).not.toHaveProperty('deadline');
  expect(next.events.map((event) => event.kind)).toEqual(['loaded']);
});

test('RW6 one station under many spellings, and two stations that only look alike', () => {
  expect(sameStation({ name: 'РЯЖСК I' }, { name: 'Ряжск 1' })).toBe(true);
  expect(sameStation({ name: 'ГРЯЗИ-ВОРОНЕЖ' }, { name: 'Грязи-Воронежские' })).toBe(true);
  expect(sameStation({ name: 'Тёплое Озеро' }, { name: 'ТЕПЛОЕ ОЗЕРО' })).toBe(true);
  expect(sameStation({ name: 'МЫС АСТАФЬЕВА (ЭКСП.)', esr: '985702' }, { name: 'Мыс Астафьева', esr: '985609' })).toBe(true);
  expect(sameStation({ name: '223803', esr: '223803' }, RYAZHSK)).toBe(true);
  expect(sameStation({ name: 'ОРЕХОВО' }, { name: 'ОРЕХОВО-ЗУЕВО' })).toBe(false);
  expect(sameStation({ name: 'РЯЖСК I' }, { name: 'РЯЖСК II' })).toBe(false);
  expect(sameStation({ name: '-' }, { name: '' })).toBe(false);
  expect(sameStation(undefined, RYAZHSK)).toBe(false);
});

test('RW6 what only one report knows of a station is kept', () => {
  const known = { name: 'ГРЯЗИ-ВОРОНЕЖСКИЕ', esr: '591907', lat: 52.4983, lon: 39.9347 };
  expect(mergeStation({ name: 'ГРЯЗИ-ВОРОНЕЖ', road: 'ЮВС' }, known)).toEqual({ ...known, road: 'ЮВС' });
  expect(mergeStation(RYAZHSK, known)).toEqual(RYAZHSK);
});
