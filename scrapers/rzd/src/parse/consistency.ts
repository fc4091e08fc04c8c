/** Columns that say one thing twice: where they disagree, one of them is mistyped or stands in the wrong place. */
import type { ReportRow, Station } from '@karavan/contracts';
import { nameKey, stationByEsr } from '@karavan/rail';
import type { IssueDetail } from './issues.ts';

const DAY_MS = 86_400_000;
/** an account's file is made a little after its data */
const MAX_IDLE_ERROR_MS = 3_600_000;
/** kilometres are rounded one by one */
const MAX_KM_ERROR = 2;
const SAME_LETTERS = 4;
/** `М.АСТАФ(Э)`, `С-ПЕТЕРБУРГ-ТОВ` */
const ABBREVIATED = /^.{0,3}[.-]/;

/** Doubts about an accepted row. `statedMs` is the formation time the file itself gives. */
export function doubtsOf(row: ReportRow, statedMs: number | undefined): IssueDetail[] {
  return [idleDoubt(row, statedMs), distanceDoubt(row), stationDoubt(row)].filter((doubt) => doubt !== undefined);
}

/** Formation time minus operation time is the idle time to the minute, where it is given to the minute. */
function idleDoubt(row: ReportRow, statedMs: number | undefined): IssueDetail | undefined {
  const { idleOperationDays: days } = row;
  if (statedMs === undefined || days === undefined || Number.isInteger(days)) return undefined;
  const errorMs = Math.abs(statedMs - Date.parse(row.operationAt) - days * DAY_MS);
  if (errorMs <= MAX_IDLE_ERROR_MS) return undefined;
  return doubt('IDLE_MISMATCH', 'opTime', 'The idle time does not lead from the operation to the report; one of them is wrong.');
}

function distanceDoubt({ totalKm, passedKm, remainingKm }: ReportRow): IssueDetail | undefined {
  if (totalKm === undefined || passedKm === undefined || remainingKm === undefined) return undefined;
  if (Math.abs(passedKm + remainingKm - totalKm) <= MAX_KM_ERROR) return undefined;
  return doubt('DISTANCE_MISMATCH', 'kmLeft', 'The passed and the remaining distance do not make the whole.');
}

function stationDoubt({ station }: ReportRow): IssueDetail | undefined {
  if (isOwnCode(station)) return undefined;
  return {
    ...doubt('STATION_MISMATCH', 'opStation', 'The station code belongs to a station of another name.'),
    value: `${station.name} (${station.esr})`,
  };
}

function isOwnCode({ name, esr }: Station): boolean {
  const known = esr === undefined ? undefined : stationByEsr(esr);
  return known === undefined || name === '' || ABBREVIATED.test(name) || keyOf(known.name) === keyOf(name);
}

const keyOf = (name: string): string => nameKey(name.replace(/^ст\.\s*/i, '')).slice(0, SAME_LETTERS);

function doubt(code: IssueDetail['code'], column: 'opTime' | 'kmLeft' | 'opStation', message: string): IssueDetail {
  return { code, severity: 'warning', column, message };
}
