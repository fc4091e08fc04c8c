/** One data row → a canonical row, or nothing when it has no usable wagon, operation or time. */
import type { Operation, ReportRow, Station } from '@karavan/contracts';
import { isWagonNumber, moscowDay, normaliseTrainIndex, toInstant } from '@karavan/rail';
import { compact } from './compact.ts';
import { loadStateOf } from './load-state.ts';
import { readCore } from './read-core.ts';
import type { RowReader } from './row-reader.ts';
import { destinationOf, isSamePlace, operationStationOf, originOf } from './station.ts';
import { idleDaysOf, kmOf, splitNameCode, splitPlaceCode, waybillOf } from './values.ts';

/** nothing on the network carries more */
const MAX_MASS_KG = 1_000_000;

/** Reasons of a refusal and all warnings are left in `row.details`. `rowNumber` is the one the file's program shows. */
export function readRow(row: RowReader, rowNumber: number): ReportRow | undefined {
  const core = readCore(row);
  if (!core) return undefined;
  const station = operationStationOf(row);
  const destination = destinationOf(row);
  const operation = atDestination(core.operation, station, destination);
  const massKg = massOf(row);
  const cargo = cargoOf(row);
  return compact({
    row: rowNumber,
    wagon: core.wagon,
    checkDigitValid: isWagonNumber(core.wagon),
    type: typeOf(row.named('wagonType')),
    loadState: loadStateOf({ word: loadWord(row), massKg, cargo, operation }),
    tripStartedAt: instant(row.optionalTime('tripStart')),
    origin: originOf(row),
    destination,
    operation,
    operationAt: toInstant(core.operationAtMs),
    station,
    trainIndex: normaliseTrainIndex(row.text('trainIndex') ?? ''),
    trainNumber: row.named('trainNumber'),
    positionInTrain: positionOf(row),
    waybill: readWaybill(row),
    cargo,
    massKg,
    totalKm: row.amount('kmTotal', kmOf) || undefined,
    passedKm: row.amount('kmDone', kmOf),
    remainingKm: row.amount('kmLeft', kmOf),
    idleOperationDays: idleOperationOf(row),
    idleStationDays: row.amount('idleStation', idleDaysOf),
    deadline: dayOf(row.optionalTime('deadline')),
    departedAt: instant(row.optionalTime('departure')),
    arrivedAt: instant(row.optionalTime('arrival')),
    shipper: companyOf(row.named('shipper')),
    consignee: companyOf(row.named('consignee')),
  });
}

function atDestination(operation: Operation, station: Station, destination: ReportRow['destination']): Operation {
  if (operation.event !== 'ARRIVED_STATION' || !isSamePlace(station, destination)) return operation;
  return { ...operation, event: 'ARRIVED_DESTINATION' };
}

function massOf(row: RowReader): number | undefined {
  const amount = row.amount('weight');
  if (!amount) return undefined;
  const massKg = Math.round(amount * (row.settings.massUnit === 't' ? 1000 : 1));
  if (massKg <= MAX_MASS_KG) return massKg;
  row.warnValue('weight', 'is more than any wagon carries; the field is left out');
  return undefined;
}

function loadWord(row: RowReader): string | undefined {
  if (row.text('emptyFlag') === '1') return 'ПОР';
  return row.text('loadedFlag') === '1' ? 'ГРУЖ' : row.text('loadState');
}

function cargoOf(row: RowReader): ReportRow['cargo'] {
  const text = row.named('cargo');
  const { name, code } = splitPlaceCode(text ?? '');
  const digits = row.named('cargoCode') ?? code;
  const etsng = digits && /^\d{4,6}$/.test(digits) ? digits.padStart(6, '0') : undefined;
  if (name === '' && etsng === undefined) return undefined;
  return compact({ name: name === '' ? (etsng ?? '') : name, etsng });
}

function positionOf(row: RowReader): number | undefined {
  const position = row.amount('position');
  return position !== undefined && Number.isInteger(position) && position > 0 && position < 1000 ? position : undefined;
}

function readWaybill(row: RowReader): string | undefined {
  const text = row.named('waybill');
  if (text === undefined) return undefined;
  const waybill = waybillOf(text);
  if (waybill === undefined) {
    row.details.push({
      code: 'WAYBILL',
      severity: 'warning',
      column: 'waybill',
      value: text,
      message: 'The waybill cell has no shape of a waybill number; left out.',
    });
  }
  return waybill;
}

function idleOperationOf(row: RowReader): number | undefined {
  const exact = row.amount('idleOp', idleDaysOf);
  if (exact !== undefined) return exact;
  const days = row.amount('idleOpDays', idleDaysOf);
  return days === undefined
    ? undefined
    : days + (row.amount('idleOpHours') ?? 0) / 24 + (row.amount('idleOpMinutes') ?? 0) / 1440;
}

/** accounting groups of rolling stock, where a report gives the code alone */
const WAGON_TYPES: Readonly<Record<string, string>> = {
  '20': 'Крытые',
  '40': 'Платформы',
  '60': 'Полувагоны',
  '70': 'Цистерны',
  '90': 'Прочие',
};

function typeOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : (WAGON_TYPES[text] ?? nameOf(text));
}

function nameOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : splitNameCode(text).name;
}

/** `ООО "БЕТОН" (77001234)` → the name; a client the railway itself does not know is nobody. */
function companyOf(text: string | undefined): string | undefined {
  const name = nameOf(text);
  return name === undefined || /^неизвестный клиент/i.test(name) ? undefined : name;
}

const instant = (epochMs: number | undefined) => (epochMs === undefined ? undefined : toInstant(epochMs));
const dayOf = (epochMs: number | undefined) => (epochMs === undefined ? undefined : moscowDay(epochMs));
