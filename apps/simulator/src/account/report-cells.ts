/**
 * The dislocation report as the client account writes it (service 226): preamble, 43 columns, `Имя (код)` for stations,
 * roads, cargo and operations, Moscow time without a zone. Masses kg, distances km.
 */
import { formatMoscow, moscowDay, ROADS, stationByEsr } from '@karavan/rail';
import type { Party } from '../cast.ts';
import { OPERATION_TEXTS, type Train } from '../rail/operation.ts';
import type { WagonRow } from '../rail/wagon-row.ts';

export type Cell = string | number;

const RUSSIA = 'Российская Федерация (643)';
const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** Header and value, in the order of the columns. */
const COLUMNS: readonly (readonly [header: string, value: (row: WagonRow, idleMinutes: number) => Cell])[] = [
  ['Номер вагона', (row) => Number(row.number)],
  ['Номер накладной', (row) => row.waybill ?? ''],
  ['Род вагона', () => 'Прочие (90)'],
  ['Администрация собственника', () => 'РЖД (20)'],
  ['Дата и время начала рейса', (row) => formatMoscow(row.tripStartedAt)],
  ['Государство отправления', () => RUSSIA],
  ['Дорога отправления', (row) => roadText(row.originEsr)],
  ['Станция отправления', (row) => stationText(row.originEsr)],
  ['Дата и время окончания рейса', () => ''],
  ['Государство назначения', (row) => (row.destinationEsr === undefined ? '' : RUSSIA)],
  ['Дорога назначения', (row) => (row.destinationEsr === undefined ? '' : roadText(row.destinationEsr))],
  ['Станция назначения', (row) => (row.destinationEsr === undefined ? '0' : stationText(row.destinationEsr))],
  ['Грузоотправитель (ТГНЛ)', (row) => row.shipper.tgnl],
  ['Грузоотправитель', (row) => partyText(row.shipper)],
  ['Грузоотправитель (ОКПО)', (row) => row.shipper.okpo],
  ['Грузоотправитель (наим)', (row) => row.shipper.name.toUpperCase()],
  ['Грузополучатель (ТГНЛ)', (row) => row.consignee.tgnl],
  ['Грузополучатель', (row) => partyText(row.consignee)],
  ['Грузополучатель (ОКПО)', (row) => row.consignee.okpo],
  ['Грузополучатель (наим)', (row) => row.consignee.name.toUpperCase()],
  [
    'Наименование груза',
    (row) => (row.cargo === 'cement' ? 'Цемент (281014)' : 'Вагоны железнодорожные собственные порожние (421034)'),
  ],
  ['Код груза ГНГ', (row) => (row.cargo === 'cement' ? 252_329 : 0)],
  ['Вес груза (кг)', (row) => row.massKg],
  ['Ранее выгруженный груз', (row) => (row.cargo === 'cement' ? '' : 'Цемент (281014)')],
  ['Станция операции', (row) => stationText(row.stationEsr)],
  ['Дорога операции', (row) => roadText(row.stationEsr)],
  ['Операция с вагоном', (row) => operationText(row)],
  ['Мнемокод операции', (row) => OPERATION_TEXTS[row.operation].mnemonic],
  ['Дата и время операции', (row) => formatMoscow(row.operationAt)],
  ['Тип парка (П/Г)', (row) => (row.isEmpty ? 'Порожний' : 'Груженый')],
  ['Индекс поезда', (row) => (row.train ? trainText(row.train) : '')],
  ['Номер поезда', (row) => row.train?.number ?? ''],
  ['Номер вагона в составе поезда', (row) => row.positionInTrain ?? 0],
  [
    'Нормативный срок доставки',
    (row) => (row.deadlineAt === undefined ? '' : moscowDay(row.deadlineAt).split('-').reverse().join('.')),
  ],
  ['Расстояние пройденное (км)', (row) => row.passedKm],
  ['Расстояние оставшееся (км)', (row) => row.remainingKm],
  ['Расстояние общее (км)', (row) => row.totalKm],
  ['Время простоя под последней операцией (сутки:часы:минуты)', (_row, idle) => idleText(idle)],
  ['Время простоя под последней операцией (сутки)', (_row, idle) => Math.floor(idle / DAY_MINUTES)],
  ['Дата и время отправления (АСОУП)', (row) => (row.departedAt === undefined ? '' : formatMoscow(row.departedAt))],
  ['Дата и время прибытия (АСОУП)', (row) => (row.arrivedAt === undefined ? '' : formatMoscow(row.arrivedAt))],
  ['Идентификатор отправки', (row) => (row.waybill === undefined ? '' : `20${roadCode(row.originEsr)}${row.waybill}`)],
  ['Идентификатор накладной', (row) => (row.waybill === undefined ? '' : Number(`1770${row.waybill.slice(2)}`))],
];

export const HEADERS: readonly string[] = COLUMNS.map(([header]) => header);

/** The whole sheet: three rows of preamble (formation time in A2), the header in row 4, the wagons below. */
export function reportCells(rows: readonly WagonRow[], formedAt: Date): Cell[][] {
  const formed = formatMoscow(formedAt.getTime());
  const wagons = rows.map((row) => {
    const idleMinutes = Math.max(0, Math.floor((formedAt.getTime() - row.operationAt) / MINUTE_MS));
    return COLUMNS.map(([, value]) => value(row, idleMinutes));
  });
  return [['', 'Личный кабинет клиента'], [formed, 'Дислокация вагонов'], [], [...HEADERS], ...wagons];
}

function stationText(esr: string): string {
  return `${(stationByEsr(esr)?.name ?? '').toUpperCase()} (${esr})`;
}

function roadCode(esr: string): string {
  const name = stationByEsr(esr)?.road;
  return Object.entries(ROADS).find(([, road]) => road.name === name)?.[0] ?? '';
}

function roadText(esr: string): string {
  return `${(stationByEsr(esr)?.road ?? '').toUpperCase()} (${roadCode(esr)})`;
}

function partyText(party: Party): string {
  return `${party.name.toUpperCase()} (${party.okpo})`;
}

function operationText({ operation }: WagonRow): string {
  const { name } = OPERATION_TEXTS[operation];
  return /^\d+$/.test(operation) ? `${name} (${operation})` : name;
}

function trainText({ fromEsr, ordinal, toEsr }: Train): string {
  const number = String(ordinal).padStart(3, '0');
  const nameOf = (esr: string) => (stationByEsr(esr)?.name ?? '').toUpperCase().slice(0, 12);
  return `${fromEsr} ${number} ${toEsr} (${nameOf(fromEsr)}+${number}+${nameOf(toEsr)})`;
}

/** `3: 8: 25`: days, hours and minutes, blank-padded. */
function idleText(minutes: number): string {
  const days = Math.floor(minutes / DAY_MINUTES);
  const hours = Math.floor((minutes % DAY_MINUTES) / 60);
  return `${days}:${String(hours).padStart(2)}: ${minutes % 60}`;
}
