/** What happens to wagons in the demo world, in the railway's own codes and words. */
export const OPERATION_TEXTS = {
  '2': { name: 'Отправление вагона со станции', mnemonic: 'ОТПР' },
  '4': { name: 'Включение вагона в поезд', mnemonic: 'ВКЛП' },
  '5': { name: 'Исключение вагона из поезда', mnemonic: 'ИСКП' },
  '8': { name: 'Прибытие вагона на станцию', mnemonic: 'ПРИБ' },
  '11': { name: 'Погрузка вагона на подъездных путях', mnemonic: 'ПГР2' },
  '21': { name: 'Выгрузка вагона на подъездных путях', mnemonic: 'ВЫГ2' },
  '53': { name: 'Перечисление вагона в неисправные', mnemonic: 'РМНТ' },
  '80': { name: 'Подача вагона на ПП', mnemonic: 'ПВПП' },
  '81': { name: 'Уборка вагона с ПП', mnemonic: 'УВПП' },
  '92': { name: 'Бросание поезда на станции', mnemonic: 'БРОС' },
  /** the number of this one is not published */
  repaired: { name: 'Из неисправных в РП', mnemonic: '' },
} as const;
export type OperationCode = keyof typeof OPERATION_TEXTS;

/** A train the wagons are in: index `AAAAAA NNN BBBBBB` and the four-digit number. */
export interface Train {
  fromEsr: string;
  ordinal: number;
  toEsr: string;
  number: string;
  /** place of the group's first wagon in it */
  firstPosition: number;
}

/** One way of a group of wagons: loaded to the customer or empty back. Times are ms since the world's beginning. */
export interface Trip {
  cycle: number;
  loaded: boolean;
  fromEsr: string;
  toEsr: string;
  totalKm: number;
  /** end of loading of each wagon of the group; none on an empty trip */
  loadedMs: number[];
  startedMs: number;
  departedMs: number;
  arrivedMs: number;
  /** the railway's term ends with this Moscow day: ms of some instant in it */
  deadlineMs: number;
}

export interface RakeOperation {
  code: OperationCode;
  /** ms since the world's beginning, whole minutes: reports know no seconds */
  atMs: number;
  esr: string;
  passedKm: number;
  trip: Trip;
  train: Train | undefined;
  /** which wagons of the group; absent: all of them */
  wagon?: number;
}
