/**
 * The main freight stations and junctions the product knows by itself. Station coordinates © OpenStreetMap
 * contributors, ODbL. The list is a selection; a full directory is imported by whoever runs the product.
 */
import { STATION_TABLE } from './data/stations.ts';
import { createDirectory, type StationText } from './resolve-station.ts';
import { ROADS } from './roads.ts';

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

const LETTERS = 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя';
const LATIN = ['a', 'b', 'v', 'g', 'd', 'e', 'yo', 'zh', 'z', 'i', 'y', 'k', 'l', 'm', 'n', 'o', 'p', 'r', 's', 't', 'u'];
const LATIN_END = ['f', 'kh', 'ts', 'ch', 'sh', 'shch', '', 'y', '', 'e', 'yu', 'ya'];
const TO_LATIN = new Map([...LETTERS].map((letter, i) => [letter, [...LATIN, ...LATIN_END][i] ?? '']));

export const STATIONS: readonly KnownStation[] = STATION_TABLE.trim().split('\n').map(toStation);

const BUILT_IN = createDirectory(STATIONS);

/** A station of the built-in list. */
export function stationByEsr(esr: string): KnownStation | undefined {
  return BUILT_IN.byEsr(esr);
}

/** The station of the built-in list that is meant; see {@link Directory.resolve}. */
export function resolveStation(text: StationText): KnownStation | undefined {
  return BUILT_IN.resolve(text);
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
