import { expect, test } from 'vitest';
import { toCsv, toTabs } from './csv.ts';

test('a file for Excel: mark, separator, quotes where they are needed', () => {
  expect(
    toCsv(
      [
        ['Вагон', 'Стоимость'],
        ['93123453', '4 406,50'],
      ],
      ';',
    ),
  ).toBe('\uFEFFВагон;Стоимость\r\n93123453;4 406,50\r\n');
  expect(toCsv([['a;b', 'he said "no"', 'two\nlines']], ';')).toBe('\uFEFF"a;b";"he said ""no""";"two\nlines"\r\n');
  expect(toCsv([['4,406.50']], ',')).toBe('\uFEFF"4,406.50"\r\n');
});

test('a name that looks like a formula is no formula; a negative number stays a number', () => {
  expect(toCsv([['=HYPERLINK("x")', '+7', '@cmd', '-A1', '-5']], ';')).toBe(`\uFEFF"'=HYPERLINK(""x"")";'+7;'@cmd;'-A1;-5\r\n`);
});

test('pasted into a sheet, a cell stays one cell', () => {
  expect(
    toTabs([
      ['a\tb', 'c\nd'],
      ['e', 'f'],
    ]),
  ).toBe('a b\tc d\ne\tf');
});
