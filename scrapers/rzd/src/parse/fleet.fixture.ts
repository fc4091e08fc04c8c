/** Random fleets out of real stations and operations. */
import { wagonCheckDigit } from '@karavan/rail';
import fc from 'fast-check';
import type { Deed, Fleet, Place, WagonFact } from './render.fixture.ts';

/** name, ESR, road: name, code, short */
const PLACES: readonly Place[] = [
  ['Себряково', '613608', 'Приволжская', '61', 'ПРВ'],
  ['Воскресенск', '233608', 'Московская', '17', 'МСК'],
  ['Магнитогорск-Грузовой', '817600', 'Южно-Уральская', '80', 'ЮУР'],
  ['Старый Оскол', '438506', 'Юго-Восточная', '58', 'ЮВС'],
  ['Пикалево I', '047308', 'Октябрьская', '01', 'ОКТ'],
  ['Шушары', '033004', 'Октябрьская', '01', 'ОКТ'],
  ['Новороссийск', '520901', 'Северо-Кавказская', '51', 'СКВ'],
  ['Топки', '871107', 'Западно-Сибирская', '83', 'ЗСБ'],
].map(([name = '', esr = '', roadName = '', roadCode = '', roadShort = '']) => ({ name, esr, roadName, roadCode, roadShort }));

/** rail reference, section 5: number, mnemonic, name, event */
const DEEDS: readonly Deed[] = [
  ['2', 'ОТПР', 'Отправление вагона со станции', 'DEPARTED'],
  ['4', 'ВКЛП', 'Включение вагона в поезд', 'TRAIN_JOINED'],
  ['5', 'ИСКП', 'Исключение вагона из поезда', 'TRAIN_LEFT'],
  ['7', 'КОРВ', 'Корректировка сведений о вагоне в составе поезда', 'CORRECTION'],
  ['8', 'ПРИБ', 'Прибытие вагона на станцию', 'ARRIVED_STATION'],
  ['11', 'ПГР2', 'Погрузка вагона на подъездных путях', 'LOADED'],
  ['21', 'ВЫГ2', 'Выгрузка вагона на подъездных путях', 'UNLOADED'],
  ['53', 'РМНТ', 'Перечисление вагона в неисправные', 'BAD_ORDER'],
  ['92', 'БРОС', 'Бросание поезда на станции', 'TRAIN_ABANDONED'],
].map(([code = '', mnemonic = '', name = '', event = '']) => ({ code, mnemonic, name, event }));

const REPORTED_AT = Date.UTC(2026, 7, 20, 7, 5);
const moment = (minutesAgo: number): string =>
  new Date(REPORTED_AT - minutesAgo * 60_000).toISOString().slice(0, 16).replace('T', ' ');

const place = fc.constantFrom(...PLACES);
const wagonNumber = fc.integer({ min: 2_000_000, max: 9_899_999 }).map((first7) => `${first7}${wagonCheckDigit(String(first7))}`);
const train = fc
  .record({
    from: place,
    number: fc.integer({ min: 1, max: 999 }),
    to: place,
    no: fc.integer({ min: 1001, max: 9998 }),
    position: fc.integer({ min: 1, max: 71 }),
  })
  .map(({ from, to, ...rest }) => ({ ...rest, from: from.esr, to: to.esr }));

const wagon: fc.Arbitrary<WagonFact> = fc
  .record({
    wagon: wagonNumber,
    empty: fc.boolean(),
    origin: place,
    destination: place,
    place,
    operation: fc.constantFrom(...DEEDS),
    minutesAgo: fc.integer({ min: 0, max: 60 * 24 * 40 }),
    startedMinutesBefore: fc.integer({ min: 0, max: 60 * 24 * 20 }),
    deadlineDays: fc.integer({ min: -10, max: 10 }),
    train: fc.option(train, { nil: undefined }),
    waybill: fc.option(
      fc.integer({ min: 100_000, max: 999_999 }).map((number) => `ЭЯ${number}`),
      { nil: undefined },
    ),
    tonnes: fc.integer({ min: 20, max: 76 }),
    doneKm: fc.integer({ min: 0, max: 4000 }),
    leftKm: fc.integer({ min: 1, max: 4000 }),
  })
  .map(({ minutesAgo, startedMinutesBefore, deadlineDays, tonnes, doneKm, train: joined, waybill, ...fact }) => ({
    ...fact,
    operationAt: moment(minutesAgo),
    startedAt: moment(minutesAgo + startedMinutesBefore),
    deadline: moment(deadlineDays * 1440).slice(0, 10),
    massT: fact.empty ? 0 : tonnes,
    totalKm: doneKm + fact.leftKm,
    ...(joined ? { train: joined } : {}),
    ...(waybill ? { waybill } : {}),
  }));

/** From one wagon to as many as need a few pages. */
export const fleet: fc.Arbitrary<Fleet> = fc
  .uniqueArray(wagon, { minLength: 1, maxLength: 9, selector: (fact) => fact.wagon })
  .map((wagons) => ({ reportedAt: moment(0), wagons }));
