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

/** rail reference, section 5.1: number, mnemonic, name, event */
const NUMBERED: [string, string, string, string][] = [
  ['0', 'КОН', 'Окончание перевозки груза на своих осях', 'TRIP_END'],
  ['2', 'ОТПР', 'Отправление вагона со станции', 'DEPARTED'],
  ['4', 'ВКЛП', 'Включение вагона в поезд', 'TRAIN_JOINED'],
  ['5', 'ИСКП', 'Исключение вагона из поезда', 'TRAIN_LEFT'],
  ['7', 'КОРВ', 'Корректировка сведений о вагоне в составе поезда', 'CORRECTION'],
  ['8', 'ПРИБ', 'Прибытие вагона на станцию', 'ARRIVED_STATION'],
  ['10', 'ПГР1', 'Погрузка на местах общего пользования', 'LOADED'],
  ['11', 'ПГР2', 'Погрузка на подъездных путях', 'LOADED'],
  ['12', 'ПРМН', 'Прием с новостройки', 'LOADED'],
  ['13', 'ПГР4', 'Прием с водного', 'LOADED'],
  ['14', 'ПГР5', 'Прием с автотранспорта', 'LOADED'],
  ['15', 'ПГР6', 'Перегруз из иностранного вагона', 'TRANSLOADED'],
  ['16', 'ПРМИ', 'Прием с иностранной ж.д.', 'BORDER_IN'],
  ['17', 'ПГР8', 'Перегруз с узкой колеи', 'TRANSLOADED'],
  ['18', 'ПГР0', 'Погрузка без зачета (МОП)', 'LOADED'],
  ['19', 'ПГР9', 'Погрузка без зачета (ПП)', 'LOADED'],
  ['20', 'ВЫГ1', 'Выгрузка на местах общего пользования', 'UNLOADED'],
  ['21', 'ВЫГ2', 'Выгрузка вагона на подъездных путях', 'UNLOADED'],
  ['28', '', 'Выгрузка без зачета', 'UNLOADED'],
  ['29', '', 'Выгрузка', 'UNLOADED'],
  ['40', 'ОСВБ', 'Освобождение вагона при сортировке (или по перегрузу)', 'UNLOADED'],
  ['44', '', 'Окончание операции выгрузки', 'UNLOADED'],
  ['53', 'РМНТ', 'Перечисление вагона в неисправные', 'BAD_ORDER'],
  ['72', '', 'Списание', 'SCRAPPED'],
  ['73', '', 'Подача на тракционные пути', 'PLACED'],
  ['78', '', 'Прочие подачи ГУ-45М', 'PLACED'],
  ['80', 'ПВПП', 'Подача вагона на ПП', 'PLACED'],
  ['81', 'УВПП', 'Уборка вагона с ПП', 'REMOVED'],
  ['92', 'БРОС', 'Бросание поезда на станции', 'TRAIN_ABANDONED'],
];

/** section 5.2, its last line: mnemonics without a number */
const MNEMONICS: [string, string][] = [
  ['ПОГР', 'LOADED'],
  ['ВЫГР', 'UNLOADED'],
  ['ПГР3', 'LOADED'],
  ['ВЫГ4', 'UNLOADED'],
  ['ОСМТ', 'INSPECTION'],
  ['ВУ23', 'BAD_ORDER'],
  ['ВУ36', 'REPAIRED'],
  ['СДГС', 'OTHER'],
  ['ПРДР', 'OTHER'],
  ['ДОСЛ', 'OTHER'],
  ['ПАДР', 'OTHER'],
  ['ОТСФ', 'OTHER'],
  ['ОСВО', 'OTHER'],
];

describe('the classifier', () => {
  it.each(NUMBERED)('%s %s %s means %s', (code, mnemonic, name, event) => {
    expect(findOperation({ code })).toMatchObject({ code, event });
    expect(findOperation({ text: name })).toMatchObject({ code, event });
    expect(findOperation({ text: `${name} (${code})` })).toMatchObject({ code, name, event });
    if (mnemonic) expect(findOperation({ mnemonic })).toMatchObject({ code, mnemonic, event });
  });

  it.each(MNEMONICS)('the mnemonic %s alone means %s', (mnemonic, event) => {
    expect(classifyOperation({ mnemonic })).toMatchObject({ event });
    expect(classifyOperation({ text: mnemonic })).toMatchObject({ event });
  });

  it.each(['1', '3', '26', '36'])('the number %s has no reliable name', (code) => {
    expect(findOperation({ code })).toBeUndefined();
    expect(classifyOperation({ code }).event).toBe('OTHER');
  });
});

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
