import type { Actor, ParsedReport } from '@karavan/contracts';
import { layoutRebuilds, reports, wagons } from '@karavan/store';
import { type Deps, scopeOf } from './deps.ts';
import { groupBy } from './group-by.ts';
import { inTurn } from './in-turn.ts';
import { decideReport, type Outcome } from './report-decide.ts';
import { cameTooLate, storeReading } from './report-ingest.ts';
import { networkOf } from './station-network.ts';

/**
 * Puts what a report in use says now in the place of what it was taken for: its rows and its operations. What is known of the
 * wagons it names, or named, stays as it is until they are worked out anew; that they have to be is noted with the rows.
 */
export async function rereadReport(
  deps: Deps,
  { actor, reportId, parsed }: { actor: Actor; reportId: string; parsed: ParsedReport & { layout: string | undefined } },
): Promise<void> {
  const { companyId } = actor;
  const network = await networkOf(deps, companyId);
  // What was known is of no account: the report was read wrongly, and what followed from it too.
  const decided = await decideReport({ known: [], parsed, reportId, inItsTime: false, network });
  await inTurn(deps.db, `ingest ${companyId}`, () =>
    deps.db.scoped(scopeOf(actor), async (tx) => {
      const held = await reports.lockReport(tx, { companyId, id: reportId });
      if (held?.status !== 'ingested') return;
      const before = await reports.findReport(tx, reportId);
      const outcome = cameTooLate(held.counts) ? asStale(decided) : decided;
      const named = new Set(await reports.listWagonsOfReport(tx, reportId));
      for (const { wagon } of outcome.rows) if (wagon !== null) named.add(wagon);
      await wagons.deleteOperationsOf(tx, { reportId, wagons: [...named] });
      const unheard = await storeReading(tx, { actor, reportId, parsed, outcome });
      const news = groupBy(outcome.operations, ({ wagon }) => wagon);
      const since = [before?.reportedAt ?? parsed.reportedAt, parsed.reportedAt].sort()[0] ?? parsed.reportedAt;
      const rebuilds = [...named].map((wagon) => ({
        wagon,
        since,
        news: (news.get(wagon) ?? []).map(({ key }) => key).filter((key) => unheard.has(`${wagon} ${key}`)),
      }));
      await layoutRebuilds.noteRebuilds(tx, { companyId, rebuilds });
    }),
  );
}

/** None of it was news when it came, and that stays so. */
function asStale(outcome: Outcome): Outcome {
  const { accepted, stale } = outcome.counts;
  const rows = outcome.rows.map((row) => (row.verdict === 'accepted' ? { ...row, verdict: 'stale' as const } : row));
  return { ...outcome, rows, counts: { ...outcome.counts, accepted: 0, stale: accepted + stale } };
}
