/** What a row below the header is. Only data rows are counted; the rest is how prints and saved pages are furnished. */
import { normaliseWagonNumber } from '@karavan/rail';
import type { Layout } from './header.ts';
import { headerKey } from './header-key.ts';
import type { RowReader } from './row-reader.ts';
import { type Cell, cellText } from './table.ts';
import { textOf } from './values.ts';

/** `note` is text that is neither data nor furniture we know: counted nowhere, but told about */
export type RowKind = 'blank' | 'header' | 'total' | 'container' | 'data' | 'note';

const TOTAL = /^\s*(итого|всего|в\s+т\.?\s?ч|в том числе|брошено|конец|\*{2,})/i;
const CONTAINER_NUMBER = /^[A-ZА-Я]{4}\s?\d{7}$/i;

/** A row is data when its wagon cell is a number of eight digits, or when at least two core cells show it was meant so. */
export function rowKind(cells: readonly Cell[], row: RowReader, layout: Layout): RowKind {
  if (normaliseWagonNumber(row.cell('wagon') ?? '') !== undefined) return 'data';
  const filled = cells.map((cell) => textOf(cell)).filter((text) => text !== undefined);
  if (filled.length === 0) return 'blank';
  if (isHeaderRow(cells, layout) || isNumbering(filled)) return 'header';
  if (filled.slice(0, 3).some((text) => TOTAL.test(text))) return 'total';
  if (row.text('wagon') === undefined && isContainerRow(cells, row)) return 'container';
  const isOneText = filled.length > 1 && filled.every((text) => text === filled[0]);
  return !isOneText && coreCells(row) >= 2 ? 'data' : 'note';
}

function coreCells(row: RowReader): number {
  const wagon = row.text('wagon');
  const evidence = [
    wagon !== undefined && /\d{4}/.test(wagon.replace(/\s/g, '')),
    row.time('opTime') !== undefined,
    row.text('operation') !== undefined || row.text('opMnemonic') !== undefined || row.text('opCode') !== undefined,
    row.named('opStation') !== undefined || row.named('opStationCode') !== undefined,
  ];
  return evidence.filter(Boolean).length;
}

/** The heading repeated on a new page, or the second row of its groups. */
function isHeaderRow(cells: readonly Cell[], layout: Layout): boolean {
  let same = 0;
  for (let column = 0; column < layout.headers.length && same < 3; column += 1) {
    const header = layout.headers[column];
    if (header && header === headerKey(cellText(cells[column]))) same += 1;
  }
  return same >= 3;
}

/** `1 | 2 | 3 | …` under a heading; prints begin it with letters: `А | Б | 1 | 2 | …`. */
function isNumbering(filled: readonly string[]): boolean {
  const letters = filled.findIndex((text) => !/^\p{L}$/u.test(text));
  const numbers = filled.slice(Math.max(0, letters)).map((text) => Number(text.replace(/[().]/g, '')));
  return filled.length >= 4 && numbers.length >= 2 && numbers.every((number, index) => number === index + 1);
}

function isContainerRow(cells: readonly Cell[], row: RowReader): boolean {
  return (
    row.text('container') !== undefined || cells.some((cell) => typeof cell === 'string' && CONTAINER_NUMBER.test(cell.trim()))
  );
}
