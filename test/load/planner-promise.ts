import type { PromiseNetwork, PromiseRequest } from '@karavan/contracts';
import { planPromise } from '@karavan/planner';
import { bothAnswers, TINY } from '../../packages/planner/src/promise/compare.fixture.ts';
import { type Figure, printQuantiles, quantile, say } from './support/figures.ts';

const LIMIT_MS = 50;
export const SKUS = 250_000;
export const LINES = 500;
const WAREHOUSES = 6;
const LANES = 20;
const SERVICES = 40;
const ORDERS = 120;
const WARM_UP = 10;
/** Small orders compared with trying everything; `PROMISE_ORACLES=1000` for the long run. */
const COMPARED = Number(process.env['PROMISE_ORACLES'] ?? 200);
export const OBJECTIVES = ['fastest', 'cheapest', 'fewestShipments'] as const;
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;

/** A promise for 500 lines over 6 warehouses, 20 lanes and 40 services, out of 250 000 stored SKUs, within 50 ms. */
export async function benchPromise(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const limited of [false, true]) {
    const world = storedWorld(limited);
    const took = new Map<string, number[]>(OBJECTIVES.map((objective) => [objective, []]));
    let proven = 0;
    const gaps: number[] = [];
    for (let order = -WARM_UP; order < ORDERS; order++) {
      const objective = OBJECTIVES[Math.abs(order) % OBJECTIVES.length] ?? 'fastest';
      const started = performance.now();
      const reply = planPromise(drawOrder(world, { order, objective }));
      const ms = performance.now() - started;
      if (!reply.plan) throw new Error(`order ${order} has no plan`);
      if (order < 0) continue;
      took.get(objective)?.push(ms);
      if (reply.plan.proof === 'optimal') proven += 1;
      else gaps.push(reply.plan.proof.gapPct);
    }
    const kind = limited ? 'a quarter of the services with a mass limit' : 'no mass limits';
    const said = gaps.length > 0 ? `; gap of half of the rest at most ${quantile(gaps, 0.5).toFixed(1)} %` : '';
    say(`\n${kind}: ${proven} of ${ORDERS} proven optimal${said}`);
    printQuantiles('objective', took);
    const all = [...took.values()].flat();
    figures.push({
      promise: `promise: 95 of 100 orders of ${LINES} lines, ${kind}`,
      measured: quantile(all, 0.95),
      limit: LIMIT_MS,
      unit: 'ms',
    });
  }
  figures.push(compareAll());
  return figures;
}

/** Best plan and whole front, every level. */
function compareAll(): Figure {
  let [different, beyond] = [0, 0];
  for (let seed = 0; seed < COMPARED; seed++) {
    const { own, oracle, isBeyond } = bothAnswers(10_000 + seed, { size: TINY });
    if (isBeyond) beyond += 1;
    else if (JSON.stringify(own) !== JSON.stringify(oracle)) {
      different += 1;
      say(`seed ${10_000 + seed}: ${JSON.stringify(own)} and not ${JSON.stringify(oracle)}`);
    }
  }
  const compared = COMPARED - beyond;
  say(
    `${compared - different} of ${compared} small orders equal to trying everything, on every level; ${beyond} leave later than it looks`,
  );
  return { promise: 'promise: small orders that differ from trying everything', measured: different, limit: 0, unit: '' };
}

export interface World {
  network: Omit<PromiseNetwork, 'items' | 'stock'>;
  items: { sku: string; massKg: number }[];
  stockOf: PromiseNetwork['stock'][];
}

/** Repeatable numbers in [0, 1): a hash of what they are for. */
function lot(...of: number[]): number {
  let hash = 2_166_136_261;
  for (const value of of) hash = Math.imul(hash ^ value, 16_777_619) ^ (hash >>> 13);
  hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;

export function storedWorld(limited: boolean): World {
  const days = (seed: number) =>
    ([1, 2, 3, 4, 5, 6, 7] as const).filter((day) => lot(seed, day, 1) < 0.6 || day === 1 + (seed % 5));
  const hours = Object.fromEntries(WEEKDAYS.map((day) => [day, [['08:00', '18:00'] as [string, string]]]));
  const zones = [
    'Europe/Kaliningrad',
    'Europe/Moscow',
    'Asia/Yekaterinburg',
    'Asia/Novosibirsk',
    'Asia/Irkutsk',
    'Asia/Vladivostok',
  ];
  const calendarOf = (place: number) => ({ timeZone: zones[place % zones.length] ?? 'Europe/Moscow', hours });
  const cost = (seed: number) => ({
    fixed: 500 + Math.floor(lot(seed, 2) * 4_000),
    perKg: 1 + Math.floor(lot(seed, 3) * 100) / 10,
  });
  const warehouses = Array.from({ length: WAREHOUSES }, (_, place) => ({
    ...{
      id: `W${place}`,
      owner: 'own' as const,
      ships: place !== 5,
      calendar: calendarOf(place),
      cutOff: clock(14 + (place % 3)),
    },
    ...{ handlingMinutes: 60 + place * 30, crossDockMinutes: 90 },
  }));
  const lanes = Array.from({ length: LANES }, (_, index) => ({
    ...{
      id: `L${index}`,
      fromId: `W${index % WAREHOUSES}`,
      toId: `W${(index + 1 + Math.floor(index / WAREHOUSES)) % (WAREHOUSES - 1)}`,
    },
    ...{ departures: { days: days(index), at: clock(20) }, transitMinutes: 600 + 120 * (index % 7), cost: cost(index) },
  }));
  const services = Array.from({ length: SERVICES }, (_, index) => ({
    ...{ id: `V${index}`, carrier: `Carrier ${index % 7}`, fromId: `W${index % (WAREHOUSES - 1)}`, zones: ['north'] },
    ...{ departures: { days: days(100 + index), at: clock(17 + (index % 6)) }, transitMinutes: 1_440 + 360 * (index % 11) },
    ...{ receiving: calendarOf(1), cost: cost(200 + index) },
    ...(limited && index % 4 === 0 ? { maxMassKg: 1_500 } : {}),
  }));
  const items = Array.from({ length: SKUS }, (_, sku) => ({
    sku: `SKU${sku}`,
    massKg: 0.1 + Math.floor(lot(sku, 4) * 200) / 10,
  }));
  return { network: { warehouses, lanes, services }, items, stockOf: items.map(({ sku }, index) => rowsOf(sku, index)) };
}

/** On hand in some warehouses, inbound in some. */
function rowsOf(sku: string, index: number): PromiseNetwork['stock'] {
  const rows: PromiseNetwork['stock'] = [];
  for (let place = 0; place < WAREHOUSES; place++) {
    if (lot(index, place, 5) > 0.45 && place !== index % WAREHOUSES) continue;
    rows.push({ warehouseId: `W${place}`, sku, quantity: 1 + Math.floor(lot(index, place, 6) * 12) });
    if (lot(index, place, 7) > 0.3) continue;
    const day = 21 + Math.floor(lot(index, place, 8) * 9);
    rows.push({ warehouseId: `W${place}`, sku, quantity: 10, availableFrom: `2026-11-${day}T09:00:00.000Z` });
  }
  return rows;
}

/** What a store hands over: the rows of the SKUs asked for, found by key. */
export function drawOrder(
  world: World,
  { order, objective }: { order: number; objective: (typeof OBJECTIVES)[number] },
): PromiseRequest {
  const asked = [...new Set(Array.from({ length: LINES }, (_, line) => Math.floor(lot(order, line, 9) * SKUS)))];
  return {
    orderedAt: `2026-11-20T${clock(Math.floor(lot(order, 10) * 24))}:00.000Z`,
    lines: asked.map((index) => ({ sku: `SKU${index}`, quantity: 1 + Math.floor(lot(order, index, 11) * 8) })),
    destination: { zone: 'north' },
    objective,
    network: {
      ...world.network,
      items: asked.flatMap((index) => world.items[index] ?? []),
      stock: asked.flatMap((index) => world.stockOf[index] ?? []),
    },
  };
}
