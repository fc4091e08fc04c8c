export { type ParseOptions, parseReport } from './parse/parse-report.ts';
export { REPORT_ERROR_CODES, ReportError, type ReportErrorCode } from './parse/report-error.ts';
