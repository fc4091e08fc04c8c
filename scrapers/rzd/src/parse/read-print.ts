/**
 * A print of the computing centre → tables. Pages repeat their head, headings stand on several lines, a long name goes
 * on in the next line, and a table too wide for the paper goes on in a second one with the same wagons.
 */
import { normaliseWagonNumber } from '@karavan/rail';
import { MAX_CELLS, MAX_COLUMNS, MAX_ROWS } from './limits.ts';
import { type Cut, findCut, hasWagon, isRuler, linesOf, type PrintLine } from './print-lines.ts';
import { ReportError } from './report-error.ts';
import type { Cell, Table } from './table.ts';

interface Section {
  header: string[];
  rows: { number: number; raw: string[] }[];
  /** lines of text between the rows, told about later */
  notes: { number: number; text: string }[];
}

interface Reading {
  cut: Cut;
  preamble: string[];
  sections: Section[];
  /** where rows go now */
  current: Section | undefined;
  /** lines of a heading being read */
  heading: string[][];
  /** text that is the head of a page if a heading follows, and else a note */
  texts: PrintLine[];
}

const LONGEST_LINE = 4096;

/** marks that part the cells of a list, and how many cells make one; a comma also stands inside numbers */
const MARKS = [
  [';', 3],
  ['\t', 3],
  [',', 4],
] as const;

/** Whether a text is a print and no list with separators of its own. */
export function isPrint(text: string): boolean {
  const head = text.slice(0, 64 * 1024).split(/\r\n|\n|\r/, 400);
  const wagons = head.filter(hasWagon);
  const separated = wagons.filter((line) => MARKS.some(([mark, cells]) => line.split(mark).length >= cells));
  if (wagons.length > 0 && separated.length * 2 >= wagons.length) return false;
  const ruled = head.filter((line) => isRuler(line)).length;
  if (ruled === 0 && wagons.some((line) => line.includes('|"') || line.includes('"|'))) return false;
  return ruled > 0 || text.includes('\f') || wagons.length > 0;
}

export function readPrint(text: string): Table[] {
  const lines = linesOf(text);
  if (lines.length > 3 * MAX_ROWS)
    throw new ReportError('TOO_LARGE', `The print has more than ${3 * MAX_ROWS} lines; send one day's report.`);
  const fit = lines.filter((line) => line.text.length <= LONGEST_LINE);
  const reading: Reading = { cut: findCut(fit), preamble: [], sections: [], current: undefined, heading: [], texts: [] };
  for (const line of fit) readLine(reading, line);
  flushTexts(reading);
  return joinWide(reading.sections).map((section) => toTable(section, reading.preamble.join('\n')));
}

function readLine(reading: Reading, line: PrintLine): void {
  if (line.text.trim() === '') return;
  if (isRuler(line.text)) {
    endHeading(reading);
    return;
  }
  const cells = reading.cut(line.text);
  if (!cells || isTitle(reading, cells)) {
    reading.texts.push(line);
    return;
  }
  const isData = cells.some((cell) => normaliseWagonNumber(cell.trim()) !== undefined);
  if (reading.heading.length > 0 && isData) endHeading(reading);
  if (isData) addRow(reading, line, cells);
  else readOther(reading, line, cells);
}

/** Words far apart above the first heading. */
function isTitle({ current, heading }: Reading, cells: readonly string[]): boolean {
  return current === undefined && heading.length === 0 && cells.filter((cell) => cell.trim() !== '').length < 3;
}

/** A row of the table without a wagon: the rest of the one above, a row whose number is spoilt, or a heading. */
function readOther(reading: Reading, line: PrintLine, cells: string[]): void {
  const { current, texts, heading } = reading;
  if (current && texts.length === 0 && heading.length === 0 && goesOn(current, cells)) return;
  if (current && !looksLikeHeading(cells)) addRow(reading, line, cells);
  else heading.push(cells);
}

function addRow(reading: Reading, line: PrintLine, raw: string[]): void {
  flushTexts(reading);
  reading.current ??= startSection(reading, []);
  reading.current.rows.push({ number: line.number, raw });
  if (reading.current.rows.length > MAX_ROWS || reading.current.rows.length * raw.length > MAX_CELLS) {
    throw new ReportError('TOO_LARGE', `The print has more than ${MAX_ROWS} rows; send one day's report.`);
  }
}

/** Words in most cells and no number of five digits in any. */
function looksLikeHeading(cells: readonly string[]): boolean {
  return cells.every((cell) => !/\d{4}/.test(cell)) && cells.some((cell) => /\p{L}{2}/u.test(cell));
}

function endHeading(reading: Reading): void {
  if (reading.heading.length === 0) return;
  const header = reading.heading.reduce((upper, lower) => joinLines(upper, lower, ' '));
  const names = header.map((name) => name.replace(/\s+/g, ' ').trim());
  reading.heading = [];
  if (reading.sections.length === 0) reading.preamble.push(...reading.texts.map((line) => line.text));
  reading.texts = [];
  const known = reading.sections.find((section) => section.header.join('|') === names.join('|'));
  reading.current = known ?? startSection(reading, names);
}

function startSection(reading: Reading, header: string[]): Section {
  const section: Section = { header, rows: [], notes: [] };
  reading.sections.push(section);
  return section;
}

/** `НАКЛАД-` above `НАЯ` is one word, other lines of a heading are words of their own. */
function joinLines(upper: readonly string[], lower: readonly string[], gap: string): string[] {
  return Array.from({ length: Math.max(upper.length, lower.length) }, (_, column) => {
    const above = (upper[column] ?? '').trim();
    const below = (lower[column] ?? '').trim();
    if (/\p{L}-$/u.test(above) && below !== '') return above.slice(0, -1) + below;
    return `${above}${above && below ? gap : ''}${below}`;
  });
}

/** A line without wagon, numbers or dates goes on with the texts of the row above; a cell that was full goes on in a word. */
function goesOn(section: Section, cells: readonly string[]): boolean {
  const above = section.rows.at(-1);
  const isText = cells.every((cell) => !/\d{3}|\d[.:-]\d/.test(cell)) && (cells[0] ?? '').trim() === '';
  if (!above || !isText || cells.every((cell) => cell.trim() === '')) return false;
  if (cells.some((cell, column) => cell.trim() !== '' && !/\p{L}/u.test(above.raw[column] ?? ''))) return false;
  above.raw = above.raw.map((text, column) => {
    const more = (cells[column] ?? '').trim();
    if (more === '') return text;
    return text.endsWith(' ') ? `${text.trimEnd()} ${more}` : text + more;
  });
  return true;
}

function flushTexts(reading: Reading): void {
  for (const { number, text } of reading.texts) {
    if (reading.current) reading.current.notes.push({ number, text: text.trim() });
    else reading.preamble.push(text);
  }
  reading.texts = [];
}

/** Sections with the same wagons in the same order are one table that did not fit the paper. */
function joinWide(sections: readonly Section[]): Section[] {
  const joined: Section[] = [];
  for (const section of sections) {
    const wide = joined.find(
      (one) => one.rows.length === section.rows.length && section.rows.length > 0 && sameWagons(one, section),
    );
    if (!wide) {
      joined.push(section);
      continue;
    }
    const width = Math.max(wide.header.length, ...wide.rows.map((row) => row.raw.length));
    const pad = (cells: readonly string[]): string[] => Array.from({ length: width }, (_, at) => cells[at] ?? '');
    wide.header = [...pad(wide.header), ...section.header];
    wide.rows = wide.rows.map((row, index) => ({ ...row, raw: [...pad(row.raw), ...(section.rows[index]?.raw ?? [])] }));
    wide.notes.push(...section.notes);
  }
  return joined;
}

function sameWagons(a: Section, b: Section): boolean {
  const wagonOf = (raw: readonly string[]) =>
    raw.map((cell) => normaliseWagonNumber(cell.trim())).find((number) => number !== undefined);
  return a.rows.every((row, index) => {
    const other = wagonOf(b.rows[index]?.raw ?? []);
    return other === undefined || other === wagonOf(row.raw);
  });
}

function toTable(section: Section, preamble: string): Table {
  const body: { number: number; cells: Cell[] }[] = [
    ...section.rows.map(({ number, raw }) => ({ number, cells: raw.slice(0, MAX_COLUMNS).map((cell) => cell.trim()) })),
    ...section.notes.map(({ number, text }) => ({ number, cells: [text] })),
  ].sort((a, b) => a.number - b.number);
  return {
    cells: [section.header, ...body.map(({ cells }) => cells)],
    rowNumbers: [(body[0]?.number ?? 2) - 1, ...body.map(({ number }) => number)],
    preamble,
    dateSystem: 1900,
  };
}
