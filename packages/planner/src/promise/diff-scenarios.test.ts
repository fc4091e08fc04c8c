import { expect, test } from 'vitest';
import { diffPromise } from './diff-promise.ts';
import { all, type Case, closed, compared, row, stock } from './diff-world.fixture.ts';

/** 20 of `a` leave Krasnodar on Wednesday at 20:00 and are there on Thursday, the 11th of June, at 20:00. */
const A = { a: 20 };
const AB = { a: 20, b: 10 };
/** Over Sochi: ready 11:00, lane at 12:00, in Krasnodar at 17:00, ready at 18:00, with the truck of 20:00. */
const C = { c: 5 };
const MONDAY = '2026-06-15T05:00:00.000Z';
const THURSDAY = '2026-06-11T05:00:00.000Z';
const OFFICE = { timeZone: 'Europe/Moscow', hours: { fri: [['08:00', '18:00']] as [string, string][] } };
const daily = (at: string) => ({ departures: { days: [1, 2, 3, 4, 5] as (1 | 2 | 3 | 4 | 5)[], at } });
const same: Case['after'] = (world) => world;
const masses =
  (massKg: number): Case['after'] =>
  (world) => ({ ...world, items: world.items.map((item) => ({ ...item, massKg })) });

test.each<[string, Case]>([
  ['nothing changed', { lines: A, after: same }],
  ['what is left is enough', { lines: A, after: stock('Krasnodar', 'a', 20) }],
  ['stock that is not used', { lines: A, after: stock('Rostov', 'a', 0) }],
  ['more stock where it comes from', { lines: A, after: stock('Krasnodar', 'a', 100) }],
  ['others hold of it, and enough is left', { lines: A, after: same, sold: 10 }],
  ['a dearer service that is still the fastest', { lines: A, after: row('services', 'K', { cost: { fixed: 5000, perKg: 1 } }) }],
  ['a holiday after it has left', { lines: A, after: closed('Krasnodar', '2026-06-11') }],
  ['a holiday elsewhere', { lines: A, after: closed('Rostov', '2026-06-10') }],
  ['a cut-off at the very instant of the order', { lines: A, after: row('warehouses', 'Krasnodar', { cutOff: '10:00' }) }],
  ['picking that takes until closing', { lines: A, after: row('warehouses', 'Krasnodar', { handlingMinutes: 480 }) }],
  ['a heavier unit that nothing limits', { lines: A, after: masses(1100) }],
  ['a lane that is not used', { lines: A, after: row('lanes', 'L', null) }],
  ['what Sochi would need to hand over', { lines: C, after: row('warehouses', 'Sochi', { crossDockMinutes: 600 }) }],
  ['a delivery that comes in full', { lines: { d: 10 }, after: stock('Krasnodar', 'd', 10, THURSDAY) }],
  ['the stock is sold after the truck has left', { lines: A, after: stock('Krasnodar', 'a', 0), at: '2026-06-10T17:00:00.000Z' }],
  [
    'a better way after the truck has left',
    { lines: A, after: row('services', 'R', { transitMinutes: 60 }), at: '2026-06-10T17:00:00.000Z' },
  ],
])('PR12: no change is told: %s', (_, scenario) => {
  expect(diffPromise(...compared(scenario))).toBeUndefined();
});

const LATER = ['Доставка 11 июня переносится на 12 июня', 'Delivery moves from 11 June to 12 June'] as const;
const NEVER = ['Доставка 11 июня больше невозможна', 'Delivery on 11 June is no longer possible'] as const;
const [TO_11, TO_12, TO_13, TO_16] = ['11', '12', '13', '16'].map((day) => `2026-06-${day}T17:00:00.000Z`);

type Told = [
  cause: string,
  subject: string,
  to: string | undefined,
  when: readonly [string, string],
  why: [ru: string, en: string],
  sku?: string,
];

test.each<[string, Case, Told]>([
  [
    'one short',
    { lines: A, after: stock('Krasnodar', 'a', 19) },
    [
      'stock',
      'Krasnodar',
      TO_12,
      LATER,
      ['на складе Krasnodar товара a свободно 19 вместо 20', 'at Krasnodar 19 of a are free instead of 20'],
    ],
  ],
  [
    'sold to others',
    { lines: A, after: same, sold: 15 },
    [
      'stock',
      'Krasnodar',
      TO_12,
      LATER,
      ['на складе Krasnodar товара a свободно 15 вместо 20', 'at Krasnodar 15 of a are free instead of 20'],
    ],
  ],
  [
    'sold out',
    { lines: A, after: stock('Krasnodar', 'a', 0) },
    [
      'stock',
      'Krasnodar',
      TO_12,
      LATER,
      ['на складе Krasnodar товара a свободно 0 вместо 20', 'at Krasnodar 0 of a are free instead of 20'],
    ],
  ],
  [
    'sold out in two places',
    { lines: A, after: all(stock('Krasnodar', 'a', 0), stock('Rostov', 'a', 0)) },
    [
      'stock',
      'Krasnodar',
      TO_13,
      ['Доставка 11 июня переносится на 13 июня', 'Delivery moves from 11 June to 13 June'],
      ['на складе Krasnodar товара a свободно 0 вместо 20', 'at Krasnodar 0 of a are free instead of 20'],
    ],
  ],
  [
    'sold out everywhere',
    { lines: A, after: all(stock('Krasnodar', 'a', 0), stock('Rostov', 'a', 0), stock('Volga', 'a', 0)) },
    [
      'stock',
      'Krasnodar',
      undefined,
      NEVER,
      ['на складе Krasnodar товара a свободно 0 вместо 20', 'at Krasnodar 0 of a are free instead of 20'],
    ],
  ],
  [
    'too little everywhere together',
    { lines: A, after: all(stock('Krasnodar', 'a', 5), stock('Rostov', 'a', 10), stock('Volga', 'a', 4)) },
    [
      'stock',
      'Krasnodar',
      undefined,
      NEVER,
      ['на складе Krasnodar товара a свободно 5 вместо 20', 'at Krasnodar 5 of a are free instead of 20'],
    ],
  ],
  [
    'the second line is short, the first goes with it',
    { lines: AB, after: stock('Krasnodar', 'b', 0) },
    [
      'stock',
      'Krasnodar',
      TO_12,
      LATER,
      ['на складе Krasnodar товара b свободно 0 вместо 10', 'at Krasnodar 0 of b are free instead of 10'],
      'b',
    ],
  ],
  [
    'both lines are short: the first is told',
    { lines: AB, after: all(stock('Krasnodar', 'a', 0), stock('Krasnodar', 'b', 0)) },
    [
      'stock',
      'Krasnodar',
      TO_12,
      LATER,
      ['на складе Krasnodar товара a свободно 0 вместо 20', 'at Krasnodar 0 of a are free instead of 20'],
    ],
  ],
  [
    'both lines are short, ordered the other way round',
    { lines: { b: 10, a: 20 }, after: all(stock('Krasnodar', 'a', 0), stock('Krasnodar', 'b', 0)) },
    [
      'stock',
      'Krasnodar',
      TO_12,
      LATER,
      ['на складе Krasnodar товара b свободно 0 вместо 10', 'at Krasnodar 0 of b are free instead of 10'],
      'b',
    ],
  ],
  [
    'inbound late',
    { lines: { d: 10 }, after: all(stock('Krasnodar', 'd', 0, THURSDAY), stock('Krasnodar', 'd', 30, MONDAY)) },
    [
      'stock',
      'Krasnodar',
      TO_16,
      ['Доставка 12 июня переносится на 16 июня', 'Delivery moves from 12 June to 16 June'],
      [
        'на складе Krasnodar товара d из поступления 11 июня свободно 0 вместо 10',
        'at Krasnodar 0 of d arriving on 11 June are free instead of 10',
      ],
      'd',
    ],
  ],
  [
    'the partner has none left',
    { lines: { e: 10 }, after: stock('Volga', 'e', 0) },
    [
      'stock',
      'Volga',
      undefined,
      ['Доставка 13 июня больше невозможна', 'Delivery on 13 June is no longer possible'],
      ['на складе Volga товара e свободно 0 вместо 10', 'at Volga 0 of e are free instead of 10'],
      'e',
    ],
  ],
  [
    'the stock behind a lane is gone',
    { lines: C, after: stock('Sochi', 'c', 0) },
    [
      'stock',
      'Sochi',
      TO_12,
      LATER,
      ['на складе Sochi товара c свободно 0 вместо 5', 'at Sochi 0 of c are free instead of 5'],
      'c',
    ],
  ],

  [
    'a service is cancelled',
    { lines: A, after: row('services', 'K', null) },
    ['service', 'K', TO_12, LATER, ['отменён рейс K', 'service K was cancelled']],
  ],
  [
    'a slower service',
    { lines: A, after: row('services', 'K', { transitMinutes: 2880 }) },
    ['service', 'K', TO_12, LATER, ['рейс K теперь в пути 48 ч вместо 24 ч', 'service K now takes 48 h instead of 24 h']],
  ],
  [
    'an hour more',
    { lines: A, after: row('services', 'K', { transitMinutes: 1500 }) },
    [
      'service',
      'K',
      '2026-06-11T18:00:00.000Z',
      ['Доставка 11 июня переносится с 20:00 на 21:00', 'Delivery on 11 June moves from 20:00 to 21:00'],
      ['рейс K теперь в пути 25 ч вместо 24 ч', 'service K now takes 25 h instead of 24 h'],
    ],
  ],
  [
    'a faster service',
    { lines: A, after: row('services', 'K', { transitMinutes: 90 }) },
    [
      'service',
      'K',
      '2026-06-10T18:30:00.000Z',
      ['Доставка 11 июня возможна раньше, 10 июня', 'Delivery can be earlier, on 10 June instead of 11 June'],
      ['рейс K теперь в пути 1 ч 30 мин вместо 24 ч', 'service K now takes 1 h 30 min instead of 24 h'],
    ],
  ],
  [
    'it leaves before the goods are ready',
    { lines: A, after: row('services', 'K', daily('10:59')) },
    [
      'service',
      'K',
      '2026-06-12T07:59:00.000Z',
      LATER,
      ['рейс K отправляется по другому расписанию', 'service K leaves by another timetable'],
    ],
  ],
  [
    'it does not leave that day',
    { lines: A, after: row('services', 'K', { departures: { days: [1, 2, 3, 4, 5], at: '20:00', except: ['2026-06-10'] } }) },
    ['service', 'K', TO_12, LATER, ['рейс K отправляется по другому расписанию', 'service K leaves by another timetable']],
  ],
  [
    'once a week',
    { lines: A, after: row('services', 'K', { departures: { days: [1], at: '20:00' } }) },
    ['service', 'K', TO_12, LATER, ['рейс K отправляется по другому расписанию', 'service K leaves by another timetable']],
  ],
  [
    'received on Fridays alone',
    { lines: A, after: row('services', 'K', { receiving: OFFICE }) },
    [
      'service',
      'K',
      '2026-06-12T05:00:00.000Z',
      LATER,
      ['изменились часы приёма для «K»', 'the receiving hours of service K changed'],
    ],
  ],
  [
    'smaller trucks',
    { lines: A, after: row('services', 'K', { maxMassKg: 10_000 }) },
    ['service', 'K', TO_12, LATER, ['изменился рейс K', 'service K changed']],
  ],
  [
    'it serves another zone',
    { lines: A, after: row('services', 'K', { zones: ['spb'] }) },
    ['service', 'K', TO_12, LATER, ['изменился рейс K', 'service K changed']],
  ],
  [
    'a dearer service where the price counts',
    { lines: A, objective: 'cheapest', after: row('services', 'K', { cost: { fixed: 1500, perKg: 1 } }) },
    ['service', 'K', TO_12, LATER, ['изменилась цена: рейс K', 'the price of service K changed']],
  ],

  [
    'a lane is cancelled',
    { lines: C, after: row('lanes', 'L', null) },
    ['lane', 'L', TO_12, LATER, ['отменено плечо L', 'lane L was cancelled'], 'c'],
  ],
  [
    'a slower lane',
    { lines: C, after: row('lanes', 'L', { transitMinutes: 360 }) },
    ['lane', 'L', TO_12, LATER, ['плечо L теперь в пути 6 ч вместо 5 ч', 'lane L now takes 6 h instead of 5 h'], 'c'],
  ],
  [
    'a lane that leaves a minute too early',
    { lines: C, after: row('lanes', 'L', daily('10:59')) },
    ['lane', 'L', TO_12, LATER, ['плечо L отправляется по другому расписанию', 'lane L leaves by another timetable'], 'c'],
  ],
  [
    'a lane that leaves earlier, and just in time',
    { lines: C, after: row('lanes', 'L', daily('11:00')) },
    [
      'lane',
      'L',
      TO_11,
      ['Доставка 11 июня, но другим путём', 'Delivery on 11 June, by another way'],
      ['плечо L отправляется по другому расписанию', 'lane L leaves by another timetable'],
      'c',
    ],
  ],
  [
    'a dearer lane where the price counts',
    {
      lines: C,
      objective: 'cheapest',
      before: row('services', 'R', { cost: { fixed: 1600, perKg: 1 } }),
      after: row('lanes', 'L', { cost: { fixed: 700, perKg: 0 } }),
    },
    ['lane', 'L', TO_12, LATER, ['изменилась цена: плечо L', 'the price of lane L changed'], 'c'],
  ],

  [
    'a holiday on the day of the order',
    { lines: A, after: closed('Krasnodar', '2026-06-10') },
    ['calendar', 'Krasnodar', TO_12, LATER, ['изменился режим работы склада Krasnodar', 'the working time of Krasnodar changed']],
  ],
  [
    'a holiday of four days',
    { lines: { e: 10 }, after: closed('Volga', '2026-06-10', '2026-06-11', '2026-06-12') },
    [
      'calendar',
      'Volga',
      '2026-06-18T17:00:00.000Z',
      ['Доставка 13 июня переносится на 18 июня', 'Delivery moves from 13 June to 18 June'],
      ['изменился режим работы склада Volga', 'the working time of Volga changed'],
      'e',
    ],
  ],
  [
    'a holiday in the hub',
    { lines: C, after: closed('Krasnodar', '2026-06-10') },
    [
      'calendar',
      'Krasnodar',
      TO_12,
      LATER,
      ['изменился режим работы склада Krasnodar', 'the working time of Krasnodar changed'],
      'c',
    ],
  ],
  [
    'a cut-off a minute too early',
    { lines: A, after: row('warehouses', 'Krasnodar', { cutOff: '09:59' }) },
    [
      'calendar',
      'Krasnodar',
      TO_12,
      LATER,
      ['склад Krasnodar принимает заказы до 09:59 вместо 14:00', 'Krasnodar takes orders until 09:59 instead of 14:00'],
    ],
  ],
  [
    'picking into the next day',
    { lines: A, after: row('warehouses', 'Krasnodar', { handlingMinutes: 481 }) },
    [
      'calendar',
      'Krasnodar',
      TO_12,
      LATER,
      ['обработка на складе Krasnodar занимает 8 ч 1 мин вместо 1 ч', 'handling at Krasnodar takes 8 h 1 min instead of 1 h'],
    ],
  ],
  [
    'picking past the lane',
    { lines: C, after: row('warehouses', 'Sochi', { handlingMinutes: 121 }) },
    [
      'calendar',
      'Sochi',
      TO_12,
      LATER,
      ['обработка на складе Sochi занимает 2 ч 1 мин вместо 1 ч', 'handling at Sochi takes 2 h 1 min instead of 1 h'],
      'c',
    ],
  ],
  [
    'the hub takes a minute more',
    { lines: C, after: row('warehouses', 'Krasnodar', { crossDockMinutes: 61 }) },
    [
      'calendar',
      'Krasnodar',
      TO_12,
      LATER,
      ['обработка на складе Krasnodar занимает 1 ч 1 мин вместо 1 ч', 'handling at Krasnodar takes 1 h 1 min instead of 1 h'],
      'c',
    ],
  ],
  [
    'it ships no more',
    { lines: A, after: row('warehouses', 'Krasnodar', { ships: false }) },
    [
      'calendar',
      'Krasnodar',
      TO_12,
      LATER,
      ['склад Krasnodar больше не отгружает клиентам', 'warehouse Krasnodar no longer ships to customers'],
    ],
  ],
  [
    'the only place that has it works no more',
    { lines: { e: 10 }, after: row('warehouses', 'Volga', { ships: false }) },
    [
      'calendar',
      'Volga',
      undefined,
      ['Доставка 13 июня больше невозможна', 'Delivery on 13 June is no longer possible'],
      ['склад Volga больше не отгружает клиентам', 'warehouse Volga no longer ships to customers'],
      'e',
    ],
  ],

  [
    'heavier units than the truck takes',
    { lines: A, before: row('services', 'K', { maxMassKg: 20_000 }), after: masses(1001) },
    [
      'goods',
      'a',
      TO_12,
      LATER,
      ['изменилась масса товара a или того, что едет с ним', 'the mass of a or of what travels with it changed'],
    ],
  ],

  [
    'another service is faster now',
    { lines: A, after: row('services', 'R', { transitMinutes: 60 }) },
    [
      'other',
      'Krasnodar',
      '2026-06-10T18:00:00.000Z',
      ['Доставка 11 июня возможна раньше, 10 июня', 'Delivery can be earlier, on 10 June instead of 11 June'],
      ['для товара a появился лучший вариант', 'there is a better way for a now'],
    ],
  ],
  [
    'on hand what was still to come',
    { lines: { d: 10 }, after: stock('Krasnodar', 'd', 10) },
    [
      'other',
      'Krasnodar',
      TO_11,
      ['Доставка 12 июня возможна раньше, 11 июня', 'Delivery can be earlier, on 11 June instead of 12 June'],
      ['для товара d появился лучший вариант', 'there is a better way for d now'],
      'd',
    ],
  ],
  [
    'a cheaper way where the price counts',
    { lines: A, objective: 'cheapest', after: row('services', 'R', { cost: { fixed: 10, perKg: 1 } }) },
    ['other', 'Krasnodar', TO_12, LATER, ['для товара a появился лучший вариант', 'there is a better way for a now']],
  ],
])(
  'PR12: the first line that changed is told, from when to when and why: %s',
  (_, scenario, [cause, subject, to, when, why, sku = 'a']) => {
    const change = diffPromise(...compared(scenario));
    expect({ ...change, plan: undefined, from: undefined }).toEqual({
      ...{ sku, cause, subject, plan: undefined, from: undefined },
      ...(to === undefined ? {} : { to }),
      sentence: { ru: `${when[0]}: ${why[0]}`, en: `${when[1]}: ${why[1]}` },
    });
  },
);

test('PR12: a plan that was chosen from several is changed for one that is in nothing worse, and for no other', () => {
  const [then, now] = compared({
    lines: A,
    after: row('services', 'R', { transitMinutes: 60, cost: { fixed: 2000, perKg: 1 } }),
  });
  const { objective: _, ...chosen } = then;
  expect(diffPromise(chosen, now)).toBeUndefined(); // earlier, and dearer
  const [, cheap] = compared({ lines: A, after: row('services', 'R', { transitMinutes: 60 }) });
  expect(diffPromise(chosen, cheap)).toMatchObject({ cause: 'other', to: '2026-06-10T18:00:00.000Z' });
});
