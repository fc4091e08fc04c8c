/**
 * The classifier of wagon operations as far as public reports show it. Numbers are those of the wagon operation
 * (KOP_VMD); the train operation (KOP_PMD) uses the same numbers for other things and never comes here.
 */
import type { RailEvent } from '@karavan/contracts';

type Row = readonly [code: string, mnemonic: string | undefined, event: RailEvent, name: string, ...spellings: string[]];

/** number, mnemonic, meaning, full name, other spellings of the name met in reports */
export const OPERATIONS: readonly Row[] = [
  ['0', 'КОН', 'TRIP_END', 'Окончание перевозки груза на своих осях'],
  ['2', 'ОТПР', 'DEPARTED', 'Отправление вагона со станции'],
  ['4', 'ВКЛП', 'TRAIN_JOINED', 'Включение вагона в поезд'],
  ['5', 'ИСКП', 'TRAIN_LEFT', 'Исключение вагона из поезда'],
  ['7', 'КОРВ', 'CORRECTION', 'Корректировка сведений о вагоне в составе поезда', 'КОРРЕКТИРОВКА СВЕДЕНИЙ О ВАГОНЕ'],
  ['8', 'ПРИБ', 'ARRIVED_STATION', 'Прибытие вагона на станцию'],
  [
    '10',
    'ПГР1',
    'LOADED',
    'Погрузка на местах общего пользования',
    'Погрузка вагона на местах общего пользования',
    'ПОГРУЗКА НА МЕСТАХ ОБЩ.ПОЛЬЗОВАНИЯ',
  ],
  ['11', 'ПГР2', 'LOADED', 'Погрузка вагона на подъездных путях', 'Погрузка на подъездных путях', 'ПОГРУЗКА НА ПП'],
  ['12', 'ПРМН', 'LOADED', 'Прием с новостройки'],
  ['13', 'ПГР4', 'LOADED', 'Прием с водного транспорта', 'Прием с водного'],
  ['14', 'ПГР5', 'LOADED', 'Прием с автотранспорта'],
  ['15', 'ПГР6', 'TRANSLOADED', 'Перегруз из иностранного вагона'],
  ['16', 'ПРМИ', 'BORDER_IN', 'Прием с иностранной ж.д.'],
  ['17', 'ПГР8', 'TRANSLOADED', 'Перегруз с узкой колеи'],
  ['18', 'ПГР0', 'LOADED', 'Погрузка без зачета в погрузку (на МОП)', 'Погрузка без зачета (МОП)'],
  ['19', 'ПГР9', 'LOADED', 'Погрузка без зачета в погрузку (на ПП)', 'Погрузка без зачета (ПП)'],
  [
    '20',
    'ВЫГ1',
    'UNLOADED',
    'Выгрузка на местах общего пользования',
    'Выгрузка вагона на местах общего пользования',
    'ВЫГРУЗКА НА МЕСТАХ ОБЩ.ПОЛЬЗОВАНИЯ',
  ],
  ['21', 'ВЫГ2', 'UNLOADED', 'Выгрузка вагона на подъездных путях', 'Выгрузка на подъездных путях', 'ВЫГРУЗКА НА ПП'],
  ['28', undefined, 'UNLOADED', 'Выгрузка без зачета'],
  ['29', undefined, 'UNLOADED', 'Выгрузка'],
  ['40', 'ОСВБ', 'UNLOADED', 'Освобождение вагона при сортировке', 'Освобождение вагона при сортировке (или по перегрузу)'],
  ['44', undefined, 'UNLOADED', 'Окончание операции выгрузки'],
  ['53', 'РМНТ', 'BAD_ORDER', 'Перечисление вагона в неисправные', 'В НЕИСПРАВНЫЕ'],
  ['72', undefined, 'SCRAPPED', 'Списание', 'Списание вагона'],
  ['73', undefined, 'PLACED', 'Подача на тракционные пути'],
  ['78', undefined, 'PLACED', 'Прочие подачи ГУ-45М'],
  ['80', 'ПВПП', 'PLACED', 'Подача вагона на ПП', 'Подача вагона на подъездные пути'],
  ['81', 'УВПП', 'REMOVED', 'Уборка вагона с ПП', 'Уборка вагона с подъездных путей'],
  ['92', 'БРОС', 'TRAIN_ABANDONED', 'Бросание поезда на станции'],
];

/** Names and mnemonics whose number is not known. */
export const NAMED_OPERATIONS: readonly (readonly [RailEvent, readonly string[]])[] = [
  ['BORDER_IN', ['ПРИЕМ ВАГОНА НА ГОСУДАРСТВО']],
  ['BORDER_OUT', ['СДАЧА ВАГОНА С ГОСУДАРСТВА']],
  ['ROAD_IN', ['ПРИЕМ ПО МЕЖДОРОЖНОМУ СТЫКУ']],
  ['ROAD_OUT', ['СДАЧА ПО МЕЖДОРОЖНОМУ СТЫКУ']],
  ['INSPECTION', ['ТЕХНИЧ.И КОММЕРЧ.ОСМОТР', 'ОСМТ']],
  ['TRAIN_INDEX_CHANGED', ['ИЗМЕНЕНИЕ ИНДЕКСА ПОЕЗДА']],
  ['REPAIRED', ['ИЗ НЕИСПРАВНЫХ В РП', 'УБОРКА ВАГОНА С ПУТИ ВРП', 'ВУ36']],
  ['BAD_ORDER', ['ПОДАЧА ВАГОНА НА ПУТЬ ВРП', 'ВУ23']],
  ['LOADED', ['ОКОНЧАНИЕ ОПЕРАЦИИ ПОГРУЗКИ', 'ПОГРУЗКА БЕЗ ЗАЧЕТА В ПОГРУЗКУ', 'ПОГР']],
  ['UNLOADED', ['ВЫГР']],
  ['OTHER', ['Регистрация ККБ', 'ПОДГОТОВКА НА СПВ (СДАЧА С ДОРОГИ)', 'ПОДГОТОВКА НА СПВ (ПРИЕМ НА ДОРОГУ)']],
];

/**
 * For names that are in no list, the first match decides. Keys have no blanks and are upper case. A cancelled
 * operation did not happen, a wagon coming *out of* the bad-order park is repaired, and ПОГРАНИЧНЫЙ is no loading.
 */
export const KEYWORDS: readonly (readonly [RegExp, RailEvent])[] = [
  [/ОТМЕН/, 'CORRECTION'],
  [/БРОС/, 'TRAIN_ABANDONED'],
  [/СПИСАН/, 'SCRAPPED'],
  [/ИЗНЕИСПР|УБОРК.*ВРП|ВУ36/, 'REPAIRED'],
  [/НЕИСПРАВН|РМНТ|ВРП|ВУ23/, 'BAD_ORDER'],
  [/ПЕРЕГРУЗ/, 'TRANSLOADED'],
  [/ВЫГ/, 'UNLOADED'],
  [/ПОГР(?!АН)|ПГР/, 'LOADED'],
  [/ПОДАЧ|ПВПП/, 'PLACED'],
  [/УБОРК|УВПП/, 'REMOVED'],
  [/ПРИБ/, 'ARRIVED_STATION'],
  [/ОТПР/, 'DEPARTED'],
  [/ИСКЛ|ИСКП/, 'TRAIN_LEFT'],
  [/ВКЛ/, 'TRAIN_JOINED'],
  [/КОРР|КОРВ/, 'CORRECTION'],
];
