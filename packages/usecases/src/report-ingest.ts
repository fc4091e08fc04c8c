import type { Actor, ParsedReport, ReportIssue, RowCounts } from '@karavan/contracts';
import { assets, audit, events, reports, shipments, sources, type Tx, takeRevision, wagons } from '@karavan/store';
import type { FleetChange } from '@karavan/tracking';
import { raiseReportAlerts } from './alerts-report.ts';
import { wagonAssets } from './asset-of.ts';
import { type Deps, scopeOf } from './deps.ts';
import { eventsFor } from './events-for.ts';
import { type Foresight, foresightOf } from './foresight.ts';
import { inTurn } from './in-turn.ts';
import { decideReport, type Outcome, type State } from './report-decide.ts';
import { followFleet, holdOf, judgeFleet, refollowFleet } from './report-fleet.ts';
import { rebuildWagons } from './report-rebuild.ts';
import { loadWagonsOf, refreshShipments, saveRefreshed } from './shipment-refresh.ts';
import { type Network, networkOf } from './station-network.ts';
import { tellStaff } from './tell-staff.ts';

interface Ingest {
  actor: Actor;
  reportId: string;
  /** with the signature of its headings, where it has any */
  parsed: ParsedReport & { layout?: string | undefined };
  /** read stored bytes again */
  again: boolean;
  /** its columns were taken for something else before: nothing of what was made of it then may stay */
  anew?: boolean;
  /** newer reports may be in use: this one counts as if it had come before them */
  inItsTime?: boolean;
  /** a person has looked: the guards are silent */
  unguarded?: boolean;
}

/**
 * Saves one parsed report in one transaction: everything of it is there, or nothing. A second call changes nothing. Reports are
 * saved in the order of the calls.
 */
export async function ingestReport(deps: Deps, input: Ingest): Promise<void> {
  const { actor, reportId, parsed } = input;
  const done = await inTurn(deps.db, `ingest ${actor.companyId}`, () => ingestNow(deps, input));
  if (done === 'nothing') return;
  deps.announce();
  deps.log.info({ event: `report.${done}`, reportId, format: parsed.format, rows: parsed.total });
}

async function ingestNow(deps: Deps, input: Ingest): Promise<'ingested' | 'held' | 'nothing'> {
  const { actor, reportId, parsed, unguarded = false } = input;
  const foresight = await foresightOf(deps, actor.companyId);
  const network = await networkOf(deps, actor.companyId);
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const report = await reports.lockReport(tx, { companyId: actor.companyId, id: reportId });
    if (report === undefined || (report.status === 'ingested' && !input.again)) return 'nothing';
    if (report.status === 'rejected' && !input.again) return 'nothing';
    const { source, counts } = report;
    const inItsTime = input.inItsTime || (input.again && !cameTooLate(counts));
    const change = await judgeFleet(tx, { source, parsed });
    if (change?.isHeld && !unguarded && report.status !== 'ingested') {
      await hold(tx, { ...input, change, source, isHeld: report.status === 'held', now: deps.clock() });
      return 'held';
    }
    const known = await wagons.listWagonsByNumber(tx, [...new Set(parsed.rows.map((row) => row.wagon))]);
    const outcome = await decideReport({ known, parsed, reportId, inItsTime, network });
    await save(tx, { ...input, inItsTime, outcome, change, source, now: deps.clock(), foresight, network });
    return 'ingested';
  });
}

/**
 * Read before, with nothing in it that was news: that stays so. Every other report that is read again counts as it did when
 * it came, whatever has come since.
 */
const cameTooLate = (counts: RowCounts | null): boolean => counts !== null && counts.accepted === 0 && counts.stale > 0;

async function hold(tx: Tx, input: Ingest & { change: FleetChange; source: string; isHeld: boolean; now: Date }): Promise<void> {
  const { parsed, reportId, source, change } = input;
  const companyId = input.actor.companyId;
  const isFirst = (await reports.listHeld(tx, { source })).length === 0;
  const held = parsed.rows.length;
  const counts = {
    total: parsed.total,
    accepted: 0,
    rejected: parsed.rejected.length,
    duplicate: parsed.duplicates.length,
    stale: 0,
    held,
  };
  const why = holdOf(change, new Set(parsed.rows.map((row) => row.wagon)).size);
  await reports.saveReportOutcome(tx, {
    id: reportId,
    status: 'held',
    format: parsed.format,
    reportedAt: parsed.reportedAt,
    counts,
    issues: shortened(parsed.issues),
    problem: `${why.lost} of the ${why.fleet} wagons of ${source} are not in it. Nothing was made of it until somebody has looked.`,
    hold: why,
  });
  await sources.noteNewestReport(tx, { id: source, reportedAt: parsed.reportedAt });
  if (!input.isHeld)
    await audit.insertAudit(tx, {
      companyId,
      actor: input.actor.name,
      action: 'report held',
      subject: reportId,
      details: { ...counts },
    });
  if (isFirst)
    await tellStaff(tx, {
      companyId,
      kind: 'reportHeld',
      at: input.now,
      evidence: { reportId, source, fleet: why.fleet, lost: why.lost },
    });
}

/** Who follows the live rows takes them revision by revision: so many at a stretch keep nobody waiting. */
const ROWS_A_REVISION = 1000;

interface Save extends Ingest {
  outcome: Outcome;
  change: FleetChange | undefined;
  source: string;
  now: Date;
  foresight: Foresight;
  network: Network;
}

async function save(tx: Tx, input: Save): Promise<void> {
  const { outcome, parsed, reportId, now } = input;
  const companyId = input.actor.companyId;
  if (input.anew) await forget(tx, input);
  await reports.saveReportRows(tx, { companyId, reportId, rows: outcome.rows });
  const unheard = await wagons.saveOperations(tx, { companyId, operations: outcome.operations });
  await reports.saveReportOutcome(tx, {
    id: reportId,
    status: 'ingested',
    format: parsed.format,
    reportedAt: parsed.reportedAt,
    counts: outcome.counts,
    issues: shortened(parsed.issues),
    ...(parsed.layout === undefined ? {} : { layout: { signature: parsed.layout } }),
  });
  await audit.insertAudit(tx, {
    companyId,
    actor: input.actor.name,
    action: 'report ingested',
    subject: reportId,
    details: { ...outcome.counts },
  });
  await catchUp(tx, input);

  const states = [...outcome.states.values()];
  const touched = [
    ...new Set([...outcome.events.map((event) => event.assetId), ...states.map((state) => `wagon:${state.number}`)]),
  ];
  const loaded = await shipments.loadShipmentsOn(tx, touched);
  const carried = new Map<string, State>([...(await loadWagonsOf(tx, loaded.units)), ...outcome.states]);
  const refreshed = refreshShipments({
    loaded,
    wagons: carried,
    moved: new Set(outcome.states.keys()),
    now,
    foresight: input.foresight,
  });
  const news = outcome.events.filter(
    ({ event, operation }) => !event.late || (operation !== undefined && unheard.has(operation)),
  );
  const told = eventsFor(news, { before: loaded.units, refreshed });

  const markers = await wagonAssets(states, input.network);

  // From here on other writers of live rows wait for our commit.
  let revision = await takeRevision(tx);
  for (let start = 0; start < Math.max(states.length, told.length); start += ROWS_A_REVISION) {
    if (start > 0) revision = await takeRevision(tx);
    const end = start + ROWS_A_REVISION;
    await wagons.saveWagons(tx, { companyId, revision, states: states.slice(start, end) });
    await assets.saveAssets(tx, { companyId, revision, assets: markers.slice(start, end) });
    await events.insertEvents(tx, { companyId, revision, events: told.slice(start, end) });
  }
  await saveRefreshed(tx, { revision, before: loaded.units, refreshed });
  await raiseReportAlerts(tx, { companyId, states: outcome.states, now, revision });
}

/** What was made of a report by the wrong columns: its operations go, and the wagons of its old and new rows are worked out anew. */
async function forget(tx: Tx, { reportId, outcome }: Save): Promise<void> {
  for (const wagon of await reports.listWagonsOfReport(tx, reportId)) outcome.overtaken.add(wagon);
  for (const { wagon } of outcome.rows) if (wagon !== null) outcome.overtaken.add(wagon);
  await wagons.deleteOperationsOf(tx, { reportId, wagons: [...outcome.overtaken] });
}

/** What the report means beyond its own rows: its fleet, and the wagons that newer reports have spoken of already. */
async function catchUp(tx: Tx, input: Save): Promise<void> {
  const { outcome, parsed, reportId, source, change, network } = input;
  const companyId = input.actor.companyId;
  if (outcome.overtaken.size > 0) {
    const rebuilt = await rebuildWagons(tx, { wagons: [...outcome.overtaken], from: parsed.reportedAt, network });
    for (const [wagon, state] of rebuilt.states) outcome.states.set(wagon, state);
    outcome.events.push(...rebuilt.events);
  }
  if (change === undefined) return;
  await sources.noteNewestReport(tx, { id: source, reportedAt: parsed.reportedAt });
  if (input.inItsTime && change.isOlder) await refollowFleet(tx, { companyId, source, reportId, parsed, outcome });
  else await followFleet(tx, { companyId, source, reportId, parsed, change, outcome });
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
