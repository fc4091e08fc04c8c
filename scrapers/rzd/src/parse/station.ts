import type { ReportRow, Station } from '@karavan/contracts';
import { isEsr6, nameKey, normaliseEsr, stationByEsr } from '@karavan/rail';
import { compact } from './compact.ts';
import type { Field } from './fields.ts';
import { isNoStation, isStation, keyOf } from './odd-station.ts';
import { isRoad, roadName } from './road-names.ts';
import type { RowReader } from './row-reader.ts';
import { namedTextOf, numberOf, splitPlaceCode } from './values.ts';

/** prints cut names at twelve characters or more */
const MIN_CUT_CHARS = 10;

interface StationFields {
  name: Field;
  code?: Field;
  road: Field;
  stationRoad?: Field;
  roadStation?: Field;
}

const ORIGIN: StationFields = {
  name: 'originStation',
  code: 'originCode',
  road: 'originRoad',
  stationRoad: 'originStationRoad',
  roadStation: 'originRoadStation',
};
const DESTINATION: StationFields = { name: 'destStation', code: 'destCode', road: 'destRoad', stationRoad: 'destStationRoad' };
const OPERATION: StationFields = { name: 'opStation', code: 'opStationCode', road: 'opRoad' };

export const originOf = (row: RowReader) => stationOf(row, ORIGIN);
export const destinationOf = (row: RowReader) => stationOf(row, DESTINATION);

/** The station of the last operation; an empty name where the report has none, which is warned about. */
export function operationStationOf(row: RowReader): Station {
  const station = stationOf(row, OPERATION);
  if (!station) {
    row.details.push({
      code: 'STATION_MISSING',
      severity: 'warning',
      column: 'opStation',
      message: 'The row names no station of the operation.',
    });
  }
  warnOdd(row);
  return { ...(station ?? { name: '' }), ...coordinatesOf(row) };
}

function warnOdd(row: RowReader): void {
  const cell = row.cell('opStation');
  const text = row.named('opStation');
  if (text === undefined) {
    warnOddCode(row);
    return;
  }
  const { strayStations, oddStations } = row.settings;
  const isOdd = oddStations.get(text) ?? (isNoStation(text) || strayStations.has(keyOf(cell) ?? ''));
  oddStations.set(text, isOdd);
  if (!isOdd && !isStation(row.text('cargo') ?? '')) return;
  row.details.push({
    code: 'STATION_ODD',
    severity: 'warning',
    column: 'opStation',
    value: cell,
    message: 'The station of the operation looks like the value of another column.',
  });
}

/** Where the code stands alone, what is neither a code nor a station we know is no place. */
function warnOddCode(row: RowReader): void {
  const text = row.named('opStationCode');
  if (text === undefined || normaliseEsr(splitPlaceCode(text).code ?? text) !== undefined || isStation(text)) return;
  row.details.push({
    code: 'STATION_ODD',
    severity: 'warning',
    column: 'opStationCode',
    value: row.cell('opStationCode'),
    message: 'The station of the operation looks like the value of another column.',
  });
}

function stationOf(row: RowReader, fields: StationFields): Station | undefined {
  const { stationText, roadText } = textsOf(row, fields);
  const codeText = fields.code && row.named(fields.code);
  const { name, code } = splitPlaceCode(stationText ?? codeText ?? '');
  if (name === '') return undefined;
  const esr = normaliseEsr(codeText ?? code ?? name);
  if (esr && !isEsr6(esr)) {
    row.details.push({
      code: 'ESR_CHECK_DIGIT',
      severity: 'warning',
      column: fields.name,
      value: esr,
      message: `Station code ${esr} fails its check digit.`,
    });
  }
  return compact({ name: fullName(name, esr), esr, road: roadText === undefined ? undefined : roadName(roadText) });
}

/** Where a report has the code alone, or a name cut to the width of its column, our list knows the rest. */
function fullName(name: string, esr: string | undefined): string {
  const known = esr === undefined ? undefined : stationByEsr(esr)?.name;
  if (known === undefined) return name;
  if (/^\d+$/.test(name)) return known;
  const isCut = name.length >= MIN_CUT_CHARS && nameKey(known) !== nameKey(name) && nameKey(known).startsWith(nameKey(name));
  if (!isCut) return name;
  return name === name.toUpperCase() ? known.toUpperCase() : known;
}

/** Some exports put station and road into one cell, in either order: `СЕБРЯКОВО/ПРВ`. */
function textsOf(row: RowReader, fields: StationFields): { stationText: string | undefined; roadText: string | undefined } {
  const both = (fields.stationRoad && row.named(fields.stationRoad)) ?? (fields.roadStation && row.named(fields.roadStation));
  const parts = both?.split('/').map((part) => namedTextOf(part)) ?? [];
  if (fields.roadStation && row.named(fields.roadStation) !== undefined) parts.reverse();
  const own = row.named(fields.name);
  const [stationText, roadText] = own === undefined ? parts : partRoad(own);
  return { stationText, roadText: row.named(fields.road) ?? roadText };
}

/** `СЕБРЯКОВО/ПРВ` under a heading of the station alone: a road is known by its name. */
function partRoad(text: string): [string, string?] {
  if (!text.includes('/')) return [text];
  const [one, other, ...more] = text.split('/').map((part) => part.trim());
  if (!one || !other || more.length > 0) return [text];
  if (isRoad(other) && !isRoad(one)) return [one, other];
  return isRoad(one) && !isRoad(other) ? [other, one] : [text];
}

function coordinatesOf(row: RowReader): Pick<Station, 'lat' | 'lon'> {
  const both = (row.text('coords') ?? '').replace(/[[\]\s]/g, '').split(/[,;]/);
  const [lat, lon] = (both.length === 2 ? both : [row.text('lat'), row.text('lon')]).map((text) => numberOf(text));
  const known = lat !== undefined && lon !== undefined && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && (lat !== 0 || lon !== 0);
  return known ? { lat, lon } : {};
}

/**
 * Whether an operation at one station happens at the other. Codes decide where both have one; a port or border station
 * has a second code for export under the same name with `(ЭКСП.)`, so such twins are one place.
 */
export function isSamePlace(station: Station, other: ReportRow['destination']): boolean {
  if (!other || station.name === '') return false;
  const sameName = placeKey(station.name) === placeKey(other.name);
  if (!station.esr || !other.esr) return sameName;
  if (station.esr === other.esr) return true;
  return sameName && [station.name, other.name].some((name) => nameKey(name).includes('(ЭКСП'));
}

function placeKey(name: string): string {
  return nameKey(name).replace(/\(ЭКСП\.?\)$/, '');
}
