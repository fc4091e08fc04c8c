import type { ReportRow } from '@karavan/contracts';
import { advanceWagon } from '../advance-wagon.ts';
import { DAY_MS, ms } from '../time.ts';
import type { WagonSnapshot } from '../wagon-trip.ts';
import { EMPTY_MODEL, type EtaModel, foretell, learnTrips } from './model.ts';
import { type FinishedTrip, followTrip, NO_TRIP, type TripLog } from './trips.ts';

/** What is learned of a fleet, and where its wagons are in what they still teach. Plain JSON. */
export interface EtaStudy {
  model: EtaModel;
  wagons: Record<string, { state: WagonSnapshot; log: TripLog }>;
}

export const NEW_STUDY: EtaStudy = { model: EMPTY_MODEL, wagons: {} };

/** A wagon that no report has named for so long has left the fleet; if it comes back, it begins anew. */
const FORGOTTEN_AFTER_DAYS = 60;

/**
 * Takes the study one report further, reports in the order of their time: the trips it shows to be over are learned, and what
 * the model foretells now is noted, to be held against what comes (ET7, ET9). A report older than what is known changes nothing.
 */
export function studyReport(study: EtaStudy, report: { id: string; reportedAt: string; rows: readonly ReportRow[] }): EtaStudy {
  const wagons = new Map(Object.entries(study.wagons));
  const seen = new Set<string>();
  const finished: FinishedTrip[] = [];
  for (const row of report.rows) {
    const known = wagons.get(row.wagon);
    const { state, newTrip, verdict } = advanceWagon({ previous: known?.state, row, report });
    if (state === null || verdict === 'stale') continue;
    const step = followTrip(known?.log ?? NO_TRIP, { state, newTrip });
    if (step.finished !== undefined) finished.push(step.finished);
    wagons.set(row.wagon, { state, log: step.log });
    seen.add(row.wagon);
  }
  const model = finished.length === 0 ? study.model : learnTrips(study.model, finished);
  for (const number of seen) {
    const wagon = wagons.get(number);
    if (wagon !== undefined && !wagon.log.ended)
      wagons.set(number, { ...wagon, log: { ...wagon.log, observations: foretell(model, wagon.log.observations) } });
  }
  const oldest = ms(report.reportedAt) - FORGOTTEN_AFTER_DAYS * DAY_MS;
  return { model, wagons: Object.fromEntries([...wagons].filter(([, { state }]) => ms(state.reportedAt) >= oldest)) };
}
