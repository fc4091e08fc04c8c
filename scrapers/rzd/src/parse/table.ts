/** What every reader makes of its format, and all that the common stages see. */
export type Cell = string | number | undefined;

export interface Table {
  /** sheet name, where the format has one */
  name?: string;
  /** rows that exist, in order; a row may be shorter than the header; merged cells of the heading are repeated */
  cells: Cell[][];
  /** for each row of `cells`: its 1-based number as the file's own program shows it; 0 for the keys of a list */
  rowNumbers: number[];
  /** text outside the table, where a formation time may stand */
  preamble: string;
  dateSystem: 1900 | 1904;
  /** a sheet its owner has hidden */
  isHidden?: boolean;
  /** what a reply says of the whole list it is a part of: how long it is, or that there is more */
  whole?: { rows?: number; hasMore: boolean };
  /** columns from this one on stand around the row, not in it: they fill only what the row itself leaves open */
  outerFrom?: number;
}

/** The one place where cells become text: no NUL and no half of a surrogate pair, for PostgreSQL stores neither. */
export function cellText(cell: Cell): string {
  if (cell === undefined) return '';
  const text = String(cell);
  return (text.includes('\0') ? text.replaceAll('\0', '') : text).toWellFormed();
}

/** The first characters of foreign text; a pair of surrogates is never cut in two. */
export function shorten(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const last = text.charCodeAt(maxChars - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? maxChars - 1 : maxChars);
}
