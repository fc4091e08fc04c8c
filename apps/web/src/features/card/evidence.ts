import { RAIL_EVENTS, type RailEvent } from '@karavan/contracts';

/** What an answer rests on, read from a record whose fields differ from source to source; unknown ones are not shown. */
export interface ReadEvidence {
  reportId?: string;
  row?: number;
  reportedAt?: string;
  operation?: ReadOperation;
  operationAt?: string;
  source?: string;
  fixedAt?: string;
}

/** As the railway wrote it, with what is known of its meaning. */
export interface ReadOperation {
  name: string;
  code?: string;
  mnemonic?: string;
  event: RailEvent;
}

export function readEvidence(evidence: Record<string, unknown>): ReadEvidence {
  const operation = asRecord(evidence['operation']);
  return defined({
    reportId: asText(evidence['reportId']),
    row: typeof evidence['row'] === 'number' ? evidence['row'] : undefined,
    reportedAt: asInstant(evidence['reportedAt']),
    operation: asOperation(operation ?? { name: evidence['operation'] }),
    operationAt: asInstant(operation?.['at']),
    source: asText(evidence['source']),
    fixedAt: asInstant(evidence['fixedAt']),
  });
}

function asOperation(value: Record<string, unknown>): ReadOperation | undefined {
  const name = asText(value['name']);
  if (name === undefined) return undefined;
  const event = RAIL_EVENTS.find((known) => known === value['event']) ?? 'OTHER';
  return { name, event, ...defined({ code: asText(value['code']), mnemonic: asText(value['mnemonic']) }) };
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function asInstant(value: unknown): string | undefined {
  return typeof value === 'string' && Number.isFinite(Date.parse(value)) ? value : undefined;
}

/** Without the fields nobody knows. */
function defined<T extends object>(record: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}
