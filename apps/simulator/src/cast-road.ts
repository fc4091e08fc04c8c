/** The trucks of the demo world and the orders they carry. */
import { DEMO_CUSTOMER } from './cast.ts';

export interface TruckCast {
  plate: string;
  /** what the device calls itself, 15 digits */
  deviceId: string;
  name: string;
  carrier: string;
  driverPhone: string;
  payloadKg: number;
  /** keys of places */
  from: string;
  to: string;
  /**
   * What it is doing when the world begins, and how far it is with that, 0 to 1. `waiting` stands at the place of
   * loading until its first trip, `hours` from then; `parked` stands where it is for good.
   */
  story:
    | { stage: 'loading' | 'toSite' | 'unloading' | 'toPlant'; done: number }
    | { stage: 'waiting'; hours: number }
    | { stage: 'parked' };
}

export interface RoadOrderCast {
  orderNumber: string;
  customer: string;
  plates: readonly string[];
  /** trips of each truck in one order; when they are done the next order begins */
  tripsEach: number;
  /** the rail consignment this order shares or goes on from */
  rail?: { rake: string; relation: 'beside' | 'after' };
}

const CARRIERS = ['ООО «Автоцемент-Логист»', 'ИП Сорокин А. В.', 'ООО «Степной тягач»', 'ООО «Цемвоз-Север»'] as const;
const MODELS = ['КАМАЗ-54901 + цементовоз', 'МАЗ-5440 + цементовоз', 'Sitrak C7H + цементовоз'] as const;

let count = 0;
function truck(plate: string, payloadKg: number, from: string, to: string, story: TruckCast['story']): TruckCast {
  count += 1;
  const number = String(count).padStart(2, '0');
  return {
    plate,
    deviceId: `8613580400000${number}`,
    name: MODELS[count % MODELS.length] ?? MODELS[0],
    carrier: CARRIERS[count % CARRIERS.length] ?? CARRIERS[0],
    driverPhone: `+7 900 555-01-${number}`,
    payloadKg,
    from,
    to,
    story,
  };
}

export const TRUCKS: readonly TruckCast[] = [
  truck('В204КМ750', 25_000, 'voskresensk', 'kolomna', { stage: 'toSite', done: 0.3 }),
  truck('Е317ОР750', 24_000, 'voskresensk', 'bronnitsy', { stage: 'loading', done: 0.9 }),
  truck('К052ТУ790', 26_000, 'voskresensk', 'shatura', { stage: 'toSite', done: 0.62 }),
  truck('М481АХ50', 25_000, 'voskresensk', 'zhukovsky', { stage: 'toSite', done: 0.85 }),
  truck('Н613СВ150', 22_000, 't-voskresensk', 'bronnitsy', { stage: 'loading', done: 0.8 }),
  truck('О740ЕК150', 22_000, 't-voskresensk', 'bronnitsy', { stage: 'waiting', hours: 0.6 }),
  truck('Р128НМ790', 27_000, 'shchurovo', 'serpukhov', { stage: 'toSite', done: 0.45 }),
  truck('С265РТ62', 25_000, 'shchurovo', 'ryazan', { stage: 'toPlant', done: 0.4 }),
  truck('Т390ХА50', 26_000, 'shchurovo', 'stupino', { stage: 'toSite', done: 0.55 }),
  truck('У417ВО62', 24_000, 'shchurovo', 'ryazan', { stage: 'toSite', done: 0.15 }),
  truck('Х502МК31', 26_000, 'oskol', 'gubkin', { stage: 'toSite', done: 0.7 }),
  truck('А668ТР36', 27_000, 'oskol', 'ramon', { stage: 'toPlant', done: 0.25 }),
  truck('А123ВС56', 20_000, 'oskol', 'elets', { stage: 'toSite', done: 0.72 }),
  truck('В771УН31', 20_000, 'oskol', 'elets', { stage: 'waiting', hours: 19 }),
  truck('Е834КС31', 25_000, 'oskol', 'gubkin', { stage: 'parked' }),
  truck('К915МО123', 27_000, 'novorossiysk', 'krasnodar', { stage: 'toSite', done: 0.38 }),
  truck('М036РА123', 26_000, 'novorossiysk', 'temryuk', { stage: 'toSite', done: 0.8 }),
  truck('Н147ТЕ93', 25_000, 'novorossiysk', 'krymsk', { stage: 'unloading', done: 0.3 }),
  truck('О258УВ93', 25_000, 'novorossiysk', 'abinsk', { stage: 'parked' }),
  truck('Р369ХК134', 26_000, 'sebryakovo', 'uryupinsk', { stage: 'toSite', done: 0.5 }),
  truck('С470АМ34', 25_000, 'sebryakovo', 'frolovo', { stage: 'toPlant', done: 0.7 }),
  truck('Т581ВН178', 24_000, 't-shushary', 'kirovsk', { stage: 'toSite', done: 0.6 }),
  truck('У692ЕО198', 24_000, 't-shushary', 'tosno', { stage: 'toPlant', done: 0.5 }),
  truck('Х703КР47', 26_000, 'pikalevo', 'tikhvin-site', { stage: 'toSite', done: 0.4 }),
  truck('А814МС13', 25_000, 'nuya', 'saransk', { stage: 'toSite', done: 0.2 }),
];

const order = (orderNumber: string, customer: string, plate: string, tripsEach: number): RoadOrderCast => ({
  orderNumber,
  customer,
  plates: [plate],
  tripsEach,
});

export const ROAD_ORDERS: readonly RoadOrderCast[] = [
  order('10428', DEMO_CUSTOMER, 'В204КМ750', 3),
  order('10416', DEMO_CUSTOMER, 'Е317ОР750', 3),
  order('10441', 'meschera', 'К052ТУ790', 2),
  order('10430', DEMO_CUSTOMER, 'М481АХ50', 2),
  {
    orderNumber: '10427',
    customer: DEMO_CUSTOMER,
    plates: ['Н613СВ150', 'О740ЕК150'],
    tripsEach: 2,
    rail: { rake: 'sebryakovo-arrived', relation: 'after' },
  },
  order('10442', 'priokskiy', 'Р128НМ790', 2),
  order('10443', 'oka', 'С265РТ62', 2),
  order('10432', DEMO_CUSTOMER, 'Т390ХА50', 2),
  order('10444', 'oka', 'У417ВО62', 2),
  order('10445', 'chernozem', 'Х502МК31', 4),
  order('10446', 'zadonye', 'А668ТР36', 2),
  {
    orderNumber: '10431',
    customer: DEMO_CUSTOMER,
    plates: ['А123ВС56', 'В771УН31'],
    tripsEach: 1,
    rail: { rake: 'oskol-elets', relation: 'beside' },
  },
  order('10447', 'kuban', 'К915МО123', 2),
  order('10448', 'taman', 'М036РА123', 2),
  order('10449', 'kuban', 'Н147ТЕ93', 3),
  order('10450', 'khoper', 'Р369ХК134', 2),
  order('10451', 'khoper', 'С470АМ34', 3),
  order('10452', 'nevskiy', 'Т581ВН178', 3),
  order('10453', 'ladoga', 'У692ЕО198', 3),
  order('10454', 'ladoga', 'Х703КР47', 3),
  order('10455', 'moksha', 'А814МС13', 2),
];
