import { AppError } from '@karavan/runtime';

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** A cursor is the sort key of the last row shown, opaque to the client. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** as the database gives instants out; year 0 is none of its */
const INSTANT = /^(?!0000)\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/;
const isText = (part: unknown): part is string => typeof part === 'string' && !part.includes('\0') && part.isWellFormed();

/** What a part of a cursor may be: whatever passes here, PostgreSQL takes as a value of that type. */
const KINDS = {
  /** bigint, as far as JSON carries it exactly */
  int: (part: unknown) => Number.isSafeInteger(part),
  /** integer */
  int32: (part: unknown) => Number.isInteger(part) && Math.abs(part as number) < 2 ** 31,
  uuid: (part: unknown) => isText(part) && UUID.test(part),
  instant: isInstant,
  text: isText,
} as const;

/** A day like 31 February rolls over, so that it does not come back as it went in. */
function isInstant(part: unknown): boolean {
  if (!isText(part) || !INSTANT.test(part)) return false;
  const at = new Date(part);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === part.slice(0, 10);
}

export type CursorPart = keyof typeof KINDS;

/**
 * The sort key in a cursor, part by part of the kind the list sorts by.
 * @throws AppError BAD_INPUT for whatever else a client made up
 */
export function decodeCursor(cursor: string | undefined, kinds: readonly CursorPart[]): readonly (string | number)[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(key) && key.length === kinds.length && kinds.every((kind, at) => KINDS[kind](key[at]))) return key;
  } catch {
    // not ours: said below
  }
  throw new AppError('BAD_INPUT', 'cursor: is not one this list gave out', {
    errors: [{ path: 'cursor', message: 'is not one this list gave out; leave it out to begin anew' }],
  });
}

/** Rows were fetched with `limit + 1`: the extra one only tells that there is more. */
export function toPage<Row, T>(
  rows: Row[],
  limit: number,
  show: (row: Row) => T,
  keyOf: (row: Row) => (string | number)[],
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(show), nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null };
}
