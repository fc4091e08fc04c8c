/** Delimited text → one table; the delimiter is found by counting, the row number is the line a record starts on. */
import { CsvError, parse } from 'csv-parse/sync';
import { MAX_CELLS, MAX_COLUMNS, MAX_ROWS } from './limits.ts';
import { ReportError } from './report-error.ts';
import type { Table } from './table.ts';

const DELIMITERS = [';', '\t', ',', '|'] as const;
/** a record longer than this is a quote that never closed; real ones have two thousand characters */
const MAX_RECORD_CHARS = 16 * 1024;

interface CsvRecord {
  record: string[];
  info: { lines: number };
}

export function readCsv(text: string): Table {
  const { lines, longestLine } = measure(text);
  if (lines > MAX_ROWS) throw new ReportError('TOO_LARGE', `The text has more than ${MAX_ROWS} lines; send one day's report.`);
  const delimiter = findDelimiter(text);
  if (countOf(text, delimiter) > MAX_CELLS)
    throw new ReportError('TOO_LARGE', `The text has more than ${MAX_CELLS} cells; send one day's report.`);
  const quoted = longestLine > MAX_RECORD_CHARS ? undefined : readQuoted(text, delimiter);
  return quoted ?? readPlain(text, delimiter);
}

/** `lines` is exact for CR LF and half the lines for bare LF: a limit may be generous. */
function measure(text: string): { lines: number; longestLine: number } {
  let breaks = 0;
  let lineStart = 0;
  let longestLine = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const char = at === text.length ? 10 : text.charCodeAt(at);
    if (char !== 10 && char !== 13) continue;
    breaks += 1;
    longestLine = Math.max(longestLine, at - lineStart);
    lineStart = at + 1;
  }
  return { lines: breaks / 2, longestLine };
}

function countOf(text: string, char: string): number {
  let found = 0;
  for (let at = text.indexOf(char); at >= 0; at = text.indexOf(char, at + 1)) found += 1;
  return found;
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
      table.cells.push(record.map(forcedText));
      table.rowNumbers.push(line);
      line = info.lines + 1;
    }
    return table;
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

/** `="065098634"` is how a text that looks like a number survives a spreadsheet. */
const forcedText = (cell: string): string => (cell.startsWith('="') ? cell.replace(/^="|"$/g, '') : cell);

/** A stray quote must not swallow the rest of the file: quotes lose their meaning, every line is a row of its own. */
function readPlain(text: string, delimiter: string): Table {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  return {
    cells: lines.map((line) =>
      line
        .slice(0, MAX_RECORD_CHARS)
        .split(delimiter, MAX_COLUMNS)
        .map((cell) => forcedText(cell).replace(/^"|"$/g, '').replaceAll('""', '"')),
    ),
    rowNumbers: lines.map((_, index) => index + 1),
    preamble: '',
    dateSystem: 1900,
  };
}
