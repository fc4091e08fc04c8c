import { describe, expect, it } from 'vitest';
import { isNoStation } from './odd-station.ts';
import { parseReport } from './parse-report.ts';
import { accountRows, csv } from './workbook.fixture.ts';

describe('what stands in the cell of a station', () => {
  it.each([
    'ПРИВОЛЖСКАЯ (61)',
    'МСК',
    'Прочие (90)',
    'Отправление вагона со станции (2)',
    'ОТПР',
    'Груженый',
    '6136-214-2200',
    '2318',
    '96450',
    '19-758',
    'ООО "ЦЕМЕНТ"',
  ])('%s is no station', (text) => expect(isNoStation(text)).toBe(true));

  it.each([
    'Рыбное',
    'РЫБНОЕ (220006)',
    'Жем',
    'Нуя',
    '220006',
    'М.АСТАФ(Э)',
    '63 КМ',
    'Яя',
    'Лихая',
    'БЛОКПОСТ 411 КМ (971517)',
  ])('%s may be one', (text) => expect(isNoStation(text)).toBe(false));
});

const rows = accountRows();
const header = rows[3] ?? [];
const station = header.indexOf('Станция операции');
/** The first wagon with two of its values in each other's place. */
const swapped = (name: string) => {
  const other = header.indexOf(name);
  const report = parseReport(
    csv(rows.map((row, index) => (index === 4 ? row.with(station, row[other] ?? null).with(other, row[station] ?? null) : row))),
  );
  return report.issues.filter(({ row, code }) => row === 5 && code === 'STATION_ODD');
};

it.each(['Дорога операции', 'Наименование груза', 'Операция с вагоном', 'Индекс поезда', 'Род вагона', 'Тип парка (П/Г)'])(
  'a station in the place of %s is told about, the row is accepted',
  (name) => expect(swapped(name)).toHaveLength(1),
);

it('a bare heading is taken for the station of the operation, and that is said', () => {
  const report = parseReport(csv(rows.map((row, index) => (index === 3 ? row.with(station, 'Станция') : row))));
  expect(report.issues).toEqual([expect.objectContaining({ code: 'HEADER_GUESSED', column: 'opStation' })]);
  expect(report.rows).toHaveLength(7);
});

it('a column of stations under the heading of another, whose values stand under that of the station, is told about', () => {
  const { rows } = parseReport(csv(accountRows()));
  expect(rows.length).toBeGreaterThan(5);
  const other = header.indexOf('Номер накладной');
  const mixed = accountRows().map((row, index) =>
    index > 3 ? row.with(other, row[station] ?? null).with(station, 'Пример') : row,
  );
  const { issues, rows: read } = parseReport(csv(mixed));
  const odd = issues.filter(({ code }) => code === 'STATION_ODD').map(({ row }) => row);
  expect(read.map(({ row }) => row).filter((row) => !odd.includes(row))).toEqual([]);
});
