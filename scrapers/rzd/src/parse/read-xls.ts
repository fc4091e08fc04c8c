/** XLS (Excel 97-2003): the stream of cells is taken out of its container and freed of all that holds none. */
import { readWorkbook } from './read-workbook.ts';
import { ReportError } from './report-error.ts';
import type { Table } from './table.ts';
import { keepCells } from './xls-records.ts';
import { workbookStream } from './xls-stream.ts';

/** Throws ReportError: ENCRYPTED, TRUNCATED, NOT_A_REPORT. */
export function readXls(bytes: Uint8Array, name: string): Table[] {
  if (hasStream(bytes, 'EncryptedPackage')) {
    throw new ReportError('ENCRYPTED', `${name} is protected by a password; save it without one.`);
  }
  if (!hasStream(bytes, 'Workbook') && !hasStream(bytes, 'Book')) {
    throw new ReportError('NOT_A_REPORT', `${name} is an old Office file but no Excel workbook; send the workbook itself.`);
  }
  const stream = workbookStream(bytes);
  if (!stream) throw new ReportError('TRUNCATED', `${name} is cut off before its end or damaged; download or send it again.`);
  keepCells(stream);
  return readWorkbook(stream);
}

function hasStream(bytes: Uint8Array, stream: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from(stream, 'utf16le'));
}
