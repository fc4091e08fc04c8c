/** The feed of approaches: a text a train, a line a wagon, fourteen fields without any heading. */
import { normaliseWagonNumber, parseRailTime } from '@karavan/rail';
import { type Cell, cellText, type Table } from './table.ts';

const HEADINGS = [
  'Номер вагона',
  'Администрация',
  'Вес груза',
  'Код груза ЕТСНГ',
  'Индекс поезда',
  'Номер поезда',
  'Операция',
  'Дата и время операции',
  'Станция операции',
  'Вагонов в поезде',
  'Вес поезда',
  'Признак груза',
  'Маршрут',
  'Собственник',
];
const WAGON = 0;
const COUNTRY = 1;
const OPERATED_AT = 7;
const SAMPLE_ROWS = 20;
/** some lines may be spoilt */
const MIN_SHARE = 0.6;
/** dates without a year need some year to be dates */
const SOME_TIME_MS = Date.UTC(2026, 0, 1);

/** The table under the heading it lacks, if its lines are like those of the feed; else the table as it is. */
export function withHeading(table: Table): Table {
  const filled = table.cells.filter((row) => row.some((cell) => cellText(cell).trim() !== '')).slice(0, SAMPLE_ROWS);
  const [first] = filled;
  if (first === undefined || !isLine(first) || filled.filter(isLine).length < filled.length * MIN_SHARE) return table;
  return { ...table, cells: [[...HEADINGS], ...table.cells], rowNumbers: [0, ...table.rowNumbers] };
}

function isLine(row: readonly Cell[]): boolean {
  return (
    row.length >= HEADINGS.length &&
    row.length <= HEADINGS.length + 1 &&
    normaliseWagonNumber(row[WAGON] ?? '') !== undefined &&
    /^\d{1,3}$/.test(cellText(row[COUNTRY]).trim()) &&
    parseRailTime(row[OPERATED_AT] ?? '', { reportedAtMs: SOME_TIME_MS }) !== undefined
  );
}
