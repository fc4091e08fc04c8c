/** Table + layout → report. The one stage every format goes through; each data row ends in exactly one of three lists. */
import type { ParsedReport, ReportIssue, ReportRow } from '@karavan/contracts';
import { toInstant } from '@karavan/rail';
import { doubtsOf } from './consistency.ts';
import type { Field } from './fields.ts';
import { leaveOutFuture } from './future-facts.ts';
import type { Layout } from './header.ts';
import { toIssue } from './issues.ts';
import { type Body, readBody } from './read-body.ts';
import { ReportError } from './report-error.ts';
import { estimatedTimeMs, impliedTimeMs, MAX_AHEAD_MS, statedTimeMs } from './reported-at.ts';
import { settingsOf } from './row-settings.ts';
import type { Table } from './table.ts';

/** Throws ReportError EMPTY where the header stands over nothing, UNKNOWN_LAYOUT where no row could be read. */
export function readTable(table: Table, layout: Layout, format: string): ParsedReport {
  const statedMs = statedTimeMs(table, layout.firstRow);
  const settings = settingsOf(table, layout, statedMs);
  const body = readBody(table, layout, settings);
  if (settings.columns !== layout.columns) body.issues.unshift(toIssue(table.rowNumbers[layout.firstRow] ?? 1, SHIFTED));
  body.issues.unshift(...layout.guessed.map((field) => guessedIssue(table, layout, field)));
  const time = settle(body, statedMs);
  if (time) leaveOutFuture(body, layout, time);
  const trustedMs = time?.basis === 'stated' ? statedMs : undefined;
  for (const row of body.rows) for (const detail of doubtsOf(row, trustedMs)) body.issues.push(toIssue(row.row, detail));
  if (time && (body.rows.length > 0 || body.total === 0))
    return { format, reportedAt: toInstant(time.epochMs), reportedAtBasis: time.basis, ...body };
  if (body.total === 0)
    throw new ReportError('EMPTY', 'The report has a header and no wagons, and does not say when it was formed.');
  const reason = body.issues.find((issue) => issue.severity === 'error')?.message ?? '';
  throw new ReportError('UNKNOWN_LAYOUT', `None of the ${body.total} rows could be read. First reason: ${reason}`, {
    headers: layout.headers,
  });
}

function guessedIssue(table: Table, layout: Layout, field: Field): ReportIssue {
  return toIssue(table.rowNumbers[layout.firstRow - 1] ?? 1, {
    code: 'HEADER_GUESSED',
    severity: 'warning',
    column: field,
    value: layout.texts[layout.columns.get(field) ?? -1]?.shown,
    message: `The column was taken for ${field} by words or values that are close; see that it is.`,
  });
}

const SHIFTED = {
  code: 'COLUMN_SHIFT',
  severity: 'warning',
  message: 'Data stand beside their headers; columns were moved to fit.',
} as const;

/** Decides the formation time and refuses rows dated beyond it. */
function settle(
  body: Body,
  statedMs: number | undefined,
): { epochMs: number; basis: ParsedReport['reportedAtBasis'] } | undefined {
  const late = body.rows.filter((row) => statedMs !== undefined && isAhead(row, statedMs));
  if (statedMs !== undefined && late.length * 2 <= body.rows.length) {
    refuse(body, late);
    return { epochMs: statedMs, basis: 'stated' };
  }
  if (statedMs !== undefined) {
    body.issues.unshift(
      toIssue(1, {
        code: 'REPORT_TIME',
        severity: 'warning',
        message: 'Most operations are later than the time above the table; the formation time was estimated.',
      }),
    );
  }
  const impliedMs = impliedTimeMs(body.rows);
  if (impliedMs !== undefined)
    refuse(
      body,
      body.rows.filter((row) => isAhead(row, impliedMs)),
    );
  const epochMs = estimatedTimeMs(body.rows, impliedMs);
  return epochMs === undefined ? undefined : { epochMs, basis: 'estimated' };
}

const isAhead = (row: ReportRow, reportedAtMs: number) => Date.parse(row.operationAt) > reportedAtMs + MAX_AHEAD_MS;

function refuse(body: Body, rows: readonly ReportRow[]): void {
  if (rows.length === 0) return;
  const refused = new Set(rows);
  body.rows = body.rows.filter((row) => !refused.has(row));
  for (const row of rows) {
    body.rejected.push(row.row);
    body.issues.push(
      toIssue(row.row, {
        code: 'OPERATION_TIME',
        severity: 'error',
        column: 'opTime',
        value: row.operationAt,
        message: 'The operation is dated after the report itself.',
      }),
    );
  }
  body.rejected.sort((a, b) => a - b);
}
