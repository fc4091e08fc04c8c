/** XLSX → tables. The bytes are unpacked by our own bounded reader and handed on unpacked. */
import { zipSync } from 'fflate';
import { readWorkbook } from './read-workbook.ts';
import { ReportError } from './report-error.ts';
import type { Table } from './table.ts';
import { unzip } from './zip.ts';

/** the parts that hold cells and the way to them; pictures, macros, comments and links are never unpacked */
const NEEDED =
  /^(\[Content_Types\]\.xml|_rels\/\.rels|xl\/(_rels\/[^/]+|[^/]+\.(xml|bin)|theme\/[^/]+|worksheets\/[^/]+\.(xml|bin)))$/i;

export function readXlsx(bytes: Uint8Array): Table[] {
  const files = unzip(bytes, (name) => NEEDED.test(name));
  if (![...files.keys()].some((name) => /^xl\/workbook\./i.test(name))) {
    throw new ReportError('NOT_A_REPORT', 'The file is an archive but no Excel workbook; send the .xlsx itself.');
  }
  return readWorkbook(zipSync(Object.fromEntries(files), { level: 0 }));
}
