import type { Eta, ReportRow } from '@karavan/contracts';
import { advanceWagon } from '../advance-wagon.ts';
import { wagonEta } from '../rail-eta.ts';
import { DAY_MS, ms } from '../time.ts';
import type { WagonSnapshot } from '../wagon-trip.ts';
import { EMPTY_MODEL, type EtaModel, foretell, learnTrips } from './model.ts';
import { observationOf } from './observation.ts';
import { type FinishedTrip, followTrip, NO_TRIP, type TripLog } from './trips.ts';

/** One report as a backtest needs it; rows are those a parser accepted. */
export interface BacktestReport {
  id: string;
  reportedAt: string;
  rows: readonly ReportRow[];
}

/** One forecast of a trip that was seen to end, all figures in days from the report. */
export interface Outcome {
  wagon: string;
  arrivedAtMs: number;
  km: number;
  actualDays: number;
  p10: number;
  p50: number;
  p90: number;
  /** km a day since the trip was first seen; undefined until it has got any nearer */
  ownKmPerDay?: number;
}

export interface Replay {
  outcomes: Outcome[];
  wagons: number;
  trips: { finished: number; endUnseen: number; underway: number };
  /** forecasts made, with those of trips that have not ended or whose end nobody saw */
  forecasts: number;
  model: EtaModel;
}

interface Forecast {
  atMs: number;
  km: number;
  eta: Eta;
}

interface Followed {
  state: WagonSnapshot;
  log: TripLog;
  forecasts: Forecast[];
}

/**
 * Reports in the order of their time: each is taken in, the trips it shows to be over are learned, then every wagon on
 * its way is forecast as of the report. Nothing later is known to any forecast.
 */
export function replayReports(reports: readonly BacktestReport[]): Replay {
  const wagons = new Map<string, Followed>();
  const replay: Replay = {
    outcomes: [],
    wagons: 0,
    trips: { finished: 0, endUnseen: 0, underway: 0 },
    forecasts: 0,
    model: EMPTY_MODEL,
  };
  for (const report of [...reports].sort((a, b) => ms(a.reportedAt) - ms(b.reportedAt))) {
    const seen = new Set<Followed>();
    const finished: FinishedTrip[] = [];
    for (const row of report.rows) {
      const next = follow(wagons.get(row.wagon), { row, report, replay, finished });
      if (next === undefined) continue;
      wagons.set(row.wagon, next);
      seen.add(next);
    }
    replay.model = learnTrips(replay.model, finished);
    for (const wagon of seen) if (wagons.get(wagon.state.number) === wagon) forecast(wagon, replay);
  }
  replay.wagons = wagons.size;
  replay.trips.underway = [...wagons.values()].filter(({ log }) => log.observations.length > 0).length;
  return replay;
}

interface Step {
  row: ReportRow;
  report: BacktestReport;
  replay: Replay;
  finished: FinishedTrip[];
}

function follow(known: Followed | undefined, { row, report, replay, finished }: Step): Followed | undefined {
  const { state, newTrip } = advanceWagon({ previous: known?.state, row, report });
  if (state === null) return undefined;
  const forecasts = newTrip ? [] : (known?.forecasts ?? []);
  if (newTrip && (known?.log.observations.length ?? 0) > 0) replay.trips.endUnseen += 1;
  const step = followTrip(known?.log ?? NO_TRIP, { state, newTrip });
  if (step.finished === undefined) return { state, log: step.log, forecasts };
  finished.push(step.finished);
  replay.trips.finished += 1;
  replay.outcomes.push(...outcomesOf(step.finished, forecasts));
  return { state, log: step.log, forecasts: [] };
}

function forecast(wagon: Followed, replay: Replay): void {
  const { state, log, forecasts } = wagon;
  const observation = observationOf(state);
  const eta = log.ended ? undefined : wagonEta(state, new Date(state.reportedAt), replay.model);
  if (observation === undefined || eta === undefined) return;
  const last = forecasts.at(-1);
  if (last?.atMs === observation.atMs) forecasts.pop();
  else replay.forecasts += 1;
  wagon.log = { ...log, observations: foretell(replay.model, log.observations) };
  forecasts.push({ atMs: observation.atMs, km: observation.km, eta });
}

/** What the trip's own observations were forecast to be; others spoke of another place or came after the arrival. */
function outcomesOf({ wagon, arrivedAtMs, observations }: FinishedTrip, forecasts: readonly Forecast[]): Outcome[] {
  const counted = new Set(observations.map(({ atMs }) => atMs));
  const [first] = observations;
  return forecasts
    .filter(({ atMs }) => counted.has(atMs))
    .map(({ atMs, km, eta }) => {
      const days = (instant: string) => (ms(instant) - atMs) / DAY_MS;
      const nearer = (first?.km ?? km) - km;
      const own = nearer > 0 && first !== undefined ? { ownKmPerDay: nearer / ((atMs - first.atMs) / DAY_MS) } : {};
      const actualDays = (arrivedAtMs - atMs) / DAY_MS;
      return { wagon, arrivedAtMs, km, actualDays, p10: days(eta.p10), p50: days(eta.p50), p90: days(eta.p90), ...own };
    });
}
