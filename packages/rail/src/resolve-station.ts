/**
 * Which station a report means. Reports write one station in many ways: `Вологда I`, `ВОЛОГДА-1`, `ст. Вологда 1-й`,
 * `МЫС АСТАФЬЕВА (ЭКСП.)`; some carry its code, some the road beside the name.
 */
import { normaliseEsr } from './esr.ts';
import { greatCircleKm, type Point } from './great-circle.ts';
import { roadName } from './roads.ts';
import { nameKey } from './text.ts';

export interface StationText {
  esr?: string | undefined;
  name: string;
  /** the railway in any spelling: `Московская`, `МОСКОВСКАЯ (17)`, `МСК`, `Мск.ж.д.`, `17` */
  road?: string | undefined;
}

/** A station of a directory. Not every one has a code, and not every one a place. */
export interface DirectoryStation {
  esr?: string | undefined;
  name: string;
  /** full name of the railway */
  road?: string | undefined;
  lat?: number | undefined;
  lon?: number | undefined;
}

export interface Directory<S extends DirectoryStation> {
  byEsr(esr: string): S | undefined;
  /**
   * The station that is meant, or undefined when none or more than one may be. The code decides where we know it. By name
   * only where one station answers to it and neither the code nor the road speaks against it; posts that are not open for
   * freight share their names with many halts, so they need their road too. An export twin without a place is where the port
   * of its name is.
   */
  resolve(text: StationText): S | undefined;
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

const EXPORT = /\(\s*[ЭE]КСП/i;

/** Two of one name on one road are one place for us where they are as near as this: a station and the halt beside it. */
const SAME_PLACE_KM = 10;

export function createDirectory<S extends DirectoryStation>(stations: Iterable<S>): Directory<S> {
  const codes = new Map<string, S>();
  const names = new Map<string, S[]>();
  /** places given by hand to stations that reports name without a code */
  const codeless = new Map<string, S>();
  for (const station of stations)
    if (station.esr === undefined) codeless.set(codelessKey(station), station);
    else codes.set(station.esr, station); // given twice: the last one counts
  for (const station of codes.values()) {
    const key = stationKey(station.name);
    const alike = names.get(key);
    if (alike) alike.push(station);
    else names.set(key, [station]);
  }

  /** Those with this very name; for a name without a number also the one numbered I (`Александров` is `Александров I`). */
  const namesakes = (name: string): readonly S[] => {
    const key = stationKey(name);
    return names.get(key) ?? names.get(`${key}1`) ?? [];
  };

  const byName = (text: StationText, esr: string | undefined, twin?: S): S | undefined => {
    const road = text.road === undefined ? undefined : roadName(text.road);
    const found = namesakes(text.name).filter(
      (station) =>
        station !== twin &&
        (road === undefined ? isFreight(station) : station.road === road) &&
        (esr === undefined || (station.esr !== undefined && sameRegion(station.esr, esr))),
    );
    return found.length > 1 ? oneOf(found) : found[0];
  };

  return {
    byEsr: (esr) => codes.get(esr),
    resolve(text) {
      const esr = text.esr === undefined ? undefined : normaliseEsr(text.esr);
      const coded = esr === undefined ? undefined : codes.get(esr);
      if (coded?.lat !== undefined) return coded;
      if (coded !== undefined && !EXPORT.test(text.name)) return coded;
      const named = byName(text, esr, coded);
      if (named?.lat !== undefined) return named;
      return coded ?? codeless.get(codelessKey(text)) ?? named;
    },
  };
}

/** What a station is called and on which road: the identity of one that has no code. */
export const codelessKey = ({ name, road }: { name: string; road?: string | undefined }): string =>
  `${stationKey(name)}|${road === undefined ? '' : (roadName(road) ?? nameKey(road))}`;

/** The one open for freight, where the others of its name lie beside it. */
function oneOf<S extends DirectoryStation>(found: readonly S[]): S | undefined {
  const [freight, ...more] = found.filter(isFreight);
  if (freight === undefined || more.length > 0) return undefined;
  const place = placeOf(freight);
  const isBeside = (other: S) => {
    const there = placeOf(other);
    return place !== undefined && there !== undefined && greatCircleKm(place, there) <= SAME_PLACE_KM;
  };
  return found.every((other) => other === freight || isBeside(other)) ? freight : undefined;
}

const placeOf = ({ lat, lon }: DirectoryStation): Point | undefined =>
  lat === undefined || lon === undefined ? undefined : { lat, lon };

/** `ст. Вологда 1-й (эксп.)` → `ВОЛОГДА1`: upper case, Ё as Е, no brackets, numerals as digits, no blanks or hyphens. */
export function stationKey(name: string): string {
  const bracket = name.indexOf('(');
  const words = (bracket < 0 ? name : name.slice(0, bracket))
    .replace(/(\d)\s*-\s*[йя](?![а-яё])/gi, '$1')
    .split(/[\s\u00a0.,\-–—№_/]+/)
    .map((word) => nameKey(word).replaceAll('І', 'I'))
    .filter((word) => word !== '' && word !== 'СТ' && word !== 'СТАНЦИЯ');
  return words.map((word) => NUMERALS[word] ?? word).join('');
}

/** A freight station has 0 as the fifth digit of its code. */
const isFreight = ({ esr }: DirectoryStation): boolean => esr?.charAt(4) === '0';

/** An unknown code is a twin (export, other yard) of the known station only where both start alike. */
const sameRegion = (a: string, b: string): boolean => a.slice(0, 2) === b.slice(0, 2);
