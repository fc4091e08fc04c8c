import { expect, it } from 'vitest';
import { keysOf } from './source-plates.ts';

it('a name is searched for as a whole and by the plates in it, in either alphabet', () => {
  expect(keysOf('a 123 bc 56')).toEqual(['А123ВС56', 'А123ВС56']);
  expect(keysOf('МАЗ А123ВС156, Иванов')).toContain('А123ВС156');
  expect(keysOf('MAN TGS o777oo77 / прицеп ВЕ 1234 77')).toEqual(expect.arrayContaining(['О777ОО77', 'ВЕ123477']));
  expect(keysOf('Цементовоз 5')).toHaveLength(1);
  expect(keysOf('')).toEqual(['']);
});
