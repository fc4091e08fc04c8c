import { describe, expect, it } from 'vitest';
import { parseReport } from './parse-report.ts';
import {
  accountRows,
  csv,
  DISPATCH_HEADER,
  dispatchRow,
  dispatchWagons,
  dispatchXlsx,
  fixture,
  html,
  type Row,
  serial,
  xlsx,
} from './workbook.fixture.ts';

const first = dispatchWagons[0] ?? { wagon: null };
const account = (change: (rows: Row[]) => Row[]) => parseReport(csv(change(accountRows())));
const withCell = (header: string, value: string | number) =>
  account((rows) => {
    const column = rows[3]?.indexOf(header) ?? -1;
    if (column < 0) throw new Error(`no column ${header}`);
    return rows.map((row, index) => (index === 4 ? row.with(column, value) : row));
  });
const renamed = (header: string, to: string) =>
  account((rows) => rows.map((row, index) => (index === 3 ? row.map((cell) => (cell === header ? to : cell)) : row)));
const codes = (report: ReturnType<typeof parseReport>) => report.issues.map((issue) => `${issue.row} ${issue.code}`);

describe('letters and blanks', () => {
  it('mends Latin letters in a waybill', () => {
    expect(withCell('Номер накладной', 'эX077532 ').rows[0]?.waybill).toBe('ЭХ077532');
  });

  it.each(['Номер\nвагона', '№ вагона', '№\u00a0ВАГОНА', 'N ВАГОНА', 'Вагон', 'Hомер вагона'])(
    'reads the wagon under %j',
    (header) => {
      expect(renamed('Номер вагона', header).rows).toHaveLength(7);
    },
  );

  it.each(['осталоcь расстояние', 'Ост. расстояние', 'Расстояние осталось (от текущей дислокации)', 'Оставшийся километраж'])(
    'reads the remaining distance under %j',
    (header) => {
      expect(renamed('Расстояние оставшееся (км)', header).rows[0]?.remainingKm).toBe(368);
    },
  );

  it.each(['Остаток пробега', 'Ост. пробег', 'Тек пробег'])('never takes %j for the remaining distance', (header) => {
    expect(renamed('Расстояние оставшееся (км)', header).rows[0]).not.toHaveProperty('remainingKm');
  });

  it('reads no-break spaces between thousands and a decimal comma', () => {
    expect(withCell('Вес груза (кг)', '68\u00a0500,5').rows[0]?.massKg).toBe(68501);
  });

  it.each(['-', '&nbsp;', 'None', 'null', '0', '0000-000-0000', ''])('takes %j for no train', (text) => {
    expect(withCell('Индекс поезда', text).rows[0]).not.toHaveProperty('trainIndex');
  });

  it.each(['0', '-', ''])('takes %j for no destination', (text) => {
    expect(withCell('Станция назначения', text).rows[0]).not.toHaveProperty('destination');
  });
});

describe('wagon cells', () => {
  it.each([93123453, '93123453.0', ' 93 123 453', '93\u00a0123\u00a0453', '093123453'])('%j is 93123453', (cell) => {
    expect(withCell('Номер вагона', cell)).toMatchObject({
      total: 7,
      rejected: [],
      rows: expect.arrayContaining([expect.objectContaining({ wagon: '93123453' })]),
    });
  });

  it('a wrong check digit is a warning, the row accepted', () => {
    const report = withCell('Номер вагона', '93123454');
    expect(report.rows[0]).toMatchObject({ wagon: '93123454', checkDigitValid: false });
    expect(report.issues).toMatchObject([{ row: 5, code: 'CHECK_DIGIT', severity: 'warning', value: '93123454' }]);
  });

  it.each([
    ['Номер вагона', '9312345', 'WAGON'],
    ['Номер вагона', '', 'WAGON'],
    ['Номер вагона', '931234530', 'WAGON'],
    ['Дата и время операции', '31.02.2026 06:12', 'OPERATION_TIME'],
    ['Дата и время операции', '', 'OPERATION_TIME'],
    ['Дата и время операции', '20.08.2062 06:12', 'OPERATION_TIME'],
  ])('%s %j rejects the row and no other', (header, value, code) => {
    const report = withCell(header, value);
    expect(report).toMatchObject({ total: 7, rejected: [5], duplicates: [] });
    expect(report.rows).toHaveLength(6);
    expect(report.issues).toMatchObject([{ row: 5, code, severity: 'error' }]);
  });

  it('a row without any operation is rejected', () => {
    const report = account((rows) => rows.map((row, index) => (index === 4 ? row.with(26, '').with(27, '-') : row)));
    expect(report).toMatchObject({ total: 7, rejected: [5], issues: [{ row: 5, code: 'OPERATION' }] });
  });
});

describe('rows that are no data', () => {
  it('skips blank rows, repeated headers, column numbers, totals and the end mark', () => {
    const report = account((rows) => {
      const header = rows[3] ?? [];
      const width = header.length;
      const furniture: Row[] = [
        new Array(width).fill(''),
        header,
        header.map((_, index) => String(index + 1)),
        ['Итого', ...new Array(width - 1).fill('7')],
        ['', 'ИТОГО вагонов: 7'],
        ['*** КОНЕЦ СПРАВКИ ***'],
      ];
      return [...rows.slice(0, 6), ...furniture, ...rows.slice(6), ...furniture];
    });
    expect(report).toMatchObject({ total: 7, rejected: [], issues: [] });
  });

  it('tells about a line of text it passed over', () => {
    const report = account((rows) => [...rows, ['Исполнитель: Иванова']]);
    expect(report).toMatchObject({ total: 7, issues: [{ row: 12, code: 'IGNORED_ROW', severity: 'warning' }] });
  });

  it('counts the same wagon, operation and time once more as a duplicate', () => {
    const report = account((rows) => [...rows, rows[4] ?? [], rows[5] ?? []]);
    expect(report).toMatchObject({ total: 9, duplicates: [12, 13], rejected: [] });
    expect(report.rows).toHaveLength(7);
  });

  it('keeps another operation of the same wagon', () => {
    const report = account((rows) => [...rows, (rows[4] ?? []).with(28, '20.08.2026 05:00')]);
    expect(report).toMatchObject({ total: 8, duplicates: [] });
  });

  it('fills the wagon down for container rows only', () => {
    const rows = accountRows().map((row, index) => [...row, index === 3 ? 'Номер контейнера' : index > 3 ? 'TKRU1234567' : '']);
    const blank = new Array((rows[3]?.length ?? 1) - 1).fill('');
    expect(parseReport(csv([...rows, [...blank, 'TKRU7654321']]))).toMatchObject({ total: 8, duplicates: [12], rejected: [] });
    expect(account((plain) => [...plain, (plain[4] ?? []).with(0, '')])).toMatchObject({
      total: 8,
      duplicates: [],
      rejected: [12],
    });
  });
});

describe('line and row numbers', () => {
  it('a quoted line break moves the lines below it', () => {
    const report = withCell('Грузополучатель (наим)', 'ООО\nБЕТОН');
    expect(report.rows.map((row) => row.row)).toEqual([5, 7, 8, 9, 10, 11, 12]);
  });

  it.each(['\n', '\r\n', '\r'])('line ends %j', (lineEnd) => {
    expect(parseReport(csv(accountRows(), lineEnd)).rows.map((row) => row.row)).toEqual([5, 6, 7, 8, 9, 10, 11]);
  });

  it('a stray quote costs its own line at most', () => {
    const text = new TextDecoder().decode(fixture('3-lk-export.utf8.csv')).replace('93456788;', '93456788;"');
    const report = parseReport(new TextEncoder().encode(text));
    expect(report.total).toBeGreaterThanOrEqual(6);
    expect(report.rows.map((row) => row.wagon)).toContain('93333334');
  });

  it('a sheet that starts lower keeps the numbers Excel shows', () => {
    const report = parseReport(
      xlsx([[], ['Справка'], DISPATCH_HEADER, dispatchRow(first), [], dispatchRow({ ...first, wagon: 93456788 })]),
    );
    expect(report.rows.map((row) => row.row)).toEqual([4, 6]);
  });
});

describe('texts', () => {
  const table = (cell: (text: string, column: number) => string, mark: string) =>
    new TextEncoder().encode(
      [DISPATCH_HEADER, dispatchRow({ ...first, at: '20.08.2026 06:12' })]
        .map((row) => row.map((value, column) => cell(String(value), column)).join(mark))
        .join('\n'),
    );
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

  it.each([
    ['bars and quotes', table(quoted, '|')],
    ['cells forced to be text', table((text) => `="${text}"`, ';')],
    [
      'a table in a cell of the page',
      html([
        DISPATCH_HEADER,
        dispatchRow({ ...first, station: '<table><tr><td>Рыбное</td></tr></table>', at: '20.08.2026 06:12' }),
      ]),
    ],
  ])('%s', (_, bytes) => {
    const [row] = parseReport(bytes).rows;
    expect(row).toMatchObject({ wagon: '93123453', operationAt: '2026-08-20T03:12:00.000Z', shipper: 'ООО "ПРИМЕР-ЦЕМЕНТ"' });
    expect(row?.station.name).not.toBe('');
  });
});

describe('headers', () => {
  it('may stand as low as row 10 and no lower', () => {
    const at = (blankRows: number) =>
      xlsx([...Array.from({ length: blankRows }, () => ['x']), DISPATCH_HEADER, dispatchRow(first)]);
    expect(parseReport(at(9)).rows[0]?.row).toBe(11);
    expect(() => parseReport(at(10))).toThrow(/no columns known/);
  });

  it('order does not matter', () => {
    const report = account((rows) => rows.map((row, index) => (index < 3 ? row : [...row].reverse())));
    expect(report.rows.map((row) => row.wagon)).toEqual(
      parseReport(fixture('3-lk-export.utf8.csv')).rows.map((row) => row.wagon),
    );
    expect(report.rows[0]?.remainingKm).toBe(368);
  });

  it('reads groups above the columns in a workbook', () => {
    const header = accountRows()[3] ?? [];
    const report = account((rows) =>
      rows.toSpliced(
        3,
        0,
        header.map((_, index) => (index < 24 ? 'Данные о вагоне' : 'Дислокация вагона')),
      ),
    );
    expect(report).toMatchObject({ format: 'account-csv', total: 7, issues: [] });
  });

  it('moves columns whose data stand beside their headers, and says so', () => {
    const report = account((rows) => rows.map((row, index) => (index < 4 ? row : ['', ...row])));
    expect(report.rows.map((row) => row.remainingKm)).toEqual([368, 214, 0, 0, 660, 748, 309]);
    expect(codes(report)).toEqual(['5 COLUMN_SHIFT']);
  });

  it('never reads a waybill from a date', () => {
    const report = withCell('Номер накладной', '20.08.2026');
    expect(report.rows[0]).not.toHaveProperty('waybill');
    expect(codes(report)).toEqual(['5 WAYBILL']);
  });

  it('finds the table on the second sheet', () => {
    const bytes = xlsx([], { sheets: { Титул: [['Отчёт'], ['для вас']], Вагоны: [DISPATCH_HEADER, dispatchRow(first)] } });
    expect(parseReport(bytes).total).toBe(1);
  });

  it('of two reports in a workbook the newest is read, and a hidden one never before an open one', () => {
    const old = [DISPATCH_HEADER, dispatchRow({ ...first, at: '15.08.2026 06:12', startedAt: '12.08.2026 16:40' })];
    const now = [DISPATCH_HEADER, dispatchRow({ ...first, wagon: 93456788 })];
    const empty = [DISPATCH_HEADER];
    const read = (sheets: Record<string, Row[]>, hidden: string[] = []) => {
      const report = parseReport(xlsx([], { sheets, hidden }));
      return [report.rows[0]?.wagon, codes(report).join()];
    };
    expect(read({ Вчера: old, Сегодня: now })).toEqual(['93456788', '1 OTHER_SHEET']);
    expect(read({ Сегодня: now, Вчера: old })).toEqual(['93456788', '1 OTHER_SHEET']);
    expect(read({ Шаблон: empty, Вчера: old })).toEqual(['93123453', '1 OTHER_SHEET']);
    expect(read({ Скрытый: now, Вчера: old }, ['Скрытый'])).toEqual(['93123453', '']);
    expect(read({ Скрытый: now }, ['Скрытый'])).toEqual(['93456788', '']);
  });

  it('a heading cut by a hyphen at the end of a line is one word', () => {
    const header = DISPATCH_HEADER.map((text) => (text === 'Наименование операции' ? 'Наимено-\nвание опера-\nции' : text));
    expect(parseReport(xlsx([header, dispatchRow(first)])).issues).toEqual([]);
  });

  it('merged cells below the heading are left alone', () => {
    const rows = [DISPATCH_HEADER, dispatchRow(first), dispatchRow({ ...first, wagon: null })];
    const report = parseReport(xlsx(rows, { merges: ['A2:A3'] }));
    expect(report).toMatchObject({ total: 2, rejected: [3] });
  });

  it('tells about a second sheet of wagons', () => {
    const rows = [DISPATCH_HEADER, dispatchRow(first)];
    expect(codes(parseReport(xlsx([], { sheets: { A: rows, B: rows } })))).toEqual(['1 OTHER_SHEET']);
  });
});

describe('meaning', () => {
  it.each([
    ['Порожний', 'empty'],
    ['Груженый', 'loaded'],
    ['Транзитный, Порожний, Вагон рабочего парка', 'empty'],
    ['ПОР', 'empty'],
    ['НРП', 'loaded'],
    ['', 'loaded'],
  ])('park %j of a wagon with a weight is %s', (park, loadState) => {
    expect(withCell('Тип парка (П/Г)', park).rows[0]?.loadState).toBe(loadState);
  });

  it('without a word the weight, then the cargo, then the operation tell the load', () => {
    const state = (change: object) => parseReport(dispatchXlsx([{ ...first, ...change }])).rows[0]?.loadState;
    expect(state({ massT: 68 })).toBe('loaded');
    expect(state({ massT: 0, cargo: 'ВАГОНЫ ЖД СВ' })).toBe('empty');
    expect(state({ massT: 0, cargo: '', operation: 'ВЫГРУЗКА НА ПП' })).toBe('empty');
    expect(state({ massT: 0, cargo: '' })).toBe('unknown');
  });

  it('an export twin of the station is the destination, its neighbour is not', () => {
    const arrived = (destination: string) =>
      account((rows) =>
        rows.map((row, index) => (index === 6 ? row.with(24, 'МЫС АСТАФЬЕВА (985609)').with(11, destination) : row)),
      ).rows[2]?.operation.event;
    expect(arrived('МЫС АСТАФЬЕВА (ЭКСП.) (985702)')).toBe('ARRIVED_DESTINATION');
    expect(arrived('МЫС АСТАФЬЕВА (985609)')).toBe('ARRIVED_DESTINATION');
    expect(arrived('НАХОДКА-ВОСТОЧНАЯ (985906)')).toBe('ARRIVED_STATION');
  });

  it('an obsolete station keeps its text and gets no code', () => {
    expect(parseReport(dispatchXlsx([{ ...first, station: '72265 (устар.)' }])).rows[0]?.station).toEqual({
      name: '72265 (устар.)',
    });
  });

  it('a station code with a wrong check digit is kept with a warning', () => {
    const report = withCell('Станция операции', 'РЫБНОЕ (220007)');
    expect(report.rows[0]?.station.esr).toBe('220007');
    expect(codes(report)).toEqual(['5 ESR_CHECK_DIGIT']);
  });

  it('an unknown operation is kept as OTHER with a warning', () => {
    const report = parseReport(dispatchXlsx([{ ...first, operation: 'ПРОСЛЕДОВАНИЕ ПОСТА' }]));
    expect(report.rows[0]?.operation).toEqual({ name: 'ПРОСЛЕДОВАНИЕ ПОСТА', event: 'OTHER' });
    expect(codes(report)).toEqual(['2 UNKNOWN_OPERATION']);
  });

  it('tonnes or kilograms: the header says, else the usual size', () => {
    const mass = (header: string, massT: number) =>
      parseReport(xlsx([DISPATCH_HEADER.map((cell) => (cell === 'Факт. вес' ? header : cell)), dispatchRow({ ...first, massT })]))
        .rows[0]?.massKg;
    expect(mass('Факт. вес', 7.605)).toBe(7605);
    expect(mass('Вес груза', 68_500)).toBe(68_500);
    expect(mass('Вес груза (кг)', 150)).toBe(150);
    expect(mass('Вес, т', 68.5)).toBe(68_500);
  });

  it('reads a workbook of the 1904 date system', () => {
    const row = dispatchRow(first).map((cell, column) =>
      typeof cell === 'number' && [3, 6, 8].includes(column) ? cell - 1462 : cell,
    );
    expect(parseReport(xlsx([DISPATCH_HEADER, row], { date1904: true })).rows[0]?.operationAt).toBe('2026-08-20T03:12:00.000Z');
  });

  it('a day without a time of day is midnight, and told; midnight in a workbook with clocks is not', () => {
    const at = (...times: (string | number)[]) =>
      parseReport(dispatchXlsx(times.map((time, index) => ({ ...first, at: time, wagon: [93123453, 93456788][index] ?? 0 }))));
    expect(at('20.08.2026').rows[0]?.operationAt).toBe('2026-08-19T21:00:00.000Z');
    expect(codes(at('20.08.2026'))).toEqual(['2 NO_CLOCK']);
    expect(codes(at(serial('20.08.2026 00:00')))).toEqual(['2 NO_CLOCK']);
    expect(codes(at(serial('20.08.2026 00:00'), serial('19.08.2026 23:10')))).toEqual([]);
  });

  it.each([
    ['06:12', '20.08.2026'],
    [0.2583333, serial('20.08.2026 00:00')],
    ['6-12', '20.08.2026'],
  ])('day and clock in two columns, the clock %j', (clock, day) => {
    const split = (row: Row, index: number): Row =>
      row.toSpliced(8, 1, ...(index === 0 ? ['Дата операции', 'Время операции'] : [day, clock]));
    const report = parseReport(xlsx([DISPATCH_HEADER, dispatchRow(first)].map(split)));
    expect(report.rows[0]?.operationAt.slice(0, 16)).toBe('2026-08-20T03:12');
    expect(report.issues).toEqual([]);
  });

  it('months stand first where no month can be the day', () => {
    const rows = [
      { ...first, at: '8/7/2026 6:12 PM' },
      { ...first, wagon: 93456788, at: '8/20/2026 6:12 AM' },
    ];
    expect(parseReport(dispatchXlsx(rows)).rows.map((row) => row.operationAt)).toEqual([
      '2026-08-07T15:12:00.000Z',
      '2026-08-20T03:12:00.000Z',
    ]);
  });

  it('a number keeps its unit, and one that is two numbers is none', () => {
    const km = (leftKm: string) => parseReport(dispatchXlsx([{ ...first, leftKm }]));
    expect(km('1\u00a0234 км').rows[0]?.remainingKm).toBe(1234);
    expect(km('368,5').rows[0]?.remainingKm).toBe(368.5);
    expect(km('4,642').rows[0]).not.toHaveProperty('remainingKm');
    expect(codes(km('4,642'))).toEqual(['2 BAD_VALUE']);
  });

  it('tells of a wagon number that lost digits', () => {
    // 59000075 torn at the end of a page: by chance the rest has a right check digit
    expect(codes(parseReport(dispatchXlsx([{ ...first, wagon: '000075' }])))).toEqual(['2 WAGON_SHORT']);
  });

  it('reads a page without groups', () => {
    expect(parseReport(html([DISPATCH_HEADER, dispatchRow({ ...first, at: '20.08.2026, 06:12' })]))).toMatchObject({
      format: 'html',
      total: 1,
    });
  });
});
