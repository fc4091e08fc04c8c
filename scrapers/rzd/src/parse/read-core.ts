/** What a row cannot do without: a wagon, an operation and its time. */
import type { Operation } from '@karavan/contracts';
import {
  classifyOperation,
  findOperation,
  hasOperation,
  isWagonNumber,
  normaliseWagonNumber,
  type OperationText,
} from '@karavan/rail';
import { compact } from './compact.ts';
import type { RowReader } from './row-reader.ts';
import { clockOf } from './values.ts';

/** Undefined when one of the three is missing; every reason is then an error in `row.details`. */
export function readCore(row: RowReader): { wagon: string; operation: Operation; operationAtMs: number } | undefined {
  const wagon = normaliseWagonNumber(row.cell('wagon') ?? '');
  const operationAtMs = operationTimeOf(row);
  const text = operationText(row);
  const reject = (code: 'WAGON' | 'OPERATION' | 'OPERATION_TIME', column: 'wagon' | 'operation' | 'opTime', message: string) =>
    row.details.push({ code, severity: 'error', column, value: row.cell(column), message });
  if (wagon === undefined) reject('WAGON', 'wagon', 'The wagon cell holds no eight-digit number.');
  if (operationAtMs === undefined) reject('OPERATION_TIME', 'opTime', 'The operation has no readable date and time.');
  const isOperation = hasOperation(text);
  if (!isOperation) reject('OPERATION', 'operation', 'The row names no operation.');
  if (wagon === undefined || operationAtMs === undefined || !isOperation) return undefined;
  if (wagon.startsWith('0')) {
    row.details.push({
      code: 'WAGON_SHORT',
      severity: 'warning',
      column: 'wagon',
      value: row.cell('wagon'),
      message: `Read as wagon ${wagon}: no freight wagon starts with a zero, so digits may be lost.`,
    });
  }
  if (!isWagonNumber(wagon)) {
    row.details.push({
      code: 'CHECK_DIGIT',
      severity: 'warning',
      column: 'wagon',
      value: wagon,
      message: `Wagon ${wagon} fails its check digit; a digit may be mistyped.`,
    });
  }
  return { wagon, operation: classified(row, text), operationAtMs };
}

function classified(row: RowReader, text: OperationText): Operation {
  const { operations } = row.settings;
  const key = `${text.text}|${text.mnemonic}|${text.code}`;
  const found = operations.get(key) ?? { operation: classifyOperation(text), isKnown: findOperation(text) !== undefined };
  operations.set(key, found);
  const { operation, isKnown } = found;
  if (!isKnown) {
    row.details.push({
      code: 'UNKNOWN_OPERATION',
      severity: 'warning',
      column: 'operation',
      value: operation.name,
      message: `Operation "${operation.name}" is in no list; taken as ${operation.event}.`,
    });
  }
  return operation;
}

function operationText(row: RowReader): OperationText {
  return compact({ text: row.text('operation'), mnemonic: row.text('opMnemonic'), code: row.text('opCode') });
}

/** Some exports keep day and clock in two columns; a day without a clock is midnight, and told. */
function operationTimeOf(row: RowReader): number | undefined {
  const time = row.time('opTime');
  if (!time || time.hasClock) return time?.epochMs;
  const clockMs = clockOf(row.cell('opClock'));
  if (clockMs === undefined && !(typeof row.cell('opTime') === 'number' && row.settings.hasClocks)) {
    row.details.push({
      code: 'NO_CLOCK',
      severity: 'warning',
      column: 'opTime',
      value: row.cell('opTime'),
      message: 'The operation has a day and no time of day; taken as 00:00 Moscow time.',
    });
  }
  return time.epochMs + (clockMs ?? 0);
}
