/** The sixteen roads under the spellings reports use. Anything else (foreign administrations) stays as it is written. */
import { nameKey } from '@karavan/rail';
import { splitNameCode } from './values.ts';

const ROADS: readonly (readonly [name: string, code: string, short: string])[] = [
  ['Октябрьская', '01', 'ОКТ'],
  ['Калининградская', '10', 'КЛГ'],
  ['Московская', '17', 'МСК'],
  ['Горьковская', '24', 'ГОР'],
  ['Северная', '28', 'СЕВ'],
  ['Северо-Кавказская', '51', 'СКВ'],
  ['Юго-Восточная', '58', 'ЮВС'],
  ['Приволжская', '61', 'ПРВ'],
  ['Куйбышевская', '63', 'КБШ'],
  ['Свердловская', '76', 'СВР'],
  ['Южно-Уральская', '80', 'ЮУР'],
  ['Западно-Сибирская', '83', 'ЗСБ'],
  ['Красноярская', '88', 'КРС'],
  ['Восточно-Сибирская', '92', 'ВСБ'],
  ['Забайкальская', '94', 'ЗАБ'],
  ['Дальневосточная', '96', 'ДВС'],
];

const byKey = new Map(ROADS.flatMap(([name, code, short]) => [name, code, short].map((key) => [nameKey(key), name] as const)));
byKey.set('ДВЖД', 'Дальневосточная');

/** `МОСКОВСКАЯ (17)`, `МСК`, `Мск.ж.д.`, `17` → `Московская`; an unknown road comes back as written. */
export function roadName(text: string): string {
  const { name, code } = splitNameCode(text);
  const key = nameKey(name).replace(/\.?Ж\.?Д\.?$/, '');
  return byKey.get(key) ?? byKey.get(nameKey(name)) ?? (code && byKey.get(code.padStart(2, '0'))) ?? name;
}

/** Whether the text is one of the roads, in any of its spellings. */
export const isRoad = (text: string): boolean => {
  const key = nameKey(text).replace(/\.?Ж\.?Д\.?$/, '');
  return !/^\d+$/.test(key) && byKey.has(key);
};
