import { setImmediate as breathe } from 'node:timers/promises';
import type { ParsedReport, ReportRowView, RowCounts, WagonOperation, WagonState } from '@karavan/contracts';
import { advanceMember, type NewEvent } from '@karavan/tracking';
import type { Network } from './station-network.ts';
import { createPlaces, withNetworkKm } from './station-place.ts';

export type State = Omit<WagonState, 'revision'>;

/** What one report makes of what we knew. */
export interface Outcome {
  states: Map<string, State>;
  operations: { wagon: string; key: string; operation: WagonOperation }[];
  /** `late` ones fill the history; they count only when their operation is news to us */
  events: ReportNews[];
  rows: ReportRowView[];
  counts: RowCounts;
  /** wagons that newer reports in use have spoken of: what is known of them has to be worked out anew */
  overtaken: Set<string>;
}

export interface ReportNews {
  assetId: string;
  event: NewEvent;
  /** `wagon key` of the operation the event rests on */
  operation?: string;
}

/** The event loop gets its turn this often: a report of ten thousand wagons is half a second of deciding. */
const SLICE_MS = 12;

/** Judges every row. `inItsTime`: newer reports may be in use, and this one counts as if it had come before them. */
export async function decideReport(input: {
  known: readonly WagonState[];
  parsed: ParsedReport;
  reportId: string;
  inItsTime: boolean;
  network: Network;
}): Promise<Outcome> {
  const { parsed, reportId, inItsTime, network } = input;
  const present = new Map<string, State>(input.known.map((state) => [state.number, withoutRevision(state)]));
  const outdated = !inItsTime && isOlderSnapshot(present, parsed);
  const place = createPlaces(network);
  const outcome = emptyOutcome(parsed);
  let sliceEnds = performance.now() + SLICE_MS;
  for (const row of parsed.rows) {
    if (performance.now() > sliceEnds) {
      await breathe();
      sliceEnds = performance.now() + SLICE_MS;
    }
    const previous = outcome.states.get(row.wagon) ?? present.get(row.wagon);
    const step = advanceMember({ previous, row: place(row), report: { id: reportId, reportedAt: parsed.reportedAt } });
    const overtaken = inItsTime && previous !== undefined && Date.parse(previous.reportedAt) > Date.parse(parsed.reportedAt);
    const stale = !overtaken && (outdated || step.verdict === 'stale');
    if (overtaken) outcome.overtaken.add(row.wagon);
    else if (!stale && step.state !== null) outcome.states.set(row.wagon, withNetworkKm(step.state, network));
    outcome.operations.push({ wagon: row.wagon, key: step.operationKey, operation: step.operation });
    for (const event of overtaken ? [] : step.events)
      outcome.events.push({
        assetId: `wagon:${row.wagon}`,
        event: stale ? { ...event, late: true } : event,
        operation: `${row.wagon} ${step.operationKey}`,
      });
    const verdict = stale ? 'stale' : 'accepted';
    outcome.counts[verdict] += 1;
    outcome.rows.push({ row: row.row, wagon: row.wagon, verdict, data: row });
  }
  return outcome;
}

function emptyOutcome(parsed: ParsedReport): Outcome {
  const rejected = parsed.rejected.map((row) => ({ row, wagon: null, verdict: 'rejected' as const, data: null }));
  const duplicates = parsed.duplicates.map((row) => ({ row, wagon: null, verdict: 'duplicate' as const, data: null }));
  const counts = { accepted: 0, rejected: rejected.length, duplicate: duplicates.length, stale: 0 };
  return {
    states: new Map(),
    operations: [],
    events: [],
    rows: [...rejected, ...duplicates],
    counts: { total: parsed.total, ...counts },
    overtaken: new Set(),
  };
}

/**
 * An older snapshot of a fleet we hold: at least half of its wagons carry newer news. Then none of its rows is the
 * present, not even those of wagons that have left the fleet since; another fleet's report is judged wagon by wagon.
 */
function isOlderSnapshot(present: ReadonlyMap<string, State>, parsed: ParsedReport): boolean {
  const reportedAt = Date.parse(parsed.reportedAt);
  const newer = parsed.rows.filter((row) => {
    const state = present.get(row.wagon);
    return state !== undefined && Date.parse(state.reportedAt) > reportedAt;
  });
  return parsed.rows.length > 0 && newer.length * 2 >= parsed.rows.length;
}

export function withoutRevision({ revision: _, ...state }: WagonState): State {
  return state;
}
