/**
 * Bytes of a wagon dislocation report → canonical rows and everything that was not understood. Pure: no clock, no
 * files, no network; the same bytes always give the same answer.
 */
import type { ParsedReport } from '@karavan/contracts';
import { decodeText } from './decode-text.ts';
import { findLayout, type Layout, likelyHeaders } from './header.ts';
import { toIssue } from './issues.ts';
import { MAX_REPORT_BYTES } from './limits.ts';
import { readCsv } from './read-csv.ts';
import { readHtml } from './read-html.ts';
import { readTable } from './read-table.ts';
import { readXlsx } from './read-xlsx.ts';
import { ReportError } from './report-error.ts';
import type { Table } from './table.ts';

export interface ParseOptions {
  /** for messages only: formats are told by their bytes */
  fileName?: string;
}

type Container = 'xlsx' | 'html' | 'csv';

/**
 * Throws ReportError when the file as a whole cannot be read; a row that cannot is in `rejected`, with its reason in
 * `issues`. total = rows + rejected + duplicates. Formats: dispatch-xlsx, account-xlsx, dispatch-csv, account-csv, html.
 */
export function parseReport(bytes: Uint8Array, options: ParseOptions = {}): ParsedReport {
  const name = options.fileName ?? 'The file';
  if (bytes.length === 0) throw new ReportError('EMPTY', `${name} is empty; download or send it again.`);
  if (bytes.length > MAX_REPORT_BYTES) {
    throw new ReportError('TOO_LARGE', `${name} is larger than ${MAX_REPORT_BYTES / 1024 / 1024} MB; send one day's report.`);
  }
  const { container, tables } = readTables(bytes, name);
  const readable = tables.map((table) => ({ table, layout: findLayout(table) })).filter(hasLayout);
  const first = readable[0];
  if (!first) throw unknownLayout(tables, name);
  const report = readTable(first.table, first.layout, container === 'html' ? 'html' : `${first.layout.kind}-${container}`);
  for (const { table } of readable.slice(1)) {
    report.issues.push(
      toIssue(1, {
        code: 'OTHER_SHEET',
        severity: 'warning',
        ...(table.name ? { value: table.name } : {}),
        message: 'Another table with wagons was not read; send it as a file of its own.',
      }),
    );
  }
  return report;
}

function hasLayout(found: { table: Table; layout: Layout | undefined }): found is { table: Table; layout: Layout } {
  return found.layout !== undefined;
}

function readTables(bytes: Uint8Array, name: string): { container: Container; tables: Table[] } {
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return { container: 'xlsx', tables: readXlsx(bytes) };
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])) throw oldOffice(bytes, name);
  if (isBinary(bytes))
    throw new ReportError('NOT_A_REPORT', `${name} is neither a workbook nor text; send the report as XLSX, CSV or HTML.`);
  const text = decodeText(bytes);
  const start = text.slice(0, 1000).trimStart().toLowerCase();
  if (start === '') throw new ReportError('EMPTY', `${name} holds nothing but blanks; download or send it again.`);
  if (start.startsWith('<?xml') && !/<(html|table)/i.test(start)) throw unsupported(name, 'XML');
  if (start.startsWith('<')) return { container: 'html', tables: readHtml(text) };
  if (start.startsWith('{') || start.startsWith('[')) throw unsupported(name, 'JSON');
  return { container: 'csv', tables: [readCsv(text)] };
}

/** Signatures of files people send by mistake, and control characters no text has. */
function isBinary(bytes: Uint8Array): boolean {
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46])) return true; // %PDF
  const sample = bytes.subarray(0, 4096);
  const isUtf16 = sample[0] === 0xff && sample[1] === 0xfe;
  const control = sample.filter((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 26 && byte !== 27)).length;
  return !isUtf16 && control * 50 > sample.length;
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/** An OLE2 container is an old workbook, or a new one under a password: then it has a stream "EncryptedPackage". */
function oldOffice(bytes: Uint8Array, name: string): ReportError {
  const directory = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (directory.includes(Buffer.from('EncryptedPackage', 'utf16le'))) {
    return new ReportError('ENCRYPTED', `${name} is protected by a password; save it without one.`);
  }
  return unsupported(name, 'XLS (Excel 97-2003)');
}

function unsupported(name: string, what: string): ReportError {
  return new ReportError('NOT_A_REPORT', `${name} is ${what}, which is not read yet; save it as XLSX or CSV.`);
}

function unknownLayout(tables: readonly Table[], name: string): ReportError {
  const headers = tables.map(likelyHeaders).reduce((best, next) => (next.length > best.length ? next : best), []);
  const seen = headers.length > 0 ? ` Headers seen: ${headers.slice(0, 12).join(', ')}.` : '';
  return new ReportError('UNKNOWN_LAYOUT', `${name} has no columns known as the wagon number and the operation time.${seen}`, {
    headers,
  });
}
