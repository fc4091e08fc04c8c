/** A cursor is the revision up to which a client has heard everything, opaque to the client. */
export const encodeCursor = (revision: number): string => `r${revision.toString(36)}`;

export function decodeCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined || !/^r[0-9a-z]{1,11}$/.test(cursor)) return undefined;
  return Number.parseInt(cursor.slice(1), 36);
}
