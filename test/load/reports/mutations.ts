/** Damage that happens to reports: on the wire, in a spreadsheet, in a dispatcher's hands. */
import { type Fleet, RENDERED, type Value } from '../../../scrapers/rzd/src/parse/render.fixture.ts';
import type { Random } from '../support/random.ts';
import type { Damaged, Damages } from './damage.ts';
import { RESHAPES } from './reshapes.ts';
import { dataRow, type Table, tableOf, writeTable } from './table.ts';

const NASTY: readonly Value[] = [
  '',
  '0',
  '-',
  'null',
  '1e308',
  -5,
  '31.12.9999 23:59',
  '20.08 06-12',
  'Итого',
  'Номер вагона',
  ')))((',
  '"',
  ';',
  '\u00a0',
  '\0',
  '\ud83d',
  '😀',
  '9'.repeat(400),
  46_254.5,
];

const DAMAGES: Damages = {
  ...RESHAPES,
  'bytes changed': { weight: 20, make: (random, _, originals) => any(changeBytes(random, random.pick(originals))) },
  'cut off': { weight: 10, make: (random, _, originals) => any(cut(random, random.pick(originals))) },
  'piece moved': { weight: 10, make: (random, _, originals) => any(movePiece(random, random.pick(originals))) },
  'columns moved': {
    weight: 12,
    make: (random, fleet) => ({ claim: 'all', bytes: writeTable(random, moveColumns(random, tableOf(random, fleet))) }),
  },
  'columns added': {
    weight: 8,
    make: (random, fleet) => ({ claim: 'all', bytes: writeTable(random, addColumn(random, tableOf(random, fleet))) }),
  },
  'columns renamed': {
    weight: 8,
    make: (random, fleet) => ({ claim: 'places', bytes: writeTable(random, renameColumns(random, tableOf(random, fleet))) }),
  },
  'rows shuffled': {
    weight: 6,
    make: (random, fleet) => ({ claim: 'all', bytes: writeTable(random, shuffleRows(random, tableOf(random, fleet))) }),
  },
  'a digit of a wagon': {
    weight: 12,
    make: (random, fleet) => ({ claim: 'wagons', bytes: writeTable(random, mistypeWagon(random, tableOf(random, fleet))) }),
  },
  'a cell lost': {
    weight: 6,
    make: (random, fleet) => ({ claim: 'wagons', bytes: writeTable(random, setCell(random, tableOf(random, fleet), '')) }),
  },
  'cells of a row swapped': { weight: 8, make: (random, fleet) => swapInRow(random, tableOf(random, fleet)) },
  'cells swapped': { weight: 4, make: (random, fleet) => any(writeTable(random, swapCells(random, tableOf(random, fleet)))) },
  'nasty cells': {
    weight: 8,
    make: (random, fleet) => any(writeTable(random, setCell(random, tableOf(random, fleet), random.pick(NASTY)))),
  },
};

const any = (bytes: Uint8Array): Omit<Damaged, 'kind'> => ({ bytes, claim: 'any' });

export const renderAll = (fleet: Fleet): Uint8Array[] => RENDERED.map(({ render }) => render(fleet));

export function damage(random: Random, fleet: Fleet, originals: readonly Uint8Array[]): Damaged {
  const weights = Object.fromEntries(Object.entries(DAMAGES).map(([kind, { weight }]) => [kind, weight]));
  const kind = random.weighted(weights);
  const made = DAMAGES[kind]?.make(random, fleet, originals);
  if (made === undefined) throw new Error(`there is no damage ${kind}`);
  return { kind, ...made };
}

function changeBytes(random: Random, bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  for (let left = 1 + random.below(12); left > 0; left -= 1) copy[random.below(copy.length)] = random.below(256);
  return copy;
}

const cut = (random: Random, bytes: Uint8Array): Uint8Array => bytes.subarray(0, random.below(bytes.length));

function movePiece(random: Random, bytes: Uint8Array): Uint8Array {
  const from = random.below(bytes.length);
  const piece = bytes.subarray(from, from + 1 + random.below(400));
  const rest = new Uint8Array([...bytes.subarray(0, from), ...bytes.subarray(from + piece.length)]);
  const to = random.below(rest.length + 1);
  return new Uint8Array([...rest.subarray(0, to), ...piece, ...rest.subarray(to)]);
}

function shuffle<T>(random: Random, list: readonly T[]): T[] {
  const mixed = [...list];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = random.below(at + 1);
    const held = mixed[at] as T;
    mixed[at] = mixed[other] as T;
    mixed[other] = held;
  }
  return mixed;
}

function moveColumns(random: Random, { rows, head }: Table): Table {
  const order = shuffle(random, [...(rows[head] ?? []).keys()]);
  return { head, rows: rows.map((row, index) => (index < head ? row : order.map((column) => row[column] ?? ''))) };
}

function addColumn(random: Random, { rows, head }: Table): Table {
  const at = random.below((rows[head] ?? []).length + 1);
  const texts = random.pick([
    ['Комментарий диспетчера', 'ждём'],
    ['Приоритет', 3],
    ['Дата заявки', '01.08.2026'],
    ['Договор', '20-24/771'],
    ['Телефон', '89001234567'],
  ]);
  return {
    head,
    rows: rows.map((row, index) => (index < head ? row : row.toSpliced(at, 0, texts[index === head ? 0 : 1] ?? ''))),
  };
}

/** What other systems call the columns that tell a position; the rest is called anything. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  'Номер вагона': ['№ вагона', 'Вагон', 'N ВАГОНА', 'NOM_VAG', 'Номер ваг.'],
  'Станция операции': ['Станция опер.', 'Станция дислокации', 'Станция текущей дислокации', 'STAN_OP'],
  'Станция опер.': ['Станция операции', 'Название станции операции', 'Станция дислокации'],
  'Дата и время операции': ['Дата операции', 'Дата/время опер.', 'Дата последней операции', 'DATE_OP'],
  'Дата/время опер.': ['Дата и время операции', 'Дата совершения операции', 'Дата и время последней операции'],
  'Операция с вагоном': ['Операция', 'Наименование операции', 'Полное наименование операции'],
  'Наименование операции': ['Операция', 'Операция полное наименование', 'Операция с вагоном'],
};
const STRANGE_NAMES = ['Поле 7', 'Прочее', 'Column1', '?', 'Примечание', 'Станция', 'Дата', 'Номер', 'Код', 'Данные'];

function renameColumns(random: Random, { rows, head }: Table): Table {
  const header = [...(rows[head] ?? [])];
  for (let left = 1 + random.below(3); left > 0; left -= 1) {
    const column = random.below(header.length);
    const known = OTHER_NAMES[String(header[column])];
    header[column] = random.pick(known !== undefined && random.unit() < 0.6 ? known : STRANGE_NAMES);
  }
  return { head, rows: rows.with(head, header) };
}

/** Two values of one wagon in each other's place. Two stations, or two moments, are then another true report. */
function swapInRow(random: Random, table: Table): Omit<Damaged, 'kind'> {
  const at = dataRow(random, table);
  const row = [...(table.rows[at] ?? [])];
  const [a, b] = [random.below(row.length), random.below(row.length)];
  const names = [a, b].map((column) => String(table.rows[table.head]?.[column] ?? ''));
  const isLike = [/станци|ст\. /i, /^(дата|вр\.|норматив)/i].some((kind) => names.every((name) => kind.test(name)));
  const held = row[a] ?? '';
  row[a] = row[b] ?? '';
  row[b] = held;
  return { claim: isLike ? 'any' : 'places', bytes: writeTable(random, { ...table, rows: table.rows.with(at, row) }) };
}

const shuffleRows = (random: Random, { rows, head }: Table): Table => ({
  head,
  rows: [...rows.slice(0, head + 1), ...shuffle(random, rows.slice(head + 1))],
});

/** One digit changed, or two neighbours swapped that are not 0 and 9, which no check digit of this kind can tell. */
function mistypeWagon(random: Random, table: Table): Table {
  const row = dataRow(random, table);
  const digits = [...String(table.rows[row]?.[0])];
  const at = random.below(7);
  const [first = '', second = ''] = digits.slice(at, at + 2);
  const canSwap = first !== second && Math.abs(Number(first) - Number(second)) !== 9;
  if (canSwap && random.unit() < 0.5) digits.splice(at, 2, second, first);
  else digits[at] = String((Number(first) + 1 + random.below(9)) % 10);
  return { ...table, rows: table.rows.with(row, (table.rows[row] ?? []).with(0, digits.join(''))) };
}

function setCell(random: Random, table: Table, value: Value): Table {
  const row = dataRow(random, table);
  const column = random.below(table.rows[row]?.length ?? 1);
  return { ...table, rows: table.rows.with(row, (table.rows[row] ?? []).with(column, value)) };
}

function swapCells(random: Random, table: Table): Table {
  const rows = table.rows.map((row) => [...row]);
  const place = () => {
    const row = rows[random.below(rows.length)] ?? [];
    return { row, column: random.below(row.length) };
  };
  const a = place();
  const b = place();
  const held = a.row[a.column] ?? '';
  a.row[a.column] = b.row[b.column] ?? '';
  b.row[b.column] = held;
  return { ...table, rows };
}
