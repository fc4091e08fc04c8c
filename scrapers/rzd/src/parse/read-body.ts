/** The rows below a header, each counted once: accepted, rejected or a duplicate; furniture is passed over. */
import type { ParsedReport, ReportRow } from '@karavan/contracts';
import { nameKey } from '@karavan/rail';
import type { Layout } from './header.ts';
import { toIssue } from './issues.ts';
import { readRow } from './read-row.ts';
import { rowKind } from './row-kind.ts';
import { RowReader, type RowSettings } from './row-reader.ts';
import type { Cell, Table } from './table.ts';
import { textOf } from './values.ts';

export type Body = Pick<ParsedReport, 'total' | 'rows' | 'rejected' | 'duplicates' | 'issues'>;

export function readBody(table: Table, layout: Layout, settings: RowSettings): Body {
  const body: Body = { total: 0, rows: [], rejected: [], duplicates: [], issues: [] };
  const seen = new Set<string>();
  let previous: readonly Cell[] = [];
  for (let index = layout.firstRow; index < table.cells.length; index += 1) {
    const rowNumber = table.rowNumbers[index] ?? index + 1;
    let cells: readonly Cell[] = table.cells[index] ?? [];
    const kind = rowKind(cells, new RowReader(cells, settings), layout);
    if (kind === 'note')
      body.issues.push(
        toIssue(rowNumber, {
          code: 'IGNORED_ROW',
          severity: 'warning',
          value: cells.find((cell) => textOf(cell)),
          message: 'The row is no wagon row and was passed over.',
        }),
      );
    if (kind !== 'data' && kind !== 'container') continue;
    if (kind === 'container') cells = fillDown(cells, previous);
    previous = cells;
    const reader = new RowReader(cells, settings);
    keep(body, seen, rowNumber, readRow(reader, rowNumber));
    for (const detail of reader.details) body.issues.push(toIssue(rowNumber, detail));
  }
  return body;
}

function keep(body: Body, seen: Set<string>, rowNumber: number, row: ReportRow | undefined): void {
  body.total += 1;
  if (!row) {
    body.rejected.push(rowNumber);
    return;
  }
  const key = `${row.wagon} ${row.operationAt} ${nameKey(row.operation.name)}`;
  if (seen.has(key)) body.duplicates.push(rowNumber);
  else body.rows.push(row);
  seen.add(key);
}

/** A wagon of containers is one row with its number and further rows, a container each, that leave the rest blank. */
function fillDown(cells: readonly Cell[], previous: readonly Cell[]): Cell[] {
  const width = Math.max(cells.length, previous.length);
  return Array.from({ length: width }, (_, column) => (textOf(cells[column]) === undefined ? previous[column] : cells[column]));
}
