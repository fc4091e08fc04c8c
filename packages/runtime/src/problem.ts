import type { ZodError } from 'zod';
import { AppError, ERROR_TABLE, type ErrorCode, type FieldError } from './app-error.ts';

/** RFC 9457 problem details, the body of every refusal. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  errors?: readonly FieldError[];
};

const HIDDEN = 'Something went wrong on our side; it has been logged. Try again, and tell us if it stays.';

/**
 * Whatever was thrown, as an AppError: ours as it is, an HTTP library's 4xx (body too large, torn JSON) by its status,
 * and all else as INTERNAL with the original as the cause. A bare ZodError is INTERNAL too: it may come from a row of
 * our own database; only whoever reads a request knows that it is the sender's, and says so with `badInput`.
 */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  // Only decodeURIComponent throws this, on a path such as /wagons/%E0%A4%A.
  if (error instanceof URIError) return new AppError('BAD_INPUT', 'The address has a broken percent-encoding.', { cause: error });
  const status = httpStatusOf(error);
  const code = status === undefined ? undefined : codeOfStatus(status);
  if (code !== undefined && error instanceof Error) return new AppError(code, error.message, { cause: error });
  return new AppError('INTERNAL', error instanceof Error ? error.message : String(error), { cause: error });
}

/** The problem object for any thrown value. `instance` is the path of the request. Internals never show in a 500. */
export function toProblem(error: unknown, instance: string): Problem {
  const { code, reason, message, errors } = toAppError(error);
  const { status, title } = ERROR_TABLE[code];
  return {
    type: `urn:karavan:problem:${reason ?? code.toLowerCase().replaceAll('_', '-')}`,
    title,
    status,
    detail: code === 'INTERNAL' ? HIDDEN : message,
    instance,
    ...(errors === undefined || code === 'INTERNAL' ? {} : { errors }),
  };
}

/** A request that its schema refused, with every field that is wrong. */
export function badInput(error: ZodError): AppError {
  const errors = error.issues.map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message }));
  const named = errors.map(({ path, message }) => (path ? `${path}: ${message}` : message));
  return new AppError('BAD_INPUT', named.slice(0, 3).join('; '), { cause: error, errors });
}

/** Express and its body parsers mark what the client may hear with `expose` and carry the status. */
function httpStatusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { status, expose } = error as { status?: unknown; expose?: unknown };
  return typeof status === 'number' && expose === true ? status : undefined;
}

function codeOfStatus(status: number): ErrorCode | undefined {
  if (status < 400 || status > 499) return undefined;
  const codes = Object.keys(ERROR_TABLE) as ErrorCode[];
  return codes.find((code) => ERROR_TABLE[code].status === status) ?? 'BAD_INPUT';
}
