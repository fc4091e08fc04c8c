/**
 * Layouts as clerks of several stations write them: abbreviations, other words and orders, groups, columns nobody needs and
 * columns that look like others. `Heading~what stands below`; a `>` parts a group from the heading proper.
 */
import type { Row } from './workbook.fixture.ts';

interface Fact {
  wagon: string;
  event: string;
  operation: [name: string, mnemonic: string, code: number];
  place: Place;
  from: Place;
  to: Place;
  /** Moscow wall clocks, `YYYY-MM-DD HH:MM` */
  at: string;
  start: string;
  departed: string;
  due: string;
  train: [index: string, number: string, position: number];
  waybill: string;
  kg: number;
  km: [total: number, left: number];
}
type Place = [name: string, esr: string, road: string];

const LISKI: Place = ['ЛИСКИ', '582005', 'ЮВС'];
const INSKAYA: Place = ['ИНСКАЯ', '850007', 'ЗСБ'];
const ZUEVO: Place = ['ОРЕХОВО-ЗУЕВО', '230008', 'МСК'];
const BATAYSK: Place = ['БАТАЙСК', '510007', 'СКВ'];
const SEBRYAKOVO: Place = ['СЕБРЯКОВО', '613608', 'ПРВ'];
const VOSKRESENSK: Place = ['ВОСКРЕСЕНСК', '233608', 'МСК'];
const TOPKI: Place = ['ТОПКИ', '871107', 'ЗСБ'];
const CHELNY: Place = ['НАБЕРЕЖНЫЕ ЧЕЛНЫ', '648503', 'КБШ'];

/** Every time, station and number differs from every other, so that none can pass for another. */
export const FACTS: readonly Fact[] = [
  {
    wagon: '93123453',
    event: 'DEPARTED',
    operation: ['ОТПРАВЛЕНИЕ ВАГОНА СО СТАНЦИИ', 'ОТПР', 2],
    place: LISKI,
    from: SEBRYAKOVO,
    to: VOSKRESENSK,
    at: '2026-08-20 18:12',
    start: '2026-08-17 10:20',
    departed: '2026-08-18 01:10',
    due: '2026-08-24',
    train: ['6136-214-2200', '2318', 12],
    waybill: 'ЭЯ101234',
    kg: 68_500,
    km: [748, 368],
  },
  {
    wagon: '93456788',
    event: 'TRAIN_ABANDONED',
    operation: ['БРОСАНИЕ ПОЕЗДА НА СТАНЦИИ', 'БРОС', 92],
    place: INSKAYA,
    from: TOPKI,
    to: CHELNY,
    at: '2026-08-16 22:40',
    start: '2026-08-12 16:40',
    departed: '2026-08-13 04:05',
    due: '2026-08-29',
    train: ['8711-209-6485', '2320', 7],
    waybill: 'ЭЯ101177',
    kg: 69_000,
    km: [2309, 2011],
  },
  {
    wagon: '59000075',
    event: 'TRAIN_JOINED',
    operation: ['ВКЛЮЧЕНИЕ ВАГОНА В ПОЕЗД', 'ВКЛП', 4],
    place: ZUEVO,
    from: VOSKRESENSK,
    to: SEBRYAKOVO,
    at: '2026-08-19 20:05',
    start: '2026-08-18 20:15',
    departed: '2026-08-19 03:33',
    due: '2026-08-27',
    train: ['2336-031-6136', '3141', 2],
    waybill: 'ЭЯ204410',
    kg: 67_900,
    km: [740, 660],
  },
  {
    wagon: '93333334',
    event: 'BAD_ORDER',
    operation: ['ПЕРЕЧИСЛЕНИЕ ВАГОНА В НЕИСПРАВНЫЕ', 'РМНТ', 53],
    place: BATAYSK,
    from: TOPKI,
    to: SEBRYAKOVO,
    at: '2026-08-18 11:00',
    start: '2026-08-14 08:50',
    departed: '2026-08-15 17:45',
    due: '2026-08-31',
    train: ['8711-211-6136', '2002', 41],
    waybill: 'ЭЯ101190',
    kg: 66_600,
    km: [4120, 511],
  },
];

export const FORMED = '20.08.2026 19:05';
const russian = (moment: string): string => `${moment.slice(0, 10).split('-').reverse().join('.')}${moment.slice(10)}`;
const serialOf = (moment: string): number =>
  Date.parse(`${moment.replace(' ', 'T').padEnd(16, 'T00:00')}Z`) / 86_400_000 + 25_569;
const clockOf = (moment: string): string => moment.slice(11);
const day = (moment: string): string => moment.slice(0, 10);
const tonnes = ({ kg }: Fact): string => (kg / 1000).toFixed(1).replace('.', ',');

const placed = (name: string, of: (fact: Fact) => Place): Record<string, (fact: Fact) => string | number> => ({
  [name]: (fact) => of(fact)[0],
  [`${name}Coded`]: (fact) => `${of(fact)[0]} (${of(fact)[1]})`,
  [`${name}Code`]: (fact) => of(fact)[1],
  [`${name}Road`]: (fact) => of(fact)[2],
  [`${name}Slash`]: (fact) => `${of(fact)[0]}/${of(fact)[2]}`,
  [`${name}CodeFirst`]: (fact) => `${of(fact)[1]} ${of(fact)[0]}`,
  [`${name}CodeLast`]: (fact) => `${of(fact)[0]} - ${of(fact)[1]}`,
});

const VALUES: Record<string, (fact: Fact, row: number) => string | number> = {
  ...placed('place', ({ place }) => place),
  ...placed('from', ({ from }) => from),
  ...placed('to', ({ to }) => to),
  no: (_, row) => row + 1,
  wagon: ({ wagon }) => Number(wagon),
  wagonFloat: ({ wagon }) => `${wagon}.0`,
  wagonSpaced: ({ wagon }) => wagon.replace(/(..)(...)/, '$1 $2\u00a0'),
  wagonQuoted: ({ wagon }) => `'${wagon}`,
  operation: ({ operation }) => operation[0],
  mnemonic: ({ operation }) => operation[1],
  opCode: ({ operation }) => operation[2],
  otherOperation: () => 'ПРИБ',
  at: ({ at }) => russian(at),
  atShort: ({ at }) => russian(at).replace('.2026', '.26'),
  atSerial: ({ at }) => serialOf(at),
  atDay: ({ at }) => russian(day(at)),
  atDaySerial: ({ at }) => serialOf(day(at)),
  atClock: ({ at }) => clockOf(at),
  atClockSerial: ({ at }) => serialOf(at) % 1,
  start: ({ start }) => russian(start),
  departed: ({ departed }) => russian(departed),
  departedDay: ({ departed }) => russian(day(departed)),
  departedClock: ({ departed }) => clockOf(departed),
  dueDay: ({ due }) => russian(due),
  written: () => '09.08.2026 08:30',
  writtenDay: () => '09.08.2026',
  repairedDay: () => '05.03.2024',
  earlier: () => '08.08.2026 11:11',
  forecast: (_, row) => `3${row % 2}.08.2026 12:00`,
  otherStation: (_, row) => ['КОЧЕТОВКА I', 'УЗУНОВО', 'РЫБНОЕ', 'ПЕТРОВ ВАЛ'][row] ?? '',
  index: ({ train }) => train[0],
  indexSpaced: ({ train }) => train[0].replaceAll('-', ' '),
  train: ({ train }) => train[1],
  position: ({ train }) => train[2],
  waybill: ({ waybill }) => waybill,
  cargo: () => 'Цемент',
  kg: ({ kg }) => kg,
  tonnes,
  load: () => 'Груженый',
  total: ({ km }) => km[0],
  passed: ({ km }) => km[0] - km[1],
  left: ({ km }) => km[1],
  mileage: (_, row) => 96_450 - row * 37,
  other: () => 'ООО "Плательщик"',
};

export interface ClerkLayout {
  heading: string;
  names: ReadonlySet<string>;
  /** groups in their first cell alone, then headings */
  heads: string[][];
  body: Row[];
}

const LAYOUTS = `
№ п/п~no | № ваг.~wagon | Собств.~other | Плательщик~other | № накл.~waybill | Ст. отпр.~from | Дор. отпр.~fromRoad | Ст. назн.~to | Дор. назн.~toRoad | Груз~cargo | Вес, т~tonnes | Ст. опер.~place | Дор. опер.~placeRoad | Опер.~operation | Дата опер.~at | Инд. поезда~indexSpaced | № поезда~train | Расст. ост.~left | Норм. срок~dueDay
Вагон №~wagonSpaced | Дата отправления~departed | Дата операции~at | Дата составления~written | Станция операции~placeCoded | Станция назначения~toCoded | Операция~operation | Остаток км~left
ВАГОН~wagonFloat | ОПЕРАЦИЯ~operation | ДАТА ОП.~atDay | ВРЕМЯ ОП.~atClock | СТ. ОПЕРАЦИИ~place | СТ. НАЗНАЧЕНИЯ~to | ОСТ. РАССТ., КМ~left
Вагон~wagon | Дата последней операции~atDay | Время последней операции~atClock | Последняя операция~operation | Где стоит~place | Куда следует~to | Откуда~from | Осталось, км~left
Номер вагона~wagonQuoted | Станция текущей дислокации~place | Дорога текущей дислокации~placeRoad | Текущая операция~operation | Дата текущей операции~at | Станция предыдущей операции~otherStation | Дата предыдущей операции~earlier | Ст.назнач.~to
№ вагона~wagon | Предыдущая станция~otherStation | Дата пред. операции~earlier | Станция опер~place | Дата опер~at | Наим. операции~operation | Станц. назнач.~to | Станц. отправл.~from
Номер вагона~wagon | Станция приписки~otherStation | Станция операции~place | Операция~operation | Дата операции~atSerial | Станция последней выгрузки~otherStation | Дата последней выгрузки~earlier | Станция назначения~to
Номер вагона~wagon | Ст.дисл.~place | Д/в опер.~at | Опер-я~operation | Ст.наз.~to | Ост.расст.~left | Н-р поезда~train | И-с поезда~index
Вагон номер~wagon | Операция наименование~operation | Операция дата~atDay | Операция время~atClock | Операция станция~place | Назначение станция~to | Назначение дорога~toRoad | Отправление станция~from | Отправление дата~start
Вагон>Номер~wagon | Вагон>Род~other | Операция>Станция~place | Операция>Дорога~placeRoad | Операция>Наименование~operation | Операция>Дата и время~at | Отправление>Станция~from | Отправление>Дата~start | Назначение>Станция~to | Назначение>Дорога~toRoad | Расстояние>Общее~total | Расстояние>Пройд.~passed | Расстояние>Ост.~left
Данные о вагоне>№ вагона~wagon | Данные о вагоне>Род~other | Данные о вагоне>Собственник~other | Рейс>Ст. отпр.~from | Рейс>Дата отпр.~departed | Рейс>Ст. назн.~to | Рейс>Норм. срок~dueDay | Дислокация>Ст.~place | Дислокация>Опер.~operation | Дислокация>Дата~atDay | Дислокация>Время~atClock | Дислокация>Ост. км~left
Последняя операция>Станция~place | Последняя операция>Дата~at | Последняя операция>Наименование~operation | Предыдущая операция>Станция~otherStation | Предыдущая операция>Дата~earlier | Предыдущая операция>Наименование~otherOperation | Вагон>№~wagon | Назначение>Станция~to
Предыдущая операция>Станция~otherStation | Предыдущая операция>Дата~earlier | Предыдущая операция>Наименование~otherOperation | Последняя операция>Станция~place | Последняя операция>Дата~at | Последняя операция>Наименование~operation | Вагон>№ вагона~wagon | Назначение>Станция~to
№ вагона~wagon | Станция~place | Дорога~placeRoad | Операция~operation | Дата~at | Индекс~index | Назн.~to
Вагон~wagon | Дата~atDay | Время~atClock | Операция~operation | Станция~place | Назначение~to | Остаток~left
Вагон~wagon | Дата отчета~earlier | Дата операции~at | Операция~operation | Ст. операции~placeCoded | Ст. назначения~toCoded
Номер вагона~wagon | Дата прибытия~forecast | Дата операции~at | Операция~operation | Станция дислокации~place | Станция прибытия~to | Расч. дата приб.~forecast
Номер вагона~wagon | Дата операции~at | Операция с вагоном~operation | Операция с поездом~other | Станция операции~placeCoded | Станция назначения~toCoded | Дорога операции~placeRoad | Дорога назначения~toRoad | Дорога сдачи~other | Дорога приема~other | Станция сдачи~otherStation
Hoмep вaгoнa~wagon | Cтaнция oпepaции~place | Дaтa oпepaции~at | Oпepaция~operation | Cтaнция нaзнaчeния~to | Ocтaлocь км~left
№ вагона~wagon | Номер поезда~train | Индекс поезда~index | № ваг. в поезде~position | Станция опер.~place | Дата/время опер.~atSerial | Операция~operation | Ст. назн.~to
Номер вагона~wagon | Код ст.опер.~placeCode | Код ст.назн.~toCode | Код ст.отпр.~fromCode | Код опер.~opCode | Дата опер.~atSerial
Вагон~wagon | Название ст. операции~place | Название ст. назначения~to | Назв. операции~operation | Время операции~at
Вагон~wagon | Станция/дорога дислокации~placeSlash | Станция/дорога назначения~toSlash | Операция~operation | Дата/время~at
№ вагона~wagon | Остаток пробега, км~mileage | Станция операции~place | Дата операции~at | Операция~operation | Станция назначения~to
№ вагона~wagon | Тарифное расст., км~total | Пройдено, км~passed | Осталось, км~left | Станция операции~place | Дата операции~at | Операция~operation | Станция назначения~to
№ вагона~wagon | Дата ремонта~repairedDay | Дата посл. опер.~atShort | Посл. опер.~operation | Станция посл. опер.~place | Станция назн.~to
№ вагона~wagon | Дата~atShort | Операция~operation | Станция~place | Дата посл. ремонта~repairedDay | Назначение~to
Вагон~wagon | Станция операции~placeCodeFirst | Дата операции~at | Операция~operation | Станция назначения~toCodeFirst | Гр/Пор~load
Вагон~wagon | Станция операции~placeCodeLast | Дата операции~at | Операция~operation | Станция назначения~toCodeLast | Груж./Порож.~load
Вагон~other | Станция операции~place | Дата операции~at | Операция~operation | Станция назначения~to | Оценка стоимости, руб~other
Номер вагона~wagon | Номер накладной~waybill | Дата накладной~writtenDay | Дата и время отправления поезда~departed | Дата и время прибытия поезда~earlier | Дата и время операции с вагоном~at | Наименование операции с вагоном~operation | Наименование станции операции~place | Наименование станции назначения~to | Наименование станции отправления~from
Номер вагона~wagon | Дата и время последней операции с вагоном~at | Станция последней операции с вагоном~place | Последняя операция с вагоном~operation | Конечная станция~to | Начальная станция~from
Номер вагона~wagon | Дата и время операции (местн.)~earlier | Дата и время операции (моск.)~at | Станция операции~place | Операция~operation | Станция назначения~to
Ваг.~wagon | Ст.оп.~place | Дт.оп.~at | Оп.~operation | Ст.нз.~to
№ п.п.~no | Вагон, №~wagon | Накладная, №~waybill | Операция, наименование~operation | Операция, дата~at | Операция, станция~place | Назначение, станция~to | Расстояние, км (общее)~total | Расстояние, км (остаток)~left
Номер вагона~wagon | Станция назначения по накладной~to | Станция назначения поезда~otherStation | Станция операции~place | Дата операции~at | Операция~operation
Номер вагона~wagon | Станция формирования поезда~otherStation | Станция назначения поезда~otherStation | Станция назначения~to | Станция операции~place | Дата операции~at | Операция~operation
Номер вагона~wagon | Дислокация (станция)~place | Дислокация (дорога)~placeRoad | Дислокация (дата)~at | Дислокация (операция)~operation | Рейс (ст. отправления)~from | Рейс (ст. назначения)~to
Номер вагона~wagon | Стан. операции~place | Дт/вр операции~at | Опер. с ваг.~operation | Стан. назн-я~to | Стан. отпр-я~from
Номер вагона~wagon | Дата операции~atSerial | Операция~operation | Станция операции~place | Дата прибытия на станцию назначения (расч.)~forecast | Станция назначения~to
Номер вагона~wagon | Дата операции~atSerial | Операция~operation | Станция операции~place | Дата прибытия расчетная~forecast | Дата прибытия факт~other | Станция назначения~to
Номер вагона~wagon | Дата операции~atSerial | Операция~operation | Станция операции~place | Вес, т~tonnes | Вес, кг~kg | Станция назначения~to
Номер вагона~wagon | Дата операции~atSerial | Операция~operation | Станция операции~place | Расстояние до следующей станции~passed | Ост. км~left | Станция назначения~to
Номер вагона~wagon | Дата операции~atSerial | Операция~operation | Станция операции~place | Станция перелома весов~otherStation | Станция передачи~otherStation | Станция назначения~to
Номер вагона~wagon | Дата операции~atSerial | Операция~operation | Станция операции~place | Станция перехода границы~otherStation | Ст. приема на дорогу~otherStation | Ст. сдачи с дороги~otherStation | Станция назначения~to
Номер вагона~wagon | Дата приема на дорогу~earlier | Дата сдачи~earlier | Дата операции~atSerial | Операция~operation | Станция операции~place | Станция назначения~to
№~no | № поезда~train | № накладной~waybill | № вагона~wagon | № контейнера~other | № ЗПУ~other | Дата операции~atSerial | Операция~operation | Станция операции~place | Станция назначения~to
Индекс отправителя~other | Индекс поезда~index | Вагон~wagon | Дата операции~atSerial | Операция~operation | Станция операции~place | Станция назначения~to
Вагон~wagon | Опер-я последняя~operation | Опер-я предпоследняя~otherOperation | Время посл. опер-и~at | Время предпосл. опер-и~earlier | Ст. посл. опер-и~place | Ст. предпосл. опер-и~otherStation | Ст. назн-я~to
Вагон~wagon | Дата опер.~atDay | Время опер.~atClock | Дата отпр.~departedDay | Время отпр.~departedClock | Операция~operation | Ст. опер.~place | Ст. назн.~to
Вагон~wagon | Дата~atDaySerial | Время~atClockSerial | Операция~operation | Ст. опер.~place | Ст. назн.~to
Вагон~wagon | Дата отправления~departed | Операция~operation | Станция операции~place | Станция назначения~to
Вагон~wagon | Дата составления накладной~written | Операция~operation | Станция операции~place | Станция назначения~to
Вагон~wagon | Дата операции~at | Операция~operation | Станция приписки~otherStation | Станция назначения~to
Вагон~wagon | Дата операции~at | Операция~operation | Станция последней выгрузки~otherStation | Станция назначения~to
Вагон~wagon | Дата операции~at | Предыдущая операция~otherOperation | Станция операции~place | Станция назначения~to
Вагон~wagon | Дата предыдущей операции~earlier | Операция~operation | Станция операции~place | Станция назначения~to
Вагон~wagon | Дата операции~at | Операция~operation | Станция предыдущей операции~otherStation | Станция назначения~to
Вагон~wagon | Дата операции~at | Операция~operation | Станция операции~place | Старая станция назначения~otherStation
Вагон~wagon | Заявка~waybill | Заказ~other | Накладная~waybill | Дата операции~at | Операция~operation | Станция операции~place | Станция назначения~to
Рейс>Вагон~wagon | Рейс>Накладная~waybill | Рейс>Откуда~from | Рейс>Куда~to | Рейс>Отправлен~departed | Сейчас>Где~place | Сейчас>Что~operation | Сейчас>Когда~at | Сейчас>Осталось, км~left
Вагон>№~wagon | Операция>Станция>Код~placeCode | Операция>Станция>Наименование~place | Операция>Вид>Наименование~operation | Операция>Вид>Дата~at | Назначение>Станция>Код~toCode | Назначение>Станция>Наименование~to | Отправление>Станция>Код~fromCode | Отправление>Станция>Наименование~from
План>Станция~otherStation | План>Дата~earlier | Факт>Станция~place | Факт>Дата операции~at | Факт>Операция~operation | Вагон~wagon | Станция назначения~to
Ремонт>Станция~otherStation | Ремонт>Дата~repairedDay | Дислокация>Станция~place | Дислокация>Дата~at | Дислокация>Операция~operation | Вагон~wagon | Назначение>Станция~to
Вагон~wagon | Дислокация~placeSlash | Операция~operation | Дата операции~at | Направление~to
`;

export const CLERK_LAYOUTS: readonly ClerkLayout[] = LAYOUTS.trim().split('\n').map(toLayout);

function toLayout(line: string): ClerkLayout {
  const columns = line.split(' | ').map((cell) => {
    const [heading = '', name = ''] = cell.split('~');
    return { path: heading.split('>'), name };
  });
  const height = Math.max(...columns.map(({ path }) => path.length));
  const heads = Array.from({ length: height }, (_, level) =>
    columns.map(({ path }, column) => {
      const text = path[level] ?? '';
      const isGroup = level < path.length - 1;
      const isSame = path.slice(0, level + 1).every((part, at) => part === columns[column - 1]?.path[at]);
      return isGroup && isSame ? '' : text;
    }),
  );
  const cellOf = (name: string, row: number): string | number => {
    const [value, fact] = [VALUES[name], FACTS[row]];
    if (value === undefined || fact === undefined) throw new Error(`nothing is called ${name}`);
    return value(fact, row);
  };
  const body = FACTS.map((_, row) => columns.map(({ name }) => cellOf(name, row)));
  return { heading: line, names: new Set(columns.map(({ name }) => name)), heads, body };
}
