export { createAccountReader } from './account/account-reader.ts';
export { isSignInPage, parseCsrf } from './account/pages.ts';
export { SOURCE_ERROR_CODES, SourceError, type SourceErrorCode } from './account/source-error.ts';
export { createRzdAccount, type FetchedReport, type RzdAccount, type RzdAccountOptions } from './fetch.ts';
export { REPORT_FIELDS } from './parse/fields.ts';
export type { CandidateColumn, ReportField, ReportMapping } from './parse/mapping.ts';
export { type ParseOptions, parseReport, type ReadReport } from './parse/parse-report.ts';
export { REPORT_ERROR_CODES, ReportError, type ReportErrorCode } from './parse/report-error.ts';
export { createSpv4664Reader, type Spv4664Options } from './spv4664/spv4664-reader.ts';
