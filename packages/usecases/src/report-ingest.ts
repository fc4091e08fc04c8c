import type {
  Actor,
  ParsedReport,
  ReportIssue,
  ReportRow,
  ReportRowView,
  RowCounts,
  Station,
  WagonOperation,
  WagonState,
} from '@karavan/contracts';
import { resolveStation } from '@karavan/rail';
import { assets, audit, events, reports, shipments, type Tx, takeRevision, wagons } from '@karavan/store';
import { advanceWagon, type NewEvent } from '@karavan/tracking';
import { wagonAsset } from './asset-of.ts';
import { type Deps, scopeOf } from './deps.ts';
import { eventsFor } from './events-for.ts';
import { loadWagonsOf, refreshShipments, saveRefreshed } from './shipment-refresh.ts';

type State = Omit<WagonState, 'revision'>;

/** What one report makes of what we knew. */
interface Outcome {
  states: Map<string, State>;
  operations: { wagon: string; key: string; operation: WagonOperation }[];
  /** `late` ones fill the history; they count only when their operation is news to us */
  events: { assetId: string; event: NewEvent; operation: string }[];
  rows: ReportRowView[];
  counts: RowCounts;
}

/** Saves one parsed report in one transaction: everything of it is there, or nothing. A second call changes nothing. */
export async function ingestReport(
  deps: Deps,
  input: { actor: Actor; reportId: string; parsed: ParsedReport; again: boolean },
): Promise<void> {
  const { actor, reportId, parsed } = input;
  const done = await deps.db.scoped(scopeOf(actor), async (tx) => {
    const status = await reports.lockReport(tx, { companyId: actor.companyId, id: reportId });
    if (status === undefined || (status === 'ingested' && !input.again)) return false;
    const known = await wagons.listWagonsByNumber(tx, [...new Set(parsed.rows.map((row) => row.wagon))]);
    const outcome = decide({ known, parsed, reportId });
    await save(tx, { ...input, outcome, now: deps.clock() });
    return true;
  });
  if (done) {
    deps.announce();
    deps.log.info({ event: 'report.ingested', reportId, format: parsed.format, rows: parsed.total });
  }
}

function decide(input: { known: readonly WagonState[]; parsed: ParsedReport; reportId: string }): Outcome {
  const { parsed, reportId } = input;
  const present = new Map<string, State>(input.known.map((state) => [state.number, withoutRevision(state)]));
  const older = isOlderSnapshot(present, parsed);
  const outcome: Outcome = {
    states: new Map(),
    operations: [],
    events: [],
    rows: [],
    counts: { total: parsed.total, accepted: 0, rejected: 0, duplicate: 0, stale: 0 },
  };
  for (const row of parsed.rows) {
    const previous = outcome.states.get(row.wagon) ?? present.get(row.wagon);
    const step = advanceWagon({ previous, row: withPlaces(row), report: { id: reportId, reportedAt: parsed.reportedAt } });
    const stale = older || step.verdict === 'stale';
    if (!stale && step.state !== null) outcome.states.set(row.wagon, step.state);
    outcome.operations.push({ wagon: row.wagon, key: step.operationKey, operation: step.operation });
    for (const event of step.events)
      outcome.events.push({
        assetId: `wagon:${row.wagon}`,
        event: stale ? { ...event, late: true } : event,
        operation: `${row.wagon} ${step.operationKey}`,
      });
    outcome.counts[stale ? 'stale' : 'accepted'] += 1;
    outcome.rows.push({ row: row.row, wagon: row.wagon, verdict: stale ? 'stale' : 'accepted', data: row });
  }
  for (const row of parsed.rejected) outcome.rows.push({ row, wagon: null, verdict: 'rejected', data: null });
  for (const row of parsed.duplicates) outcome.rows.push({ row, wagon: null, verdict: 'duplicate', data: null });
  outcome.counts.rejected = parsed.rejected.length;
  outcome.counts.duplicate = parsed.duplicates.length;
  return outcome;
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

/** Reports name stations; the directory knows where they are. A report's own coordinates win. */
function withPlaces(row: ReportRow): ReportRow {
  return {
    ...row,
    station: withPlace(row.station),
    ...(row.origin ? { origin: withPlace(row.origin) } : {}),
    ...(row.destination ? { destination: withPlace(row.destination) } : {}),
  };
}

function withPlace(station: Station): Station {
  if (station.lat !== undefined) return station;
  const known = resolveStation(station);
  return known === undefined ? station : { ...station, esr: station.esr ?? known.esr, lat: known.lat, lon: known.lon };
}

async function save(
  tx: Tx,
  input: { actor: Actor; reportId: string; parsed: ParsedReport; outcome: Outcome; now: Date },
): Promise<void> {
  const { outcome, parsed, reportId, now } = input;
  const companyId = input.actor.companyId;
  await reports.saveReportRows(tx, { companyId, reportId, rows: outcome.rows });
  const unheard = await wagons.saveOperations(tx, { companyId, operations: outcome.operations });
  await reports.saveReportOutcome(tx, {
    id: reportId,
    status: 'ingested',
    format: parsed.format,
    reportedAt: parsed.reportedAt,
    counts: outcome.counts,
    issues: shortened(parsed.issues),
  });
  await audit.insertAudit(tx, {
    companyId,
    actor: input.actor.name,
    action: 'report ingested',
    subject: reportId,
    details: { ...outcome.counts },
  });

  const states = [...outcome.states.values()];
  const touched = [
    ...new Set([...outcome.events.map((event) => event.assetId), ...states.map((state) => `wagon:${state.number}`)]),
  ];
  const loaded = await shipments.loadShipmentsOn(tx, touched);
  const carried = new Map<string, State>([...(await loadWagonsOf(tx, loaded.units)), ...outcome.states]);
  const refreshed = refreshShipments({ loaded, wagons: carried, moved: new Set(outcome.states.keys()), now });
  const news = outcome.events.filter(({ event, operation }) => !event.late || unheard.has(operation));
  const told = eventsFor(news, { before: loaded.units, refreshed });

  // From here on other writers of live rows wait for our commit.
  const revision = await takeRevision(tx);
  await wagons.saveWagons(tx, { companyId, revision, states });
  await assets.saveAssets(tx, { companyId, revision, assets: states.map(wagonAsset) });
  await saveRefreshed(tx, { revision, before: loaded.units, refreshed });
  await events.insertEvents(tx, { companyId, revision, events: told });
}

const MOST_ISSUES = 1000;

/** A file that is wrong in every row says so in a thousand of them; the rows themselves keep their verdicts. */
function shortened(issues: ReportIssue[]): ReportIssue[] {
  if (issues.length <= MOST_ISSUES) return issues;
  const left = issues.length - MOST_ISSUES;
  const rest = {
    row: 0,
    code: 'MORE',
    severity: 'warning' as const,
    message: `${left} more of the same kinds; see the rows`,
    value: String(left),
  };
  return [...issues.slice(0, MOST_ISSUES), rest];
}

function withoutRevision({ revision: _, ...state }: WagonState): State {
  return state;
}
