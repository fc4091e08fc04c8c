/** The rows of a directory and of a graph, judged one by one: a row is whole, or refused with its reason. */
import { type ImportIssue, isInRailArea } from '@karavan/contracts';
import { collapseSpaces, greatCircleKm, isEsr6, type Point, roadName } from '@karavan/rail';
import type { railNetwork } from '@karavan/store';
import type { Columns, FileRow } from './station-file.ts';

export type StationField = 'esr' | 'name' | 'road' | 'roadCode' | 'region' | 'lat' | 'lon';
export type EdgeField = 'from' | 'to' | 'fromName' | 'toName' | 'km' | 'line';

// biome-ignore format: a table reads better in rows
export const STATION_COLUMNS: Columns<StationField> = {
  esr: ['esr', 'esr6', 'code', 'station_code', 'esr_code', 'код', 'код станции', 'есr', 'еср', 'код еср', 'ecp', 'код ecp'],
  name: ['name', 'station', 'station_name', 'название', 'наименование', 'станция', 'название станции', 'наименование станции'],
  road: ['road', 'railway_name', 'дорога', 'железная дорога', 'наименование дороги'],
  roadCode: ['road_code', 'код дороги'],
  region: ['region', 'регион', 'область', 'субъект'],
  lat: ['lat', 'latitude', 'широта'],
  lon: ['lon', 'lng', 'long', 'longitude', 'долгота'],
};

// biome-ignore format: a table reads better in rows
export const EDGE_COLUMNS: Columns<EdgeField> = {
  from: ['from_esr', 'from', 'from_code', 'esr_from', 'a', 'код от', 'код от станции', 'от станции код', 'код станции 1'],
  to: ['to_esr', 'to', 'to_code', 'esr_to', 'b', 'код до', 'код до станции', 'до станции код', 'код станции 2'],
  fromName: ['from_name', 'name_from', 'от станции', 'станция 1'],
  toName: ['to_name', 'name_to', 'до станции', 'станция 2'],
  km: ['km', 'distance', 'distance_km', 'length', 'length_km', 'расстояние', 'расстояние км', 'км'],
  line: ['line', 'geometry', 'wkt', 'polyline', 'линия'],
};

export interface Judged<T> {
  /** in the order of the file */
  accepted: { line: number; value: T }[];
  rejections: ImportIssue[];
  warnings: ImportIssue[];
  skipped: number;
}

export type StationRow = Omit<railNetwork.StoredStation, 'placedBy'> & { esr: string };
export interface EdgeRow {
  from: string;
  to: string;
  fromName: string;
  toName: string;
  km: number | null;
  line: [number, number][] | null;
}

/** A reason to refuse a row. */
class Refusal extends Error {
  readonly code: string;
  readonly value: string | undefined;

  constructor(code: string, message: string, value?: unknown) {
    super(message);
    this.code = code;
    this.value = value === undefined ? undefined : String(value).slice(0, 100);
  }
}

export const judgeStations = (rows: readonly FileRow<StationField>[]): Judged<StationRow> =>
  judge(rows, { isHeading: ({ esr }) => isWord(esr), read: ({ cells }) => stationOf(cells) });

/** @param placeOf where a code is as far as anybody knows: lengths are compared with the straight distance */
export const judgeEdges = (rows: readonly FileRow<EdgeField>[], placeOf: (esr: string) => Point | undefined): Judged<EdgeRow> =>
  judge(rows, {
    isHeading: ({ from, to }) => [from, to].every((cell) => cell === undefined || isWord(cell)) && (from ?? to) !== undefined,
    read: ({ cells }, warn) => edgeOf(cells, { placeOf, warn }),
  });

type Warn = (code: string, message: string, value?: unknown) => void;

/** Headings that come again on every page of a typed table, and blank rows, are no data. */
function judge<Field extends string, T>(
  rows: readonly FileRow<Field>[],
  how: { isHeading: (cells: FileRow<Field>['cells']) => boolean; read: (row: FileRow<Field>, warn: Warn) => T },
): Judged<T> {
  const judged: Judged<T> = { accepted: [], rejections: [], warnings: [], skipped: 0 };
  for (const row of rows) {
    const { line, cells } = row;
    if (Object.keys(cells).length === 0 || how.isHeading(cells)) {
      judged.skipped += 1;
      continue;
    }
    try {
      const warn: Warn = (code, message, value) => judged.warnings.push(issue(line, new Refusal(code, message, value)));
      judged.accepted.push({ line, value: how.read(row, warn) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      judged.rejections.push(issue(line, error));
    }
  }
  return judged;
}

const issue = (line: number, { code, message, value }: Refusal): ImportIssue => ({
  line,
  code,
  message,
  ...(value === undefined ? {} : { value }),
});

const isWord = (cell: unknown): boolean => typeof cell === 'string' && cell !== '' && !/\d/.test(cell);

function stationOf(cells: FileRow<StationField>['cells']): StationRow {
  const esr = codeOf(cells.esr, 'esr');
  const name = textOf(cells.name);
  if (name === undefined) throw new Refusal('NAME_MISSING', 'The row names no station.');
  const road = textOf(cells.road) ?? textOf(cells.roadCode);
  const place = placeIn(cells.lat, cells.lon);
  return {
    key: esr,
    esr,
    name,
    road: road === undefined ? null : (roadName(road) ?? road),
    region: textOf(cells.region) ?? null,
    lat: place?.lat ?? null,
    lon: place?.lon ?? null,
  };
}

const LONGEST = 200;
const textOf = (cell: unknown): string | undefined => {
  const text = typeof cell === 'string' || typeof cell === 'number' ? collapseSpaces(String(cell)).slice(0, LONGEST) : '';
  return text === '' || text.includes('\0') || !text.isWellFormed() ? undefined : text;
};

/** Six digits with the right check digit; leading zeros that a table dropped are put back. Nothing is made up beyond that. */
function codeOf(cell: unknown, field: string): string {
  const text = textOf(cell)?.replace(/[.,]0+$/, '');
  if (text === undefined) throw new Refusal('ESR_MISSING', `${field}: there is no station code.`);
  if (!/^\d{4,6}$/.test(text) || /^0+$/.test(text))
    throw new Refusal('ESR_UNREADABLE', `${field}: is no station code of six digits.`, text);
  const esr = text.padStart(6, '0');
  if (!isEsr6(esr)) throw new Refusal('ESR_CHECK_DIGIT', `${field}: the check digit of the station code is wrong.`, text);
  return esr;
}

function numberOf(cell: unknown, field: string): number | undefined {
  if (cell === undefined) return undefined;
  const value =
    typeof cell === 'number'
      ? cell
      : Number(
          String(cell)
            .replace(/[\s\u00a0]/g, '')
            .replace(',', '.'),
        );
  if (!Number.isFinite(value)) throw new Refusal('NOT_A_NUMBER', `${field}: is not a number.`, cell);
  return value;
}

function placeIn(latCell: unknown, lonCell: unknown): Point | undefined {
  const [lat, lon] = [numberOf(latCell, 'lat'), numberOf(lonCell, 'lon')];
  if (lat === undefined && lon === undefined) return undefined;
  if (lat === undefined || lon === undefined) throw new Refusal('PLACE_HALF', 'lat, lon: one of the two is missing.');
  const told = `${lat}, ${lon}`;
  if (lat === 0 && lon === 0) throw new Refusal('PLACE_ZERO', 'lat, lon: 0, 0 is no place.', told);
  if (isInRailArea({ lat, lon })) return { lat, lon };
  const hint = isInRailArea({ lat: lon, lon: lat }) ? ' Are latitude and longitude in each other’s column?' : '';
  throw new Refusal('PLACE_OUTSIDE', `lat, lon: lies outside latitude 35 to 73, longitude 18 to 180.${hint}`, told);
}

const LONGEST_EDGE_KM = 1500;
/** Rounded places may make a straight line a little longer than the rails. */
const ROUNDING = { share: 0.97, km: 1 };
/** Neighbours are rarely so far from each other. */
const FAR_KM = 100;

function edgeOf(
  cells: FileRow<EdgeField>['cells'],
  { placeOf, warn }: { placeOf: (esr: string) => Point | undefined; warn: Warn },
): EdgeRow {
  const [from, to] = [codeOf(cells.from, 'from'), codeOf(cells.to, 'to')];
  if (from === to) throw new Refusal('SAME_STATION', 'A station is not its own neighbour.', from);
  const [a, b] = [placeOf(from), placeOf(to)];
  const straightKm = a && b && greatCircleKm(a, b);
  const km = lengthOf(cells.km, straightKm);
  if (km === null && straightKm !== undefined && straightKm > FAR_KM)
    warn('NEIGHBOURS_FAR', `The two lie ${Math.round(straightKm)} km apart: one of their places may be wrong.`, `${from} ${to}`);
  const line = lineOf(cells.line);
  const [fromName, toName] = [textOf(cells.fromName) ?? from, textOf(cells.toName) ?? to];
  if (from < to) return { from, to, fromName, toName, km, line };
  return { from: to, to: from, fromName: toName, toName: fromName, km, line: line?.reverse() ?? null };
}

function lengthOf(cell: unknown, straightKm: number | undefined): number | null {
  const km = numberOf(cell, 'km');
  if (km === undefined) return null;
  if (km <= 0 || km > LONGEST_EDGE_KM)
    throw new Refusal('KM_IMPLAUSIBLE', `km: must be over 0 and at most ${LONGEST_EDGE_KM}.`, km);
  if (straightKm !== undefined && km < ROUNDING.share * straightKm - ROUNDING.km)
    throw new Refusal('KM_TOO_SHORT', `km: the two lie ${Math.round(straightKm)} km apart in a straight line.`, km);
  return km;
}

/** GeoJSON and WKT have the longitude first; the plain form is `lat,lon lat,lon`. */
function lineOf(cell: unknown): [number, number][] | null {
  if (cell === undefined) return null;
  const points = typeof cell === 'string' ? pointsOfText(cell.trim()) : pointsOfGeometry(cell);
  if (points === undefined)
    throw new Refusal('LINE_UNREADABLE', 'line: is neither GeoJSON, WKT nor "lat,lon lat,lon".', String(cell));
  const outside = points.find(([lat, lon]) => !isInRailArea({ lat, lon }));
  if (outside)
    throw new Refusal('LINE_OUTSIDE', 'line: a point lies outside latitude 35 to 73, longitude 18 to 180.', outside.join(', '));
  return points.length === 0 ? null : points;
}

function pointsOfText(text: string): [number, number][] | undefined {
  if (text.startsWith('{')) {
    try {
      return pointsOfGeometry(JSON.parse(text));
    } catch {
      return undefined; // said by the caller, with the cell
    }
  }
  const wkt = /^LINESTRING\s*\(([^()]*)\)$/i.exec(text)?.[1];
  if (wkt !== undefined) return pairs(wkt.split(',').map((pair) => pair.trim().split(/\s+/).map(Number).reverse()));
  return pairs(text.split(/\s+/).map((pair) => pair.split(',').map(Number)));
}

function pointsOfGeometry(value: unknown): [number, number][] | undefined {
  const coordinates = typeof value === 'object' && value !== null && 'coordinates' in value ? value.coordinates : undefined;
  if (!Array.isArray(coordinates)) return undefined;
  return pairs(coordinates.map((pair: unknown) => (Array.isArray(pair) ? pair.slice(0, 2).map(Number).reverse() : [])));
}

const pairs = (list: number[][]): [number, number][] | undefined =>
  list.every((pair) => pair.length === 2 && pair.every(Number.isFinite)) ? (list as [number, number][]) : undefined;
