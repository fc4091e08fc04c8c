/** The heading of each column out of one to three rows: groups above, the heading proper below. */

import { collapseSpaces } from '@karavan/rail';
import { headerKey } from './header-key.ts';
import { MAX_COLUMNS, MAX_HEADER_CHARS } from './limits.ts';
import { type Cell, cellText, shorten } from './table.ts';

export interface ColumnText {
  /** groups and heading as a person reads them; a second one alike ends in ` #2` */
  shown: string;
  /** from the fullest text to the barest, as {@link matchHeader} wants them */
  tried: readonly string[];
  /** the lowest text, normalised */
  leafKey: string;
}

export function columnTexts(rows: readonly (readonly Cell[])[]): ColumnText[] {
  const levels = rows.map((row, index) => (index < rows.length - 1 ? fillGroups(row) : row).map(headerText));
  const width = Math.min(MAX_COLUMNS, Math.max(0, ...levels.map((row) => row.length)));
  const seen = new Map<string, number>();
  return Array.from({ length: width }, (_, column) => {
    const parts = levels.map((row) => row[column] ?? '').filter((text, index, all) => text !== '' && text !== all[index - 1]);
    const full = parts.join(' ');
    const key = headerKey(full);
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return {
      shown: times > 1 && full !== '' ? `${full} #${times}` : full,
      tried: parts.length === 1 ? pathEnds(full) : parts.map((_, from) => parts.slice(from).join(' ')),
      leafKey: headerKey(parts.at(-1) ?? ''),
    };
  });
}

/** `lastOperation.station.name` → itself, `station.name`, `name`; any other text is one. */
function pathEnds(text: string): string[] {
  if (!/^[^\s.]+(?:\.[^\s.]+)+$/.test(text)) return [text];
  const parts = text.split('.');
  return parts.map((_, from) => parts.slice(from).join(' '));
}

const headerText = (cell: Cell): string => shorten(collapseSpaces(cellText(cell).replace(BROKEN, '$1')), MAX_HEADER_CHARS);

/** `Наимено-` above `вание` in one cell is one word */
const BROKEN = /(\p{L})[-\u00ad]\s*\n\s*(?=\p{Ll})/gu;

/** Texts keep a group in its first cell alone: the blanks after it belong to it, if there are groups at all. */
function fillGroups(row: readonly Cell[]): Cell[] {
  const filled = row.filter((cell) => cellText(cell).trim() !== '').length;
  if (filled < 2) return [...row];
  let group: Cell;
  return row.map((cell) => {
    if (cellText(cell).trim() !== '') group = cell;
    return group;
  });
}
