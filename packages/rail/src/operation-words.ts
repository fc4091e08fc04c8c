import type { RailEvent } from '@karavan/contracts';

export interface OperationWords {
  ru: string;
  en: string;
}

/** Short words for a numbered operation where they say more than its meaning does. */
const BY_CODE: Readonly<Record<string, OperationWords>> = {
  '0': { ru: 'Перевозка на своих осях окончена', en: 'Run on own wheels ended' },
  '10': { ru: 'Погружен на местах общего пользования', en: 'Loaded at the public yard' },
  '11': { ru: 'Погружен на подъездных путях', en: 'Loaded on a private siding' },
  '12': { ru: 'Принят с новостройки', en: 'Received from a new line' },
  '13': { ru: 'Принят с водного транспорта', en: 'Loaded from a ship' },
  '14': { ru: 'Принят с автотранспорта', en: 'Loaded from road vehicles' },
  '15': { ru: 'Перегружен из иностранного вагона', en: 'Transloaded from a foreign wagon' },
  '17': { ru: 'Перегружен с узкой колеи', en: 'Transloaded from narrow gauge' },
  '18': { ru: 'Погружен без зачёта (места общего пользования)', en: 'Loaded at the public yard, not counted' },
  '19': { ru: 'Погружен без зачёта (подъездной путь)', en: 'Loaded on a private siding, not counted' },
  '20': { ru: 'Выгружен на местах общего пользования', en: 'Unloaded at the public yard' },
  '21': { ru: 'Выгружен на подъездных путях', en: 'Unloaded on a private siding' },
  '28': { ru: 'Выгружен без зачёта', en: 'Unloaded, not counted' },
  '40': { ru: 'Освобождён при сортировке или перегрузе', en: 'Emptied in sorting or transloading' },
  '44': { ru: 'Выгрузка окончена', en: 'Unloading finished' },
  '73': { ru: 'Подан на тракционные пути', en: 'Placed on shunting tracks' },
  '78': { ru: 'Подан (ГУ-45М)', en: 'Placed (form GU-45M)' },
};

/** Short words for what an operation means, whatever its report calls it. OTHER has none: nobody knows what it was. */
const BY_EVENT: Readonly<Partial<Record<RailEvent, OperationWords>>> = {
  DEPARTED: { ru: 'Отправлен со станции', en: 'Departed' },
  ARRIVED_STATION: { ru: 'Прибыл на станцию', en: 'Arrived at the station' },
  ARRIVED_DESTINATION: { ru: 'Прибыл на станцию назначения', en: 'Arrived at the destination' },
  TRAIN_JOINED: { ru: 'Включён в поезд', en: 'Put into a train' },
  TRAIN_LEFT: { ru: 'Исключён из поезда', en: 'Taken out of the train' },
  TRAIN_INDEX_CHANGED: { ru: 'Изменён индекс поезда', en: 'Train index changed' },
  TRAIN_ABANDONED: { ru: 'Поезд брошен на станции', en: 'Train abandoned at the station' },
  CORRECTION: { ru: 'Сведения исправлены', en: 'Records corrected' },
  LOADED: { ru: 'Погружен', en: 'Loaded' },
  UNLOADED: { ru: 'Выгружен', en: 'Unloaded' },
  TRANSLOADED: { ru: 'Перегружен', en: 'Transloaded' },
  BORDER_IN: { ru: 'Принят на государство', en: 'Taken over at the border' },
  BORDER_OUT: { ru: 'Сдан с государства', en: 'Handed over at the border' },
  ROAD_IN: { ru: 'Принят по междорожному стыку', en: 'Taken over by the next railway' },
  ROAD_OUT: { ru: 'Сдан по междорожному стыку', en: 'Handed over to the next railway' },
  INSPECTION: { ru: 'Осмотрен технически и коммерчески', en: 'Inspected' },
  BAD_ORDER: { ru: 'Переведён в неисправные', en: 'Put out of order' },
  REPAIRED: { ru: 'Вышел из ремонта', en: 'Repaired' },
  SCRAPPED: { ru: 'Списан', en: 'Written off' },
  PLACED: { ru: 'Подан на подъездной путь', en: 'Placed on the siding' },
  REMOVED: { ru: 'Убран с подъездного пути', en: 'Removed from the siding' },
  TRIP_END: { ru: 'Рейс окончен', en: 'Trip ended' },
};

/**
 * An operation in a few words of either language, by its number in the classifier, else by what it means; undefined for
 * one that is in no list.
 */
export function operationWords(operation: { code?: string | undefined; event: RailEvent }): OperationWords | undefined {
  return (operation.code === undefined ? undefined : BY_CODE[operation.code]) ?? BY_EVENT[operation.event];
}
