/**
 * The main freight stations and junctions the product knows by itself. Station coordinates © OpenStreetMap
 * contributors, ODbL. The list is a selection; a full directory is imported by whoever runs the product.
 */
import { STATION_TABLE } from './data/stations.ts';

export interface KnownStation {
  /** ESR code, 6 digits, leading zeros count */
  esr: string;
  name: string;
  /** transliterated, for screens in English */
  nameEn: string;
  /** full name of the railway: `Московская` */
  road: string;
  lat: number;
  lon: number;
}

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
  КЗХ: { name: 'Казахстанская', short: 'КЗХ' },
  УТИ: { name: 'Узбекская', short: 'УТИ' },
};

const LETTERS = 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя';
const LATIN = ['a', 'b', 'v', 'g', 'd', 'e', 'yo', 'zh', 'z', 'i', 'y', 'k', 'l', 'm', 'n', 'o', 'p', 'r', 's', 't', 'u'];
const LATIN_END = ['f', 'kh', 'ts', 'ch', 'sh', 'shch', '', 'y', '', 'e', 'yu', 'ya'];
const TO_LATIN = new Map([...LETTERS].map((letter, i) => [letter, [...LATIN, ...LATIN_END][i] ?? '']));

export const STATIONS: readonly KnownStation[] = STATION_TABLE.trim().split('\n').map(toStation);

const BY_ESR = new Map(STATIONS.map((station) => [station.esr, station]));

export function stationByEsr(esr: string): KnownStation | undefined {
  return BY_ESR.get(esr);
}

function toStation(line: string): KnownStation {
  const [esr = '', name = '', road = '', lat = '', lon = ''] = line.split('|');
  return { esr, name, nameEn: transliterate(name), road: ROADS[road]?.name ?? road, lat: Number(lat), lon: Number(lon) };
}

/** Cyrillic to Latin letters as road signs write it: `Рязань I` → `Ryazan I`. Other characters stay. */
export function transliterate(text: string): string {
  return [...text]
    .map((letter) => {
      const lower = letter.toLowerCase();
      const latin = TO_LATIN.get(lower) ?? letter;
      return letter === lower ? latin : latin.charAt(0).toUpperCase() + latin.slice(1);
    })
    .join('');
}
