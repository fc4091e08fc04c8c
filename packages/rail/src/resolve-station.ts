/**
 * Which station a report means. Reports write one station in many ways: `Вологда I`, `ВОЛОГДА-1`, `ст. Вологда 1-й`,
 * `МЫС АСТАФЬЕВА (ЭКСП.)`; some carry its code, some the road beside the name.
 */
import { normaliseEsr } from './esr.ts';
import { type KnownStation, ROADS, STATIONS, stationByEsr } from './stations.ts';
import { nameKey } from './text.ts';

export interface StationText {
  esr?: string | undefined;
  name: string;
  /** the railway in any spelling: `Московская`, `МОСКОВСКАЯ (17)`, `МСК`, `Мск.ж.д.`, `17` */
  road?: string | undefined;
}

const NUMERALS: Readonly<Record<string, string>> = {
  I: '1',
  II: '2',
  III: '3',
  IV: '4',
  V: '5',
  '1Й': '1',
  '2Й': '2',
  '3Й': '3',
};

const BY_NAME = new Map<string, KnownStation[]>();
for (const station of STATIONS) {
  const key = stationKey(station.name);
  BY_NAME.set(key, [...(BY_NAME.get(key) ?? []), station]);
}

/**
 * The station of the built-in list that is meant, or undefined when none or more than one may be. The code decides
 * where we know it. By name only where one station answers to it and neither the code nor the road speaks against it;
 * posts that are not open for freight share their names with many halts, so they need their road too.
 */
export function resolveStation(text: StationText): KnownStation | undefined {
  const esr = text.esr === undefined ? undefined : normaliseEsr(text.esr);
  const byCode = esr === undefined ? undefined : stationByEsr(esr);
  if (byCode) return byCode;
  const road = text.road === undefined ? undefined : roadName(text.road);
  const fits = (station: KnownStation) =>
    (road === undefined ? isFreight(station) : station.road === road) && (esr === undefined || sameRegion(station.esr, esr));
  const found = namesakes(text.name).filter(fits);
  return found.length === 1 ? found[0] : undefined;
}

/** Those with this very name; for a name without a number also the one numbered I (`Александров` is `Александров I`). */
function namesakes(name: string): readonly KnownStation[] {
  const key = stationKey(name);
  return BY_NAME.get(key) ?? BY_NAME.get(`${key}1`) ?? [];
}

/** `ст. Вологда 1-й (эксп.)` → `ВОЛОГДА1`: upper case, Ё as Е, no brackets, numerals as digits, no blanks or hyphens. */
function stationKey(name: string): string {
  const bracket = name.indexOf('(');
  const words = (bracket < 0 ? name : name.slice(0, bracket))
    .replace(/(\d)\s*-\s*[йя](?![а-яё])/gi, '$1')
    .split(/[\s\u00a0.,\-–—№_/]+/)
    .map((word) => nameKey(word).replaceAll('І', 'I'))
    .filter((word) => word !== '' && word !== 'СТ' && word !== 'СТАНЦИЯ');
  return words.map((word) => NUMERALS[word] ?? word).join('');
}

/** A freight station has 0 as the fifth digit of its code. */
const isFreight = (station: KnownStation): boolean => station.esr.charAt(4) === '0';

/** An unknown code is a twin (export, other yard) of the known station only where both start alike. */
const sameRegion = (a: string, b: string): boolean => a.slice(0, 2) === b.slice(0, 2);

const ROAD_KEYS = new Map(
  Object.entries(ROADS).flatMap(([code, { name, short }]) =>
    [code, name, short].map((word) => [nameKey(word).replaceAll('-', ''), name]),
  ),
);

/** Undefined for a road we do not know: then it neither helps nor speaks against. */
function roadName(text: string): string | undefined {
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
