import type { CandidateColumn } from './mapping.ts';

/** Why a whole file could not be read. A broken row is never one of these: it is a rejected row of a read report. */
export const REPORT_ERROR_CODES = [
  'EMPTY',
  'TRUNCATED',
  'ENCRYPTED',
  'TOO_LARGE',
  'ZIP_BOMB',
  'NOT_A_REPORT',
  'UNKNOWN_LAYOUT',
] as const;
export type ReportErrorCode = (typeof REPORT_ERROR_CODES)[number];

interface ReportErrorOptions {
  cause?: unknown;
  headers?: readonly string[];
  candidateColumns?: readonly CandidateColumn[];
}

export class ReportError extends Error {
  readonly code: ReportErrorCode;
  /** with UNKNOWN_LAYOUT: the texts of the row that looks most like a header, for whoever teaches us the layout */
  readonly headers: readonly string[];
  /** with UNKNOWN_LAYOUT: what a person needs to approve a mapping */
  readonly candidateColumns: readonly CandidateColumn[];

  constructor(code: ReportErrorCode, message: string, options: ReportErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ReportError';
    this.code = code;
    this.headers = options.headers ?? [];
    this.candidateColumns = options.candidateColumns ?? [];
  }
}
