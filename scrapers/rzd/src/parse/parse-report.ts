/**
 * Bytes of a wagon dislocation report → canonical rows and everything that was not understood. Pure: no clock, no
 * files, no network; the same bytes always give the same answer.
 */
import type { ParsedReport, ReportIssue } from '@karavan/contracts';
import { normaliseWagonNumber } from '@karavan/rail';
import { candidateColumns, guessByValues, layoutColumns, takenColumns, toCandidate } from './candidates.ts';
import { decodeText } from './decode-text.ts';
import { findLayout, type Layout, likelyHeaders } from './header.ts';
import { withHeading } from './headless.ts';
import { toIssue } from './issues.ts';
import { joinPages } from './join-pages.ts';
import { MAX_REPORT_BYTES } from './limits.ts';
import type { CandidateColumn, ReportMapping } from './mapping.ts';
import { readCsv } from './read-csv.ts';
import { readHtml } from './read-html.ts';
import { readJson, withoutCall } from './read-json.ts';
import { isPrint, readPrint } from './read-print.ts';
import { readTable } from './read-table.ts';
import { readXls } from './read-xls.ts';
import { readXlsx } from './read-xlsx.ts';
import { readXml } from './read-xml.ts';
import { ReportError } from './report-error.ts';
import type { Table } from './table.ts';
import { numberOf } from './values.ts';

export interface ParseOptions {
  /** for messages only: formats are told by their bytes */
  fileName?: string;
  /** a layout a person approved */
  mapping?: ReportMapping;
  /** tell every column and what it was taken for, as a person needs it who is to correct that */
  explain?: boolean;
}

export interface ReadReport extends ParsedReport {
  /** columns nobody has told us the meaning of; their values were not read */
  unknownColumns: CandidateColumn[];
  /** the headings of the layout that was read by */
  headings: readonly string[];
  /** with `explain`: every column with what it was taken for */
  columns?: CandidateColumn[];
}

type Container = 'xlsx' | 'xls' | 'xml2003' | 'html' | 'csv' | 'text' | 'json' | 'xml';

/**
 * Throws ReportError when the file as a whole cannot be read; a row that cannot is in `rejected`, with its reason in
 * `issues`. total = rows + rejected + duplicates. Formats: dispatch-xlsx, account-xlsx, dispatch-csv, account-csv, the same as -xls and -xml2003, html,
 * gvc-text, account-json, json, spv4664-xml, xml.
 */
export function parseReport(bytes: Uint8Array, options: ParseOptions = {}): ReadReport {
  const name = options.fileName ?? 'The file';
  if (bytes.length === 0) throw new ReportError('EMPTY', `${name} is empty; download or send it again.`);
  if (bytes.length > MAX_REPORT_BYTES) {
    throw new ReportError('TOO_LARGE', `${name} is larger than ${MAX_REPORT_BYTES / 1024 / 1024} MB; send one day's report.`);
  }
  const { container, tables } = readTables(bytes, name);
  const found = tables.map((table) => ({ table, layout: findLayout(table, options.mapping) })).filter(hasLayout);
  const isTree = container === 'json' || container === 'xml';
  const readable = isTree ? found.sort(byFitness) : visibleFirst(found);
  if (readable.length === 0) throw unknownLayout(tables, name);
  const { report, chosen } = readNewest(isTree ? readable.slice(0, 1) : readable, {
    container,
    isApproved: options.mapping !== undefined,
  });
  const rest = readable.filter((one) => one !== chosen);
  const others = isTree ? rest.filter((other) => holdsMore(other, report)) : rest;
  for (const { table } of others) report.issues.push(otherSheet(table));
  report.issues.push(...partOf(chosen.table, report.total));
  const unknown = unknownColumns(chosen);
  if (!isTree) report.issues.unshift(...lostFields(chosen, unknown));
  return {
    ...report,
    unknownColumns: unknown,
    headings: chosen.layout.texts.flatMap(({ shown }) => (shown === '' ? [] : [shown])),
    ...(options.explain ? { columns: takenColumns(chosen.table, chosen.layout) } : {}),
  };
}

interface Reading {
  container: Container;
  /** a person has said what the columns mean, so what is missing is missing */
  isApproved: boolean;
}

/** sheets that are read to find the newest */
const MAX_SHEETS = 8;

/**
 * A workbook may keep yesterday's sheet, a template or a summary beside the report: of the sheets that say about as much,
 * the one of the newest formation time is the report. Throws what the first of them has to say where none can be read.
 */
function readNewest(sheets: readonly Readable[], reading: Reading): { report: ParsedReport; chosen: Readable } {
  const most = Math.max(...sheets.map(({ layout }) => layout.columns.size));
  const full = sheets.filter(({ layout }) => layout.columns.size * 2 > most).slice(0, MAX_SHEETS);
  let best: { report: ParsedReport; chosen: Readable } | undefined;
  let problem: unknown;
  for (const chosen of full) {
    try {
      const report = readOne(chosen, reading);
      if (best === undefined || isNewer(report, best.report)) best = { report, chosen };
    } catch (error) {
      if (!(error instanceof ReportError)) throw error;
      problem ??= error;
    }
  }
  if (best === undefined) throw problem;
  return best;
}

function isNewer(report: ParsedReport, than: ParsedReport): boolean {
  if (report.rows.length === 0 || than.rows.length === 0) return than.rows.length < report.rows.length;
  return report.reportedAt > than.reportedAt;
}

/** Throws UNKNOWN_LAYOUT with the columns where the rows or the place of the wagons cannot be read by them. */
function readOne({ table, layout }: Readable, { container, isApproved }: Reading): ParsedReport {
  if (!isApproved && !hasPlace(layout) && layout.unknown.length > 0) {
    throw new ReportError('UNKNOWN_LAYOUT', 'No column is known as the station of the operation; one of the others may be it.', {
      headers: layout.headers,
      candidateColumns: layoutColumns(table, layout),
    });
  }
  try {
    return readTable(table, layout, formatOf(container, layout));
  } catch (error) {
    if (!(error instanceof ReportError) || error.code !== 'UNKNOWN_LAYOUT') throw error;
    const { headers } = error;
    throw new ReportError(error.code, error.message, { cause: error, headers, candidateColumns: layoutColumns(table, layout) });
  }
}

const PLACES = ['opStation', 'opStationCode', 'coords', 'lat'] as const;
const hasPlace = ({ columns }: Layout): boolean => PLACES.some((field) => columns.has(field));

/** Sheets their owner has hidden count only where no other is a report. */
function visibleFirst(found: Readable[]): Readable[] {
  const visible = found.filter(({ table }) => !table.isHidden);
  return visible.length > 0 ? visible : found;
}

/** What people look for first, and what its values are like where the column was renamed. */
const EXPECTED = [
  ['kmLeft', (sample: string) => (numberOf(sample) ?? MAX_KM) < MAX_KM],
  ['destStation', (sample: string) => /\p{L}{3}/u.test(sample)],
] as const;
/** no way on the network is longer */
const MAX_KM = 14_000;

function lostFields({ table, layout }: Readable, unknown: readonly CandidateColumn[]): ReportIssue[] {
  return EXPECTED.flatMap(([field, isLike]) => {
    const candidates = unknown.filter(({ samples }) => samples.length > 0 && samples.every(isLike)).map(({ header }) => header);
    if (layout.columns.has(field) || candidates.length === 0) return [];
    return toIssue(table.rowNumbers[layout.firstRow - 1] ?? 1, {
      code: 'COLUMN_UNKNOWN',
      severity: 'warning',
      column: field,
      value: candidates.join(', '),
      message: `No column was taken for ${field}; see whether one of the columns nobody has explained is it.`,
    });
  });
}

interface Readable {
  table: Table;
  layout: Layout;
}

function otherSheet(table: Table): ReportIssue {
  return toIssue(1, {
    code: 'OTHER_SHEET',
    severity: 'warning',
    ...(table.name ? { value: table.name } : {}),
    message: 'Another table with wagons was not read; send it as a file of its own.',
  });
}

/** A tree shows one list in several ways: first those whose records name their wagon themselves, then the longest. */
function byFitness(a: Readable, b: Readable): number {
  const isOuter = ({ table, layout }: Readable) =>
    Number((layout.columns.get('wagon') ?? 0) >= (table.outerFrom ?? Number.POSITIVE_INFINITY));
  return (
    isOuter(a) - isOuter(b) ||
    b.table.cells.length - a.table.cells.length ||
    a.layout.guessed.length - b.layout.guessed.length ||
    b.layout.columns.size - a.layout.columns.size ||
    a.layout.headers.join().length - b.layout.headers.join().length
  );
}

/** Wagons that the list we read does not have. */
function holdsMore({ table, layout }: Readable, report: ParsedReport): boolean {
  const known = new Set(report.rows.map((row) => row.wagon));
  const column = layout.columns.get('wagon') ?? -1;
  const wagons = table.cells.slice(layout.firstRow).map((row) => normaliseWagonNumber(row[column] ?? ''));
  return wagons.some((wagon) => wagon !== undefined && !known.has(wagon));
}

function unknownColumns({ table, layout }: Readable): CandidateColumn[] {
  const { firstRow, texts } = layout;
  return layout.unknown.map((column) => {
    const guess = guessByValues(table, { column, firstRow });
    return toCandidate(table, { column, firstRow, shown: texts[column]?.shown ?? '', guess });
  });
}

/** A reply in pages: what is in it is right, what is not in it has not gone. */
function partOf({ whole }: Table, total: number): ReportIssue[] {
  if (whole === undefined || (!whole.hasMore && (whole.rows ?? 0) <= total)) return [];
  return [
    toIssue(0, {
      code: 'PARTIAL',
      severity: 'warning',
      ...(whole.rows === undefined ? {} : { value: whole.rows }),
      message: 'The list is a part of a longer one; the wagons of the other parts are not in it.',
    }),
  ];
}

/** Field names of the railway's own service tell its replies from those of providers. */
function formatOf(container: Container, { kind, headers }: Layout): string {
  if (container === 'html') return 'html';
  if (container === 'text') return 'gvc-text';
  const isOwn = headers.includes('nom vag') && headers.includes('date op');
  if (container === 'json') return isOwn ? 'account-json' : 'json';
  if (container === 'xml') return isOwn ? 'spv4664-xml' : 'xml';
  return `${kind}-${container}`;
}

function hasLayout(found: { table: Table; layout: Layout | undefined }): found is Readable {
  return found.layout !== undefined;
}

interface Found {
  container: Container;
  tables: Table[];
}

function readTables(bytes: Uint8Array, name: string): Found {
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return { container: 'xlsx', tables: readXlsx(bytes) };
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))
    return { container: 'xls', tables: readXls(bytes, name) };
  if (isBinary(bytes))
    throw new ReportError('NOT_A_REPORT', `${name} is neither a workbook nor text; send the report as XLSX, CSV or HTML.`);
  return readText(decodeText(bytes), name);
}

function readText(text: string, name: string): Found {
  const start = text.slice(0, 4000).trimStart().toLowerCase();
  if (start === '') throw new ReportError('EMPTY', `${name} holds nothing but blanks; download or send it again.`);
  if (start.startsWith('<')) return isXml(start) ? readXml(text) : { container: 'html', tables: joinPages(readHtml(text)) };
  const called = withoutCall(text);
  if (called !== undefined) return { container: 'json', tables: readJson(called, name) };
  if (start.startsWith('{') || start.startsWith('[')) return { container: 'json', tables: readJson(text, name) };
  if (isPrint(text)) return { container: 'text', tables: readPrint(text) };
  return { container: 'csv', tables: [withHeading(readCsv(text))] };
}

/** A page may be called XML too (XHTML), so the first element decides. */
function isXml(start: string): boolean {
  const root = /<([a-z_][^\s<>/]*)/.exec(start)?.[1] ?? '';
  return !start.includes('<!doctype html') && !PAGE_TAG.test(root);
}

const PAGE_TAG =
  /^(html|head|body|table|tbody|thead|tr|meta|title|style|script|div|p|center|span|font|b|br|h[1-6]|form|link|pre|a)$/;

/** Signatures of files people send by mistake, and control characters no text has. */
function isBinary(bytes: Uint8Array): boolean {
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46])) return true; // %PDF
  const sample = bytes.subarray(0, 4096);
  const isUtf16 = (sample[0] === 0xff && sample[1] === 0xfe) || (sample[0] === 0xfe && sample[1] === 0xff);
  const control = sample.filter((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 26 && byte !== 27)).length;
  return !isUtf16 && control * 50 > sample.length;
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

function unknownLayout(tables: readonly Table[], name: string): ReportError {
  const widest = tables.toSorted((a, b) => likelyHeaders(b).length - likelyHeaders(a).length)[0];
  const headers = widest ? likelyHeaders(widest) : [];
  const seen = headers.length > 0 ? ` Headers seen: ${headers.slice(0, 12).join(', ')}.` : '';
  return new ReportError('UNKNOWN_LAYOUT', `${name} has no columns known as the wagon number and the operation time.${seen}`, {
    headers,
    candidateColumns: widest ? candidateColumns(widest) : [],
  });
}
