/** What every reader makes of its format, and all that the common stages see. */
export type Cell = string | number | undefined;

export interface Table {
  /** sheet name, where the format has one */
  name?: string;
  /** rows that exist, in order; a row may be shorter than the header; merged cells of the heading are repeated */
  cells: Cell[][];
  /** for each row of `cells`: its 1-based number as the file's own program shows it */
  rowNumbers: number[];
  /** text outside the table, where a formation time may stand */
  preamble: string;
  dateSystem: 1900 | 1904;
}

/** The one place where cells become text: no NUL and no half of a surrogate pair, for PostgreSQL stores neither. */
export function cellText(cell: Cell): string {
  if (cell === undefined) return '';
  const text = String(cell);
  return (text.includes('\0') ? text.replaceAll('\0', '') : text).toWellFormed();
}
