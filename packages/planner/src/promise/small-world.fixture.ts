import type { Calendar, PromiseNetwork, PromiseRequest } from '@karavan/contracts';

/** Monday to Friday 08:00–17:00 in Moscow. */
export const OFFICE: Calendar = {
  timeZone: 'Europe/Moscow',
  hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['08:00', '17:00']]])),
};
export const DAILY = [1, 2, 3, 4, 5, 6, 7] as const;

type Part<K extends keyof PromiseNetwork> = Partial<PromiseNetwork[K][number]>;

export const warehouse = (id: string, own: Part<'warehouses'> = {}): PromiseNetwork['warehouses'][number] => ({
  ...{ id, owner: 'own', ships: true, calendar: OFFICE, cutOff: '14:00', handlingMinutes: 60, crossDockMinutes: 30 },
  ...own,
});

export const service = (id: string, fromId: string, own: Part<'services'> = {}): PromiseNetwork['services'][number] => ({
  ...{ id, carrier: 'Carrier', fromId, zones: ['here'], departures: { days: [...DAILY], at: '18:00' }, transitMinutes: 600 },
  cost: { fixed: 100, perKg: 1 },
  ...own,
});

export const lane = (id: string, fromId: string, toId: string, own: Part<'lanes'> = {}): PromiseNetwork['lanes'][number] => ({
  ...{ id, fromId, toId, departures: { days: [...DAILY], at: '20:00' }, transitMinutes: 120, cost: { fixed: 10, perKg: 0 } },
  ...own,
});

/** One SKU `a` of 10 kg, ten units in W, one service; an order of two on Monday 23 November 2026, 10:00 in Moscow. */
export function order(own: Partial<Omit<PromiseRequest, 'network'>> = {}, network: Partial<PromiseNetwork> = {}): PromiseRequest {
  return {
    orderedAt: '2026-11-23T07:00:00.000Z',
    lines: [{ sku: 'a', quantity: 2 }],
    destination: { zone: 'here' },
    objective: 'fastest',
    ...own,
    network: {
      items: [
        { sku: 'a', massKg: 10 },
        { sku: 'b', massKg: 4 },
      ],
      warehouses: [warehouse('W')],
      stock: [{ warehouseId: 'W', sku: 'a', quantity: 10 }],
      lanes: [],
      services: [service('S', 'W')],
      ...network,
    },
  };
}
