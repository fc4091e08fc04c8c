/** Files of stations and of lines, in whatever table they come: CSV, a JSON list, an Overpass reply, GeoJSON. */
import { AppError } from '@karavan/runtime';
import { CsvError, parse } from 'csv-parse/sync';

/** One row by the names of our fields; `line` counts from 1 as an editor shows it, in JSON the elements. */
export interface FileRow<Field extends string> {
  line: number;
  cells: Partial<Record<Field, unknown>>;
}

export interface FileTable<Field extends string> {
  format: 'csv' | 'json' | 'overpass' | 'geojson';
  rows: FileRow<Field>[];
}

/** Spellings of a column's name, as {@link headerKey} leaves them. */
export type Columns<Field extends string> = Readonly<Record<Field, readonly string[]>>;

/** The heading stands in one of the first lines; exports put titles above it. */
const HEADING_WITHIN = 10;

/**
 * @param needed fields without which a table is not what it is said to be
 * @throws AppError UNPROCESSABLE for bytes that hold no such table, naming the columns that are missing
 */
export function readTable<Field extends string>(
  bytes: Uint8Array,
  columns: Columns<Field>,
  needed: readonly Field[],
): FileTable<Field> {
  const text = decode(bytes);
  if (text.trim() === '') throw refuse('The file is empty.');
  if (text.startsWith('PK\u0003\u0004')) throw refuse('This is a workbook or an archive; save it as CSV first.');
  const table = /^\s*[[{]/.test(text) ? readJson(text, columns) : readCsv(text, { columns, needed });
  if (!table.rows.some(({ cells }) => needed.every((field) => cells[field] !== undefined))) throw missing(columns, needed);
  return table;
}

const refuse = (message: string, cause?: unknown) => new AppError('UNPROCESSABLE', message, { cause });

const missing = <Field extends string>(columns: Columns<Field>, needed: readonly Field[]) =>
  refuse(
    `No row of the file has ${needed.map((field) => `${field} (${columns[field].slice(0, 4).join(', ')} …)`).join(' and ')}.`,
  );

/** UTF-8, and Windows-1251 where it is not that. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1251').decode(bytes);
  }
}

/** `From_ESR`, `from esr` and `fromEsr` are one name. */
export const headerKey = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^a-zа-я0-9]/g, '');

function readCsv<Field extends string>(
  text: string,
  { columns, needed }: { columns: Columns<Field>; needed: readonly Field[] },
): FileTable<Field> {
  const records = splitCsv(text);
  const fieldOf = fieldsBy(columns);
  const at = records.slice(0, HEADING_WITHIN).findIndex(({ record }) => {
    const found = new Set(record.map(fieldOf));
    return needed.every((field) => found.has(field));
  });
  const heading = records[at]?.record.map(fieldOf);
  if (heading === undefined) throw missing(columns, needed);
  const rows = records.slice(at + 1).map(({ record, line }) => {
    const row: FileRow<Field> = { line, cells: {} };
    for (const [i, field] of heading.entries()) {
      const cell = record[i]?.trim();
      if (field !== undefined && cell !== undefined && cell !== '' && row.cells[field] === undefined) row.cells[field] = cell;
    }
    return row;
  });
  return { format: 'csv', rows };
}

function splitCsv(text: string): { record: string[]; line: number }[] {
  const first = text.slice(0, 20_000);
  const count = (sign: string) => first.split(sign).length;
  const delimiter = [';', '\t', ','].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
  try {
    const records = parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      info: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return records.map(({ record, info }) => ({ record, line: info.lines }));
  } catch (cause) {
    if (cause instanceof CsvError) throw refuse(`The table cannot be read: ${cause.message}.`, cause);
    throw cause;
  }
}

function fieldsBy<Field extends string>(columns: Columns<Field>): (name: string) => Field | undefined {
  const byKey = new Map<string, Field>();
  for (const field of Object.keys(columns) as Field[]) for (const key of columns[field]) byKey.set(headerKey(key), field);
  return (name) => byKey.get(headerKey(name));
}

function readJson<Field extends string>(text: string, columns: Columns<Field>): FileTable<Field> {
  const { format, items } = listOf(parseJson(text));
  const fieldOf = fieldsBy(columns);
  const rows = items.map((item, index) => {
    const row: FileRow<Field> = { line: index + 1, cells: {} };
    for (const [name, value] of Object.entries(item)) {
      const field = fieldOf(name);
      const isNothing = value === null || value === undefined || value === '';
      if (field !== undefined && !isNothing && row.cells[field] === undefined) row.cells[field] = value;
    }
    return row;
  });
  return { format, rows };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw refuse(`The JSON cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`, cause);
  }
}

type Item = Record<string, unknown>;
const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value);
const itemsOf = (value: unknown): Item[] => (Array.isArray(value) ? value.map((item) => (isItem(item) ? item : {})) : []);

/** A list, a list under `data`, `items`, `stations` or `edges`, an Overpass reply or a GeoJSON collection. */
function listOf(json: unknown): { format: FileTable<never>['format']; items: Item[] } {
  if (Array.isArray(json)) return { format: 'json', items: itemsOf(json) };
  if (!isItem(json)) throw refuse('The JSON is neither a list nor an object with one.');
  if (Array.isArray(json['elements'])) return { format: 'overpass', items: itemsOf(json['elements']).map(fromOverpass) };
  if (Array.isArray(json['features'])) return { format: 'geojson', items: itemsOf(json['features']).map(fromFeature) };
  const list = ['data', 'items', 'stations', 'edges'].map((key) => json[key]).find(Array.isArray);
  if (list === undefined) throw refuse('The JSON holds no list: give an array, {"data": []}, an Overpass reply or GeoJSON.');
  return { format: 'json', items: itemsOf(list) };
}

/** OpenStreetMap keeps the code in `esr:user`; ways and relations have their place in `center`. */
function fromOverpass(element: Item): Item {
  const tags = isItem(element['tags']) ? element['tags'] : {};
  const centre = isItem(element['center']) ? element['center'] : element;
  return {
    esr: tags['esr:user'] ?? tags['ref:esr'] ?? tags['esr'] ?? tags['uic_ref'],
    name: tags['name:ru'] ?? tags['name'],
    road: tags['railway:division'] ?? tags['operator'],
    lat: centre['lat'],
    lon: centre['lon'],
  };
}

/** GeoJSON has the longitude first; a line keeps that order, as everywhere in GeoJSON. */
function fromFeature(feature: Item): Item {
  const properties = isItem(feature['properties']) ? feature['properties'] : {};
  const geometry = isItem(feature['geometry']) ? feature['geometry'] : {};
  if (geometry['type'] === 'Point' && Array.isArray(geometry['coordinates'])) {
    const [lon, lat] = geometry['coordinates'] as unknown[];
    return { ...properties, lat, lon };
  }
  return geometry['type'] === 'LineString' ? { ...properties, line: geometry } : properties;
}
