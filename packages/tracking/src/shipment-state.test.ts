import type { ShipmentUnit, UnitStatus } from '@karavan/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FLEET, GRYAZI, msk, row, stateOf } from './fleet.fixture.ts';
import type { ShipmentFacts } from './shipment-facts.ts';
import { progressOf } from './shipment-mass.ts';
import { shipmentState } from './shipment-state.ts';

const now = new Date(msk(20, '07:10'));
const shipment: ShipmentFacts = {
  id: 's1',
  number: 'S-1',
  orderNumber: '10431',
  customer: { id: 'c1', name: 'Бетон-Пример' },
  product: 'Цемент',
  origin: { name: 'Себряково' },
  destination: { name: 'Воскресенск' },
  orderedKg: 70_000,
  createdAt: msk(17, '09:00'),
};
let count = 0;
function unit(leg: number, massKg: number, status: UnitStatus, change: Partial<ShipmentUnit> = {}): ShipmentUnit {
  count += 1;
  return {
    id: `u${count}`,
    leg,
    mode: leg === 0 ? 'rail' : 'road',
    assetId: `a${count}`,
    label: `L${count}`,
    massKg,
    status,
    ...change,
  };
}
const eta = (day: number, time: string) => ({ p10: msk(day, time), p50: msk(day, time), p90: msk(day, time), basis: '' });
const state = (units: ShipmentUnit[], change: Partial<ShipmentFacts> = {}) =>
  shipmentState({ shipment: { ...shipment, ...change }, units, now });
const tonnes = (units: ShipmentUnit[], orderedKg = 70_000) => {
  const progress = progressOf(units, orderedKg);
  return [progress.deliveredKg, progress.movingKg, progress.atStationKg, progress.plannedKg].map((kg) => kg / 1000);
};

test('SH1 SH6 two trucks and a wagon side by side make up the order', () => {
  const units = [unit(0, 30_000, 'delivered'), unit(1, 20_000, 'moving'), unit(1, 20_000, 'planned')];
  expect(tonnes(units)).toEqual([30, 20, 0, 20]);
  expect(tonnes([])).toEqual([0, 0, 0, 70]);
});

test('SH2 more than ordered is not counted', () => {
  expect(tonnes([unit(0, 69_000, 'delivered'), unit(0, 3_000, 'moving')])).toEqual([69, 1, 0, 0]);
  expect(tonnes([unit(0, 71_000, 'delivered')])).toEqual([70, 0, 0, 0]);
});

test('SH3 the status', () => {
  const statusOf = (...units: ShipmentUnit[]) => state(units).status;
  expect(statusOf(unit(0, 70_000, 'delivered'))).toBe('delivered');
  expect(statusOf(unit(0, 30_000, 'delivered'), unit(0, 40_000, 'moving'))).toBe('partlyDelivered');
  expect(statusOf(unit(0, 30_000, 'atStation'), unit(0, 40_000, 'moving'))).toBe('moving');
  expect(statusOf(unit(0, 30_000, 'atStation'))).toBe('atStation');
  expect(statusOf(unit(0, 30_000, 'planned'))).toBe('planned');
});

test('SH4 SH5 rail, then trucks: a kilogram counts where it is now', () => {
  const rail = (status: UnitStatus) => unit(0, 70_000, status);
  const trucks = (...statuses: UnitStatus[]) => statuses.map((status) => unit(1, 17_500, status));
  expect(tonnes([rail('moving'), ...trucks('planned', 'planned', 'planned', 'planned')])).toEqual([0, 70, 0, 0]);
  expect(tonnes([rail('atStation'), ...trucks('planned', 'planned', 'planned', 'planned')])).toEqual([0, 0, 70, 0]);
  expect(tonnes([rail('delivered'), ...trucks('delivered', 'moving', 'planned', 'planned')])).toEqual([17.5, 17.5, 35, 0]);
  expect(tonnes([rail('delivered'), ...trucks('delivered', 'delivered', 'delivered', 'delivered')])).toEqual([70, 0, 0, 0]);
});

test('SH5 trucks seen before the report of the unloading still count once', () => {
  const trucks = [unit(1, 20_000, 'delivered'), unit(1, 20_000, 'moving'), unit(1, 30_000, 'planned')];
  expect(tonnes([unit(0, 70_000, 'moving'), ...trucks])).toEqual([20, 50, 0, 0]);
});

test('SH1 SH2 SH5 whatever the units are, the four add up and none is negative', () => {
  const anyUnit = fc.record({
    leg: fc.integer({ min: 0, max: 3 }),
    massKg: fc.integer({ min: 0, max: 120_000 }),
    status: fc.constantFrom<UnitStatus>('planned', 'moving', 'atStation', 'delivered'),
  });
  fc.assert(
    fc.property(fc.array(anyUnit, { maxLength: 12 }), fc.integer({ min: 1, max: 400_000 }), (units, orderedKg) => {
      const { deliveredKg, movingKg, atStationKg, plannedKg } = progressOf(
        units.map(({ leg, massKg, status }) => unit(leg, massKg, status)),
        orderedKg,
      );
      expect(deliveredKg + movingKg + atStationKg + plannedKg).toBe(orderedKg);
      expect(Math.min(deliveredKg, movingKg, atStationKg, plannedKg)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('SH11 the forecast is the latest of the parts, a planned truck by its plan', () => {
  const parts = [
    unit(1, 20_000, 'delivered', { deliveredAt: msk(19, '10:00') }),
    unit(1, 20_000, 'moving', { eta: { p10: msk(20, '14:00'), p50: msk(20, '14:20'), p90: msk(20, '15:00'), basis: '' } }),
    unit(1, 30_000, 'planned', { unloadTo: msk(20, '14:30') }),
  ];
  expect(state(parts).eta).toEqual({
    p10: msk(20, '14:30'),
    p50: msk(20, '14:30'),
    p90: msk(20, '15:00'),
    basis: 'SH11: the latest of 2 of 2',
  });
  expect(state([unit(1, 70_000, 'planned', { unloadTo: msk(19, '14:30') })]).eta?.p50).toBe(now.toISOString());
  expect(state([unit(0, 70_000, 'atStation')])).not.toHaveProperty('eta');
});

test('SH11 in a chain only the last leg brings goods to the customer', () => {
  const chain = [
    unit(0, 70_000, 'moving', { eta: eta(22, '10:00') }),
    unit(1, 70_000, 'planned', { unloadTo: msk(24, '10:00') }),
  ];
  expect(state(chain).eta?.p90).toBe(msk(24, '10:00'));
});

test('SH12 the order’s day in the zone of the destination', () => {
  const moving = (day: number, time: string) => [unit(1, 70_000, 'moving', { eta: eta(day, time) })];
  const east = { deliverBy: '2026-08-22', destination: { name: 'Оренбург', timeZone: 'Asia/Yekaterinburg' } };
  expect(state(moving(22, '21:59'), east)).toMatchObject({ deadline: { date: '2026-08-22', basis: 'order' }, late: false });
  expect(state(moving(22, '22:01'), east).late).toBe(true);
  expect(state(moving(22, '22:01')).late).toBeNull();
  expect(state(moving(22, '12:01'), { deliverBy: msk(22, '12:00') })).toMatchObject({
    deadline: { date: '2026-08-22' },
    late: true,
  });
});

test('SH12 a delivered order is judged by its last delivery for ever; a part nobody can foresee leaves it open', () => {
  const done = (day: number) => [unit(1, 70_000, 'delivered', { deliveredAt: msk(day, '12:00') })];
  expect(state(done(18), { deliverBy: '2026-08-18' }).late).toBe(false);
  expect(state(done(19), { deliverBy: '2026-08-18' }).late).toBe(true);
  const open = [unit(1, 20_000, 'moving', { eta: eta(20, '12:00') })];
  expect(state(open, { deliverBy: '2026-08-22' }).late).toBeNull();
  expect(state(open, { deliverBy: '2026-08-19' }).late).toBe(true);
});

test('SH13 without a date of the order, the earliest term of its wagons, kept by each for itself', () => {
  const wagon = stateOf(row('DEPARTED', GRYAZI, msk(20, '06:12'), { remainingKm: 368 }));
  const arrived = stateOf(FLEET.arrived ?? row('OTHER', GRYAZI, msk(20, '01:00')));
  const units = [
    unit(0, 35_000, 'moving', { label: wagon.number }),
    unit(0, 35_000, 'atStation', { label: arrived.number, waybill: 'ЭЯ101102' }),
  ];
  const both = shipmentState({ shipment, units, now, wagons: [wagon, arrived] });
  expect(both).toMatchObject({ deadline: { date: '2026-08-17', basis: 'report' }, late: true });
  expect(shipmentState({ shipment, units: units.slice(0, 1), now, wagons: [wagon, arrived] })).toMatchObject({
    deadline: { date: '2026-08-22' },
    late: false,
  });
  const gone = [unit(0, 35_000, 'delivered', { label: wagon.number, waybill: 'ЭЯ000001' })];
  expect(shipmentState({ shipment, units: gone, now, wagons: [wagon] })).not.toHaveProperty('deadline');
});

test('SH15 what was cancelled is cancelled, whatever its date; the kilograms still add up', () => {
  const cancelled = state([], { cancelledAt: msk(19, '09:00'), deliverBy: '2026-08-18' });
  expect(cancelled).toMatchObject({ status: 'cancelled', cancelledAt: msk(19, '09:00'), late: null, plannedKg: 70_000 });
  expect(cancelled).not.toHaveProperty('eta');
  expect(state([], { deliverBy: '2026-08-18' })).toMatchObject({ status: 'planned', late: true });
});
