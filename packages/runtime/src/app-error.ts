/** What may go wrong, in words every process shares. */
export type ErrorCode =
  | 'BAD_INPUT'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'TOO_LARGE'
  | 'UNSUPPORTED_MEDIA'
  | 'UNPROCESSABLE'
  | 'TOO_MANY'
  | 'INTERNAL'
  | 'UNAVAILABLE';

/**
 * The one table that HTTP replies, socket acknowledgements and the job queue read.
 * `retry` says whether the same request may succeed later without being changed.
 */
export const ERROR_TABLE: Record<ErrorCode, { status: number; title: string; retry: boolean }> = {
  BAD_INPUT: { status: 400, title: 'Bad input', retry: false },
  UNAUTHENTICATED: { status: 401, title: 'Not signed in', retry: false },
  FORBIDDEN: { status: 403, title: 'Not allowed', retry: false },
  NOT_FOUND: { status: 404, title: 'Not found', retry: false },
  CONFLICT: { status: 409, title: 'Conflict with the present state', retry: false },
  TOO_LARGE: { status: 413, title: 'Too large', retry: false },
  UNSUPPORTED_MEDIA: { status: 415, title: 'Unsupported media type', retry: false },
  UNPROCESSABLE: { status: 422, title: 'Understood but not usable', retry: false },
  TOO_MANY: { status: 429, title: 'Too many requests', retry: true },
  INTERNAL: { status: 500, title: 'Internal error', retry: true },
  UNAVAILABLE: { status: 503, title: 'Temporarily unavailable', retry: true },
};

/** One field that is wrong: `path` as the sender wrote it, `stages.0.loads.2.massKg`. */
export type FieldError = { path: string; message: string };

/**
 * An error that says what failed, on what, and what would help. `message` is shown to the caller, except for INTERNAL;
 * `details` (ids, not payloads) go to the log only.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  /** a finer name than the code, in kebab case, by which a client may choose its own words: `report-unknown-layout` */
  readonly reason: string | undefined;
  readonly details: Record<string, unknown> | undefined;
  readonly errors: readonly FieldError[] | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    more: { cause?: unknown; reason?: string; details?: Record<string, unknown>; errors?: readonly FieldError[] } = {},
  ) {
    super(message, 'cause' in more ? { cause: more.cause } : {});
    this.code = code;
    this.reason = more.reason;
    this.details = more.details;
    this.errors = more.errors;
  }
}
