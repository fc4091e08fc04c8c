/** Delimited text → one table; the delimiter is found by counting, the row number is the line a record starts on. */
import { CsvError, parse } from 'csv-parse/sync';
import { MAX_ROWS } from './limits.ts';
import { ReportError } from './report-error.ts';
import type { Table } from './table.ts';

const DELIMITERS = [';', '\t', ','] as const;
/** a record longer than this is a quote that never closed */
const MAX_RECORD_CHARS = 64 * 1024;

interface CsvRecord {
  record: string[];
  info: { lines: number };
}

export function readCsv(text: string): Table {
  if (countLines(text) > MAX_ROWS) {
    throw new ReportError('TOO_LARGE', `The text has more than ${MAX_ROWS} lines; send one day's report.`);
  }
  const delimiter = findDelimiter(text);
  return readQuoted(text, delimiter) ?? readPlain(text, delimiter);
}

/** Half the line breaks: exact for CR LF, and a generous limit for bare LF. */
function countLines(text: string): number {
  let breaks = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === 10 || char === 13) breaks += 1;
  }
  return breaks / 2;
}

function findDelimiter(text: string): string {
  const head = text
    .slice(0, 64 * 1024)
    .split(/\r\n|\n|\r/, 30)
    .join('\n');
  const count = (delimiter: string): number => head.split(delimiter).length;
  return DELIMITERS.reduce((best, next) => (count(next) > count(best) ? next : best));
}

function readQuoted(text: string, delimiter: string): Table | undefined {
  try {
    const records = parse(text, {
      delimiter,
      bom: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      max_record_size: MAX_RECORD_CHARS,
    }) as unknown as CsvRecord[];
    let line = 1;
    const table: Table = { cells: [], rowNumbers: [], preamble: '', dateSystem: 1900 };
    for (const { record, info } of records) {
      table.cells.push(record);
      table.rowNumbers.push(line);
      line = info.lines + 1;
    }
    return table;
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

/** A stray quote must not swallow the rest of the file: quotes lose their meaning, every line is a row of its own. */
function readPlain(text: string, delimiter: string): Table {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  return {
    cells: lines.map((line) =>
      line
        .slice(0, MAX_RECORD_CHARS)
        .split(delimiter)
        .map((cell) => cell.replace(/^"|"$/g, '').replaceAll('""', '"')),
    ),
    rowNumbers: lines.map((_, index) => index + 1),
    preamble: '',
    dateSystem: 1900,
  };
}
