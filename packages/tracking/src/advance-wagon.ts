import type { ReportRow, WagonOperation } from '@karavan/contracts';
import { defined } from './defined.ts';
import { mergeStation, sameStation } from './station.ts';
import { ms } from './time.ts';
import { lateEvent, type NewEvent, wagonEvents } from './wagon-events.ts';
import { operationKey, operationOf } from './wagon-operation.ts';
import { wagonStatus } from './wagon-status.ts';
import { idleOf, type Stay, stayOf } from './wagon-stay.ts';
import { type TripRelation, tripFacts, tripRelation, type WagonSnapshot } from './wagon-trip.ts';

export interface WagonAdvance {
  verdict: 'advanced' | 'repeated' | 'stale';
  /** null when stale: what is known stays as it is */
  state: WagonSnapshot | null;
  /** one item of the history, whatever the verdict */
  operation: WagonOperation;
  /** identity of the operation, stable across reports and layouts: the history keeps one item a key */
  operationKey: string;
  /** tell each (kind, at) of a wagon once; late ones only if the operation was new to the history */
  events: NewEvent[];
  /** this row opens another loaded or empty trip than the one known; false for a wagon never seen before */
  newTrip: boolean;
}

/** Older than what is known: an earlier report, or in a report of the same instant the earlier of two operations (RW3). */
function isStale(previous: WagonSnapshot, row: ReportRow, reportedAt: string): boolean {
  const age = ms(reportedAt) - ms(previous.reportedAt);
  return age < 0 || (age === 0 && ms(row.operationAt) < ms(previous.lastOperation.at));
}

/** A layout may print only the mnemonic, the name or the code: the same operation keeps what any of them gave. */
function lastOperationOf(
  row: ReportRow,
  previous: WagonSnapshot | undefined,
  sameOperation: boolean,
): WagonSnapshot['lastOperation'] {
  const known = sameOperation ? previous?.lastOperation : undefined;
  const { mnemonic, name, code, event } = row.operation;
  const onlyMnemonic = known !== undefined && known.name.length > name.length && name === (mnemonic ?? known.mnemonic);
  return defined({
    code: code ?? known?.code,
    mnemonic: mnemonic ?? known?.mnemonic,
    name: onlyMnemonic ? known.name : name,
    event,
    at: row.operationAt,
    station: mergeStation(row.station, previous?.lastOperation.station),
  });
}

/** Kilometres left belong to a station: a layout without the column keeps them while the wagon has not moved (RW8). */
function remainingKmOf(row: ReportRow, previous: WagonSnapshot | undefined, relation: TripRelation): number | undefined {
  if (row.remainingKm !== undefined) return row.remainingKm;
  if (row.totalKm !== undefined && row.passedKm !== undefined) return Math.max(0, row.totalKm - row.passedKm);
  const unmoved = relation === 'same' && sameStation(previous?.lastOperation.station, row.station);
  const rerouted = row.destination && previous?.destination && !sameStation(row.destination, previous.destination);
  return unmoved && !rerouted ? previous?.remainingKm : undefined;
}

/** At the destination nothing is left; on the way a zero is a hole in the report, and unknown is not zero (RW8). */
function withDistance({ remainingKm, ...state }: WagonSnapshot): WagonSnapshot {
  if (state.status === 'arrived') return { ...state, remainingKm: 0 };
  const hole = remainingKm === 0 && state.status !== 'unloaded';
  return remainingKm === undefined || hole ? state : { ...state, remainingKm };
}

interface Known {
  previous: WagonSnapshot | undefined;
  relation: TripRelation;
  sameOperation: boolean;
  stay: Stay;
}

function nextState(row: ReportRow, report: { id: string; reportedAt: string }, known: Known): WagonSnapshot {
  const { previous, relation, sameOperation, stay } = known;
  const draft = defined({
    number: row.wagon,
    checkDigitValid: row.checkDigitValid,
    ...tripFacts(row, previous, relation),
    lastOperation: lastOperationOf(row, previous, sameOperation),
    atStationSince: stay.since,
    remainingKm: remainingKmOf(row, previous, relation),
    idle: idleOf(row, report.reportedAt, stay.since),
    reportedAt: report.reportedAt,
    evidence: { reportId: report.id, row: row.row },
  });
  const status = wagonStatus({ next: draft, row, previous, relation });
  return withDistance({ ...draft, status });
}

/**
 * What one row of one report makes of what was known of the wagon (rules RW1 to RW21 of SPEC.md). Pure: the same
 * arguments give the same answer, and a row taken twice changes nothing. Times are UTC instants, masses kg, distances
 * km, idle figures days. The forecast is not made here: `wagonEta(state, now)` makes it.
 */
export function advanceWagon(input: {
  previous: WagonSnapshot | undefined;
  row: ReportRow;
  report: { id: string; reportedAt: string };
}): WagonAdvance {
  const { previous, row, report } = input;
  const operation = operationOf(row, report.id);
  const key = operationKey(operation);
  const sameOperation = previous !== undefined && operationKey(previous.lastOperation) === key;
  if (previous !== undefined && isStale(previous, row, report.reportedAt)) {
    const events = sameOperation ? [] : lateEvent(operation, row.loadState);
    return { verdict: 'stale', state: null, operation, operationKey: key, events, newTrip: false };
  }
  const relation = previous === undefined ? 'same' : tripRelation(previous, row);
  const stay = stayOf(row, report.reportedAt, previous);
  const state = nextState(row, report, { previous, relation, sameOperation, stay });
  const corrected = previous !== undefined && !sameOperation && ms(row.operationAt) < ms(previous.lastOperation.at);
  const change = { previous, next: state, row, operation, relation, sameOperation, sameStay: stay.continued };
  return {
    verdict: sameOperation ? 'repeated' : 'advanced',
    state,
    operation,
    operationKey: key,
    events: corrected ? [] : wagonEvents(change),
    newTrip: relation === 'new',
  };
}
