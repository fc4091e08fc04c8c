import { describe, expect, it } from 'vitest';
import { classifyOperation, findOperation, hasOperation } from './operations.ts';

const NAMES: [string, string][] = [
  ['ОТПРАВЛЕНИЕ ВАГОНА СО СТАНЦИИ', 'DEPARTED'],
  ['ИСКЛЮЧЕНИЕ ВАГОНА ИЗ ПОЕЗДА', 'TRAIN_LEFT'],
  ['ПРИБЫТИЕ ВАГОНА НА СТАНЦИЮ', 'ARRIVED_STATION'],
  ['ВЫГРУЗКА НА МЕСТАХ ОБЩ.ПОЛЬЗОВАНИЯ', 'UNLOADED'],
  ['БРОСАНИЕ ПОЕЗДА НА СТАНЦИИ', 'TRAIN_ABANDONED'],
  ['ВКЛЮЧЕНИЕ ВАГОНА В ПОЕЗД', 'TRAIN_JOINED'],
  ['ВЫГРУЗКА НА ПП', 'UNLOADED'],
  ['ПОДАЧА ВАГОНА НА ПП', 'PLACED'],
  ['КОРРЕКТИРОВКА СВЕДЕНИЙ О ВАГОНЕ', 'CORRECTION'],
  ['ПОГРУЗКА НА ПП', 'LOADED'],
  ['УБОРКА ВАГОНА С ПП', 'REMOVED'],
  ['ПРИЕМ ВАГОНА НА ГОСУДАРСТВО', 'BORDER_IN'],
  ['СДАЧА ВАГОНА С ГОСУДАРСТВА      ', 'BORDER_OUT'],
  ['ТЕХНИЧ.И КОММЕРЧ.ОСМОТР', 'INSPECTION'],
  ['ИЗМЕНЕНИЕ ИНДЕКСА ПОЕЗДА', 'TRAIN_INDEX_CHANGED'],
  ['Регистрация ККБ', 'OTHER'],
  ['В НЕИСПРАВНЫЕ', 'BAD_ORDER'],
  ['ИЗ НЕИСПРАВНЫХ В РП', 'REPAIRED'],
  ['ПОДАЧА ВАГОНА НА ПУТЬ ВРП', 'BAD_ORDER'],
  ['УБОРКА ВАГОНА С ПУТИ ВРП', 'REPAIRED'],
  ['ПРИЕМ ПО МЕЖДОРОЖНОМУ СТЫКУ', 'ROAD_IN'],
  ['СДАЧА П О МЕЖДОРОЖНОМУ СТЫКУ', 'ROAD_OUT'],
  ['ПОДГОТОВКА НА СПВ (СДАЧА С ДОРОГИ)', 'OTHER'],
  ['ОКОНЧАНИЕ ОПЕРАЦИИ ПОГРУЗКИ', 'LOADED'],
  ['ОКОНЧАНИЕ ОПЕРАЦИИ ВЫГРУЗКИ', 'UNLOADED'],
  ['ПОГРУЗКА БЕЗ ЗАЧЕТА В ПОГРУЗКУ (НА ПП)', 'LOADED'],
  ['ПОГРУЗКА НА МЕСТАХ ОБЩ.ПОЛЬЗОВАНИЯ', 'LOADED'],
];

describe('operation', () => {
  it.each(NAMES)('the name %j is known and means %s', (text, event) => {
    expect(findOperation({ text })?.event).toBe(event);
  });

  it('keeps the report’s own words and adds the number and the mnemonic of the classifier', () => {
    expect(classifyOperation({ text: 'ПРИБЫТИЕ ВАГОНА НА СТАНЦИЮ' })).toEqual({
      code: '8',
      mnemonic: 'ПРИБ',
      name: 'ПРИБЫТИЕ ВАГОНА НА СТАНЦИЮ',
      event: 'ARRIVED_STATION',
    });
  });

  it.each([
    { text: 'ОТПР' },
    { mnemonic: 'ОТПР' },
    { text: 'OTПР' },
    { text: '2' },
    { code: '02' },
    { text: 'Отправление вагона со станции (2)' },
    { text: 'Отправление вагона со станции (2)', mnemonic: 'ОТПР' },
  ])('%j is a departure', (given) => {
    expect(classifyOperation(given)).toMatchObject({ code: '2', name: 'Отправление вагона со станции', event: 'DEPARTED' });
  });

  it('believes the name before the mnemonic and the mnemonic before the number', () => {
    expect(classifyOperation({ text: 'БРОСАНИЕ ПОЕЗДА НА СТАНЦИИ', mnemonic: 'ОТПР', code: '8' })).toEqual({
      code: '8',
      mnemonic: 'ОТПР',
      name: 'БРОСАНИЕ ПОЕЗДА НА СТАНЦИИ',
      event: 'TRAIN_ABANDONED',
    });
    expect(classifyOperation({ mnemonic: 'РМНТ', code: '2' }).event).toBe('BAD_ORDER');
  });

  it.each([
    ['БРОСАНИЕ ГРУППЫ ВАГОНОВ', 'TRAIN_ABANDONED'],
    ['ПЕРЕЧИСЛЕНИЕ ИЗ НЕИСПРАВНЫХ', 'REPAIRED'],
    ['ОТПРАВЛЕНИЕ НА ВРП', 'BAD_ORDER'],
    ['НАЧАЛО ВЫГРУЗКИ', 'UNLOADED'],
    ['ПРОСЛЕДОВАНИЕ ПОГРАНИЧНОЙ СТАНЦИИ', 'OTHER'],
    ['ОТМЕНА ОТПРАВЛЕНИЯ', 'CORRECTION'],
    ['ЗАНЯ', 'OTHER'],
  ])('an unknown %j is guessed as %s with the text kept', (text, event) => {
    expect(findOperation({ text })).toBeUndefined();
    expect(classifyOperation({ text })).toEqual({ name: text, event });
  });

  it('an unknown number is OTHER', () => {
    expect(classifyOperation({ code: '36' })).toEqual({ code: '36', name: '36', event: 'OTHER' });
  });

  it('nothing is no operation', () => {
    expect(hasOperation({ text: ' ', mnemonic: '-' })).toBe(false);
    expect(() => classifyOperation({ text: '' })).toThrow(RangeError);
  });
});
