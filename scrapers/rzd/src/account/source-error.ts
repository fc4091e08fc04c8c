/**
 * Why a source gave no report. BAD_LOGIN is final until somebody changes the credentials: asking again locks accounts.
 * UNREACHABLE and TIMEOUT pass by themselves; BAD_REPLY means the site changed; REPORT_FAILED that it could not make one.
 */
export const SOURCE_ERROR_CODES = ['BAD_LOGIN', 'UNREACHABLE', 'TIMEOUT', 'BAD_REPLY', 'REPORT_FAILED'] as const;
export type SourceErrorCode = (typeof SOURCE_ERROR_CODES)[number];

export class SourceError extends Error {
  readonly code: SourceErrorCode;

  constructor(code: SourceErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'SourceError';
    this.code = code;
  }
}
