import { utils, write } from '@e965/xlsx';

const NAME_LENGTH = 31;
const WIDEST = 60;

/**
 * Rows as a workbook of one sheet. Every cell is text as it stands on the page, so a wagon number keeps its digits and a name
 * that looks like a formula is none.
 */
export function toXlsx(rows: readonly (readonly string[])[], sheetName: string): Uint8Array<ArrayBuffer> {
  const sheet = utils.aoa_to_sheet(rows.map((row) => row.map((v) => ({ t: 's', v }))));
  const columns = Math.max(0, ...rows.map((row) => row.length));
  sheet['!cols'] = Array.from({ length: columns }, (_, column) => ({
    wch: Math.min(WIDEST, Math.max(...rows.map((row) => (row[column] ?? '').length)) + 2),
  }));
  const book = utils.book_new();
  utils.book_append_sheet(book, sheet, sheetName.replace(/[\\/?*[\]:]/g, ' ').slice(0, NAME_LENGTH));
  return new Uint8Array(write(book, { type: 'array', bookType: 'xlsx', compression: true }) as ArrayBuffer);
}
