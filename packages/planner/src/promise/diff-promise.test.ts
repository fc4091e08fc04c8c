import type { NewNetwork, PromiseItem, PromisePlan, StockLot } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { diffPromise } from './diff-promise.ts';

const warehouse = (id: string, to = '18:00') => ({
  id,
  owner: 'own' as const,
  ships: true,
  calendar: { timeZone: 'Asia/Vladivostok', hours: { mon: [['08:00', to]] as [string, string][] } },
  cutOff: '14:00',
  handlingMinutes: 0,
  crossDockMinutes: 0,
});
const service = (id: string, fromId: string) => ({
  id,
  carrier: 'c',
  fromId,
  zones: ['z'],
  departures: { days: [1 as const], at: '20:00' },
  transitMinutes: 60,
  cost: { fixed: 0, perKg: 0 },
});
const lane = service('l', 'far');
const network: NewNetwork = {
  warehouses: [warehouse('near'), warehouse('far')],
  lanes: [{ id: 'l', fromId: 'far', toId: 'near', departures: lane.departures, transitMinutes: 60, cost: lane.cost }],
  services: [service('s', 'near'), service('t', 'far')],
};
const lot = (sku: string, warehouseId: string, free: number): StockLot => ({
  sku,
  warehouseId,
  quantity: free,
  reserved: 0,
  free,
});

interface Line {
  sku: string;
  quantity?: number;
  from?: string;
  laneId?: string;
}
const plan = (deliveredAt: string, lines: Line[], serviceId = 's'): PromisePlan => ({
  deliveredBy: deliveredAt,
  cost: 1,
  proof: 'optimal',
  shipments: [
    {
      serviceId,
      carrier: 'c',
      fromId: serviceId === 's' ? 'near' : 'far',
      departsAt: '2026-06-08T00:00:00.000Z',
      arrivesAt: deliveredAt,
      deliveredAt,
      massKg: 1,
      cost: 1,
      lines: lines.map(({ sku, quantity = 5, from = 'near', laneId }) => ({
        sku,
        quantity,
        sourceId: from,
        ...(laneId === undefined ? {} : { laneId }),
      })),
      timeline: [],
    },
  ],
  transfers: [],
});
// 12 June 08:00 and 14 June 08:00 in Vladivostok; in UTC these are still the days before
const [EARLY, LATE] = ['2026-06-11T22:00:00.000Z', '2026-06-13T22:00:00.000Z'] as const;
const skus = ['a', 'b'];
/** everything in these plans weighs a kilogram together, and nothing has left */
const rest = { items: [{ sku: 'a', massKg: 0.2 }] as PromiseItem[], at: '2026-06-01T00:00:00.000Z' };

test('PR12: nothing is told while the plan of today is the plan that was given', () => {
  const given = plan(EARLY, [{ sku: 'a' }, { sku: 'b' }]);
  const today = plan(EARLY, [{ sku: 'b' }, { sku: 'a' }]);
  const lots = [lot('a', 'near', 5), lot('b', 'near', 5)];
  expect(diffPromise({ skus, plan: given, network }, { plan: today, network, lots, ...rest })).toBeUndefined();
});

test('PR12: the first line in the order of the request is named, with the lot that holds too little, in the days of the place', () => {
  const given = plan(EARLY, [{ sku: 'a' }, { sku: 'b', quantity: 7 }]);
  const today = plan(LATE, [{ sku: 'a' }, { sku: 'b', quantity: 7, from: 'far', laneId: 'l' }]);
  const lots = [lot('a', 'near', 0), lot('b', 'near', 2), lot('b', 'far', 9)];
  expect(diffPromise({ skus, plan: given, network }, { plan: today, network, lots, ...rest })).toMatchObject({
    sku: 'a',
    cause: 'stock',
    subject: 'near',
    from: EARLY,
    to: LATE,
    sentence: {
      ru: 'Доставка 12 июня переносится на 14 июня: на складе near товара a свободно 0 вместо 5',
      en: 'Delivery moves from 12 June to 14 June: at near 0 of a are free instead of 5',
    },
  });
});

test('PR12: a service, a lane and working hours that changed are told apart from a better way', () => {
  const given = plan(EARLY, [{ sku: 'a', from: 'far', laneId: 'l' }]);
  const lots = [lot('a', 'far', 5)];
  const causeWith = (now: NewNetwork, today: PromisePlan | null) =>
    diffPromise({ skus: ['a'], plan: given, network }, { plan: today, network: now, lots, ...rest });
  const today = plan(LATE, [{ sku: 'a', from: 'far' }], 't');
  expect(causeWith({ ...network, services: network.services.slice(1) }, today)).toMatchObject({ cause: 'service', subject: 's' });
  expect(causeWith({ ...network, lanes: [] }, today)).toMatchObject({ cause: 'lane', subject: 'l' });
  const shorter = { ...network, warehouses: [warehouse('near', '12:00'), warehouse('far')] };
  expect(causeWith(shorter, today)).toMatchObject({ cause: 'calendar', subject: 'near' });
  expect(causeWith(network, today)).toBeUndefined(); // later, and nothing forbids what was promised
  const earlier = plan('2026-06-10T22:00:00.000Z', [{ sku: 'a', from: 'far' }], 't');
  expect(causeWith(network, earlier)).toMatchObject({ cause: 'other', sku: 'a' });
  expect(causeWith(network, { ...given, shipments: today.shipments })).toBeUndefined(); // as good by another way
});

test('PR12: what cannot be delivered any more has no new day', () => {
  const given = plan(EARLY, [{ sku: 'a' }]);
  const change = diffPromise({ skus: ['a'], plan: given, network }, { plan: null, network, lots: [], ...rest });
  expect(change).toMatchObject({
    cause: 'stock',
    plan: null,
    sentence: { en: 'Delivery on 12 June is no longer possible: at near 0 of a are free instead of 5' },
  });
  expect(change).not.toHaveProperty('to');
});
