/** A cell of the operation's station that holds something else: a road, a cargo, an operation, a number. */
import { findOperation, isEsr6, nameKey, normaliseEsr, normaliseTrainIndex, STATIONS, stationByEsr } from '@karavan/rail';
import type { Field } from './fields.ts';
import { isRoad } from './road-names.ts';
import { type Cell, cellText, type Table } from './table.ts';
import { splitPlaceCode, textOf } from './values.ts';

/** columns that may name the same station rightly, and those nobody has told us the meaning of under such a heading */
const PLACES: ReadonlySet<Field> = new Set([
  'opStation',
  'opStationCode',
  'originStation',
  'originCode',
  'destStation',
  'destCode',
  'originStationRoad',
  'originRoadStation',
  'destStationRoad',
]);
const PLACE_HEADING = /станци|^ст |депо|пункт|station|stan/;
/** `Яя` and `Ея` are stations; so short a name that no list has is rather a road or a flag */
const SHORT = 3;

/** Whether the text itself is no station, whatever stands around it. */
export function isNoStation(text: string): boolean {
  const { name, code } = splitPlaceCode(text);
  if (code !== undefined && (code.length < 4 || code.length > 6)) return true;
  if (!/\p{L}/u.test(name)) return !isCode(code ?? name);
  if (/[«»"]|^(ООО|АО|ПАО|ЗАО|ИП)\s/.test(name) || /^(груж|порож)/i.test(name)) return true;
  if (normaliseTrainIndex(text) !== undefined || isRoad(name)) return true;
  if (code === undefined && (findOperation({ mnemonic: name }) ?? findOperation({ text: name })) !== undefined)
    return !isStation(name);
  const isShort = name.length <= SHORT && name === name.toUpperCase() && code === undefined;
  return isShort && !isStation(name);
}

/** Short numbers are trains, kilometres and models as well: of those only a station we know counts. */
function isCode(text: string): boolean {
  const esr = normaliseEsr(text);
  return esr !== undefined && ((text.length === 6 && isEsr6(text)) || stationByEsr(esr) !== undefined);
}

const NAMES: ReadonlySet<string> = new Set(STATIONS.map(({ name }) => nameKey(name)));

/** Whether the text is a station we know; standing where another thing belongs, it has changed places with that thing. */
export function isStation(text: string): boolean {
  const { name, code } = splitPlaceCode(text);
  const key = nameKey(name);
  return NAMES.has(key) && (code === undefined || nameKey(stationByEsr(code)?.name ?? '') === key);
}

export interface Seen {
  table: Table;
  firstRow: number;
  columns: ReadonlyMap<Field, number>;
  /** lowest header text of each column, normalised */
  headers: readonly string[];
}

/** Texts of the operation's station that stand more often in columns of other things: a cargo, a model, a client. */
export function strayTexts({ table, firstRow, columns, headers }: Seen): ReadonlySet<string> {
  const column = columns.get('opStation');
  if (column === undefined) return new Set();
  const rows = table.cells.slice(firstRow);
  const places = placeColumns(columns, headers);
  if (isElsewhere(rows, { column, places })) return new Set(rows.flatMap((row) => keyOf(row[column]) ?? []));
  const counts = new Map<string, { here: number; elsewhere: number }>();
  for (const row of rows) {
    const key = keyOf(row[column]);
    if (key !== undefined && !counts.has(key)) counts.set(key, { here: 0, elsewhere: 0 });
  }
  for (const row of rows)
    for (const [index, cell] of row.entries()) {
      if (typeof cell !== 'string' || cell === '') continue;
      const count = counts.get(keyOf(cell) ?? '');
      if (count === undefined) continue;
      if (places.has(index)) count.here += 1;
      else count.elsewhere += 1;
    }
  const strays = [...counts].filter(([key, { here, elsewhere }]) => elsewhere >= here && !isListed(key));
  return new Set(strays.map(([key]) => key));
}

const SAMPLED_ROWS = 200;
const FEW = 0.2;
const MOST = 0.5;

/** Hardly a station we know where they should stand, and mostly stations in a column that should hold none: two headings have changed places. */
function isElsewhere(
  rows: readonly (readonly Cell[])[],
  { column, places }: { column: number; places: ReadonlySet<number> },
): boolean {
  const sample = rows.slice(0, SAMPLED_ROWS).filter((row) => keyOf(row[column]) !== undefined);
  const share = (index: number): number =>
    sample.filter((row) => typeof row[index] === 'string' && isStation(row[index])).length / sample.length;
  if (sample.length === 0 || share(column) > FEW) return false;
  return [...(sample[0] ?? []).keys()].some((index) => !places.has(index) && share(index) > MOST);
}

/** As {@link strayTexts} writes its texts. */
export function keyOf(cell: Cell): string | undefined {
  const text = typeof cell === 'string' ? textOf(cell) : undefined;
  return text === undefined ? undefined : text.toUpperCase();
}

function placeColumns(columns: ReadonlyMap<Field, number>, headers: readonly string[]): ReadonlySet<number> {
  const known = [...columns].filter(([field]) => PLACES.has(field)).map(([, column]) => column);
  const headed = headers.flatMap((text, column) => (PLACE_HEADING.test(text) ? [column] : []));
  return new Set([...known, ...headed]);
}

const isListed = (key: string): boolean => isStation(cellText(key));
