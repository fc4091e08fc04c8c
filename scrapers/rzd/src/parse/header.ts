/** Where the header stands and which column is what: by text, never by place, because exports order columns freely. */
import { nameKey, normaliseWagonNumber } from '@karavan/rail';
import { CONTAINED, EXACT, type Field, headerKey, MIN_CONTAINED_CHARS, type Synonym } from './fields.ts';
import { HEADER_SEARCH_ROWS, MAX_HEADER_CHARS } from './limits.ts';
import { type Cell, cellText, type Table } from './table.ts';

export interface Layout {
  kind: 'account' | 'dispatch';
  columns: ReadonlyMap<Field, number>;
  /** lowest header text of each column, normalised: repeated headers are recognised by it */
  headers: readonly string[];
  /** unit the weight header states, if it does */
  massUnit: 'kg' | 't' | undefined;
  /** index in the table of the first row below the header */
  firstRow: number;
}

/**
 * The header of the first ten rows with the most known columns, one row or two with groups above; undefined when none
 * has both a wagon and an operation time.
 */
export function findLayout(table: Table): Layout | undefined {
  let best: Layout | undefined;
  const limit = Math.min(table.cells.length, HEADER_SEARCH_ROWS);
  for (let row = 0; row < limit; row += 1) {
    for (const height of [1, 2] as const) {
      const layout = row + height <= limit ? tryHeader(table, row, height) : undefined;
      if (layout && layout.columns.size > (best?.columns.size ?? 0)) best = layout;
    }
  }
  return best;
}

/** Texts of the row that looks most like a header, for the message about an unknown layout. */
export function likelyHeaders(table: Table): string[] {
  const rows = table.cells
    .slice(0, HEADER_SEARCH_ROWS)
    .map((row) => row.filter((cell) => typeof cell === 'string' && cell.trim() !== ''));
  const widest = rows.reduce<Cell[]>((best, row) => (row.length > best.length ? row : best), []);
  return widest.slice(0, 60).map((cell) => cellText(cell).trim().slice(0, 80));
}

function tryHeader(table: Table, row: number, height: 1 | 2): Layout | undefined {
  const upper = table.cells[row] ?? [];
  const lower = height === 2 ? (table.cells[row + 1] ?? []) : upper;
  if (lower.some((cell) => cell !== undefined && normaliseWagonNumber(cell) !== undefined)) return undefined;
  const width = Math.max(upper.length, lower.length);
  const columns = new Map<Field, number>();
  const found = new Map<Field, Match>();
  const headers: string[] = [];
  for (let column = 0; column < width; column += 1) {
    const leaf = headerKey(cellText(lower[column]).slice(0, MAX_HEADER_CHARS));
    const group = height === 2 ? headerKey(cellText(upper[column]).slice(0, MAX_HEADER_CHARS)) : '';
    headers.push(leaf || group);
    const match = matchHeader(leaf, group);
    if (match && match.synonym.field !== 'ignored' && isBetter(match, found.get(match.synonym.field))) {
      found.set(match.synonym.field, match);
      columns.set(match.synonym.field, column);
    }
  }
  if (!columns.has('wagon') || !columns.has('opTime')) return undefined;
  const weightColumn = columns.get('weight') ?? -1;
  const weightHeader = height === 2 ? [upper[weightColumn], lower[weightColumn]] : [lower[weightColumn]];
  return {
    kind: isAccount(headers, table, row) ? 'account' : 'dispatch',
    columns,
    headers,
    massUnit: unitOf(weightHeader.map(cellText).join(' ')),
    firstRow: row + height,
  };
}

interface Match {
  synonym: Synonym;
  exact: boolean;
}

function matchHeader(leaf: string, group: string): Match | undefined {
  const names = [group && leaf && group !== leaf ? `${group} ${leaf}` : '', leaf, leaf ? '' : group].filter(
    (name) => name !== '',
  );
  for (const name of names) {
    const synonym = EXACT.get(name);
    if (synonym) return { synonym, exact: true };
  }
  for (const name of names) {
    if (name.length < MIN_CONTAINED_CHARS) continue;
    const padded = ` ${name} `;
    const synonym = CONTAINED.find(({ key }) => padded.includes(` ${key} `));
    if (synonym) return { synonym, exact: false };
  }
  return undefined;
}

function isBetter(match: Match, than: Match | undefined): boolean {
  if (!than) return true;
  if (match.exact !== than.exact) return match.exact;
  return match.synonym.rank < than.synonym.rank;
}

function isAccount(headers: string[], table: Table, row: number): boolean {
  const preamble = table.cells.slice(0, row).flat().map(cellText).join(' ');
  if (nameKey(preamble).includes('ЛИЧНЫЙКАБИНЕТ')) return true;
  return headers.includes('станция операции') && headers.includes('операция с вагоном');
}

function unitOf(header: string): 'kg' | 't' | undefined {
  const words = header.toLowerCase().split(/[^\p{L}]+/u);
  if (words.includes('кг')) return 'kg';
  return words.some((word) => word === 'т' || word === 'тн' || word === 'тонн') ? 't' : undefined;
}
