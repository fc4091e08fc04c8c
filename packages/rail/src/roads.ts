/** The railways, and the spellings of their names in reports. */
import { nameKey } from './text.ts';

/** Railways by the code reports carry, or by letters for the neighbours abroad: full name and the short name of reports. */
export const ROADS: Readonly<Record<string, { name: string; short: string }>> = {
  '01': { name: 'Октябрьская', short: 'ОКТ' },
  '10': { name: 'Калининградская', short: 'КЛГ' },
  '17': { name: 'Московская', short: 'МСК' },
  '24': { name: 'Горьковская', short: 'ГОР' },
  '28': { name: 'Северная', short: 'СЕВ' },
  '51': { name: 'Северо-Кавказская', short: 'СКВ' },
  '58': { name: 'Юго-Восточная', short: 'ЮВС' },
  '61': { name: 'Приволжская', short: 'ПРВ' },
  '63': { name: 'Куйбышевская', short: 'КБШ' },
  '76': { name: 'Свердловская', short: 'СВР' },
  '80': { name: 'Южно-Уральская', short: 'ЮУР' },
  '83': { name: 'Западно-Сибирская', short: 'ЗСБ' },
  '88': { name: 'Красноярская', short: 'КРС' },
  '92': { name: 'Восточно-Сибирская', short: 'ВСБ' },
  '94': { name: 'Забайкальская', short: 'ЗАБ' },
  '96': { name: 'Дальневосточная', short: 'ДВС' },
  '99': { name: 'Сахалинская', short: 'СХЛ' },
  КРМ: { name: 'Крымская', short: 'КРМ' },
  КЗХ: { name: 'Казахстанская', short: 'КЗХ' },
  УТИ: { name: 'Узбекская', short: 'УТИ' },
};

const ROAD_KEYS = new Map(
  Object.entries(ROADS).flatMap(([code, { name, short }]) =>
    [code, name, short].map((word) => [nameKey(word).replaceAll('-', ''), name]),
  ),
);

/** The full name of a railway in any spelling; undefined for one we do not know: then it neither helps nor speaks against. */
export function roadName(text: string): string | undefined {
  const code = /\((\d{1,2})\)/.exec(text)?.[1];
  const plain = nameKey(text.replace(/\(.*/, ''))
    .replace(/[-.]/g, '')
    .replace(/(ЖД|ЖЕЛЕЗНАЯДОРОГА)$/, '');
  return (
    (code === undefined ? undefined : ROADS[code.padStart(2, '0')]?.name) ??
    ROAD_KEYS.get(plain) ??
    ROAD_KEYS.get(plain.padStart(2, '0'))
  );
}
