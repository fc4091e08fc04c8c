/** What holds for all rows of one table and is learnt from its content: the unit of mass, columns beside their headers. */
import { normaliseWagonNumber, parseRailTime } from '@karavan/rail';
import type { Field } from './fields.ts';
import type { Layout } from './header.ts';
import { strayTexts } from './odd-station.ts';
import type { RowSettings } from './row-reader.ts';
import type { Cell, Table } from './table.ts';
import { numberOf } from './values.ts';

/** `columns` of the answer is the layout's own object unless the data stand beside their headers. */
export function settingsOf(table: Table, layout: Layout, statedMs: number | undefined): RowSettings {
  const { dateSystem } = table;
  const shift = columnShift(table, layout, statedMs);
  const moved = (columns: Layout['columns']) => new Map([...columns].map(([field, column]) => [field, column + shift] as const));
  const columns = shift === 0 ? layout.columns : moved(layout.columns);
  return {
    columns,
    clocks: shift === 0 ? layout.clocks : moved(layout.clocks),
    dateSystem,
    statedMs,
    operations: new Map(),
    strayStations: strayTexts({ table, firstRow: layout.firstRow, columns, headers: layout.headers }),
    oddStations: new Map(),
    massUnit: layout.massUnit ?? guessMassUnit(table, layout, columns),
    monthFirst: isMonthFirst(table, layout, columns),
    hasClocks: hasClocks(table, layout, columns),
  };
}

/** Without a unit in the header: nobody loads 200 t into a wagon or reports 200 kg, so the usual size tells. */
function guessMassUnit(table: Table, layout: Layout, columns: RowSettings['columns']): 'kg' | 't' {
  const column = columns.get('weight') ?? -1;
  const masses = table.cells.slice(layout.firstRow).map((row) => numberOf(row[column]) ?? 0);
  const loaded = masses.filter((mass) => mass > 0).sort((a, b) => a - b);
  const usual = loaded[Math.floor(loaded.length / 2)];
  return usual === undefined || usual > 200 ? 'kg' : 't';
}

const TIME_FIELDS: readonly Field[] = ['opTime', 'tripStart', 'departure', 'arrival', 'deadline'];
const SLASHED = /^\s*(\d{1,2})\/(\d{1,2})\/\d{2,4}/;

/** `8/20/2026`: no month is the twentieth, so in this file months stand first, in `8/7/2026` too. */
function isMonthFirst(table: Table, layout: Layout, columns: RowSettings['columns']): boolean {
  const places = TIME_FIELDS.flatMap((field) => columns.get(field) ?? []);
  let isFound = false;
  for (const row of table.cells.slice(layout.firstRow)) {
    for (const column of places) {
      const cell = row[column];
      const date = typeof cell === 'string' ? SLASHED.exec(cell) : null;
      if (date && Number(date[1]) > 12) return false;
      if (date && Number(date[2]) > 12) isFound = true;
    }
  }
  return isFound;
}

/** Midnight is a whole day to a spreadsheet, so a column of whole days has no clock only where all of them are whole. */
function hasClocks(table: Table, layout: Layout, columns: RowSettings['columns']): boolean {
  const column = columns.get('opTime') ?? -1;
  return table.cells.slice(layout.firstRow).some((row) => {
    const cell = row[column];
    return typeof cell === 'number' && !Number.isInteger(cell);
  });
}

/** How far data stand beside their headers (0 in every sound file): where wagons *and* times are found. */
function columnShift(table: Table, layout: Layout, statedMs: number | undefined): number {
  const sample = table.cells.slice(layout.firstRow, layout.firstRow + 50);
  const wagon = layout.columns.get('wagon') ?? 0;
  const opTime = layout.columns.get('opTime') ?? 0;
  const options =
    statedMs === undefined ? { dateSystem: table.dateSystem } : { dateSystem: table.dateSystem, reportedAtMs: statedMs };
  const fits = (row: readonly Cell[], shift: number): boolean =>
    normaliseWagonNumber(row[wagon + shift] ?? '') !== undefined &&
    parseRailTime(row[opTime + shift] ?? '', options) !== undefined;
  const found = [0, 1, -1, 2, -2].map((shift) => ({ shift, rows: sample.filter((row) => fits(row, shift)).length }));
  if ((found[0]?.rows ?? 0) > 0) return 0;
  return found.reduce((best, next) => (next.rows > best.rows ? next : best)).shift;
}
