import type { ReportIssue } from '@karavan/contracts';
import type { Field } from './fields.ts';
import { type Cell, cellText, shorten } from './table.ts';

/** What row problems are called. Errors are the reasons of rejected rows; warnings leave the row accepted. */
export type IssueCode =
  | 'WAGON'
  | 'OPERATION'
  | 'OPERATION_TIME'
  | 'NO_CLOCK'
  | 'CHECK_DIGIT'
  | 'WAGON_SHORT'
  | 'ESR_CHECK_DIGIT'
  | 'UNKNOWN_OPERATION'
  | 'STATION_MISSING'
  | 'WAYBILL'
  | 'BAD_VALUE'
  | 'COLUMN_SHIFT'
  | 'HEADER_GUESSED'
  | 'COLUMN_UNKNOWN'
  | 'IGNORED_ROW'
  | 'OTHER_SHEET'
  | 'PARTIAL'
  | 'REPORT_TIME'
  | 'IDLE_MISMATCH'
  | 'DISTANCE_MISMATCH'
  | 'STATION_MISMATCH'
  | 'STATION_ODD';

const MAX_VALUE_CHARS = 80;

export interface IssueDetail {
  code: IssueCode;
  severity: ReportIssue['severity'];
  message: string;
  column?: Field;
  value?: Cell;
}

export function toIssue(row: number, detail: IssueDetail): ReportIssue {
  const value = detail.value === undefined ? undefined : shorten(cellText(detail.value), MAX_VALUE_CHARS);
  return {
    row,
    code: detail.code,
    severity: detail.severity,
    message: detail.message,
    ...(detail.column ? { column: detail.column } : {}),
    ...(value === undefined ? {} : { value }),
  };
}
