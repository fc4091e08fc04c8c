/**
 * What a column may be called. Texts are met in real exports; the first of a list is preferred where a sheet has
 * several. Two-row headings are spelt "group heading". `ignored` names columns that look like others but are not them:
 * the mileage left *to repair* is no distance to the destination, the cargo unloaded before is no cargo.
 */
import { collapseSpaces, toCyrillic } from '@karavan/rail';

const SYNONYMS = {
  wagon: ['Номер вагона', '№ вагона', '№№ вагона', 'N вагона', 'Вагон', 'NOM_VAG'],
  waybill: ['Номер накладной', 'Накладная №', '№ накладной', 'Накладная', 'Отправление накладная', 'Квитанция', 'NOM_NAK'],
  wagonType: ['Род вагона', 'Тип вагона', 'NAIM_ROD_VAG', 'ROD_VAG_UCH', 'car_type', 'Тип'],
  loadState: [
    'Тип парка (П/Г)',
    'Груж/Порож',
    'Груж/Пор',
    'Порожний/груженный',
    'Порожний/груженый',
    'Признак груж. рейса',
    'Тип парка',
    'Г/П',
    'Состояние',
  ],
  emptyFlag: ['PPV_POR'],
  loadedFlag: ['PPV_GRUJ'],
  tripStart: [
    'Дата и время начала рейса',
    'Дата начала рейса',
    'Вр. нач. рейса',
    'Отправление дата',
    'Дата погрузки',
    'Дата приема груза к перевозке',
    'DATE_NACH',
  ],
  originStation: [
    'Станция отправления',
    'Ст. нач. рейса',
    'Станция начала рейса',
    'Отправление станция',
    'Станция погрузки',
    'Ст. отпр.',
    'NAIM_STAN_NACH',
  ],
  originStationRoad: ['Станция/Дорога отправления'],
  originRoadStation: ['Дорога/Станция отправления'],
  originCode: ['Код станции отправления', 'STAN_NACH'],
  originRoad: ['Дорога отправления', 'Отправление дорога', 'DOR_NACH'],
  destStation: ['Станция назначения', 'Ст. назн.', 'Назначение станция', 'NAIM_STAN_NAZN'],
  destStationRoad: ['Станция/Дорога назначения'],
  destCode: ['Код станции назначения', 'STAN_NAZN'],
  destRoad: ['Дорога назначения', 'Дор. назн.', 'Назначение дорога', 'DOR_NAZN'],
  opStation: [
    'Станция операции',
    'Станция опер.',
    'Название станции операции',
    'Станция дислокации',
    'Станция текущей дислокации',
    'Дислокация станция',
    'NAIM_STAN_OP',
  ],
  opStationCode: ['Код станции операции', 'Код станции дислокации', 'STAN_OP'],
  opRoad: ['Дорога операции', 'Дорога дислокации', 'Дислокация дорога', 'DOR_RASCH'],
  operation: [
    'Операция с вагоном',
    'Наименование операции',
    'Операция полное наименование',
    'Полное наименование операции',
    'Операция',
    'Дислокация операция',
    'NAIM_KOP_VMD',
  ],
  opCode: ['Код операции', 'KOP_VMD'],
  opMnemonic: ['Мнемокод операции', 'Мнемоника операции', 'MNAIM_KOP_VMD'],
  opTime: [
    'Дата и время операции',
    'Дата/время опер.',
    'Дата/время операции',
    'Дата и время последней операции',
    'Дата последней операции',
    'Дата совершения операции',
    'Дата операции',
    'Дислокация дата и время',
    'DATE_OP',
  ],
  opClock: ['Время операции'],
  stationSince: ['Дата прибытия на станцию дислокации', 'Дата прибытия на текущую станцию'],
  departure: ['Дата и время отправления (АСОУП)', 'Дата и время отправления', 'Дата отправления', 'DATE_OTPR'],
  arrival: ['Дата и время прибытия (АСОУП)', 'Дата и время прибытия', 'Дата прибытия', 'DATE_PRIB'],
  deadline: [
    'Нормативный срок доставки',
    'Нормативный срок',
    'Нормативная дата доставки',
    'Срок доставки',
    'Срок доставки (ЭТРАН RT)',
    'DATE_DOSTAV',
  ],
  kmTotal: ['Расстояние общее', 'RASST_OB'],
  kmDone: ['Расстояние пройденное', 'RASST_STAN_OP'],
  kmLeft: [
    'Расстояние оставшееся',
    'Ост. расстояние',
    'Расстояние осталось (от текущей дислокации)',
    'Расстояние осталось',
    'Осталось расстояние',
    'Оставшееся расстояние',
    'Остаточное расстояние',
    'Оставшийся километраж',
    'Ост. км',
    'RASST_STAN_NAZN',
  ],
  idleOp: ['Время простоя под последней операцией (сутки:часы:минуты)'],
  idleOpDays: [
    'Время простоя под последней операцией (сутки)',
    'Простой от последней операции',
    'Простой по операции',
    'Простой по опер.',
    'Дней без операций',
    'PROST_DN',
  ],
  idleOpHours: ['PROST_CH'],
  idleOpMinutes: ['PROST_MIN'],
  idleStation: [
    'Дней без движ.(проверка)',
    'Дней без движения',
    'Простой на станции дислокации',
    'Простой по станции',
    'Простой на станции',
    'Кол-во дней на станции',
  ],
  trainIndex: ['Индекс поезда', 'Индекс поезда с наименованиями станций', 'Поезд индекс', 'Индекс', 'INDEX_POEZD'],
  trainNumber: ['Номер поезда', '№ поезда', 'Поезд номер', 'NOM_POEZD'],
  position: ['Номер вагона в составе поезда', 'НПП', 'NPP_VAG'],
  cargo: ['Наименование груза', 'Название груза', 'Груз наименование', 'Груз', 'NAIM_KOD_GRZ_UCH'],
  cargoCode: ['Код груза ЕТСНГ', 'Код груза', 'KOD_GRZ_UCH'],
  weight: ['Вес груза (кг)', 'Вес груза', 'Факт. вес', 'Груз вес', 'Вес', 'VES_GRZ'],
  shipper: ['Грузоотправитель (наим)', 'Грузоотправитель', 'Грузоотпр.', 'NAIM_GRUZOTPR_OKPO'],
  consignee: ['Грузополучатель (наим)', 'Грузополучатель', 'Грузополуч.', 'NAIM_GRUZPOL_OKPO'],
  container: ['Номер контейнера', 'Номера контейнеров', '№ контейнера', 'Контейнер', 'Контейнеры'],
  coords: ['COORDS'],
  ignored: [
    'Остаток пробега',
    'Ост. пробег',
    'Тек пробег',
    'Ранее выгруженный груз',
    'Код груза ГНГ',
    'Расчетная дата приб',
    'Прогнозное время прибытия',
    'Прогноз прибытия',
    'Дата и время окончания рейса',
    'Рабочий/нерабочий',
    'НРП',
    'Признак НРП',
    'Бросание',
    'Дата след. пл. рем.',
    'Грузоотправитель (ТГНЛ)',
    'Грузоотправитель (ОКПО)',
    'Грузополучатель (ТГНЛ)',
    'Грузополучатель (ОКПО)',
    'Номер вагона по порядку',
    'Администрация собственника',
    'Операция с поездом',
    'KOP_PMD',
    'NAIM_KOP_PMD',
    'MNAIM_KOP_PMD',
  ],
} as const satisfies Record<string, readonly string[]>;

export type Field = keyof typeof SYNONYMS;
export const FIELDS = Object.keys(SYNONYMS) as Field[];

export interface Synonym {
  field: Field;
  key: string;
  /** place in its list: lower is preferred */
  rank: number;
}

/**
 * One form for a header cell and a synonym: lower case, Cyrillic for look-alikes, ё as е, № as a word, no punctuation,
 * no unit at the end. `Вес, кг` → `вес`, `№<br>вагона` → `номер вагона`, `осталоcь` (Latin c) → `осталось`.
 */
export function headerKey(text: string): string {
  const words = collapseSpaces(
    toCyrillic(text.replace(/№|(?<=^|\s)N(?=\s|$)/g, ' номер '))
      .toLowerCase()
      .replaceAll('ё', 'е')
      .replace(/[^\p{L}\p{N}]+/gu, ' '),
  ).replace(/^номер номер /, 'номер ');
  return words.replace(/ (?:км|кг|т|тн|тонн|сут)$/, '');
}

export const ALL_SYNONYMS: readonly Synonym[] = FIELDS.flatMap((field) =>
  SYNONYMS[field].map((text, rank) => ({ field, key: headerKey(text), rank })),
);
export const EXACT: ReadonlyMap<string, Synonym> = new Map(ALL_SYNONYMS.map((synonym) => [synonym.key, synonym]));

/** Below this a synonym inside a longer header proves nothing: `Груз` is in `Ранее выгруженный груз`. */
export const MIN_CONTAINED_CHARS = 10;
export const CONTAINED: readonly Synonym[] = ALL_SYNONYMS.filter(({ key }) => key.length >= MIN_CONTAINED_CHARS).sort(
  (a, b) => b.key.length - a.key.length,
);
