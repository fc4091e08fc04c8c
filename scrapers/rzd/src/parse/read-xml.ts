/** XML → tables: the SPV4664 reply or any list of elements, and the spreadsheets of Excel 2003. */
import { MAX_COLUMNS, MAX_ROWS, MAX_TABLES } from './limits.ts';
import { recordTables } from './records.ts';
import { ReportError } from './report-error.ts';
import type { Cell, Table } from './table.ts';
import { childrenOf, localName, type Node, nameOf, parseXml, textOf, toTree, type XmlTree } from './xml-tree.ts';

export function readXml(text: string): { container: 'xml' | 'xml2003'; tables: Table[] } {
  const roots = parseXml(text);
  const workbook = roots.find((node) => nameOf(node) === 'Workbook');
  if (workbook) return { container: 'xml2003', tables: sheetsOf(workbook) };
  const tree = toTree(roots);
  const refusal = errorOf(tree);
  const tables = recordTables(tree);
  if (refusal !== undefined && tables.every((table) => table.cells.length < 3)) {
    throw new ReportError(
      'NOT_A_REPORT',
      `The file is a refusal of the railway's service: ${refusal.slice(0, 200).toWellFormed()}`,
    );
  }
  return { container: 'xml', tables };
}

function errorOf(tree: XmlTree): string | undefined {
  const pending: unknown[] = [tree];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, child] of Object.entries(value)) {
      if (/^(errorMessage|faultstring)$/i.test(key) && typeof child === 'string' && child.trim() !== '') return child.trim();
      pending.push(child);
    }
  }
  return undefined;
}

function sheetsOf(workbook: Node): Table[] {
  return childrenOf(workbook)
    .filter((node) => nameOf(node) === 'Worksheet')
    .slice(0, MAX_TABLES)
    .map((sheet) => {
      const table = childrenOf(sheet).find((node) => nameOf(node) === 'Table');
      return sheetTable(attribute(sheet, 'Name') ?? '', table ? childrenOf(table) : []);
    });
}

function sheetTable(name: string, nodes: readonly Node[]): Table {
  const table: Table = { name, cells: [], rowNumbers: [], preamble: '', dateSystem: 1900 };
  const hanging = new Map<number, { rowsLeft: number; value: Cell }>();
  let rowNumber = 0;
  for (const row of nodes) {
    if (nameOf(row) !== 'Row') continue;
    rowNumber = indexOf(row) ?? rowNumber + 1;
    if (rowNumber > MAX_ROWS)
      throw new ReportError('TOO_LARGE', `The sheet has more than ${MAX_ROWS} rows; send one day's report.`);
    table.cells.push(cellsOf(row, hanging));
    table.rowNumbers.push(rowNumber);
  }
  return table;
}

/** A merged cell says its text once and, downwards, for the heading's sake, in every row it covers. */
function cellsOf(row: Node, hanging: Map<number, { rowsLeft: number; value: Cell }>): Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  for (const cell of childrenOf(row)) {
    if (nameOf(cell) !== 'Cell') continue;
    column = indexOf(cell) ?? column + 1;
    while (indexOf(cell) === undefined && hanging.has(column - 1)) column += 1;
    if (column > MAX_COLUMNS) break;
    const value = cellValue(cell);
    const across = Math.min(number(attribute(cell, 'MergeAcross')), MAX_COLUMNS - column);
    const down = number(attribute(cell, 'MergeDown'));
    for (let at = column - 1; at < column + across; at += 1) {
      cells[at] = value;
      if (down > 0) hanging.set(at, { rowsLeft: down + 1, value });
    }
    column += across;
  }
  for (const [at, held] of hanging) {
    cells[at] ??= held.value;
    held.rowsLeft -= 1;
    if (held.rowsLeft <= 0) hanging.delete(at);
  }
  return Array.from(cells);
}

function cellValue(cell: Node): Cell {
  const data = childrenOf(cell).find((node) => nameOf(node) === 'Data');
  if (!data) return undefined;
  const text = textOf(data);
  if (attribute(data, 'Type') !== 'Number') return text;
  return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}

function attribute(node: Node, name: string): string | undefined {
  if (!('attribs' in node)) return undefined;
  return Object.entries(node.attribs).find(([key]) => localName(key) === name)?.[1];
}

function indexOf(node: Node): number | undefined {
  const index = number(attribute(node, 'Index'));
  return index > 0 ? index : undefined;
}

function number(text: string | undefined): number {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : 0;
}
