/** HTML → its tables; spans of the heading are repeated into every cell they cover, row numbers are 1-based `<tr>`. */
import type { CheerioAPI } from 'cheerio';
import { load } from 'cheerio/slim';
import { keepTableTags } from './html-tags.ts';
import { HEADER_SEARCH_ROWS, MAX_CELLS, MAX_COLUMNS, MAX_ROWS } from './limits.ts';
import { ReportError } from './report-error.ts';
import type { Cell, Table } from './table.ts';
import { isWagonRow } from './wagon-row.ts';

type Node = CheerioAPI['_root']['children'][number];
type Hanging = Map<number, { rowsLeft: number; text: string }>;

/** how far above a table its caption and formation time stand */
const PREAMBLE_CHARS = 20_000;
const MAX_TEXT_DEPTH = 30;

export function readHtml(text: string): Table[] {
  const firstTable = text.search(/<table/i);
  if (firstTable < 0) {
    throw new ReportError('NOT_A_REPORT', 'The page holds no table; it may be a sign-in page saved instead of the report.');
  }
  if (!/<\/table/i.test(text)) throw new ReportError('TRUNCATED', 'The page is cut off inside its table; save or send it again.');
  const above = text.slice(Math.max(0, firstTable - PREAMBLE_CHARS), firstTable);
  const preamble = above.replace(/<[^<>]*>/g, '\n').replace(/&nbsp;|&#160;/gi, ' ');
  return rowsByTable(keepTableTags(text)).map((rows) => toTable(rows, preamble));
}

/** Rows of each table in document order, a nested table apart from the one around it. A walk without recursion. */
function rowsByTable(text: string): Node[][] {
  const tables: Node[][] = [];
  const outside: Node[] = [];
  const pending: { node: Node; rows: Node[] }[] = load(text)
    .root()
    .contents()
    .toArray()
    .map((node) => ({ node, rows: outside }))
    .reverse();
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node } = next;
    let { rows } = next;
    if (isElement(node, 'table')) {
      rows = [];
      tables.push(rows);
    }
    if (isElement(node, 'tr')) rows.push(node);
    for (const child of childrenOf(node).reverse()) pending.push({ node: child, rows });
  }
  return tables;
}

function toTable(rows: Node[], preamble: string): Table {
  if (rows.length > MAX_ROWS) throw tooLarge();
  const table: Table = { cells: [], rowNumbers: [], preamble, dateSystem: 1900 };
  const hanging: Hanging = new Map();
  let size = 0;
  let isHeading = true;
  for (const row of rows) {
    const cells = readRow(row, hanging, isHeading);
    isHeading &&= table.cells.length <= HEADER_SEARCH_ROWS && !isWagonRow(cells);
    size += cells.length;
    if (size > MAX_CELLS) throw tooLarge();
    table.cells.push(cells);
    table.rowNumbers.push(table.cells.length);
  }
  return table;
}

function tooLarge(): ReportError {
  return new ReportError('TOO_LARGE', `The table has more than ${MAX_ROWS} rows or ${MAX_CELLS} cells; send one day's report.`);
}

/** `hanging` carries cells whose rowspan reaches into this row; it is updated for the next one. */
function readRow(row: Node, hanging: Hanging, heading: boolean): Cell[] {
  const cells: Cell[] = [];
  for (const cell of childrenOf(row)) {
    if (!isElement(cell, 'td') && !isElement(cell, 'th')) continue;
    if (cells.length >= MAX_COLUMNS) break;
    takeHanging(cells, hanging);
    const text = textOf(cell);
    const rowSpan = span(cell, 'rowspan');
    for (let left = span(cell, 'colspan'); left > 0 && cells.length < MAX_COLUMNS; left -= 1) {
      if (rowSpan > 1) hanging.set(cells.length, { rowsLeft: rowSpan - 1, text });
      cells.push(text);
      if (!heading) left = fillBlank(cells, left);
    }
  }
  takeHanging(cells, hanging);
  return cells;
}

/** Below the heading a wide cell says its text once. */
function fillBlank(cells: Cell[], left: number): number {
  for (let i = 1; i < left && cells.length < MAX_COLUMNS; i += 1) cells.push(undefined);
  return 1;
}

function takeHanging(cells: Cell[], hanging: Hanging): void {
  for (let held = hanging.get(cells.length); held; held = hanging.get(cells.length)) {
    if (held.rowsLeft > 1) held.rowsLeft -= 1;
    else hanging.delete(cells.length);
    cells.push(held.text);
  }
}

function isElement(node: Node, name: string): boolean {
  return 'name' in node && node.name === name;
}

function childrenOf(node: Node): Node[] {
  return 'children' in node ? [...node.children] : [];
}

function span(node: Node, name: 'rowspan' | 'colspan'): number {
  const count = Number.parseInt(('attribs' in node && node.attribs[name]) || '1', 10);
  return count > 1 ? Math.min(count, MAX_COLUMNS) : 1;
}

/** Cells of a table, up to two: one alone is a frame around the text of the cell it stands in. */
function cellsIn(node: Node): number {
  let found = 0;
  const pending = childrenOf(node);
  for (let next = pending.pop(); next && found < 2; next = pending.pop()) {
    if (isElement(next, 'td') || isElement(next, 'th')) found += 1;
    pending.push(...childrenOf(next));
  }
  return found;
}

/** Text with a blank for every line break: `Номер<br>вагона` → `Номер вагона`. */
function textOf(node: Node, depth = 0): string {
  if (node.type === 'text') return node.data;
  if (isElement(node, 'br')) return ' ';
  if (depth > MAX_TEXT_DEPTH || (isElement(node, 'table') && cellsIn(node) > 1)) return '';
  return childrenOf(node).reduce((text, child) => text + textOf(child, depth + 1), '');
}
