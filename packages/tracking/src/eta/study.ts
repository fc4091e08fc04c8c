import type { ReportRow } from '@karavan/contracts';
import { advanceWagon } from '../advance-wagon.ts';
import { DAY_MS, ms } from '../time.ts';
import type { WagonSnapshot } from '../wagon-trip.ts';
import { type EtaModel, foretell, learnTrips } from './model.ts';
import { type FinishedTrip, followTrip, NO_TRIP, type TripLog } from './trips.ts';

/** Where a wagon is in what it still teaches. Plain JSON. */
export interface StudiedWagon {
  state: WagonSnapshot;
  log: TripLog;
}

/** A wagon that no report has named for so long has left the fleet; if it comes back, it begins anew. */
export const FORGOTTEN_AFTER_DAYS = 60;

/**
 * Takes the study one report further, reports in the order of their time: the trips it shows to be over are learned, and what
 * the model foretells now is noted, to be held against what comes (ET7, ET9). `known` holds the report's own wagons as far as
 * they were studied. Gives the next model and the wagons that changed; a report older than what is known changes nothing.
 */
export function studyReport(
  study: { model: EtaModel; known: ReadonlyMap<string, StudiedWagon> },
  report: { id: string; reportedAt: string; rows: readonly ReportRow[] },
): { model: EtaModel; changed: Map<string, StudiedWagon> } {
  const changed = new Map<string, StudiedWagon>();
  const finished: FinishedTrip[] = [];
  const oldest = ms(report.reportedAt) - FORGOTTEN_AFTER_DAYS * DAY_MS;
  for (const row of report.rows) {
    const stored = changed.get(row.wagon) ?? study.known.get(row.wagon);
    const known = stored === undefined || ms(stored.state.reportedAt) < oldest ? undefined : stored;
    const { state, newTrip, verdict } = advanceWagon({ previous: known?.state, row, report });
    if (state === null || verdict === 'stale') continue;
    const step = followTrip(known?.log ?? NO_TRIP, { state, newTrip });
    if (step.finished !== undefined) finished.push(step.finished);
    changed.set(row.wagon, { state, log: step.log });
  }
  const model = finished.length === 0 ? study.model : learnTrips(study.model, finished);
  for (const [number, { state, log }] of changed)
    if (!log.ended) changed.set(number, { state, log: { ...log, observations: foretell(model, log.observations) } });
  return { model, changed };
}
