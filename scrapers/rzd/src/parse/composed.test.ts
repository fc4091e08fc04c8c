/** The composed fleet as a print, as the account's JSON and as the service's XML: rail reference, section 10. */
import { ParsedReport } from '@karavan/contracts';
import { describe, expect, it } from 'vitest';
import { parseReport } from './parse-report.ts';
import { fixture } from './workbook.fixture.ts';

const utc = (moscow: string): string => new Date(`${moscow}+03:00`).toISOString();

/** wagon, load, event, operation time (Moscow), station, its code, km left, train, tonnes as the print rounds them */
const PRINTED = [
  ['93123453', 'loaded', 'DEPARTED', '2026-08-20T06:12', 'ГРЯЗИ-ВОРОНЕЖ', '591907', 368, '6136-214-2200', 69_000],
  ['93456788', 'loaded', 'TRAIN_ABANDONED', '2026-08-16T22:40', 'РЯЖСК I', '223803', 214, '6136-209-2200', 69_000],
  ['93000016', 'loaded', 'ARRIVED_DESTINATION', '2026-08-20T01:30', 'ВОСКРЕСЕНСК', '233608', 0, '2200-117-2336', 69_000],
  ['54123450', 'empty', 'UNLOADED', '2026-08-19T15:10', 'ВОСКРЕСЕНСК', '233608', 0, undefined, undefined],
  ['59000075', 'empty', 'TRAIN_JOINED', '2026-08-19T20:05', 'РЫБНОЕ', '220006', 660, '2200-031-5844', undefined],
  ['93234565', 'loaded', 'LOADED', '2026-08-19T17:30', 'СЕБРЯКОВО', '613608', 748, undefined, 68_000],
  ['93333334', 'loaded', 'BAD_ORDER', '2026-08-18T11:00', 'МИЧУРИНСК-ВОР', '600102', 309, '6136-211-2200', 68_000],
] as const;

describe.each(['2-gvc-print.cp866.txt', '2-gvc-print.utf8.txt'])('%s', (name) => {
  const report = ParsedReport.parse(parseReport(fixture(name)));

  it('gives seven wagons over two pages, the time of the first head, no remarks', () => {
    expect(report).toMatchObject({
      format: 'gvc-text',
      reportedAt: utc('2026-08-20T07:05'),
      reportedAtBasis: 'stated',
      total: 7,
      rejected: [],
      duplicates: [],
      issues: [],
    });
    expect(report.rows.map((row) => row.row)).toEqual([7, 8, 9, 16, 17, 18, 19]);
  });

  it('reads dates without a year, cut names beside codes, tonnes', () => {
    const found = report.rows.map((row) => [
      row.wagon,
      row.loadState,
      row.operation.event,
      row.operationAt,
      row.station.name.toUpperCase().slice(0, 13),
      row.station.esr,
      row.remainingKm,
      row.trainIndex,
      row.massKg,
    ]);
    expect(found).toEqual(PRINTED.map((wagon) => wagon.map((value, column) => (column === 3 ? utc(String(value)) : value))));
    expect(report.rows[0]).toMatchObject({
      destination: { name: 'ВОСКРЕСЕНСК', esr: '233608' },
      trainNumber: '2318',
      cargo: { etsng: '281014' },
    });
    expect(report.rows[3]).not.toHaveProperty('destination');
  });
});

describe.each([
  ['4-lk-report.json', 'account-json', 'stated'],
  ['5-spv4664.cp1251.xml', 'spv4664-xml', 'estimated'],
])('%s', (name, format, reportedAtBasis) => {
  const report = ParsedReport.parse(parseReport(fixture(name)));

  it('gives its two wagons at the time it was made', () => {
    expect(report).toMatchObject({
      format,
      reportedAtBasis,
      reportedAt: utc('2026-08-20T07:05'),
      total: 2,
      rejected: [],
      issues: [],
    });
    expect(report.rows.map((row) => row.row)).toEqual([1, 2]);
  });

  it('reads text numbers, bare codes, both kinds of dates', () => {
    expect(report.rows[0]).toMatchObject({
      wagon: '93123453',
      type: 'Прочие',
      loadState: 'loaded',
      tripStartedAt: utc('2026-08-17T10:20'),
      origin: { name: 'Себряково', esr: '613608', road: 'Приволжская' },
      destination: { name: 'Воскресенск', esr: '233608', road: 'Московская' },
      operation: { code: '2', mnemonic: 'ОТПР', name: 'Отправление вагона со станции', event: 'DEPARTED' },
      operationAt: utc('2026-08-20T06:12'),
      station: { esr: '591907', road: 'Юго-Восточная' },
      trainIndex: '6136-214-2200',
      trainNumber: '2318',
      positionInTrain: 17,
      waybill: 'ЭЯ101234',
      massKg: 68_500,
      totalKm: 748,
      passedKm: 380,
      remainingKm: 368,
      deadline: '2026-08-22',
      departedAt: utc('2026-08-18T04:10'),
    });
    expect(report.rows[0]?.idleOperationDays).toBeCloseTo(53 / 1440, 9);
    expect(report.rows[0]).not.toHaveProperty('arrivedAt');
    expect(report.rows[1]).toMatchObject({
      wagon: '54123450',
      loadState: 'empty',
      operation: { event: 'UNLOADED' },
      operationAt: utc('2026-08-19T15:10'),
      arrivedAt: utc('2026-08-17T09:20'),
    });
  });
});

it('the account’s JSON says where the station is', () => {
  const station = parseReport(fixture('4-lk-report.json')).rows[0]?.station;
  expect(station).toMatchObject({ name: 'ГРЯЗИ-ВОРОНЕЖСКИЕ', lat: 52.4983, lon: 39.9347 });
});
