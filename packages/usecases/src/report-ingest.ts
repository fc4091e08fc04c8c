import type { Actor, ParsedReport, RowCounts } from '@karavan/contracts';
import { assets, audit, events, norms, reports, shipments, sources, type Tx, takeRevision, wagons } from '@karavan/store';
import { type FleetChange, SHIPPED_NORMS } from '@karavan/tracking';
import { raiseReportAlerts } from './alerts-report.ts';
import { wagonAssets } from './asset-of.ts';
import { type Deps, scopeOf } from './deps.ts';
import { eventsFor } from './events-for.ts';
import { type Foresight, foresightOf } from './foresight.ts';
import { inTurn } from './in-turn.ts';
import { forgetMisread, takeBack } from './report-correct.ts';
import { decideReport, type Outcome, type State } from './report-decide.ts';
import { followFleet, judgeFleet, refollowFleet } from './report-fleet.ts';
import { aheadOf, hold, holdOf } from './report-hold.ts';
import { shortened } from './report-issues.ts';
import { rebuildWagons } from './report-rebuild.ts';
import { loadWagonsOf, refreshShipments, saveRefreshed } from './shipment-refresh.ts';
import { type Network, networkOf } from './station-network.ts';

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
    const isGuarded = !unguarded && report.status !== 'ingested';
    const ahead = aheadOf({ ...report, reportedAt: parsed.reportedAt });
    if (isGuarded && ahead !== undefined) {
      await hold(tx, { ...input, why: ahead, source, isHeld: report.status === 'held', now: deps.clock() });
      return 'held';
    }
    const inItsTime = input.inItsTime || (input.again && !cameTooLate(counts));
    const change = await judgeFleet(tx, { source, parsed });
    if (change?.isHeld && isGuarded) {
      const why = holdOf(change, new Set(parsed.rows.map((row) => row.wagon)).size);
      await hold(tx, { ...input, why, source, isHeld: report.status === 'held', now: deps.clock() });
      return 'held';
    }
    // whoever changes the norms waits for the same lock, so these are the ones its shipments are worked out by
    const books = [...SHIPPED_NORMS, ...(await norms.listBooksOf(tx, actor.companyId))];
    const known = await wagons.listWagonsByNumber(tx, [...new Set(parsed.rows.map((row) => row.wagon))]);
    const outcome = await decideReport({ known, parsed, reportId, inItsTime, network });
    await save(tx, {
      ...input,
      inItsTime,
      outcome,
      change,
      source,
      now: deps.clock(),
      foresight: { ...foresight, norms: books },
      network,
    });
    return 'ingested';
  });
}

/**
 * Read before, with nothing in it that was news: that stays so. Every other report that is read again counts as it did when
 * it came, whatever has come since.
 */
const cameTooLate = (counts: RowCounts | null): boolean => counts !== null && counts.accepted === 0 && counts.stale > 0;

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
  if (input.anew) await forgetMisread(tx, { reportId, outcome });
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
  const vanished = await catchUp(tx, input);

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
  if (vanished.length > 0) await wagons.removeWagons(tx, { revision, numbers: vanished });
  await saveRefreshed(tx, { revision, before: loaded.units, refreshed });
  await raiseReportAlerts(tx, { companyId, states: outcome.states, now, revision });
}

/** What the report means beyond its own rows: its fleet, and the wagons that newer reports have spoken of already. Gives those that never were. */
async function catchUp(tx: Tx, input: Save): Promise<readonly string[]> {
  const { outcome, parsed, reportId, source, network } = input;
  const companyId = input.actor.companyId;
  if (outcome.overtaken.size > 0) {
    const rebuilt = await rebuildWagons(tx, { wagons: [...outcome.overtaken], from: parsed.reportedAt, network });
    for (const [wagon, state] of rebuilt.states) outcome.states.set(wagon, state);
    outcome.events.push(...rebuilt.events);
  }
  const vanished = input.anew ? await takeBack(tx, { outcome, network }) : [];
  if (input.change === undefined) return vanished;
  const change = { ...input.change, lost: input.change.lost.filter((wagon) => !vanished.includes(wagon)) };
  await sources.noteNewestReport(tx, { id: source, reportedAt: parsed.reportedAt });
  if (input.inItsTime && change.isOlder) await refollowFleet(tx, { companyId, source, reportId, parsed, outcome });
  else await followFleet(tx, { companyId, source, reportId, parsed, change, outcome });
  return vanished;
}
