import { expect, test } from 'vitest';
import { advanceWagon } from './advance-wagon.ts';
import { GRYAZI, msk, REPORT, RYAZHSK, row, stateOf, VOSKRESENSK, without } from './fleet.fixture.ts';

const later = { id: 'report-2', reportedAt: msk(20, '13:05') };
const full = row('DEPARTED', GRYAZI, msk(20, '06:12'), {
  remainingKm: 368,
  trainIndex: '6136-214-2200',
  consignee: 'ООО «БЕТОН-ПРИМЕР»',
  station: { ...GRYAZI, lat: 52.5, lon: 39.93 },
});
// biome-ignore format: one line of columns
const bare = without(
  row('DEPARTED', GRYAZI, msk(20, '06:12'), { massKg: 69_000, operation: { name: 'ОТПР', mnemonic: 'ОТПР', event: 'DEPARTED' } }),
  'waybill', 'deadline', 'cargo', 'totalKm', 'origin', 'tripStartedAt', 'type', 'consignee', 'destination',
);

test('RW8 a layout without a column keeps what the trip had, except the train', () => {
  const known = stateOf(full);
  const next = stateOf(bare, known, later);
  const { trainIndex, reportedAt, idle, evidence, eta, ...kept } = known;
  expect(next).toMatchObject(kept);
  expect(next).not.toHaveProperty('trainIndex');
  expect(next).toMatchObject({ reportedAt: later.reportedAt, evidence: { reportId: 'report-2', row: 5 } });
});

test('RW8 RW6 a repetition keeps the full name of the operation and the coordinates of the station', () => {
  const next = stateOf(bare, stateOf(full), later);
  expect(next.lastOperation).toMatchObject({
    name: 'Отправление вагона со станции',
    mnemonic: 'ОТПР',
    station: { lat: 52.5, esr: '591907' },
  });
});

test('RW8 kilometres left are not carried to another station', () => {
  const next = stateOf(without(row('ARRIVED_STATION', RYAZHSK, msk(20, '12:00')), 'remainingKm'), stateOf(full), later);
  expect(next).not.toHaveProperty('remainingKm');
  expect(stateOf(row('ARRIVED_STATION', RYAZHSK, msk(20, '12:00'), { passedKm: 534 }), undefined, later).remainingKm).toBe(214);
});

test('RW8 zero kilometres on the way is a hole in the report, at the destination it is the truth', () => {
  const hole = stateOf(row('TRAIN_ABANDONED', RYAZHSK, msk(20, '01:00'), { remainingKm: 0 }));
  expect(hole.status).toBe('abandoned');
  expect(hole).not.toHaveProperty('remainingKm');
  expect(stateOf(row('ARRIVED_STATION', VOSKRESENSK, msk(20, '01:30'))).remainingKm).toBe(0);
});

test('RW8 whole tonnes do not overrule kilograms, a real change of mass does', () => {
  const known = stateOf(full);
  expect(stateOf({ ...bare, massKg: 69_000 }, known, later).massKg).toBe(68_500);
  expect(stateOf({ ...bare, massKg: 61_200 }, known, later).massKg).toBe(61_200);
});

test('RW8 after unloading the destination and a missing mass are not carried', () => {
  const unloaded = without(row('UNLOADED', VOSKRESENSK, msk(20, '12:00'), { loadState: 'empty' }), 'destination', 'massKg');
  const next = stateOf(unloaded, stateOf(full), later);
  expect(next).not.toHaveProperty('destination');
  expect(next).not.toHaveProperty('massKg');
  expect(next).toMatchObject({ status: 'unloaded', deadline: { date: '2026-08-22' } });
});

test('RW8 the load state is carried through a layout that does not know it, but not through unloading or loading', () => {
  const unknown = (event: Parameters<typeof row>[0]) =>
    stateOf(row(event, GRYAZI, msk(20, '12:00'), { loadState: 'unknown' }), stateOf(full), later);
  expect(unknown('TRAIN_LEFT').loadState).toBe('loaded');
  expect(unknown('UNLOADED').loadState).toBe('empty');
  expect(
    advanceWagon({ previous: undefined, row: row('LOADED', GRYAZI, msk(20, '01:00'), { loadState: 'unknown' }), report: REPORT })
      .state?.loadState,
  ).toBe('loaded');
});
