/** The warehouses the demo world sells from: what they hold, when they work, and how goods get from them to the buyer. */
import type { Calendar, Departures, NewNetwork, PromiseItem, PromiseStock } from '@karavan/contracts';

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;
const WORKDAYS: Departures['days'] = [1, 2, 3, 4, 5];
const DAY_MS = 86_400_000;

const works = (from: string, to: string, saturdays = false): Calendar => ({
  timeZone: 'Europe/Moscow',
  hours: Object.fromEntries([...WEEK, ...(saturdays ? (['sat'] as const) : [])].map((day) => [day, [[from, to]]])),
});

const place = (id: string, calendar: Calendar, more: Partial<NewNetwork['warehouses'][number]> = {}) => ({
  id,
  owner: 'own' as const,
  ships: true,
  calendar,
  cutOff: '14:00',
  handlingMinutes: 120,
  crossDockMinutes: 90,
  ...more,
});

interface Route {
  from: string;
  to: string;
  hours: number;
  leaves: Departures;
  fixed: number;
  perKg: number;
}
const daily = (at: string): Departures => ({ days: WORKDAYS, at });

const lane = ({ from, to, hours, leaves, fixed, perKg }: Route) => ({
  id: `${from} → ${to}`,
  fromId: from,
  toId: to,
  departures: leaves,
  transitMinutes: hours * 60,
  cost: { fixed, perKg },
});

const service = ({ from, to, hours, leaves, fixed, perKg }: Route, carrier: string, maxMassKg?: number) => ({
  id: `${from} – ${to}, ${carrier}`,
  carrier,
  fromId: from,
  zones: [to],
  departures: leaves,
  transitMinutes: hours * 60,
  receiving: works('08:00', '18:00'),
  cost: { fixed, perKg },
  ...(maxMassKg === undefined ? {} : { maxMassKg }),
});

const [OSKOL, RYAZAN, MOSCOW, KRASNODAR] = ['Старый Оскол', 'Рязань', 'Москва-Терминал', 'Краснодар'] as const;

export const DEMO_NETWORK: NewNetwork = {
  warehouses: [
    place(OSKOL, works('00:00', '24:00', true), { ships: false }),
    place(RYAZAN, works('08:00', '20:00')),
    place(MOSCOW, works('07:00', '22:00', true), { cutOff: '16:00', handlingMinutes: 60 }),
    place(KRASNODAR, works('08:00', '18:00'), { owner: 'partner', handlingMinutes: 240 }),
  ],
  lanes: [
    lane({ from: OSKOL, to: MOSCOW, hours: 14, leaves: { days: [2, 5], at: '19:00' }, fixed: 38_000, perKg: 0.6 }),
    lane({ from: OSKOL, to: RYAZAN, hours: 11, leaves: daily('18:00'), fixed: 29_000, perKg: 0.5 }),
    lane({ from: RYAZAN, to: MOSCOW, hours: 5, leaves: daily('21:00'), fixed: 12_000, perKg: 0.4 }),
  ],
  services: [
    service({ from: MOSCOW, to: 'Москва', hours: 3, leaves: daily('06:00'), fixed: 9_000, perKg: 0.3 }, 'своя машина', 20_000),
    service({ from: RYAZAN, to: 'Москва', hours: 7, leaves: daily('05:00'), fixed: 17_000, perKg: 0.35 }, 'своя машина', 20_000),
    service({ from: RYAZAN, to: 'Рязань', hours: 2, leaves: daily('09:00'), fixed: 5_000, perKg: 0.2 }, 'своя машина', 20_000),
    service({ from: MOSCOW, to: 'Санкт-Петербург', hours: 14, leaves: daily('20:00'), fixed: 34_000, perKg: 0.9 }, 'перевозчик'),
    service(
      { from: KRASNODAR, to: 'Москва', hours: 30, leaves: { days: [1, 3], at: '17:00' }, fixed: 46_000, perKg: 1.1 },
      'перевозчик',
    ),
    service({ from: KRASNODAR, to: 'Краснодар', hours: 2, leaves: daily('08:00'), fixed: 6_000, perKg: 0.25 }, 'партнёр', 15_000),
  ],
};

const [CEM_BAG, CEM_BIG, MASONRY] = [
  'ЦЕМ I 42,5Н, поддон 1,5 т',
  'ЦЕМ II 32,5Б, биг-бэг 1 т',
  'Кладочная смесь М150, поддон 1,2 т',
] as const;

export const DEMO_GOODS: PromiseItem[] = [
  { sku: CEM_BAG, massKg: 1_500 },
  { sku: CEM_BIG, massKg: 1_000 },
  { sku: MASONRY, massKg: 1_200 },
];

/** On hand, and what is still to be produced in some days. */
export function demoStock(now: Date): PromiseStock[] {
  const inDays = (days: number) => new Date(now.getTime() + days * DAY_MS).toISOString();
  return [
    { warehouseId: MOSCOW, sku: CEM_BAG, quantity: 24 },
    { warehouseId: RYAZAN, sku: CEM_BAG, quantity: 60 },
    { warehouseId: OSKOL, sku: CEM_BAG, quantity: 400 },
    { warehouseId: MOSCOW, sku: CEM_BIG, quantity: 15 },
    { warehouseId: OSKOL, sku: CEM_BIG, quantity: 120 },
    { warehouseId: OSKOL, sku: CEM_BIG, quantity: 300, availableFrom: inDays(4) },
    { warehouseId: KRASNODAR, sku: MASONRY, quantity: 45 },
    { warehouseId: MOSCOW, sku: MASONRY, quantity: 8 },
  ];
}
