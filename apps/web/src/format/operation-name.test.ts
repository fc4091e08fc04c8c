import { expect, test } from 'vitest';
import { cargoName } from './cargo-name.ts';
import { operationName } from './operation-name.ts';

test('an operation: the report in Russian, the operation map in English, the unknown transliterated beside its name', () => {
  const departed = { code: '2', event: 'DEPARTED', name: 'ОТПРАВЛЕНИЕ ВАГОНА СО СТАНЦИИ' } as const;
  expect([operationName(departed, 'ru'), operationName(departed, 'en')]).toEqual(['Отправление вагона со станции', 'Departed']);
  expect(operationName({ event: 'OTHER', name: 'Регистрация ККБ' }, 'en')).toBe('Registratsiya KKB (Регистрация ККБ)');
});

test.each([
  ['ЦЕМЕНТ', 'Цемент', 'Cement'],
  ['Цемент М500', 'Цемент М500', 'Cement M500'],
  ['КРУП.КОНТ.', 'Круп.конт.', 'Large containers'],
  ['Цемент ЦЕМ I 42,5Н, навалом', 'Цемент ЦЕМ I 42,5Н, навалом', 'Cement CEM I 42,5N, in bulk'],
  ['ПОРТЛАНДЦЕМЕНТ', 'Портландцемент', 'Portland cement'],
  ['БУМАГА ГАЗЕТНАЯ', 'Бумага газетная', 'Bumaga gazetnaya'],
  ['Cement', 'Cement', 'Cement'],
])('%s: %s, in English %s', (name, ru, en) => expect([cargoName(name, 'ru'), cargoName(name, 'en')]).toEqual([ru, en]));
