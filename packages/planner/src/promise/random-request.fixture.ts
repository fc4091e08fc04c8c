import type { Calendar, Departures, PromiseNetwork, PromiseRequest } from '@karavan/contracts';

export interface Dice {
  next: () => number;
  int: (low: number, high: number) => number;
  chance: (of: number) => boolean;
  one: <T>(list: readonly [T, ...T[]]) => T;
}

/** Repeatable lots (mulberry32). */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const int = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return { next, int, chance: (of) => next() < of, one: (list) => list[int(0, list.length - 1)] ?? list[0] };
}

export interface Size {
  warehouses: number;
  lanes: number;
  services: number;
  skus: number;
  units: number;
  /** of services with a mass limit */
  limited: number;
}

export const ORDERED_AT = '2026-11-20T11:00:00.000Z';
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const ZONES = ['Europe/Moscow', 'Asia/Yekaterinburg', 'UTC'] as const;

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

export function randomCalendar(dice: Dice, timeZone: string): Calendar {
  const hours: Calendar['hours'] = {};
  for (const [index, day] of DAYS.entries()) {
    if (dice.chance(index > 4 ? 0.7 : 0.1)) continue;
    hours[day] = dice.chance(0.15) ? [['00:00', '24:00']] : [[clock(dice.int(6, 11) * 60), clock(dice.int(14, 21) * 60)]];
  }
  if (Object.keys(hours).length === 0) hours.wed = [['08:00', '17:00']];
  const day = () => `2026-11-${dice.int(20, 30)}`;
  return {
    timeZone,
    hours,
    ...(dice.chance(0.4) ? { closed: [day(), day()] } : {}),
    ...(dice.chance(0.2) ? { open: { [day()]: [['10:00', '13:00']] } } : {}),
  };
}

export function randomDepartures(dice: Dice): Departures {
  const days = ([1, 2, 3, 4, 5, 6, 7] as const).filter(() => dice.chance(0.6));
  return {
    days: days.length > 0 ? days : [dice.one([1, 3, 5])],
    at: clock(dice.int(0, 47) * 30),
    ...(days.length > 1 && dice.chance(0.2) ? { except: [`2026-11-${dice.int(21, 30)}`] } : {}),
  };
}

const cost = (dice: Dice) => ({ fixed: dice.one([0, 10.1, 50.7, 100, 33.33]), perKg: dice.one([0, 0.1, 0.3, 1.25, 2]) });

function randomNetwork(dice: Dice, size: Size): PromiseNetwork {
  const ids = Array.from({ length: dice.int(Math.min(2, size.warehouses), size.warehouses) }, (_, index) => `W${index}`) as [
    string,
    ...string[],
  ];
  const items = Array.from({ length: dice.int(1, size.skus) }, (_, index) => ({
    sku: `S${index}`,
    massKg: dice.one([1, 2.5, 7, 0.1, 12.3, 20]),
  }));
  const warehouses = ids.map((id) => ({
    id,
    owner: dice.one(['own', 'partner'] as const),
    ships: dice.chance(0.8),
    calendar: randomCalendar(dice, dice.one(ZONES)),
    cutOff: clock(dice.int(10, 18) * 60),
    handlingMinutes: dice.one([0, 30, 120, 700]),
    crossDockMinutes: dice.one([0, 60, 300]),
  }));
  const stock = items.flatMap(({ sku }) =>
    Array.from({ length: dice.int(1, 4) }, () => ({
      warehouseId: dice.one(ids),
      sku,
      quantity: dice.chance(0.1) ? 0 : dice.int(1, size.units),
      ...(dice.chance(0.4) ? { availableFrom: `2026-11-${dice.int(19, 28)}T${clock(dice.int(0, 23) * 60)}:00.000Z` } : {}),
    })),
  );
  const lanes = Array.from({ length: dice.int(0, size.lanes) }, (_, index) => ({
    id: `L${index}`,
    fromId: dice.one(ids),
    toId: dice.one(ids),
    departures: randomDepartures(dice),
    transitMinutes: dice.one([0, 90, 600, 1500]),
    cost: cost(dice),
  }));
  const services = Array.from({ length: dice.int(Math.min(2, size.services), size.services) }, (_, index) => ({
    id: `V${index}`,
    carrier: dice.one(['North', 'South']),
    fromId: dice.one(ids),
    zones: dice.chance(0.95) ? ['here', 'there'] : ['there'],
    departures: randomDepartures(dice),
    transitMinutes: dice.one([0, 240, 1440, 3000]),
    ...(dice.chance(0.5) ? { receiving: randomCalendar(dice, dice.one(ZONES)) } : {}),
    ...(dice.chance(size.limited) ? { maxMassKg: dice.one([15, 25, 40, 5, 60.5]) } : {}),
    cost: cost(dice),
  }));
  return { items, warehouses, stock, lanes, services };
}

/** A whole order, small enough for an oracle. */
export function randomRequest(seed: number, size: Size): PromiseRequest {
  const dice = diceOf(seed);
  const network = randomNetwork(dice, size);
  return {
    orderedAt: ORDERED_AT,
    lines: network.items.map(({ sku }) => ({ sku, quantity: dice.int(1, size.units) })),
    destination: { zone: 'here' },
    objective: dice.one(['fastest', 'cheapest', 'fewestShipments'] as const),
    network,
  };
}
