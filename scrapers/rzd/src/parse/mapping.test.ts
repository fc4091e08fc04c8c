/** Columns moved, renamed, added, and layouts nobody knows yet. */
import { describe, expect, it } from 'vitest';
import { matchHeader } from './match-header.ts';
import { parseReport } from './parse-report.ts';
import { ReportError } from './report-error.ts';
import { accountRows, csv, DISPATCH_HEADER, dispatchRow, dispatchWagons, type Row, xlsx } from './workbook.fixture.ts';

const field = (text: string) => matchHeader([text])?.field;

describe('a header is known', () => {
  it.each([
    ['Ст. опер.', 'opStation'],
    ['Ст. дислокации', 'opStation'],
    ['Станция тек. дислокации', 'opStation'],
    ['Дата и вр. посл. операции', 'opTime'],
    ['Дата/время последней опер.', 'opTime'],
    ['Операция: дата и время', 'opTime'],
    ['Ном. вагона', 'wagon'],
    ['№ ваг.', 'wagon'],
    ['Вагон №', 'wagon'],
    ['НОМЕР\r\nВАГОНА', 'wagon'],
    ['Номер вагона (8 знаков)', 'wagon'],
    ['Hoмep вaгoнa', 'wagon'],
    ['Станция отправки', 'originStation'],
    ['Ст. назначения', 'destStation'],
    ['Станц. назнач.', 'destStation'],
    ['Дор. назначения', 'destRoad'],
    ['Наим. операции', 'operation'],
    ['Ост. расст.', 'kmLeft'],
    ['Расст. оставшееся, км', 'kmLeft'],
    ['Вес, т', 'weight'],
    ['Вес груза, тонн', 'weight'],
    ['BEC', 'weight'],
    ['Инд. поезда', 'trainIndex'],
    ['№ накл.', 'waybill'],
    ['Нормат. срок доставки', 'deadline'],
  ])('%j is %s', (text, expected) => {
    expect(field(text)).toBe(expected);
  });

  it.each([
    'Остаток пробега',
    'Ост. пробег',
    'Дата и время операции с поездом',
    'Прогнозная дата прибытия',
    'Станция выгрузки предыдущего груза',
    'Дата планового ремонта',
    'Комментарий',
    'Договор',
    'Телефон',
  ])('%j is nothing we use', (text) => {
    expect([undefined, 'ignored']).toContain(field(text));
  });
});

const wagons = (report: { rows: { wagon: string }[] }) => report.rows.map((row) => row.wagon);
const plain = parseReport(csv(accountRows()));

describe('columns', () => {
  it('added ones are told about, with what stands in them', () => {
    const rows = accountRows().map(
      (row, index): Row => [...row.slice(0, 3), index === 3 ? 'Приоритет' : index > 3 ? `п${index}` : '', ...row.slice(3)],
    );
    const report = parseReport(csv(rows));
    expect(report.rows).toEqual(plain.rows);
    expect(report.unknownColumns).toEqual([{ column: 4, header: 'Приоритет', samples: ['п4', 'п5', 'п6'] }]);
    expect(plain.unknownColumns).toEqual([]);
  });

  it('a wagon column under a strange name is known by its check digits, and that is said', () => {
    const report = parseReport(csv(accountRows().map((row, index) => (index === 3 ? row.with(0, 'Единица парка') : row))));
    expect(wagons(report)).toEqual(wagons(plain));
    expect(report.issues).toMatchObject([{ row: 4, code: 'HEADER_GUESSED', column: 'wagon', value: 'Единица парка' }]);
  });

  it('of two columns with one name, the one with fitting values is read', () => {
    const rows = accountRows().map((row, index): Row => [index === 3 ? 'Номер вагона' : index > 3 ? 'x' : '', ...row]);
    expect(wagons(parseReport(csv(rows)))).toEqual(wagons(plain));
  });

  it('groups written once above blanks', () => {
    const groups: Row = ['', '', 'Отправление', '', 'Назначение', 'Дислокация', '', ''];
    const header: Row = ['№ вагона', 'Вес, т', 'Станция', 'Дата', 'Станция', 'Станция', 'Операция', 'Дата и время'];
    const row: Row = ['93123453', '68,5', 'СЕБРЯКОВО', '17.08.2026 10:20', 'ВОСКРЕСЕНСК', 'РЫБНОЕ', 'ОТПР', '20.08.2026 06:12'];
    expect(parseReport(csv([groups, header, row])).rows[0]).toMatchObject({
      massKg: 68_500,
      origin: { name: 'СЕБРЯКОВО' },
      destination: { name: 'ВОСКРЕСЕНСК' },
      station: { name: 'РЫБНОЕ' },
      tripStartedAt: '2026-08-17T07:20:00.000Z',
      operationAt: '2026-08-20T03:12:00.000Z',
    });
  });
});

describe('a layout nobody knows', () => {
  const HEADER: Row = ['Единица', 'Где', 'Что', 'Когда', 'Куда'];
  const ROWS: Row[] = [
    ['93123453', 'РЫБНОЕ (220006)', 'ОТПР', '20.08.2026 06:12', 'ВОСКРЕСЕНСК (233608)'],
    ['93456788', 'РЯЖСК I (223803)', 'БРОС', '16.08.2026 22:40', 'ВОСКРЕСЕНСК (233608)'],
    ['93000016', 'ВОСКРЕСЕНСК (233608)', 'ПРИБ', '20.08.2026 01:30', 'ВОСКРЕСЕНСК (233608)'],
  ];
  const MAPPING = { Единица: 'wagon', ГДЕ: 'opStation', 'что ': 'operation', Когда: 'opTime', Куда: 'destStation' } as const;

  function refusal(rows: Row[]): ReportError {
    try {
      parseReport(xlsx(rows));
    } catch (error) {
      if (error instanceof ReportError) return error;
    }
    throw new Error('the file was read');
  }

  it('shows what a person needs to say what is what', () => {
    const error = refusal([['Отчёт'], HEADER, ...ROWS]);
    expect(error.code).toBe('UNKNOWN_LAYOUT');
    expect(error.candidateColumns.map(({ column, header, guess }) => [column, header, guess])).toEqual([
      [1, 'Единица', 'wagon'],
      [2, 'Где', 'opStation'],
      [3, 'Что', 'operation'],
      [4, 'Когда', 'opTime'],
      [5, 'Куда', 'destStation'],
    ]);
    expect(error.candidateColumns[1]?.samples).toEqual(['РЫБНОЕ (220006)', 'РЯЖСК I (223803)', 'ВОСКРЕСЕНСК (233608)']);
  });

  it('proposes one place, and a day with the clock beside it', () => {
    const rows: Row[] = [
      ['Единица', 'Был', 'Точка на карте, место', 'Что', 'Число', 'Час'],
      ...ROWS.map(
        ([wagon = '', at = '', what = '', when]): Row => [wagon, at, at, what, String(when).slice(0, 10), String(when).slice(11)],
      ),
    ];
    expect(refusal(rows).candidateColumns.map(({ guess }) => guess)).toEqual([
      'wagon',
      undefined,
      'opStation',
      'operation',
      'opTime',
      'opClock',
    ]);
  });

  it('asks where the wagons are rather than leave them nowhere, and takes it that a file does not say when told so', () => {
    const rows: Row[] = [
      ['Номер вагона', 'Точка стоянки', 'Операция', 'Дата операции'],
      ['93123453', 'Рыбное', 'ОТПР', '20.08.2026 06:12'],
      ['93456788', 'Ряжск I', 'БРОС', '16.08.2026 22:40'],
    ];
    expect(refusal(rows).message).toContain('station of the operation');
    const told = parseReport(xlsx(rows), { mapping: { 'Точка стоянки': 'ignored' } });
    expect(told.issues.map(({ code }) => code)).toEqual(['STATION_MISSING', 'STATION_MISSING']);
    const bare = rows.map((row) => row.toSpliced(1, 1));
    expect(parseReport(xlsx(bare)).rows).toHaveLength(2);
  });

  it('a column of operations is known by its values under any name but that of another operation', () => {
    const named = (text: string): Row[] => [
      ['Номер вагона', 'Станция операции', text, 'Дата операции'],
      ...['ПРИБЫТИЕ ВАГОНА НА СТАНЦИЮ', 'БРОСАНИЕ ПОЕЗДА НА СТАНЦИИ', 'ВЫГРУЗКА НА ПП'].map(
        (name, index): Row => [String(ROWS[index]?.[0]), 'Рыбное', name, '20.08.2026 06:12'],
      ),
    ];
    const report = parseReport(xlsx(named('Статус')));
    expect(report.rows.map((row) => row.operation.event)).toEqual(['ARRIVED_STATION', 'TRAIN_ABANDONED', 'UNLOADED']);
    expect(report.issues).toMatchObject([{ code: 'HEADER_GUESSED', column: 'operation', value: 'Статус' }]);
    // refused with its columns, so that somebody can say what they are
    expect(refusal(named('План работ')).candidateColumns.map(({ guess }) => guess)).toEqual([
      'wagon',
      'opStation',
      'operation',
      'opTime',
    ]);
  });

  it('a renamed column of what people look for first is missed aloud', () => {
    const renamed = [
      DISPATCH_HEADER.map((text) => (text === 'Ост. расстояние' ? 'Хвост' : text)),
      ...dispatchWagons.map(dispatchRow),
    ];
    const { issues, rows } = parseReport(xlsx(renamed));
    expect(rows.length).toBeGreaterThan(0);
    expect(issues).toMatchObject([{ row: 1, code: 'COLUMN_UNKNOWN', column: 'kmLeft', value: 'Хвост' }]);
  });

  it('is read once somebody has said it', () => {
    const report = parseReport(xlsx([['Отчёт'], HEADER, ...ROWS]), { mapping: MAPPING });
    expect(report.rows.map((row) => [row.wagon, row.station.esr, row.operation.event])).toEqual([
      ['93123453', '220006', 'DEPARTED'],
      ['93456788', '223803', 'TRAIN_ABANDONED'],
      ['93000016', '233608', 'ARRIVED_DESTINATION'],
    ]);
    expect(report).toMatchObject({ issues: [], unknownColumns: [] });
  });

  it('columns of one name are told apart by their number', () => {
    const rows: Row[] = [['Единица', 'Место', 'Что', 'Когда', 'Место'], ...ROWS];
    expect(refusal(rows).candidateColumns.map(({ header }) => header)).toEqual(['Единица', 'Место', 'Что', 'Когда', 'Место #2']);
    const mapping = { ...MAPPING, Место: 'opStation', 'Место #2': 'destStation' } as const;
    expect(parseReport(xlsx(rows), { mapping }).rows[0]).toMatchObject({
      station: { esr: '220006' },
      destination: { esr: '233608' },
    });
  });

  it('an approved meaning goes before what we know', () => {
    const bytes = xlsx([DISPATCH_HEADER, ...dispatchWagons.map(dispatchRow)]);
    const report = parseReport(bytes, { mapping: { 'Ост. пробег': 'kmLeft', 'Ост. расстояние': 'ignored' } });
    expect(report.rows[0]?.remainingKm).toBe(96_450);
  });
});
