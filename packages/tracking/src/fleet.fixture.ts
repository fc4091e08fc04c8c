import type { RailEvent, ReportRow, Station } from '@karavan/contracts';
import { advanceWagon } from './advance-wagon.ts';
import { isLate, wagonArrivedAt } from './late.ts';
import { wagonEta } from './rail-eta.ts';
import { MOSCOW } from './time.ts';
import type { WagonSnapshot } from './wagon-trip.ts';

/** Seven invented wagons of one report, 20.08.2026 07:05 Moscow time, Себряково – Воскресенск, 748 km. */
export const REPORT = { id: 'report-1', reportedAt: '2026-08-20T04:05:00.000Z' };
/** 07:10 Moscow time. */
export const NOW = new Date('2026-08-20T04:10:00Z');

/** A Moscow wall time of August 2026 as an instant: `msk(20, '06:12')`. */
export const msk = (day: number, time: string): string =>
  new Date(`2026-08-${String(day).padStart(2, '0')}T${time}:00+03:00`).toISOString();

export const SEBRYAKOVO: Station = { name: 'СЕБРЯКОВО', esr: '613608' };
export const VOSKRESENSK: Station = { name: 'ВОСКРЕСЕНСК', esr: '233608' };
export const GRYAZI: Station = { name: 'ГРЯЗИ-ВОРОНЕЖСКИЕ', esr: '591907' };
export const RYAZHSK: Station = { name: 'РЯЖСК I', esr: '223803' };
export const RYBNOE: Station = { name: 'РЫБНОЕ', esr: '220006' };
export const MICHURINSK: Station = { name: 'МИЧУРИНСК-ВОРОНЕЖСКИЙ', esr: '600102' };

const NAMES: Partial<Record<RailEvent, [name: string, mnemonic: string]>> = {
  DEPARTED: ['Отправление вагона со станции', 'ОТПР'],
  ARRIVED_STATION: ['Прибытие вагона на станцию', 'ПРИБ'],
  TRAIN_JOINED: ['Включение вагона в поезд', 'ВКЛП'],
  TRAIN_LEFT: ['Исключение вагона из поезда', 'ИСКП'],
  TRAIN_ABANDONED: ['Бросание поезда на станции', 'БРОС'],
  LOADED: ['Погрузка вагона на подъездных путях', 'ПГР2'],
  UNLOADED: ['Выгрузка вагона на подъездных путях', 'ВЫГ2'],
  BAD_ORDER: ['Перечисление вагона в неисправные', 'РМНТ'],
};

export function operation(event: RailEvent): ReportRow['operation'] {
  const [name, mnemonic] = NAMES[event] ?? [event, undefined];
  return mnemonic === undefined ? { name, event } : { name, mnemonic, event };
}

const LOADED: Omit<ReportRow, 'row' | 'wagon' | 'operation' | 'operationAt' | 'station'> = {
  checkDigitValid: true,
  type: 'Прочие (90)',
  loadState: 'loaded',
  origin: SEBRYAKOVO,
  destination: VOSKRESENSK,
  cargo: { name: 'Цемент', etsng: '281014' },
  totalKm: 748,
};

/** A row of the first wagon with what a test changes; the last operation is given as event, place and time. */
export function row(event: RailEvent, station: Station, operationAt: string, change: Partial<ReportRow> = {}): ReportRow {
  const facts = {
    row: 5,
    wagon: '93123453',
    tripStartedAt: msk(17, '10:20'),
    waybill: 'ЭЯ101234',
    massKg: 68_500,
    deadline: '2026-08-22',
  };
  return { ...LOADED, ...facts, operation: operation(event), operationAt, station, ...change };
}

export const FLEET: Record<string, ReportRow> = {
  inTransit: row('DEPARTED', GRYAZI, msk(20, '06:12'), { remainingKm: 368, idleStationDays: 0.04, trainIndex: '6136-214-2200' }),
  abandoned: row('TRAIN_ABANDONED', RYAZHSK, msk(16, '22:40'), {
    row: 6,
    wagon: '93456788',
    tripStartedAt: msk(12, '16:40'),
    waybill: 'ЭЯ101177',
    massKg: 69_000,
    deadline: '2026-08-18',
    remainingKm: 214,
    idleStationDays: 3.38,
    trainIndex: '6136-209-2200',
  }),
  arrived: row('ARRIVED_STATION', VOSKRESENSK, msk(20, '01:30'), {
    row: 7,
    wagon: '93000016',
    tripStartedAt: msk(11, '09:05'),
    waybill: 'ЭЯ101102',
    massKg: 68_800,
    deadline: '2026-08-17',
    remainingKm: 0,
    idleStationDays: 0.23,
    arrivedAt: msk(20, '01:30'),
  }),
  unloaded: row('UNLOADED', VOSKRESENSK, msk(19, '15:10'), {
    row: 8,
    wagon: '54123450',
    loadState: 'empty',
    tripStartedAt: msk(8, '14:00'),
    waybill: 'ЭЯ100950',
    massKg: 69_200,
    deadline: '2026-08-14',
    remainingKm: 0,
    idleStationDays: 2.91,
    arrivedAt: msk(17, '09:20'),
  }),
  emptyRun: row('TRAIN_JOINED', RYBNOE, msk(19, '20:05'), {
    row: 9,
    wagon: '59000075',
    loadState: 'empty',
    tripStartedAt: msk(18, '20:15'),
    waybill: 'ЭЯ204410',
    massKg: 0,
    deadline: '2026-08-24',
    origin: VOSKRESENSK,
    destination: SEBRYAKOVO,
    remainingKm: 660,
    idleStationDays: 0.8,
    trainIndex: '2200-031-5844',
    cargo: { name: 'Вагоны железнодорожные собственные порожние', etsng: '421034' },
  }),
  atOrigin: without(
    row('LOADED', SEBRYAKOVO, msk(19, '17:30'), {
      row: 10,
      wagon: '93234565',
      tripStartedAt: msk(19, '17:30'),
      massKg: 68_400,
      remainingKm: 748,
      idleStationDays: 1.4,
    }),
    'waybill',
    'deadline',
  ),
  badOrder: row('BAD_ORDER', MICHURINSK, msk(18, '11:00'), {
    row: 11,
    wagon: '93333334',
    tripStartedAt: msk(14, '08:50'),
    waybill: 'ЭЯ101190',
    massKg: 67_900,
    deadline: '2026-08-20',
    remainingKm: 309,
    idleStationDays: 2.32,
    trainIndex: '6136-211-2200',
  }),
};

export function without(source: ReportRow, ...keys: (keyof ReportRow)[]): ReportRow {
  return Object.fromEntries(Object.entries(source).filter(([key]) => !keys.includes(key as keyof ReportRow))) as ReportRow;
}

/** The state a row makes, with its forecast. */
export function stateOf(source: ReportRow, previous?: WagonSnapshot, report = REPORT, now = NOW): WagonSnapshot {
  const { state } = advanceWagon({ previous, row: source, report });
  if (state === null) throw new Error('the row is stale');
  const eta = wagonEta(state, now);
  return eta === undefined ? state : { ...state, eta };
}

export const lateOf = (wagon: WagonSnapshot, now = NOW): boolean | null =>
  isLate(wagon.eta, wagon.deadline, wagonArrivedAt(wagon), now, MOSCOW);
