/** What other systems, spreadsheets and mail gateways make of a true report: all of it is still there, written otherwise. */
import { delimited, type Fleet, type Value, workbookOf } from '../../../scrapers/rzd/src/parse/render.fixture.ts';
import type { Random } from '../support/random.ts';
import type { Damages } from './damage.ts';
import { dataRow, type Table, tableOf, writeTable } from './table.ts';

export const RESHAPES: Damages = {
  'dates otherwise': {
    weight: 8,
    make: (random, fleet) => ({ claim: 'all', bytes: writeTable(random, otherDates(random, tableOf(random, fleet))) }),
  },
  'numbers otherwise': {
    weight: 8,
    make: (random, fleet) => ({ claim: 'all', bytes: writeTable(random, otherNumbers(random, tableOf(random, fleet))) }),
  },
  'heading shifted': {
    weight: 6,
    make: (random, fleet) => ({ claim: 'places', bytes: writeTable(random, shiftHeading(random, tableOf(random, fleet))) }),
  },
  'headings swapped': {
    weight: 6,
    make: (random, fleet) => ({ claim: 'places', bytes: writeTable(random, swapHeadings(random, tableOf(random, fleet))) }),
  },
  'groups and totals': {
    weight: 6,
    make: (random, fleet) => ({ claim: 'all', bytes: writeTable(random, groupAndTotal(tableOf(random, fleet))) }),
  },
  'a row twice': {
    weight: 4,
    make: (random, fleet) => ({ claim: 'places', bytes: writeTable(random, repeatRow(random, tableOf(random, fleet))) }),
  },
  'another charset': {
    weight: 8,
    make: (random, fleet) => ({ claim: 'all', bytes: otherCharset(random, tableOf(random, fleet)) }),
  },
  'sheets around it': { weight: 1, make: (random, fleet) => ({ claim: 'all', bytes: amongSheets(random, fleet) }) },
  'nothing at all': {
    weight: 1,
    make: (random) => ({
      claim: 'all',
      bytes: new TextEncoder().encode(random.pick(['', ' ', '\uFEFF', '\r\n\r\n', '\0', '<', '{', 'PK'])),
    }),
  },
};

const MOMENT = /^(\d\d)\.(\d\d)\.(\d{4})(?: (\d\d):(\d\d))?$/;
type Write = (day: string, month: string, year: string, clock: string) => string;
const utcOf: Write = (day, month, year, clock) => new Date(`${year}-${month}-${day}T${clock}:00+03:00`).toISOString();
const serialOf: Write = (day, month, year, clock) =>
  (Date.parse(`${year}-${month}-${day}T${clock}:00Z`) / 86_400_000 + 25_569).toFixed(8);

/** Every way but those that leave open which is the day and which the month. */
const DATES: readonly Write[] = [
  (day, month, year, clock) => `${day}.${month}.${year} ${clock}:00`,
  (day, month, year, clock) => `${day}.${month}.${year.slice(2)} ${clock}`,
  (day, month, year, clock) => `${day}.${month}.${year} ${clock.replace(':', '-')}`,
  (day, month, year, clock) => `${day}/${month}/${year} ${clock}`,
  (day, month, year, clock) => `${day}-${month}-${year} ${clock}`,
  (day, month, year, clock) => `${Number(day)}.${Number(month)}.${year} ${clock.replace(/^0/, '')}`,
  (day, month, year, clock) => `${year}-${month}-${day} ${clock}`,
  (day, month, year, clock) => `${year}-${month}-${day}T${clock}:00.000`,
  (day, month, year, clock) => `${year}-${month}-${day}T${clock}:00+03:00`,
  (day, month, year, clock) => `${day}.${month}.${year}\u00a0${clock}`,
  (day, month, year, clock) => `${clock} ${day}.${month}.${year}`,
  utcOf,
  serialOf,
  (...moment) => serialOf(...moment).replace('.', ','),
];

function otherDates(random: Random, { rows, head }: Table): Table {
  const write = random.pick(DATES);
  const otherwise = (value: Value): Value => {
    const [, day, month, year, hour, minute] = MOMENT.exec(String(value)) ?? [];
    // days without a clock stay: a term of delivery is no moment
    return day === undefined || hour === undefined ? value : write(day, month ?? '', year ?? '', `${hour}:${minute}`);
  };
  return { head, rows: rows.map((row, index) => (index <= head ? row : row.map(otherwise))) };
}

const grouped = (mark: string) => (digits: string) => digits.replace(/\B(?=(\d{3})+$)/g, mark);
const NUMBERS: readonly ((digits: string) => string)[] = [
  grouped(' '),
  grouped('\u00a0'),
  grouped('\u202f'),
  (digits) => `${digits}.0`,
  (digits) => `${digits},0`,
  (digits) => `'${digits}`,
  (digits) => ` ${digits} `,
  (digits) => `0${digits}`,
  (digits) => `="${digits}"`,
];

/** Wagons, masses and km; the latter only where they stay the same number. */
function otherNumbers(random: Random, { rows, head }: Table): Table {
  const write = random.pick(NUMBERS);
  const otherwise = (value: Value, column: number): Value =>
    column === 0 || (typeof value === 'number' && Number.isInteger(value) && value >= 1000) ? write(String(value)) : value;
  return { head, rows: rows.map((row, index) => (index <= head ? row : row.map(otherwise))) };
}

function shiftHeading(random: Random, { rows, head }: Table): Table {
  const header = rows[head] ?? [];
  const by = 1 + random.below(2);
  const shifted = random.unit() < 0.5 ? [...Array<Value>(by).fill(''), ...header] : header.slice(by);
  return { head, rows: rows.with(head, shifted) };
}

/** Two columns under each other's name. Of two stations, or two moments, nobody could tell. */
function swapHeadings(random: Random, { rows, head }: Table): Table {
  const header = [...(rows[head] ?? [])];
  const [a, b] = [random.below(header.length), random.below(header.length)];
  const isLike = [/станци|ст\. /i, /^(дата|вр\.|норматив)/i].some((kind) =>
    [a, b].every((column) => kind.test(String(header[column]))),
  );
  if (isLike) return { rows, head };
  const held = header[a] ?? '';
  header[a] = header[b] ?? '';
  header[b] = held;
  return { head, rows: rows.with(head, header) };
}

/** Merged names of groups above the heading, the heading again in the middle, blank rows, totals and an end mark. */
function groupAndTotal({ rows, head }: Table): Table {
  const header = rows[head] ?? [];
  const width = header.length;
  const line = (...cells: Value[]): Value[] => [...cells, ...Array<Value>(Math.max(0, width - cells.length)).fill('')];
  const groups = header.map((_, column) => ({ 0: 'Данные о вагоне', 8: 'Дислокация вагона', 14: 'Прочее' })[column] ?? '');
  const data = rows.slice(head + 1);
  const half = data.length >> 1;
  const below = [
    ...data.slice(0, half),
    header,
    line(),
    ...data.slice(half),
    line('Итого', data.length),
    line('*** Конец справки ***'),
  ];
  return { head: head + 1, rows: [...rows.slice(0, head), groups, header, ...below] };
}

function repeatRow(random: Random, table: Table): Table {
  const at = dataRow(random, table);
  return { ...table, rows: table.rows.toSpliced(dataRow(random, table), 0, table.rows[at] ?? []) };
}

const ONE_BYTE = ['windows-1251', 'ibm866', 'koi8-r', 'x-mac-cyrillic'] as const;

function otherCharset(random: Random, { rows }: Table): Uint8Array {
  const text = delimited(rows, random.pick([';', '\t']));
  const charset = random.pick([...ONE_BYTE, 'utf-8', 'utf-16le', 'utf-16be'] as const);
  if (charset === 'utf-8') return new TextEncoder().encode(`\uFEFF${text}`);
  if (charset === 'utf-16le') return new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'));
  if (charset === 'utf-16be') return new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le').swap16());
  const codes = codesOf(charset);
  return Uint8Array.from([...text], (char) => codes.get(char) ?? 0x3f);
}

function codesOf(charset: (typeof ONE_BYTE)[number]): Map<string, number> {
  const decoder = new TextDecoder(charset);
  return new Map(Array.from({ length: 256 }, (_, code) => [decoder.decode(Uint8Array.of(code)), code]));
}

function amongSheets(random: Random, fleet: Fleet): Uint8Array {
  const { rows } = tableOf(random, fleet);
  const others: Record<string, Value[][]> = {
    Титул: [['Справка о дислокации'], ['Составил', 'Иванов И. И.'], ['Телефон', 89_001_234_567]],
    Сводка: [
      ['Дорога', 'Вагонов'],
      ['МСК', 3],
      ['ПРВ', 4],
    ],
    Пусто: [],
  };
  const names = ['Титул', 'Сводка', 'Пусто'].filter(() => random.unit() < 0.6);
  const at = random.below(names.length + 1);
  const sheets = Object.fromEntries(names.toSpliced(at, 0, 'Дислокация').map((name) => [name, others[name] ?? rows]));
  return workbookOf(sheets, random.pick(['xlsx', 'biff8']));
}
