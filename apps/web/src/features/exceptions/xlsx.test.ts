import { read, utils } from '@e965/xlsx';
import { expect, test } from 'vitest';
import { toXlsx } from './xlsx.ts';

test('a workbook holds the rows as text: numbers keep their digits, and nothing is a formula', () => {
  const rows = [
    ['Вагон', 'Станция', 'Сумма'],
    ['05432101', '=1+1', '4 406,50'],
    ['93123453', '', '-5'],
  ];
  const book = read(toXlsx(rows, 'Простой: все/вагоны'));
  expect(book.SheetNames).toEqual(['Простой  все вагоны']);
  const sheet = book.Sheets['Простой  все вагоны'] ?? {};
  expect(utils.sheet_to_json(sheet, { header: 1, defval: '' })).toEqual(rows);
  expect([sheet['A2'].t, sheet['B2'].t, sheet['B2'].f, sheet['C3'].v]).toEqual(['s', 's', undefined, '-5']);
});
