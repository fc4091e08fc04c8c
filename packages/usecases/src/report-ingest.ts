import type { Actor, ParsedReport, RowCounts } from '@karavan/contracts';
import { audit, reports, sources, type Tx, wagons } from '@karavan/store';
import type { FleetChange } from '@karavan/tracking';
import { type Deps, scopeOf } from './deps.ts';
import { booksIn, type Foresight, foresightOf } from './foresight.ts';
import { inTurn } from './in-turn.ts';
import { decideReport, type Outcome } from './report-decide.ts';
import { followFleet, judgeFleet, refollowFleet } from './report-fleet.ts';
import { aheadOf, hold, holdOf } from './report-hold.ts';
import { shortened } from './report-issues.ts';
import { rebuildWagons } from './report-rebuild.ts';
import { spread } from './report-spread.ts';
import { type Network, networkOf } from './station-network.ts';

interface Ingest {
  actor: Actor;
  reportId: string;
  /** with the signature of its headings, where it has any */
  parsed: ParsedReport & { layout?: string | undefined };
  /** read stored bytes again */
  again: boolean;
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
    const books = await booksIn(tx, actor.companyId);
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
export const cameTooLate = (counts: RowCounts | null): boolean => counts !== null && counts.accepted === 0 && counts.stale > 0;

interface Save extends Ingest {
  outcome: Outcome;
  change: FleetChange | undefined;
  source: string;
  now: Date;
  foresight: Foresight;
  network: Network;
}

async function save(tx: Tx, input: Save): Promise<void> {
  const companyId = input.actor.companyId;
  const unheard = await storeReading(tx, input);
  await catchUp(tx, input);
  await spread(tx, { ...input, companyId, unheard, vanished: [] });
}

/** The rows of a report, their operations and its counts. Gives the operations that were not known before, as `wagon key`. */
export async function storeReading(
  tx: Tx,
  { actor, reportId, parsed, outcome }: Pick<Save, 'actor' | 'reportId' | 'parsed' | 'outcome'>,
): Promise<Set<string>> {
  const { companyId } = actor;
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
    actor: actor.name,
    action: 'report ingested',
    subject: reportId,
    details: { ...outcome.counts },
  });
  return unheard;
}

/** What the report means beyond its own rows: its fleet, and the wagons that newer reports have spoken of already. */
async function catchUp(tx: Tx, input: Save): Promise<void> {
  const { outcome, parsed, reportId, source, network, change } = input;
  const companyId = input.actor.companyId;
  if (outcome.overtaken.size > 0) {
    const rebuilt = await rebuildWagons(tx, { wagons: [...outcome.overtaken], from: parsed.reportedAt, network });
    for (const [wagon, state] of rebuilt.states) outcome.states.set(wagon, state);
    outcome.events.push(...rebuilt.events);
  }
  if (change === undefined) return;
  await sources.noteNewestReport(tx, { id: source, reportedAt: parsed.reportedAt });
  if (input.inItsTime && change.isOlder) await refollowFleet(tx, { companyId, source, parsed, outcome });
  else await followFleet(tx, { companyId, source, reportId, parsed, change, outcome });
}
