export { isSignInPage, parseCsrf } from './account/pages.ts';
export { SOURCE_ERROR_CODES, SourceError, type SourceErrorCode } from './account/source-error.ts';
export { createRzdAccount, type FetchedReport, type RzdAccount, type RzdAccountOptions } from './fetch.ts';
export { type ParseOptions, parseReport } from './parse/parse-report.ts';
export { REPORT_ERROR_CODES, ReportError, type ReportErrorCode } from './parse/report-error.ts';
