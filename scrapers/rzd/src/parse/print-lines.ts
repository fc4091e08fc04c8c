/** Lines of a print: what each is, and its cells, cut at separators or at the columns all lines leave blank. */
import { isWagonNumber } from '@karavan/rail';

const ESCAPE = String.fromCharCode(27);

export interface PrintLine {
  /** 1-based line of the text */
  number: number;
  text: string;
}

/** best first: a colon also stands inside times */
const SEPARATORS = ['|', '│', '║', '┃', '¦', '!', ':'] as const;
const MIN_SEPARATORS = 4;
const RULER = /^[\s|│║┃¦!+=_*.:·\-–—─━═┄┈┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╒╕╘╛╞╡╤╧╪╓╖╙╜╟╢╥╨╫]{8,}$/;

/** Printers' control codes are dropped; a form feed starts a page and no line of its own. */
export function linesOf(text: string): PrintLine[] {
  return text.split(/\r\n|\n|\r/).map((line, index) => ({
    number: index + 1,
    text: withoutEscapes(line.replace(/^\f+/, ''))
      .replace(/\p{Cc}/gu, plain)
      .trimEnd(),
  }));
}

/** An escape starts a code of two characters. */
function withoutEscapes(text: string): string {
  const [first = '', ...rest] = text.split(ESCAPE);
  return first + rest.map((part) => part.slice(1)).join('');
}

/** a form feed inside a line parts a row that belongs together */
const plain = (control: string): string => (control === '\t' ? ' ' : '');

export const isRuler = (text: string): boolean => RULER.test(text) && /[-=─━═_]{3}/.test(text);

/** A wagon number standing alone, with a right check digit: eight digits are also an ОКПО. */
export function hasWagon(text: string): boolean {
  return (text.match(/(?<![\p{L}\d.,-])\d{8}(?![\p{L}\d.,-])/gu) ?? []).some(isWagonNumber);
}

export type Cut = (text: string) => string[] | undefined;

/** How the lines of this print are cut into cells; a line that is no row of the table gives undefined. */
export function findCut(lines: readonly PrintLine[]): Cut {
  const counted = SEPARATORS.map((separator) => ({
    separator,
    rows: lines.filter((line) => countOf(line.text, separator) >= MIN_SEPARATORS).length,
  }));
  const best = counted.find(({ rows }) => rows >= 2 && rows === Math.max(...counted.map((one) => one.rows)));
  const data = lines.filter((line) => hasWagon(line.text));
  const isCut = best && (data.length === 0 || data.some((line) => countOf(line.text, best.separator) >= MIN_SEPARATORS));
  return isCut ? bySeparator(best.separator) : byColumns(lines, data);
}

function countOf(text: string, char: string): number {
  let found = 0;
  for (let at = text.indexOf(char); at >= 0; at = text.indexOf(char, at + 1)) found += 1;
  return found;
}

/** Blanks at the end of a cell are kept: a cell without them is full and may go on in the next line. */
function bySeparator(separator: string): Cut {
  return (text) => {
    if (isRuler(text) || countOf(text, separator) < MIN_SEPARATORS) return undefined;
    const parts = text.trim().split(separator);
    if (parts[0] === '') parts.shift();
    if (parts.at(-1)?.trim() === '') parts.pop();
    return parts;
  };
}

const MIN_COLUMNS = 4;

/** Columns are the dashes of a ruler that has gaps, or else the places where some line of data has a character. */
function byColumns(lines: readonly PrintLine[], data: readonly PrintLine[]): Cut {
  const ruler = lines.find((line) => isRuler(line.text) && (line.text.trim().match(/\s+/g)?.length ?? 0) >= MIN_COLUMNS - 1);
  const columns = runsOf(ruler ? [ruler.text] : data.map((line) => line.text));
  if (columns.length < MIN_COLUMNS) return () => undefined;
  const starts = columns.map(({ from }, index) => (index === 0 ? 0 : Math.ceil(((columns[index - 1]?.to ?? 0) + from) / 2)));
  return (text) => {
    if (isRuler(text) || text.trim() === '' || columns.some(({ to }, index) => isWritten(text, to, columns[index + 1]?.from)))
      return undefined;
    const cells = starts.map((from, index) => text.slice(from, starts[index + 1]));
    return cells.filter((cell) => cell.trim() !== '').length >= 2 ? cells : undefined;
  };
}

/** A line that writes where the columns leave a gap is no row of theirs. */
const isWritten = (text: string, from: number, to: number | undefined): boolean =>
  to !== undefined && text.slice(from, to).trim() !== '';

/** Stretches of positions at which at least one line is not blank. */
function runsOf(texts: readonly string[]): { from: number; to: number }[] {
  const width = Math.min(2000, Math.max(0, ...texts.slice(0, 1000).map((text) => text.length)));
  const taken = Array.from({ length: width }, (_, at) => texts.some((text) => at < text.length && text[at] !== ' '));
  const runs: { from: number; to: number }[] = [];
  taken.forEach((isTaken, at) => {
    if (!isTaken) return;
    const last = runs.at(-1);
    if (last && last.to === at) last.to = at + 1;
    else runs.push({ from: at, to: at + 1 });
  });
  return runs;
}
