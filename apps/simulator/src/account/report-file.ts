/** A report as bytes: workbook, semicolon text or page, the latter two in the Windows code page as the account sends them. */
import { utils, write } from '@e965/xlsx';
import type { Cell } from './report-cells.ts';

export const REPORT_FORMATS = ['xlsx', 'csv', 'html'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export const CONTENT_TYPES: Readonly<Record<ReportFormat, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=windows-1251',
  html: 'text/html; charset=windows-1251',
};

export function reportBytes(cells: readonly (readonly Cell[])[], format: ReportFormat): Buffer {
  if (format === 'csv') return toWindows1251(csv(cells));
  if (format === 'html') return toWindows1251(html(cells));
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet(cells.map((row) => [...row])), 'Дислокация');
  return write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer;
}

function csv(cells: readonly (readonly Cell[])[]): string {
  const width = Math.max(...cells.map((row) => row.length));
  const quote = (cell: Cell) => (/[";\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell));
  return cells.map((row) => `${Array.from({ length: width }, (_, i) => quote(row[i] ?? '')).join(';')}\r\n`).join('');
}

function html(cells: readonly (readonly Cell[])[]): string {
  const toHtml = (cell: Cell) => String(cell).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const [, formed, , header, ...wagons] = cells;
  const row = (tag: string, values: readonly Cell[] = []) =>
    `<tr>${values.map((value) => `<${tag}>${toHtml(value)}</${tag}>`).join('')}</tr>`;
  return [
    '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
    '<title>Дислокация вагонов</title></head><body>',
    `<p>Сформировано: ${formed?.[0] ?? ''} (МСК)</p>`,
    '<table border="1" cellspacing="0">',
    row('th', header),
    ...wagons.map((values) => row('td', values)),
    '</table></body></html>',
  ].join('\n');
}

const DECODER = new TextDecoder('windows-1251');
const BYTES = new Map(Array.from({ length: 256 }, (_, byte) => [DECODER.decode(Uint8Array.of(byte)), byte]));

/** Letters the code page lacks become question marks. */
function toWindows1251(text: string): Buffer {
  return Buffer.from([...text].map((letter) => BYTES.get(letter) ?? 0x3f));
}
