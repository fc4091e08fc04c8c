/** One fleet written in every layout reports come in, straight from the facts: no part of the reader is used. */
import { read, utils, write } from '@e965/xlsx';
import iconv from 'iconv-lite';

export interface WagonFact {
  wagon: string;
  empty: boolean;
  origin: Place;
  destination: Place;
  place: Place;
  operation: Deed;
  /** Moscow wall clock, `YYYY-MM-DD HH:MM` */
  operationAt: string;
  startedAt: string;
  deadline: string;
  train?: { from: string; number: number; to: string; no: number; position: number };
  waybill?: string;
  massT: number;
  totalKm: number;
  leftKm: number;
}

export interface Place {
  name: string;
  esr: string;
  roadName: string;
  roadCode: string;
  roadShort: string;
}

export interface Deed {
  code: string;
  mnemonic: string;
  name: string;
  event: string;
}

export interface Fleet {
  /** Moscow wall clock, `YYYY-MM-DD HH:MM` */
  reportedAt: string;
  wagons: readonly WagonFact[];
}

export type Value = string | number;

const russian = (moment: string): string => `${moment.slice(0, 10).split('-').reverse().join('.')}${moment.slice(10)}`;
const iso = (moment: string): string => `${moment.replace(' ', 'T')}:00.000`;
const serial = (moment: string): number => Date.parse(`${moment.replace(' ', 'T')}Z`) / 86_400_000 + 25_569;
const capitals = (text: string): string => text.toUpperCase();
const coded = (place: Place): string => `${capitals(place.name)} (${place.esr})`;
const cargoName = (fact: WagonFact): string => (fact.empty ? 'Вагоны ж.д. собств. порожние' : 'Цемент');
const cargoCode = (fact: WagonFact): string => (fact.empty ? '421034' : '281014');
const idleMinutes = (fleet: Fleet, fact: WagonFact): number =>
  (Date.parse(`${fleet.reportedAt.replace(' ', 'T')}Z`) - Date.parse(`${fact.operationAt.replace(' ', 'T')}Z`)) / 60_000;

export function account(fleet: Fleet): Value[][] {
  const header = [
    'Номер вагона',
    'Номер накладной',
    'Род вагона',
    'Дата и время начала рейса',
    'Дорога отправления',
    'Станция отправления',
    'Дорога назначения',
    'Станция назначения',
    'Наименование груза',
    'Вес груза (кг)',
    'Станция операции',
    'Дорога операции',
    'Операция с вагоном',
    'Мнемокод операции',
    'Дата и время операции',
    'Тип парка (П/Г)',
    'Индекс поезда',
    'Номер поезда',
    'Номер вагона в составе поезда',
    'Нормативный срок доставки',
    'Расстояние пройденное (км)',
    'Расстояние оставшееся (км)',
    'Расстояние общее (км)',
    'Время простоя под последней операцией (сутки:часы:минуты)',
  ];
  const road = (place: Place): string => `${capitals(place.roadName)} (${place.roadCode})`;
  const rows = fleet.wagons.map((fact): Value[] => {
    const idle = idleMinutes(fleet, fact);
    return [
      Number(fact.wagon),
      fact.waybill ?? '',
      'Прочие (90)',
      russian(fact.startedAt),
      road(fact.origin),
      coded(fact.origin),
      road(fact.destination),
      coded(fact.destination),
      `${cargoName(fact)} (${cargoCode(fact)})`,
      fact.massT * 1000,
      coded(fact.place),
      road(fact.place),
      `${fact.operation.name} (${fact.operation.code})`,
      fact.operation.mnemonic,
      russian(fact.operationAt),
      fact.empty ? 'Порожний' : 'Груженый',
      fact.train ? `${fact.train.from} ${fact.train.number} ${fact.train.to} (ИЗ+${fact.train.number}+В(Э))` : '',
      fact.train?.no ?? '',
      fact.train?.position ?? '',
      russian(fact.deadline),
      fact.totalKm - fact.leftKm,
      fact.leftKm,
      fact.totalKm,
      `${Math.floor(idle / 1440)}: ${Math.floor((idle % 1440) / 60)}: ${idle % 60}`,
    ];
  });
  const pad = (cells: Value[]): Value[] => [...cells, ...header.slice(cells.length).map(() => '')];
  return [pad(['', 'Личный кабинет клиента']), pad([russian(fleet.reportedAt), 'Дислокация вагонов']), pad([]), header, ...rows];
}

export function dispatch(fleet: Fleet): Value[][] {
  const header =
    'Номер вагона|Признак5|Модель|Ост. пробег|Ст. нач. рейса|Вр. нач. рейса|Станция опер.|Дата/время опер.|Наименование операции|Номер поезда|Индекс|Дней без движ.(проверка)|Ост. расстояние|Ст. назн.|Дор. назн.|Груз|Факт. вес|Г/п|Грузоотпр.|Накладная';
  const rows = fleet.wagons.map((fact): Value[] => [
    Number(fact.wagon),
    'Пример',
    '19-758',
    96_450,
    fact.origin.name,
    serial(fact.startedAt),
    fact.place.name,
    serial(fact.operationAt),
    capitals(fact.operation.name),
    fact.train?.no ?? '',
    fact.train ? indexOf(fact.train) : '',
    Math.round((idleMinutes(fleet, fact) / 1440) * 100) / 100,
    fact.leftKm,
    fact.destination.name,
    fact.destination.roadShort,
    fact.empty ? 'ВАГОНЫ ЖД СВ' : 'ЦЕМЕНТ',
    fact.massT,
    70,
    'ООО "ПРИМЕР"',
    fact.waybill ?? '',
  ]);
  return [header.split('|'), ...rows];
}

const indexOf = (train: NonNullable<WagonFact['train']>): string =>
  `${train.from.slice(0, 4)}-${String(train.number).padStart(3, '0')}-${train.to.slice(0, 4)}`;

type BookType = 'xlsx' | 'biff8' | 'xlml' | 'xlsb';

export const workbook = (rows: Value[][], bookType: BookType): Uint8Array => workbookOf({ Дислокация: rows }, bookType);

/** Several sheets by their names, in this order. */
export function workbookOf(sheets: Readonly<Record<string, Value[][]>>, bookType: BookType): Uint8Array {
  const book = utils.book_new();
  for (const [name, rows] of Object.entries(sheets)) utils.book_append_sheet(book, utils.aoa_to_sheet(rows), name);
  return new Uint8Array(write(book, { type: 'buffer', bookType, compression: true }));
}

/** The library alone, at its fastest: the measure of what a workbook costs. */
export const openWithLibrary = (bytes: Uint8Array): unknown => read(bytes, { type: 'array', dense: true });

export function delimited(rows: Value[][], delimiter: string, lineEnd = '\r\n'): string {
  const cell = (value: Value): string => {
    const text = String(value);
    return text.includes(delimiter) || text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => row.map(cell).join(delimiter)).join(lineEnd) + lineEnd;
}

/** dates of the dispatch layout as a spreadsheet writes them into text */
export const withDates = (rows: Value[][]): Value[][] =>
  rows.map((row) =>
    row.map((value, column) => {
      if (typeof value !== 'number' || (column !== 5 && column !== 7)) return value;
      return russian(new Date(Math.round((value - 25_569) * 1440) * 60_000).toISOString().slice(0, 16).replace('T', ' '));
    }),
  );

const HTML_ROWS = 3;

/** Two rows of heading with groups; with `pages`, each sheet of paper is a table of its own with the heading again. */
function page(fleet: Fleet, pages: boolean): string {
  const groups =
    '<tr><th rowspan="2">№<br>п/п</th><th rowspan="2">Номер<br>вагона</th><th rowspan="2">Г/П</th><th colspan="2">Отправление</th><th colspan="2">Назначение</th><th colspan="3">Дислокация</th><th colspan="2">Поезд</th><th colspan="2">Груз</th><th colspan="2">Расстояние, км</th><th rowspan="2">Срок<br>доставки</th><th rowspan="2">Накладная</th></tr>' +
    '<tr><th>Дата</th><th>Станция</th><th>Станция</th><th>Дорога</th><th>Станция</th><th>Операция</th><th>Дата и время</th><th>Номер</th><th>Индекс</th><th>Наименование</th><th>Вес, кг</th><th>общее</th><th>осталось</th></tr>';
  const rows = fleet.wagons.map((fact, index) => {
    const cells = [
      index + 1,
      fact.wagon,
      fact.empty ? 'ПОР' : 'ГРУЖ',
      russian(fact.startedAt),
      coded(fact.origin),
      coded(fact.destination),
      fact.destination.roadShort,
      coded(fact.place),
      fact.operation.mnemonic,
      russian(fact.operationAt),
      fact.train?.no ?? '-',
      fact.train ? indexOf(fact.train).replaceAll('-', '+') : '-',
      `${cargoName(fact)} (${cargoCode(fact)})`,
      (fact.massT * 1000).toLocaleString('ru-RU'),
      fact.totalKm,
      fact.leftKm,
      russian(fact.deadline),
      fact.waybill ?? '&nbsp;',
    ];
    return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  const sheets: string[] = [];
  for (let from = 0; from < rows.length; from += HTML_ROWS) sheets.push(rows.slice(from, from + HTML_ROWS).join('\n'));
  const body = pages
    ? sheets.map((sheet) => `<table>${groups}${sheet}</table><hr>`).join('')
    : `<table>${sheets.map((sheet) => groups + sheet).join('<tr><td colspan="18">&nbsp;</td></tr>')}</table>`;
  return `<html><head><meta charset="windows-1251"></head><body><p>Сформировано: ${russian(fleet.reportedAt)} (МСК)</p>${body}<p>ИТОГО вагонов: ${rows.length}</p></body></html>`;
}

const PRINT_ROWS = 4;

function print(fleet: Fleet): string {
  const short = `${russian(fleet.reportedAt).slice(0, 6)}${fleet.reportedAt.slice(2, 4)}  ${fleet.reportedAt.slice(11).replace(':', '-')}`;
  const ruler = '-'.repeat(139);
  const head = (sheet: number): string[] => [
    `ГВЦ РЖД                         ДИСЛОКАЦИЯ ВАГОНОВ ПО СПИСКУ              ${short}  ЛИСТ ${sheet}`,
    ruler,
    '| N ВАГОНА |Г/П|СТ.ОТПР.     |КОД   |СТ.НАЗН.     |КОД   |ДОР|СТ.ДИСЛ.     |КОД   |ОПЕР|ДАТА  ВРЕМЯ |N ПОЕЗ|ИНДЕКС ПОЕЗДА |КОД ГР|ВЕС|ОСТ.КМ|',
    '|          |   |             |ОТПР. |             |НАЗН. |ДИС|             |ДИСЛ. |    |            |      |              |ЕТСНГ | Т |      |',
    ruler,
  ];
  const fit = (text: Value, width: number): string => String(text).slice(0, width).padEnd(width);
  const rows = fleet.wagons.map((fact) =>
    [
      '',
      ` ${fact.wagon} `,
      fit(fact.empty ? 'ПОР' : 'ГР', 3),
      fit(capitals(fact.origin.name), 13),
      fact.origin.esr,
      fit(capitals(fact.destination.name), 13),
      fact.destination.esr,
      fact.place.roadShort,
      fit(capitals(fact.place.name), 13),
      fact.place.esr,
      fit(fact.operation.mnemonic, 4),
      `${russian(fact.operationAt).slice(0, 5)} ${fact.operationAt.slice(11).replace(':', '-')} `,
      String(fact.train?.no ?? '').padStart(6),
      fit(fact.train ? indexOf(fact.train).replaceAll('-', ' ') : '', 14),
      cargoCode(fact),
      String(fact.massT).padStart(3),
      String(fact.leftKm).padStart(6),
      '',
    ].join('|'),
  );
  const sheets: string[] = [];
  for (let from = 0; from < rows.length; from += PRINT_ROWS) {
    sheets.push([...head(sheets.length + 1), ...rows.slice(from, from + PRINT_ROWS), ruler].join('\r\n'));
  }
  return `${sheets.join('\r\n\f')}\r\nИТОГО ВАГОНОВ   ${rows.length}\r\n*** КОНЕЦ СПРАВКИ ***\r\n`;
}

function serviceRecord(fleet: Fleet, fact: WagonFact): Record<string, string | null | number[]> {
  const idle = idleMinutes(fleet, fact);
  const km = (distance: number): string => String(distance).padStart(10, '0');
  return {
    NOM_VAG: fact.wagon,
    ROD_VAG_UCH: '90',
    DATE_NACH: iso(fact.startedAt),
    STAN_NACH: fact.origin.esr,
    DOR_NACH: fact.origin.roadCode,
    STAN_NAZN: fact.destination.esr,
    DOR_NAZN: fact.destination.roadCode,
    KOD_GRZ_UCH: cargoCode(fact),
    VES_GRZ: String(fact.massT * 1000),
    DATE_OP: iso(fact.operationAt),
    STAN_OP: fact.place.esr,
    DOR_RASCH: fact.place.roadCode,
    KOP_VMD: fact.operation.code,
    PPV_POR: fact.empty ? '1' : '0',
    PPV_GRUJ: fact.empty ? '0' : '1',
    INDEX_POEZD: fact.train
      ? `${fact.train.from}${String(fact.train.number).padStart(3, '0')}${fact.train.to}`
      : '000000000000000',
    NOM_POEZD: fact.train ? String(fact.train.no) : null,
    NPP_VAG: String(fact.train?.position ?? 0),
    NOM_NAK: fact.waybill ?? '',
    DATE_DOSTAV: fact.deadline,
    RASST_OB: km(fact.totalKm),
    RASST_STAN_OP: km(fact.totalKm - fact.leftKm),
    RASST_STAN_NAZN: km(fact.leftKm),
    PROST_DN: String(Math.floor(idle / 1440)),
    PROST_CH: String(Math.floor((idle % 1440) / 60)),
    PROST_MIN: String(idle % 60),
    KOP_PMD: '2',
    MNAIM_KOP_PMD: 'ОТПР',
  };
}

function accountJson(fleet: Fleet): string {
  const records = fleet.wagons.map((fact) => serviceRecord(fleet, fact));
  const head = Object.keys(records[0] ?? {});
  const body = records.map((record) => head.map((field) => record[field]));
  return JSON.stringify({ data: { created_at: russian(fleet.reportedAt), status: 'done', data: { head, body } } });
}

const providerJson = (fleet: Fleet): string =>
  JSON.stringify({
    count: String(fleet.wagons.length),
    timestamp: `${fleet.reportedAt.replace(' ', 'T')}:00+03:00`,
    wagons: fleet.wagons.map((fact) => serviceRecord(fleet, fact)),
  });

const nestedJson = (fleet: Fleet): string =>
  JSON.stringify({
    reportedAt: Date.parse(`${fleet.reportedAt.replace(' ', 'T')}:00+03:00`),
    items: fleet.wagons.map((fact) => ({
      wagonNumber: Number(fact.wagon),
      isEmpty: fact.empty,
      cargo: { etsng: cargoCode(fact), massKg: fact.massT * 1000 },
      tripStartedAt: `${fact.startedAt.replace(' ', 'T')}:00+03:00`,
      origin: { name: fact.origin.name, esr: fact.origin.esr },
      destination: { name: fact.destination.name, esr: fact.destination.esr },
      lastOperation: {
        name: fact.operation.name,
        code: Number(fact.operation.code),
        at: `${fact.operationAt.replace(' ', 'T')}:00+03:00`,
        station: { name: fact.place.name, esr: fact.place.esr },
      },
      train: fact.train ? { index: indexOf(fact.train), number: fact.train.no } : null,
      waybill: fact.waybill ?? null,
      distance: { total: fact.totalKm, remaining: fact.leftKm },
      deliveryDeadline: fact.deadline,
    })),
  });

function serviceXml(fleet: Fleet): string {
  const rows = fleet.wagons.map((fact) => {
    const fields = Object.entries(serviceRecord(fleet, fact)).filter(([, value]) => value !== null);
    return `<row>${fields.map(([name, value]) => `<${name}>${value}</${name}>`).join('')}</row>`;
  });
  return `<?xml version="1.0" encoding="windows-1251"?>\n<referenceSPV4664>${rows.join('\n')}</referenceSPV4664>`;
}

/** The service wraps its reply into an envelope as text. */
const envelopeXml = (fleet: Fleet): string =>
  `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><ns2:ASOUPReply xmlns:ns2="x"><return>${serviceXml(
    fleet,
  )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')}</return></ns2:ASOUPReply></soap:Body></soap:Envelope>`;

const encode = (text: string, page: string): Uint8Array =>
  new Uint8Array(iconv.encode(text, page, { addBOM: page.startsWith('utf-16') }));

/** What each layout carries beyond wagon, event and time of the operation. */
export type Carried = 'names' | 'esr' | 'waybill' | 'started' | 'deadline' | 'totalKm' | 'stated' | 'etsng' | 'train';

export interface Rendered {
  name: string;
  format: string;
  carries: readonly Carried[];
  render: (fleet: Fleet) => Uint8Array;
}

const ALL: readonly Carried[] = ['names', 'esr', 'waybill', 'started', 'deadline', 'totalKm', 'stated', 'etsng', 'train'];
const DISPATCH: readonly Carried[] = ['names', 'waybill', 'started', 'train'];
const PRINT: readonly Carried[] = ['esr', 'stated', 'etsng', 'train'];
const SERVICE: readonly Carried[] = ['esr', 'waybill', 'started', 'deadline', 'totalKm', 'etsng', 'train'];
const layout = (name: string, format: string, carries: readonly Carried[], render: (fleet: Fleet) => Uint8Array): Rendered => ({
  name,
  format,
  carries,
  render,
});

export const RENDERED: readonly Rendered[] = [
  layout('account workbook', 'account-xlsx', ALL, (fleet) => workbook(account(fleet), 'xlsx')),
  layout('account workbook of 1997', 'account-xls', ALL, (fleet) => workbook(account(fleet), 'biff8')),
  layout('account workbook of 2003', 'account-xml2003', ALL, (fleet) => workbook(account(fleet), 'xlml')),
  layout('account list; cp1251', 'account-csv', ALL, (fleet) => encode(delimited(account(fleet), ';'), 'win1251')),
  layout('account list, UTF-8', 'account-csv', ALL, (fleet) => encode(delimited(account(fleet), ',', '\n'), 'utf8')),
  layout('account list, UTF-8 with a mark', 'account-csv', ALL, (fleet) =>
    encode(`\ufeff${delimited(account(fleet), ';')}`, 'utf8'),
  ),
  layout('account list, UTF-16 with tabs', 'account-csv', ALL, (fleet) => encode(delimited(account(fleet), '\t'), 'utf-16le')),
  layout('dispatch workbook', 'dispatch-xlsx', DISPATCH, (fleet) => workbook(dispatch(fleet), 'xlsx')),
  layout('dispatch workbook of 1997', 'dispatch-xls', DISPATCH, (fleet) => workbook(dispatch(fleet), 'biff8')),
  layout('dispatch list; cp1251', 'dispatch-csv', DISPATCH, (fleet) =>
    encode(delimited(withDates(dispatch(fleet)), ';'), 'win1251'),
  ),
  layout('page, cp1251', 'html', ALL, (fleet) => encode(page(fleet, false), 'win1251')),
  layout('page in sheets, UTF-8', 'html', ALL, (fleet) => encode(page(fleet, true), 'utf8')),
  layout('print, cp866', 'gvc-text', PRINT, (fleet) => encode(print(fleet), 'cp866')),
  layout('print, cp1251', 'gvc-text', PRINT, (fleet) => encode(print(fleet), 'win1251')),
  layout('print, UTF-8', 'gvc-text', PRINT, (fleet) => encode(print(fleet), 'utf8')),
  layout('account JSON', 'account-json', [...SERVICE, 'stated'], (fleet) => encode(accountJson(fleet), 'utf8')),
  layout('provider JSON', 'account-json', [...SERVICE, 'stated'], (fleet) => encode(providerJson(fleet), 'utf8')),
  layout('nested JSON', 'json', ALL, (fleet) => encode(nestedJson(fleet), 'utf8')),
  layout('service XML, cp1251', 'spv4664-xml', SERVICE, (fleet) => encode(serviceXml(fleet), 'win1251')),
  layout('service XML in an envelope', 'spv4664-xml', SERVICE, (fleet) => encode(envelopeXml(fleet), 'utf8')),
];
