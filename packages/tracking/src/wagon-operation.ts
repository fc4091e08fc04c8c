import type { RailEvent, ReportRow, WagonOperation } from '@karavan/contracts';
import { defined } from './defined.ts';
import { stationKey } from './station.ts';
import { iso, MINUTE_MS, ms } from './time.ts';

/** As many letters of the station as survive in every layout: prints cut names off, account files shorten them. */
const STATION_LETTERS = 5;

/** A layout without the destination cannot tell the arrival there from any other one. */
const family = (event: RailEvent): string => (event === 'ARRIVED_DESTINATION' ? 'ARRIVED_STATION' : event);

/**
 * The identity of an operation of one wagon, the same from every report and every layout (RW2): Moscow minute as UTC,
 * event, first letters of the station. Spreadsheet times are binary fractions of a day, so they are rounded, not cut.
 */
export function operationKey(operation: { at: string; event: RailEvent; station: { name: string } }): string {
  const minute = iso(Math.round(ms(operation.at) / MINUTE_MS) * MINUTE_MS).slice(0, 16);
  return `${minute}Z|${family(operation.event)}|${stationKey(operation.station.name).slice(0, STATION_LETTERS)}`;
}

/** What the history keeps of a row: one item an operation. */
export function operationOf(row: ReportRow, reportId: string): WagonOperation {
  return defined({
    at: row.operationAt,
    code: row.operation.code,
    mnemonic: row.operation.mnemonic,
    name: row.operation.name,
    event: row.operation.event,
    station: row.station,
    remainingKm: row.remainingKm,
    evidence: { reportId, row: row.row },
  });
}
