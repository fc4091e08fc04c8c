/** Workbooks and texts made in tests out of rows, so that every layout comes from the same seven wagons. */
import { readFileSync } from 'node:fs';
import { utils, write } from '@e965/xlsx';
import { parse } from 'csv-parse/sync';

export type Row = (string | number | null)[];

export const fixture = (name: string) => new Uint8Array(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url)));

interface WorkbookOptions {
  sheets?: Record<string, Row[]>;
  date1904?: boolean;
  /** names of sheets */
  hidden?: string[];
  /** ranges of every sheet */
  merges?: string[];
}

export function xlsx(rows: Row[], options: WorkbookOptions = {}): Uint8Array {
  const workbook = utils.book_new();
  for (const [name, sheet] of Object.entries(options.sheets ?? { Дислокация: rows })) {
    const cells = utils.aoa_to_sheet(sheet);
    if (options.merges) cells['!merges'] = options.merges.map((range) => utils.decode_range(range));
    utils.book_append_sheet(workbook, cells, name);
  }
  if (options.hidden) {
    const { hidden } = options;
    workbook.Workbook = { Sheets: workbook.SheetNames.map((name) => ({ name, Hidden: hidden.includes(name) ? 1 : 0 })) };
  }
  if (options.date1904) workbook.Workbook = { WBProps: { date1904: true } };
  return new Uint8Array(write(workbook, { type: 'buffer', bookType: 'xlsx', compression: true }));
}

export const csv = (rows: Row[], lineEnd = '\n') =>
  new TextEncoder().encode(
    rows.map((row) => row.map((cell) => `"${String(cell ?? '').replaceAll('"', '""')}"`).join(';')).join(lineEnd),
  );

export const html = (rows: Row[]) =>
  new TextEncoder().encode(
    `<html><body><table>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell ?? ''}</td>`).join('')}</tr>`).join('\n')}</table></body></html>`,
  );

/** The account export as rows: three of preamble, the header, seven wagons. */
export const accountRows = (): Row[] =>
  parse(fixture('3-lk-export.utf8.csv'), { delimiter: ';', relax_column_count: true }) as unknown as Row[];

/** Excel serial day of a Moscow wall clock `DD.MM.YYYY HH:MM`. */
export function serial(text: string): number {
  const [day = '', clock = '00:00'] = text.split(' ');
  const iso = `${day.split('.').reverse().join('-')}T${clock}:00Z`;
  return Date.parse(iso) / 86_400_000 + 25_569;
}

export const DISPATCH_HEADER: Row = [
  'Номер вагона',
  'Признак5',
  'Модель',
  'Дата след. пл. рем.',
  'Ост. пробег',
  'Ст. нач. рейса',
  'Вр. нач. рейса',
  'Станция опер.',
  'Дата/время опер.',
  'Наименование операции',
  'Номер поезда',
  'Индекс',
  'Дней без движ.(проверка)',
  'Ост. расстояние',
  'Ст. назн.',
  'Дор. назн.',
  'Груз',
  'Факт. вес',
  'Г/п',
  'Грузоотпр.',
  'Грузополуч.',
  'Накладная',
];

export interface DispatchWagon {
  wagon: number | string | null;
  origin?: string;
  startedAt?: string;
  station?: string;
  at?: string | number;
  operation?: string;
  train?: string;
  index?: string;
  idleDays?: number | string;
  leftKm?: number | string;
  destination?: string;
  road?: string;
  cargo?: string;
  massT?: number;
  waybill?: string;
}

/** One row of the dispatch layout: the wagon a number, times Excel dates, blanks empty strings. */
export function dispatchRow(w: DispatchWagon): Row {
  const at = typeof w.at === 'string' && /^\d\d\.\d\d\.\d{4} \d\d:\d\d$/.test(w.at) ? serial(w.at) : (w.at ?? '');
  return [
    w.wagon,
    'Пример',
    '19-758',
    serial('01.05.2028'),
    96_450,
    w.origin ?? 'Себряково',
    w.startedAt ? serial(w.startedAt) : '',
    w.station ?? 'Рыбное',
    at,
    w.operation ?? 'ОТПРАВЛЕНИЕ ВАГОНА СО СТАНЦИИ',
    w.train ?? '',
    w.index ?? '',
    w.idleDays ?? '',
    w.leftKm ?? '',
    w.destination ?? 'Воскресенск',
    w.road ?? 'МСК',
    w.cargo ?? '',
    w.massT ?? '',
    70,
    'ООО "ПРИМЕР-ЦЕМЕНТ"',
    'Неизвестный клиент с ОКПО 0',
    w.waybill ?? '',
  ];
}

/** The seven wagons of the composed reports as the dispatch layout shows them at 20.08.2026 07:05. */
export const dispatchWagons: DispatchWagon[] = [
  {
    wagon: 93123453,
    startedAt: '17.08.2026 10:20',
    station: 'Грязи-Воронежские',
    at: '20.08.2026 06:12',
    operation: 'ОТПРАВЛЕНИЕ ВАГОНА СО СТАНЦИИ',
    train: '2318',
    index: '6136-214-2200',
    idleDays: 0.04,
    leftKm: 368,
    cargo: 'ЦЕМЕНТ',
    massT: 68.5,
    waybill: 'ЭЯ101234',
  },
  {
    wagon: 93456788,
    startedAt: '12.08.2026 16:40',
    station: 'Ряжск I',
    at: '16.08.2026 22:40',
    operation: 'БРОСАНИЕ ПОЕЗДА НА СТАНЦИИ',
    train: '2318',
    index: '6136-209-2200',
    idleDays: 3.38,
    leftKm: 214,
    cargo: 'ЦЕМЕНТ',
    massT: 69,
    waybill: 'ЭЯ101177',
  },
  {
    wagon: 93000016,
    startedAt: '11.08.2026 09:05',
    station: 'Воскресенск',
    at: '20.08.2026 01:30',
    operation: 'ПРИБЫТИЕ ВАГОНА НА СТАНЦИЮ',
    train: '3402',
    index: '2200-117-2336',
    idleDays: 0.23,
    leftKm: 0,
    cargo: 'ЦЕМЕНТ',
    massT: 68.8,
    waybill: 'ЭЯ101102',
  },
  {
    wagon: 54123450,
    startedAt: '08.08.2026 14:00',
    station: 'Воскресенск',
    at: '19.08.2026 15:10',
    operation: 'ВЫГРУЗКА НА ПП',
    idleDays: 2.91,
    leftKm: 0,
    destination: '0',
    cargo: 'ВАГОНЫ ЖД СВ',
    massT: 0,
    waybill: 'ЭЯ100950',
  },
  {
    wagon: 59000075,
    origin: 'Воскресенск',
    startedAt: '18.08.2026 20:15',
    station: 'Рыбное',
    at: '19.08.2026 20:05',
    operation: 'ВКЛЮЧЕНИЕ ВАГОНА В ПОЕЗД',
    train: '3141',
    index: '2200-031-5844',
    idleDays: 0.8,
    leftKm: 660,
    destination: 'Себряково',
    road: 'ПРВ',
    cargo: 'ВАГОНЫ ЖД СВ',
    massT: 0,
    waybill: 'ЭЯ204410',
  },
  {
    wagon: 93234565,
    startedAt: '19.08.2026 17:30',
    station: 'Себряково',
    at: '19.08.2026 17:30',
    operation: 'ПОГРУЗКА НА ПП',
    idleDays: 1.4,
    leftKm: 748,
    cargo: 'ЦЕМЕНТ',
    massT: 68.4,
  },
  {
    wagon: 93333334,
    startedAt: '14.08.2026 08:50',
    station: 'Мичуринск-Воронежский',
    at: '18.08.2026 11:00',
    operation: 'В НЕИСПРАВНЫЕ',
    train: '2318',
    index: '6136-211-2200',
    idleDays: 2.32,
    leftKm: 309,
    cargo: 'ЦЕМЕНТ',
    massT: 67.9,
    waybill: 'ЭЯ101190',
  },
];

export const dispatchXlsx = (wagons: DispatchWagon[] = dispatchWagons) => xlsx([DISPATCH_HEADER, ...wagons.map(dispatchRow)]);
