import type { ShipmentState, ShipmentUnit } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { msk } from '../fleet.fixture.ts';
import { shipmentSentence, truckSentence } from './index.ts';

const now = new Date(msk(20, '13:30'));
const label = 'А123ВС56';
const eta = { p10: msk(20, '14:10'), p50: msk(20, '14:20'), p90: msk(20, '14:40'), basis: '' };
// biome-ignore format: one fact a word
const unit: ShipmentUnit = {
  id: 'u1', leg: 0, mode: 'road', assetId: 'v1', label, massKg: 20_000, status: 'moving', departedAt: msk(20, '09:12'), remainingKm: 42.2, eta,
  seenAt: msk(20, '13:27'), unloadTo: msk(20, '15:00'),
};
const position = { at: msk(20, '13:27'), lat: 51.77, lon: 55.57, speedKmh: 62, place: 'Коломна' };
const ru = { label, order: '10431', product: 'Цемент', now, language: 'ru' } as const;
const en = { ...ru, language: 'en' } as const;

test('SE1 SE2 SE3 SE4 SE5 SE6 a truck under way', () => {
  expect(truckSentence({ ...ru, unit, position })).toMatchInlineSnapshot(
    `"Машина А123ВС56, 20 т цемента по заказу 10431: в пути (Коломна), идёт 62 км/ч, выехала сегодня в 09:12, 42 км до места, прибытие 14:10–14:40, успевает к плану (сегодня в 15:00); на связи 3 мин назад."`,
  );
  expect(truckSentence({ ...en, unit, position })).toMatchInlineSnapshot(
    `"Truck А123ВС56, 20 t of cement for order 10431: on its way near Kolomna, doing 62 km/h, left today at 09:12, 42 km from the site, arriving 14:10–14:40, on time for the plan (today at 15:00); seen 3 min ago."`,
  );
});

test('SE2 SE6 planned, delivered, without a trip, never heard of', () => {
  const planned: ShipmentUnit = {
    id: 'u1',
    leg: 0,
    mode: 'road',
    assetId: 'v1',
    label,
    massKg: 20_000,
    status: 'planned',
    loadFrom: msk(25, '08:00'),
  };
  const delivered: ShipmentUnit = { ...planned, status: 'delivered', deliveredAt: msk(20, '12:55') };
  const all = [
    { unit: planned, position },
    { unit: delivered, position: { ...position, speedKmh: 0 } },
    { position: { ...position, speedKmh: 0 } },
    {},
  ];
  expect(
    all.flatMap((facts) => [truckSentence({ ...ru, ...facts }), truckSentence({ ...en, ...facts })]).join('\n'),
  ).toMatchInlineSnapshot(`
    "Машина А123ВС56, 20 т цемента по заказу 10431: погрузка по плану 25 авг. в 08:00, машина сейчас: Коломна; на связи 3 мин назад.
    Truck А123ВС56, 20 t of cement for order 10431: to be loaded on 25 Aug 08:00, now near Kolomna; seen 3 min ago.
    Машина А123ВС56, 20 т цемента по заказу 10431: груз доставлен сегодня в 12:55; на связи 3 мин назад.
    Truck А123ВС56, 20 t of cement for order 10431: delivered today at 12:55; seen 3 min ago.
    Машина А123ВС56: Коломна, стоит, рейса с грузом сейчас нет; на связи 3 мин назад.
    Truck А123ВС56: near Kolomna, standing, no loaded trip just now; seen 3 min ago.
    Машина А123ВС56: рейса с грузом сейчас нет; на связь ещё не выходила.
    Truck А123ВС56: no loaded trip just now; not heard from yet."
  `);
});

test('SE2 SE7 a cargo handed over on the way was not delivered by this truck', () => {
  const over: ShipmentUnit = { ...unit, status: 'delivered', massKg: 0, handedOverAt: msk(20, '12:40') };
  const facts = { unit: over, position: { ...position, speedKmh: 0 } };
  expect(`${truckSentence({ ...ru, ...facts })}\n${truckSentence({ ...en, ...facts })}`).toMatchInlineSnapshot(`
    "Машина А123ВС56 по заказу 10431: груз передан другой машине сегодня в 12:40; на связи 3 мин назад.
    Truck А123ВС56 for order 10431: handed over to another truck today at 12:40; seen 3 min ago."
  `);
});

test('SE5 late against the plan, and an arrival that should have been', () => {
  const late = { ...unit, eta: { ...eta, p50: msk(20, '15:20'), p90: msk(20, '16:02') } };
  expect(truckSentence({ ...ru, unit: late, position })).toContain(
    'прибытие 14:10–16:05, опаздывает против плана (сегодня в 15:00); на связи 3 мин назад.',
  );
  const evening = new Date(msk(20, '19:30'));
  expect(truckSentence({ ...ru, unit, position, now: evening })).toContain(
    'расчётное время прибытия прошло, по плану ждали сегодня в 15:00, опаздывает; на связи 6 ч назад.',
  );
});

test('RT7 RT12 SE4 a gate that is closed and a rest on the way are said', () => {
  const closed = {
    ...eta,
    ...{ p10: msk(21, '08:00'), p50: msk(21, '08:00'), p90: msk(21, '08:40') },
    arrival: { p10: msk(20, '19:05'), p50: msk(20, '19:20'), p90: msk(20, '19:50') },
    gate: { closedAt: msk(20, '18:00'), opensAt: msk(21, '08:00') },
    stops: [{ kind: 'rest' as const, at: msk(20, '15:00'), minutes: 660, source: 'ПДД 26.2, 26.3' }],
  };
  expect(truckSentence({ ...ru, unit: { ...unit, eta: closed }, position })).toContain(
    'прибытие 19:05–19:50, с отдыхом водителя 11 ч, ворота закрыты с 18:00, выгрузка завтра с 08:00, опаздывает против плана',
  );
  expect(truckSentence({ ...en, unit: { ...unit, eta: closed }, position })).toContain(
    'arriving 19:05–19:50, with a rest of 11 h for the driver, the gate closes at 18:00, unloading tomorrow from 08:00, late for the plan',
  );
});

test('SE8 times in the zone of the delivery', () => {
  expect(truckSentence({ ...ru, unit, timeZone: 'Asia/Yekaterinburg' })).toContain('прибытие 16:10–16:40');
});

// biome-ignore format: one fact a word
const state: Omit<ShipmentState, 'revision'> = {
  id: 's1', number: 'S-17', status: 'partlyDelivered', orderNumber: '10431', customer: { id: 'c', name: 'Клиент' }, product: 'Цемент',
  origin: { name: 'Завод' }, destination: { name: 'Площадка' }, orderedKg: 70_000, deliveredKg: 30_000, movingKg: 20_000, atStationKg: 0,
  plannedKg: 20_000, wagons: [], vehicles: [label], late: false, deadline: { date: '2026-08-25', basis: 'order' }, eta,
};
const parts: ShipmentUnit[] = [
  { ...unit, id: 'u0', label: 'В001ВВ56', massKg: 30_000, status: 'delivered', deliveredAt: msk(20, '10:00') },
  unit,
  {
    id: 'u2',
    leg: 0,
    mode: 'road',
    assetId: 'v2',
    label: 'Е777ЕЕ56',
    massKg: 20_000,
    status: 'planned',
    unloadTo: msk(25, '12:00'),
  },
];

test('SE9 an order in parts: every kilogram once', () => {
  expect(shipmentSentence({ state, units: parts, now, language: 'ru' })).toMatchInlineSnapshot(
    `"Заказ 10431, 70 т цемента: 30 т доставлено, 20 т везёт машина А123ВС56, 42 км до места, прибытие 14:10–14:40, на связи 3 мин назад; 20 т запланировано на 25 авг. Срок 25 авг., успеваем."`,
  );
  expect(shipmentSentence({ state, units: parts, now, language: 'en' })).toMatchInlineSnapshot(
    `"Order 10431, 70 t of cement: 30 t delivered, 20 t on truck А123ВС56, 42 km from the site, arriving 14:10–14:40, seen 3 min ago; 20 t planned for 25 Aug. Due 25 Aug, on time."`,
  );
});

test('SE9 wagons on the way, at the station, many of them, and nothing yet', () => {
  const wagon = (label: string, change: Partial<ShipmentUnit> = {}): ShipmentUnit => ({
    ...{ id: label, leg: 0, mode: 'rail', assetId: label, label, massKg: 20_000, status: 'moving', seenAt: msk(20, '07:05') },
    ...{
      remainingKm: 368,
      station: { name: 'ГРЯЗИ-ВОРОНЕЖСКИЕ' },
      eta: { p10: msk(21, '10:00'), p50: msk(21, '18:00'), p90: msk(22, '04:00'), basis: '' },
    },
    ...change,
  });
  const { orderNumber, deadline, ...bare } = { ...state, deliveredKg: 0, plannedKg: 0, late: null };
  const one = { state: { ...bare, orderedKg: 20_000 }, units: [wagon('93123453')] };
  const waiting = wagon('93000016', { status: 'atStation', station: { name: 'ВОСКРЕСЕНСК' } });
  const two = {
    state: { ...bare, orderedKg: 60_000, movingKg: 40_000, atStationKg: 20_000 },
    units: [wagon('93123453'), unit, waiting],
  };
  const five = {
    state: { ...bare, orderedKg: 120_000, movingKg: 120_000 },
    units: [...['1', '2', '3', '4', '5'].map((n) => wagon(n)), unit],
  };
  const none = { state: { ...bare, orderedKg: 70_000, movingKg: 0, plannedKg: 70_000 }, units: [] };
  const done = {
    state: { ...state, status: 'delivered', deliveredKg: 70_000, movingKg: 0, plannedKg: 0 } as const,
    units: parts,
  };
  const all = [one, two, five, none, done];
  expect(
    all
      .flatMap((facts) => [
        shipmentSentence({ ...facts, now, language: 'ru' }),
        shipmentSentence({ ...facts, now, language: 'en' }),
      ])
      .join('\n'),
  ).toMatchInlineSnapshot(`
    "Партия S-17, 20 т цемента: 20 т в вагоне 93123453, ст. Грязи-Воронежские, осталось 368 км, прибытие 21 авг. 10:00 – 22 авг. 04:00 МСК, справка 07:05.
    Shipment S-17, 20 t of cement: 20 t in wagon 93123453, at Gryazi-Voronezhskiye, 368 km left, arriving 21 Aug 10:00 – 22 Aug 04:00 MSK, report 07:05.
    Партия S-17, 60 т цемента: 40 т в пути: вагон 93123453 (20 т), ст. Грязи-Воронежские, осталось 368 км, прибытие 21 авг. 10:00 – 22 авг. 04:00 МСК, справка 07:05; машина А123ВС56 (20 т), 42 км до места, прибытие 14:10–14:40, на связи 3 мин назад; 20 т на станции Воскресенск (вагон 93000016) ждёт выгрузки.
    Shipment S-17, 60 t of cement: 40 t on the way: wagon 93123453 (20 t), at Gryazi-Voronezhskiye, 368 km left, arriving 21 Aug 10:00 – 22 Aug 04:00 MSK, report 07:05; truck А123ВС56 (20 t), 42 km from the site, arriving 14:10–14:40, seen 3 min ago; 20 t waiting at Voskresensk in wagon 93000016.
    Партия S-17, 120 т цемента: 120 т в пути в 5 вагонах и на 1 машине, прибытие 20 авг. 14:00 – 22 авг. 04:00, сведения не старше 6 ч.
    Shipment S-17, 120 t of cement: 120 t on the way in 5 wagons and on 1 truck, arriving 20 Aug 14:00 – 22 Aug 04:00, all seen since today at 07:05.
    Партия S-17, 70 т цемента: 70 т ещё не отправлено.
    Shipment S-17, 70 t of cement: 70 t not yet dispatched.
    Заказ 10431, 70 т цемента: 70 т доставлено полностью, сегодня в 10:00. Срок 25 авг., доставили вовремя.
    Order 10431, 70 t of cement: 70 t delivered in full, today at 10:00. Due 25 Aug, delivered in time."
  `);
});

test('SE7 nothing empty is said of a bare order', () => {
  const { eta: _, deadline, ...bare } = state;
  for (const language of ['ru', 'en'] as const) {
    const text = shipmentSentence({ state: bare, units: [], now, language });
    expect(text).not.toMatch(/undefined|NaN|null|\(\)|\s\s|\.\.|: ,| \./);
  }
});

test('SE12 a cancelled order: that it was, when, and to staff by whom; of one that goes on, how much', () => {
  const { eta: _, ...planned } = {
    ...state,
    status: 'cancelled' as const,
    late: null,
    deliveredKg: 0,
    movingKg: 0,
    plannedKg: 70_000,
  };
  const cancelled = { ...planned, cancelledAt: msk(20, '11:05') };
  const { orderNumber: __, ...batch } = cancelled;
  const tell = (language: 'ru' | 'en', cancelledBy?: string) =>
    shipmentSentence({ state: cancelled, units: [], now, language, ...(cancelledBy === undefined ? {} : { cancelledBy }) });
  expect(tell('ru')).toBe('Заказ 10431, 70 т цемента: отменён сегодня в 11:05.');
  expect(tell('en', 'Anna Petrova')).toBe('Order 10431, 70 t of cement: cancelled today at 11:05 by Anna Petrova.');
  expect(shipmentSentence({ state: batch, units: [], now, language: 'ru' })).toContain(
    'Партия S-17, 70 т цемента: отменена сегодня',
  );
  expect(shipmentSentence({ state, units: parts, now, language: 'ru', cancelledKg: 15_000 })).toContain(
    '25 авг. Ещё 15 т отменено. Срок',
  );
  expect(shipmentSentence({ state, units: parts, now, language: 'en', cancelledKg: 15_000 })).toContain(
    'Another 15 t cancelled.',
  );
});
