/** What the report calls a fact and dates after itself is a forecast. */
import type { ReportRow } from '@karavan/contracts';
import type { Field } from './fields.ts';
import type { Layout } from './header.ts';
import { toIssue } from './issues.ts';
import type { Body } from './read-body.ts';

const FACTS = [
  { key: 'arrivedAt', field: 'arrival' },
  { key: 'departedAt', field: 'departure' },
  { key: 'tripStartedAt', field: 'tripStart' },
] as const satisfies readonly { key: keyof ReportRow; field: Field }[];

const HOUR_MS = 3_600_000;
/** clocks differ; an estimated formation time may be too early by the lag of a report */
const LEEWAY_MS = { stated: HOUR_MS, estimated: 3 * HOUR_MS } as const;
/** one in so many may be a slip of the pen; more, and the column foretells */
const SLIPS = 10;

/** Takes out values after the formation time; a column of forecasts loses those of today with the rest. */
export function leaveOutFuture(
  body: Body,
  { headers, columns }: Pick<Layout, 'headers' | 'columns'>,
  time: { epochMs: number; basis: keyof typeof LEEWAY_MS },
): void {
  for (const { key, field } of FACTS) {
    const filled = body.rows.filter((row) => row[key] !== undefined);
    const ahead = filled.filter((row) => Date.parse(row[key] ?? '') > time.epochMs + LEEWAY_MS[time.basis]);
    const foretold = new Set(ahead.length * SLIPS > filled.length ? filled : ahead);
    if (foretold.size === 0) continue;
    body.rows = body.rows.map((row) => (foretold.has(row) ? without(row, key) : row));
    for (const row of foretold)
      body.issues.push(
        toIssue(row.row, {
          code: 'BAD_VALUE',
          severity: 'warning',
          column: field,
          value: headers[columns.get(field) ?? -1],
          message: `${field} is dated after the report, so it is a forecast; the field is left out.`,
        }),
      );
  }
}

function without(row: ReportRow, key: (typeof FACTS)[number]['key']): ReportRow {
  const { [key]: _, ...rest } = row;
  return rest;
}
