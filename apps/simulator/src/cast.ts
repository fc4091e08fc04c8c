/**
 * Who and what plays in the demo world. Every company, order, wagon number and plate is invented; towns and stations
 * are real. Coordinates of plants and sites are places near those towns.
 */
import { mod11, wagonCheckDigit } from '@karavan/rail';

export interface Party {
  key: string;
  name: string;
  /** 8 digits, the last a check digit */
  okpo: string;
  /** the railway's own code of the party, 4 digits */
  tgnl: string;
}

export interface CastPlace {
  key: string;
  kind: 'plant' | 'site';
  name: string;
  lat: number;
  lon: number;
  /** the station where it is on the railway */
  esr?: string;
  /** whose it is: a plant's own company, or a customer */
  party: string;
}

const party = (key: string, name: string, okpo7: string, tgnl: string): Party => ({
  key,
  name,
  okpo: okpo7 + mod11(okpo7),
  tgnl,
});

/** The customer a demo login belongs to; its company is made by the program, not by the simulator. */
export const DEMO_CUSTOMER = 'demo';

export const PARTIES: readonly Party[] = [
  party('medveditsa', 'АО «Медведицкий цемент»', '4567890', '1234'),
  party('mergel', 'АО «Южный мергель»', '5120441', '2417'),
  party('klinker', 'АО «Оскольский клинкер»', '4388120', '3306'),
  party('moskvorechye', 'АО «Москворецкий цемент»', '2336115', '4102'),
  party('okskiy', 'АО «Окский портланд»', '2341090', '4118'),
  party('tikhvin', 'АО «Тихвинские вяжущие»', '0473227', '5520'),
  party('alatyr', 'АО «Алатырь-Цемент»', '2472063', '6071'),
  party(DEMO_CUSTOMER, 'ООО «Заокский бетон»', '7700123', '5678'),
  party('meschera', 'ООО «Мещёра-Монолит»', '7700219', '5702'),
  party('priokskiy', 'АО «Приокский ДСК»', '7700324', '5714'),
  party('zadonye', 'ООО «Задонье-Бетон»', '4820051', '5725'),
  party('chernozem', 'АО «Черноземье-Дорстрой»', '3620082', '5736'),
  party('nevskiy', 'ООО «Невский раствор»', '7800143', '5747'),
  party('ladoga', 'ООО «Ладога-Монолит»', '7800254', '5758'),
  party('kuban', 'ООО «Кубань-Железобетон Юг»', '2300165', '5769'),
  party('taman', 'ООО «Таманьмостсервис»', '2300276', '5771'),
  party('khoper', 'ООО «Хопёр-Строй»', '3400187', '5782'),
  party('moksha', 'ООО «Мокша-Бетон»', '1300298', '5793'),
  party('oka', 'ООО «Ока-Жилстрой»', '6200309', '5804'),
];

const plant = (key: string, name: string, at: readonly [number, number], esr: string, owner: string): CastPlace => ({
  key,
  kind: 'plant',
  name,
  lat: at[0],
  lon: at[1],
  esr,
  party: owner,
});
const site = (key: string, name: string, at: readonly [number, number], owner: string): CastPlace => ({
  key,
  kind: 'site',
  name,
  lat: at[0],
  lon: at[1],
  party: owner,
});
const terminal = (key: string, name: string, at: readonly [number, number], esr: string, owner: string): CastPlace => ({
  ...site(key, name, at, owner),
  esr,
});

export const PLACES: readonly CastPlace[] = [
  plant('sebryakovo', 'Завод «Медведицкий цемент», Михайловка', [50.06, 43.225], '613608', 'medveditsa'),
  plant('novorossiysk', 'Завод «Южный мергель», Новороссийск', [44.77, 37.735], '520901', 'mergel'),
  plant('oskol', 'Завод «Оскольский клинкер», Старый Оскол', [51.285, 37.8], '438506', 'klinker'),
  plant('voskresensk', 'Завод «Москворецкий цемент», Воскресенск', [55.298, 38.725], '233608', 'moskvorechye'),
  plant('shchurovo', 'Завод «Окский портланд», Щурово', [55.05, 38.83], '234102', 'okskiy'),
  plant('pikalevo', 'Завод «Тихвинские вяжущие», Пикалёво', [59.53, 34.11], '047308', 'tikhvin'),
  plant('nuya', 'Завод «Алатырь-Цемент», Комсомольский', [54.45, 45.87], '247206', 'alatyr'),

  terminal('t-voskresensk', 'Терминал Воскресенск', [55.3131, 38.7005], '233608', DEMO_CUSTOMER),
  terminal('t-domodedovo', 'Терминал Домодедово', [55.441, 37.773], '192906', 'priokskiy'),
  terminal('t-lyubertsy', 'Прирельсовый склад Люберцы', [55.6825, 37.8975], '194206', 'meschera'),
  terminal('t-rybnoe', 'Прирельсовый склад Рыбное', [54.731, 39.504], '220006', 'oka'),
  terminal('t-lipetsk', 'Силосный склад Липецк', [52.6239, 39.5698], '592505', 'zadonye'),
  terminal('t-shushary', 'Терминал Шушары', [59.806, 30.389], '033004', 'nevskiy'),

  site('kolomna', 'ЖК «Заокские холмы», Коломна', [55.1, 38.77], DEMO_CUSTOMER),
  site('bronnitsy', 'Бетонный узел Бронницы', [55.425, 38.265], DEMO_CUSTOMER),
  site('stupino', 'Логистический парк, Ступино', [54.9, 38.07], DEMO_CUSTOMER),
  site('zhukovsky', 'Технопарк, Жуковский', [55.6, 38.12], DEMO_CUSTOMER),
  terminal('elets', 'Элеватор, Елец', [52.6, 38.5], '593000', DEMO_CUSTOMER),
  site('serpukhov', 'Панельный цех, Серпухов', [54.92, 37.42], 'priokskiy'),
  site('shatura', 'Развязка, Шатура', [55.575, 39.545], 'meschera'),
  site('ryazan', 'Бетонный узел, Рязань', [54.63, 39.7], 'oka'),
  site('gubkin', 'Асфальтобетонный завод, Губкин', [51.28, 37.53], 'chernozem'),
  site('ramon', 'Трасса М-4, Рамонь', [51.92, 39.33], 'zadonye'),
  site('krasnodar', 'Завод ЖБИ, Краснодар', [45.03, 39.05], 'kuban'),
  site('temryuk', 'Склад, Темрюк', [45.25, 37.4], 'taman'),
  site('krymsk', 'Растворный узел, Крымск', [44.93, 37.99], 'kuban'),
  site('abinsk', 'Мост через Абин, Абинск', [44.87, 38.15], 'taman'),
  site('uryupinsk', 'Бетонный узел, Урюпинск', [50.8, 42.01], 'khoper'),
  site('frolovo', 'Дорожный участок, Фролово', [49.77, 43.65], 'khoper'),
  site('kirovsk', 'Растворный узел, Кировск', [59.88, 30.98], 'nevskiy'),
  site('tosno', 'Складской комплекс, Тосно', [59.54, 30.88], 'ladoga'),
  site('tikhvin-site', 'Цех, Тихвин', [59.63, 33.52], 'ladoga'),
  site('saransk', 'Бетонный узел, Саранск', [54.19, 45.19], 'moksha'),
];

const byKey = <T extends { key: string }>(items: readonly T[]) => {
  const map = new Map(items.map((item) => [item.key, item]));
  return (key: string): T => {
    const found = map.get(key);
    if (!found) throw new RangeError(`"${key}" does not play in the demo world`);
    return found;
  };
};
export const partyOf = byKey(PARTIES);
export const placeOf = byKey(PLACES);

/** Those who get goods: the customers of the shipper. */
export const CUSTOMER_KEYS: readonly string[] = [
  ...new Set(PLACES.filter(({ kind }) => kind === 'site').map((place) => place.party)),
];

/** A wagon number of the 93, 94 or 95 series from its first seven digits. */
export const wagonNumber = (first7: string): string => first7 + wagonCheckDigit(first7);
