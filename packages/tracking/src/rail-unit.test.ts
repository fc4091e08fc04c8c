import type { ShipmentUnit } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { FLEET, GRYAZI, msk, RYBNOE, row, SEBRYAKOVO, stateOf, VOSKRESENSK, without } from './fleet.fixture.ts';
import { railUnit } from './rail-unit.ts';
import type { WagonSnapshot } from './wagon-trip.ts';

const unit: ShipmentUnit = {
  id: 'u1',
  leg: 0,
  mode: 'rail',
  assetId: 'w1',
  label: '93123453',
  massKg: 68_000,
  status: 'planned',
};
const createdAt = msk(17, '09:00');
const of = (wagon: WagonSnapshot | undefined, change: Partial<ShipmentUnit> = {}, shipmentCreatedAt = createdAt) =>
  railUnit({ unit: { ...unit, ...change }, wagon, shipmentCreatedAt });
const fleet = (name: string) => stateOf(FLEET[name] ?? row('OTHER', GRYAZI, msk(20, '01:00')));

test('SH7 what each wagon’s status means for its goods', () => {
  const statuses = Object.fromEntries(Object.keys(FLEET).map((name) => [name, of(fleet(name)).status]));
  expect(statuses).toEqual({
    inTransit: 'moving',
    abandoned: 'moving',
    arrived: 'atStation',
    unloaded: 'delivered',
    emptyRun: 'planned',
    atOrigin: 'planned',
    badOrder: 'moving',
  });
  expect(of(undefined)).toEqual(unit);
});

test('SH8 km, forecast, station and waybill follow the report', () => {
  const wagon = fleet('inTransit');
  expect(of(wagon)).toEqual({
    ...unit,
    status: 'moving',
    waybill: 'ЭЯ101234',
    station: GRYAZI,
    seenAt: wagon.reportedAt,
    departedAt: msk(17, '10:20'),
    remainingKm: 368,
    eta: wagon.eta,
  });
  expect(of({ ...wagon, status: 'standing' }, { departedAt: msk(18, '04:10') }).departedAt).toBe(msk(18, '04:10'));
  const { remainingKm, eta, ...bare } = wagon;
  expect(of(bare, of(wagon))).not.toHaveProperty('remainingKm');
  expect(of(fleet('arrived'), of(wagon, { waybill: 'ЭЯ101102' }))).toMatchObject({ status: 'atStation', remainingKm: 0 });
  expect(of(wagon, { massKg: 0 }).massKg).toBe(68_500);
});

test('SH8 delivered is for good', () => {
  const delivered = of(fleet('unloaded'));
  expect(delivered).toMatchObject({ status: 'delivered', deliveredAt: msk(19, '15:10'), remainingKm: 0 });
  expect(of(fleet('inTransit'), delivered)).toEqual(delivered);
});

test('SH9 an earlier trip of the wagon does not count', () => {
  expect(of(fleet('inTransit'), { waybill: 'ЭЯ777777' }).status).toBe('planned');
  expect(of(fleet('unloaded'), {}, msk(20, '00:00')).status).toBe('planned');
  expect(of(fleet('unloaded'), { waybill: 'эя 100950' }, msk(20, '00:00')).status).toBe('delivered');
  expect(of(fleet('inTransit'), { loadFrom: msk(25, '08:00') }).status).toBe('planned');
});

test('SH10 a wagon on a later trip has put down what it carried', () => {
  const moving = of(fleet('inTransit'));
  const emptyRun = {
    loadState: 'empty',
    tripStartedAt: msk(22, '08:00'),
    waybill: 'ЭЯ204410',
    origin: VOSKRESENSK,
    destination: SEBRYAKOVO,
  } as const;
  const later = { id: 'report-2', reportedAt: msk(23, '07:05') };
  const away = stateOf(row('DEPARTED', RYBNOE, msk(23, '01:00'), emptyRun), undefined, later);
  expect(of(away, moving)).toMatchObject({ status: 'delivered', deliveredAt: msk(22, '08:00') });
  const { waybill, ...noPaper } = moving;
  expect(of(away, noPaper).status).toBe('delivered');
});

test('SH10 new papers on the same trip are the same trip', () => {
  const moving = of(fleet('inTransit'));
  expect(
    of(stateOf(without(row('DEPARTED', RYBNOE, msk(20, '06:30'), { waybill: 'ЭЯ999999' }), 'remainingKm')), moving).status,
  ).toBe('moving');
});
