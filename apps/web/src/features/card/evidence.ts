/** What an answer rests on, read from a record whose fields differ from source to source; unknown ones are not shown. */
export interface ReadEvidence {
  reportId?: string;
  row?: number;
  reportedAt?: string;
  operation?: string;
  operationAt?: string;
  source?: string;
  fixedAt?: string;
}

export function readEvidence(evidence: Record<string, unknown>): ReadEvidence {
  const operation = asRecord(evidence['operation']);
  const name = asText(operation?.['name']) ?? asText(evidence['operation']);
  const codes = [asText(operation?.['code']), asText(operation?.['mnemonic'])].filter(Boolean).join(' ');
  return defined({
    reportId: asText(evidence['reportId']),
    row: typeof evidence['row'] === 'number' ? evidence['row'] : undefined,
    reportedAt: asInstant(evidence['reportedAt']),
    operation: name && codes ? `${name} (${codes})` : name,
    operationAt: asInstant(operation?.['at']),
    source: asText(evidence['source']),
    fixedAt: asInstant(evidence['fixedAt']),
  });
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
