import type {
  PromiseLane,
  PromiseNetwork,
  PromiseObjective,
  PromiseRequest,
  PromiseService,
  PromiseWarehouse,
  StockLot,
} from '@karavan/contracts';
import { type PromiseNow, type PromiseThen, planPromise } from './index.ts';

/** Wednesday, 10:00 in Moscow. */
export const ORDERED_AT = '2026-06-10T07:00:00.000Z';
const WORK = (['mon', 'tue', 'wed', 'thu', 'fri'] as const).map((day): [typeof day, [string, string][]] => [
  day,
  [['08:00', '18:00']],
]);

const warehouse = (id: string, more: Partial<PromiseWarehouse> = {}): PromiseWarehouse => ({
  id,
  owner: 'own',
  ships: true,
  calendar: { timeZone: 'Europe/Moscow', hours: Object.fromEntries(WORK) },
  cutOff: '14:00',
  handlingMinutes: 60,
  crossDockMinutes: 60,
  ...more,
});
const service = (id: string, fromId: string, days: number): PromiseService => ({
  id,
  carrier: 'own trucks',
  fromId,
  zones: ['msk'],
  departures: { days: [1, 2, 3, 4, 5], at: '20:00' },
  transitMinutes: days * 1440,
  cost: { fixed: 1000, perKg: 1 },
});
const rows = (warehouseId: string, stock: Record<string, number>) =>
  Object.entries(stock).map(([sku, quantity]) => ({ warehouseId, sku, quantity }));

/**
 * Krasnodar is a day away, Rostov two, the partner Volga three; Sochi feeds Krasnodar at noon, five hours on the road. Every unit
 * weighs a tonne. `d` comes to Krasnodar on Thursday morning, `e` is the partner's alone.
 */
export const WORLD: PromiseNetwork = {
  items: ['a', 'b', 'c', 'd', 'e'].map((sku) => ({ sku, massKg: 1000 })),
  warehouses: [
    warehouse('Krasnodar'),
    warehouse('Rostov'),
    warehouse('Volga', { owner: 'partner' }),
    warehouse('Sochi', { ships: false }),
  ],
  stock: [
    ...rows('Krasnodar', { a: 30, b: 30 }),
    ...rows('Rostov', { a: 30, b: 30, c: 30 }),
    ...rows('Volga', { a: 30, e: 30 }),
    ...rows('Sochi', { c: 30 }),
    { warehouseId: 'Krasnodar', sku: 'd', quantity: 30, availableFrom: '2026-06-11T05:00:00.000Z' },
  ],
  lanes: [
    {
      id: 'L',
      fromId: 'Sochi',
      toId: 'Krasnodar',
      departures: { days: [1, 2, 3, 4, 5], at: '12:00' },
      transitMinutes: 300,
      cost: { fixed: 500, perKg: 0 },
    },
  ],
  services: [service('K', 'Krasnodar', 1), service('R', 'Rostov', 2), service('V', 'Volga', 3)],
};

export type Change = (world: PromiseNetwork) => PromiseNetwork;
type Rows = 'warehouses' | 'services' | 'lanes';

/** One row of the network becomes another, or with null goes. */
export const row =
  (name: Rows, id: string, change: Partial<PromiseWarehouse> | Partial<PromiseService> | Partial<PromiseLane> | null): Change =>
  (world) => {
    const rows: readonly { id: string }[] = world[name];
    return {
      ...world,
      [name]: rows.flatMap((one) => (one.id === id ? (change === null ? [] : [{ ...one, ...change }]) : [one])),
    };
  };
/** What a lot holds; one that is not there comes in. */
export const stock =
  (warehouseId: string, sku: string, quantity: number, availableFrom?: string): Change =>
  (world) => {
    const isLot = (lot: (typeof world.stock)[number]) =>
      lot.warehouseId === warehouseId && lot.sku === sku && lot.availableFrom === availableFrom;
    const lot = { warehouseId, sku, quantity, ...(availableFrom === undefined ? {} : { availableFrom }) };
    return { ...world, stock: [...world.stock.filter((one) => !isLot(one)), lot] };
  };
/** Of a warehouse: closed on these days too. */
export const closed =
  (id: string, ...days: string[]): Change =>
  (world) => {
    const calendar = world.warehouses.find((one) => one.id === id)?.calendar;
    return calendar === undefined ? world : row('warehouses', id, { calendar: { ...calendar, closed: days } })(world);
  };
export const all =
  (...changes: Change[]): Change =>
  (world) =>
    changes.reduce((now, change) => change(now), world);

export interface Case {
  lines: Record<string, number>;
  objective?: PromiseObjective;
  /** what was so already when the promise was given */
  before?: Change;
  after: Change;
  /** held by others of `a` in Krasnodar */
  sold?: number;
  at?: string;
}

/** What was promised in the world before, and what the world after makes of it. */
export function compared({ lines, objective = 'fastest', before, after, sold = 0, at }: Case): [PromiseThen, PromiseNow] {
  const then = before === undefined ? WORLD : before(WORLD);
  const world = after(then);
  const taken = (lot: { warehouseId: string; sku: string }) => (lot.warehouseId === 'Krasnodar' && lot.sku === 'a' ? sold : 0);
  const lots: StockLot[] = world.stock.map((lot) => ({
    ...lot,
    reserved: taken(lot),
    free: Math.max(0, lot.quantity - taken(lot)),
  }));
  const request = (network: PromiseNetwork): PromiseRequest => ({
    orderedAt: ORDERED_AT,
    lines: Object.entries(lines).map(([sku, quantity]) => ({ sku, quantity })),
    destination: { zone: 'msk' },
    objective,
    network,
  });
  const given = planPromise(request(then)).plan;
  if (given === null) throw new Error('nothing was promised');
  const today = planPromise(
    request({ ...world, stock: lots.map(({ free, reserved: _, ...lot }) => ({ ...lot, quantity: free })) }),
  );
  return [
    { skus: Object.keys(lines), plan: given, network: then, objective },
    { plan: today.shortages.length > 0 ? null : today.plan, network: world, lots, items: world.items, at: at ?? ORDERED_AT },
  ];
}
