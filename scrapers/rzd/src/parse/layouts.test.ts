import { ParsedReport, type ReportRow } from '@karavan/contracts';
import { nameKey } from '@karavan/rail';
import { describe, expect, it } from 'vitest';
import { parseReport } from './parse-report.ts';
import { accountRows, dispatchXlsx, fixture, type Row, serial, xlsx } from './workbook.fixture.ts';

/** What a dispatcher reads out of the composed report, whatever layout it comes in. Times are Moscow, written as UTC+3. */
const EXPECTED = [
  {
    wagon: '93123453',
    loadState: 'loaded',
    event: 'DEPARTED',
    mnemonic: 'ОТПР',
    at: '2026-08-20T06:12+03:00',
    started: '2026-08-17T10:20+03:00',
    station: 'ГРЯЗИ-ВОРОНЕЖСКИЕ',
    origin: 'СЕБРЯКОВО',
    destination: 'ВОСКРЕСЕНСК',
    left: 368,
    index: '6136-214-2200',
    train: '2318',
    waybill: 'ЭЯ101234',
    massKg: 68500,
  },
  {
    wagon: '93456788',
    loadState: 'loaded',
    event: 'TRAIN_ABANDONED',
    mnemonic: 'БРОС',
    at: '2026-08-16T22:40+03:00',
    started: '2026-08-12T16:40+03:00',
    station: 'РЯЖСК I',
    origin: 'СЕБРЯКОВО',
    destination: 'ВОСКРЕСЕНСК',
    left: 214,
    index: '6136-209-2200',
    train: '2318',
    waybill: 'ЭЯ101177',
    massKg: 69000,
  },
  {
    wagon: '93000016',
    loadState: 'loaded',
    event: 'ARRIVED_DESTINATION',
    mnemonic: 'ПРИБ',
    at: '2026-08-20T01:30+03:00',
    started: '2026-08-11T09:05+03:00',
    station: 'ВОСКРЕСЕНСК',
    origin: 'СЕБРЯКОВО',
    destination: 'ВОСКРЕСЕНСК',
    left: 0,
    index: '2200-117-2336',
    train: '3402',
    waybill: 'ЭЯ101102',
    massKg: 68800,
  },
  // the account export still shows the finished trip: its destination and its weight
  {
    wagon: '54123450',
    loadState: 'empty',
    event: 'UNLOADED',
    mnemonic: 'ВЫГ2',
    at: '2026-08-19T15:10+03:00',
    started: '2026-08-08T14:00+03:00',
    station: 'ВОСКРЕСЕНСК',
    origin: 'СЕБРЯКОВО',
    destination: undefined,
    left: 0,
    index: undefined,
    train: undefined,
    waybill: 'ЭЯ100950',
    massKg: undefined,
  },
  {
    wagon: '59000075',
    loadState: 'empty',
    event: 'TRAIN_JOINED',
    mnemonic: 'ВКЛП',
    at: '2026-08-19T20:05+03:00',
    started: '2026-08-18T20:15+03:00',
    station: 'РЫБНОЕ',
    origin: 'ВОСКРЕСЕНСК',
    destination: 'СЕБРЯКОВО',
    left: 660,
    index: '2200-031-5844',
    train: '3141',
    waybill: 'ЭЯ204410',
    massKg: undefined,
  },
  {
    wagon: '93234565',
    loadState: 'loaded',
    event: 'LOADED',
    mnemonic: 'ПГР2',
    at: '2026-08-19T17:30+03:00',
    started: '2026-08-19T17:30+03:00',
    station: 'СЕБРЯКОВО',
    origin: 'СЕБРЯКОВО',
    destination: 'ВОСКРЕСЕНСК',
    left: 748,
    index: undefined,
    train: undefined,
    waybill: undefined,
    massKg: 68400,
  },
  {
    wagon: '93333334',
    loadState: 'loaded',
    event: 'BAD_ORDER',
    mnemonic: 'РМНТ',
    at: '2026-08-18T11:00+03:00',
    started: '2026-08-14T08:50+03:00',
    station: 'МИЧУРИНСК-ВОРОНЕЖСКИЙ',
    origin: 'СЕБРЯКОВО',
    destination: 'ВОСКРЕСЕНСК',
    left: 309,
    index: '6136-211-2200',
    train: '2318',
    waybill: 'ЭЯ101190',
    massKg: 67900,
  },
].map((wagon) => ({ ...wagon, at: new Date(wagon.at).toISOString(), started: new Date(wagon.started).toISOString() }));

function brief(row: ReportRow) {
  const name = (station: { name: string } | undefined) => station?.name.toUpperCase();
  return {
    wagon: row.wagon,
    loadState: row.loadState,
    event: row.operation.event,
    mnemonic: row.operation.mnemonic,
    at: row.operationAt,
    started: row.tripStartedAt,
    station: name(row.station),
    origin: name(row.origin),
    destination: name(row.destination),
    left: row.remainingKm,
    index: row.trainIndex,
    train: row.trainNumber,
    waybill: row.waybill,
    massKg: row.massKg,
  };
}

const DATE = /^\d\d\.\d\d\.\d{4}( \d\d:\d\d)?$/;
/** the account workbook as Excel keeps it: wagons, kilometres and codes as numbers, dates as texts or as serial days */
function accountWorkbook(dates: 'text' | 'serial'): Uint8Array {
  const typed = (cell: Row[number]) => {
    if (typeof cell !== 'string') return cell;
    if (DATE.test(cell) && dates === 'serial') return serial(cell);
    return /^[1-9]\d{0,9}$|^0$/.test(cell) ? Number(cell) : cell;
  };
  return xlsx(accountRows().map((row, index) => (index < 4 ? row : row.map(typed))));
}

const ACCOUNT: [string, Uint8Array][] = [
  ['account-csv', fixture('3-lk-export.utf8.csv')],
  ['account-csv', fixture('3-lk-export.cp1251.csv')],
  ['account-xlsx', accountWorkbook('text')],
  ['account-xlsx', accountWorkbook('serial')],
];
const HTML: [string, Uint8Array][] = [
  ['html', fixture('1-two-row-header.utf8.html')],
  ['html', fixture('1-two-row-header.cp1251.html')],
];
const DISPATCH: [string, Uint8Array][] = [['dispatch-xlsx', dispatchXlsx()]];

describe.each([...ACCOUNT, ...HTML, ...DISPATCH])('the composed report as %s', (format, bytes) => {
  const report = ParsedReport.parse(parseReport(bytes));

  it('gives the seven wagons, nothing rejected, nothing to remark', () => {
    expect(report).toMatchObject({ format, total: 7, rejected: [], duplicates: [], issues: [] });
  });

  it('gives the same canonical rows', () => {
    const stillOnTrip = format.startsWith('account') ? { destination: 'ВОСКРЕСЕНСК', massKg: 69200 } : {};
    expect(report.rows.map(brief)).toEqual(
      EXPECTED.map((wagon) => (wagon.wagon === '54123450' ? { ...wagon, ...stillOnTrip } : wagon)),
    );
    expect(report.rows.every((row) => row.checkDigitValid)).toBe(true);
  });
});

describe.each([...ACCOUNT, ...HTML])('the composed report as %s states more', (format, bytes) => {
  const report = parseReport(bytes);
  const row = (wagon: string) => report.rows.find((one) => one.wagon === wagon);

  it('its formation time', () => {
    expect(report).toMatchObject({ reportedAt: '2026-08-20T04:05:00.000Z', reportedAtBasis: 'stated' });
  });

  it('codes and roads of stations, cargo codes, distances, the delivery term', () => {
    expect(row('93123453')).toMatchObject({
      station: { name: 'ГРЯЗИ-ВОРОНЕЖСКИЕ', esr: '591907', road: 'Юго-Восточная' },
      origin: { esr: '613608' },
      destination: { esr: '233608', road: 'Московская' },
      cargo: { name: 'Цемент', etsng: '281014' },
      totalKm: 748,
      deadline: '2026-08-22',
      operation: { code: '2', name: 'Отправление вагона со станции' },
    });
    expect(row('93234565')).not.toHaveProperty('deadline');
    expect(row('59000075')?.cargo?.etsng).toBe('421034');
  });

  it('idle under the last operation, exact or in whole days', () => {
    const days = report.rows.map((one) => (format === 'html' ? one.idleOperationDays : Math.floor(one.idleOperationDays ?? -1)));
    expect(days).toEqual([0, 3, 0, 0, 0, 0, 1]);
  });
});

describe('what one layout alone has', () => {
  it('account: distances add up, idle is report time minus operation time, people are named', () => {
    const report = parseReport(fixture('3-lk-export.utf8.csv'));
    for (const row of report.rows) {
      expect((row.passedKm ?? 0) + (row.remainingKm ?? 0)).toBe(row.totalKm);
      expect(row.idleOperationDays).toBeCloseTo((Date.parse(report.reportedAt) - Date.parse(row.operationAt)) / 86_400_000, 6);
      expect(row.type).toBe('Прочие');
      expect(row.positionInTrain !== undefined).toBe(row.trainIndex !== undefined);
    }
    expect(report.rows[0]).toMatchObject({
      row: 5,
      shipper: 'ООО "ПРИМЕР-ЦЕМЕНТ"',
      consignee: 'ООО "БЕТОН-ПРИМЕР"',
      departedAt: '2026-08-18T01:10:00.000Z',
    });
    expect(report.rows[2]?.arrivedAt).toBe('2026-08-19T22:30:00.000Z');
  });

  it('HTML: idle at the station; rows are counted as the page shows them', () => {
    const report = parseReport(fixture('1-two-row-header.cp1251.html'));
    expect(report.rows.map((row) => row.idleStationDays)).toEqual([0.04, 3.38, 0.23, 2.91, 0.8, 1.4, 2.32]);
    expect(report.rows.map((row) => row.row)).toEqual([3, 4, 7, 8, 9, 10, 11]);
  });

  it('dispatch: an estimated time, tonnes, no unknown clients, no mileage to repair for a distance', () => {
    const report = parseReport(dispatchXlsx());
    expect(report.reportedAtBasis).toBe('estimated');
    expect(Math.abs(Date.parse(report.reportedAt) - Date.parse('2026-08-20T04:05:00Z'))).toBeLessThanOrEqual(8 * 60_000);
    expect(report.rows[0]).toMatchObject({
      row: 2,
      massKg: 68500,
      shipper: 'ООО "ПРИМЕР-ЦЕМЕНТ"',
      destination: { name: 'Воскресенск', road: 'Московская' },
    });
    expect(report.rows[0]).not.toHaveProperty('consignee');
    expect(report.rows[0]?.station).toEqual({ name: 'Грязи-Воронежские' });
    expect(nameKey(report.rows[3]?.cargo?.name ?? '')).toBe('ВАГОНЫЖДСВ');
  });
});
