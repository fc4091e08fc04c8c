import type { ParsedReport } from '@karavan/contracts';
import { fleets, type Tx, wagons } from '@karavan/store';
import { compareFleet, type FleetChange, missWagon, withoutMissing } from '@karavan/tracking';
import { type Outcome, type ReportNews, type State, withoutRevision } from './report-decide.ts';

/** Another source that has shown a wagon within this time still has it. */
const ELSEWHERE_MS = 24 * 3_600_000;

/** What a report says of the fleet of its source; undefined for a file of no source. */
export async function judgeFleet(tx: Tx, input: { source: string; parsed: ParsedReport }): Promise<FleetChange | undefined> {
  const fleet = await fleets.findFleet(tx, input.source);
  const { reportedAt, rows, rejected, issues } = input.parsed;
  // of a list that is a part of a longer one, what is not in it may be in the others
  const isPart = issues.some(({ code }) => code === 'PARTIAL');
  const rejectedRows = isPart ? Math.max(1, rejected.length) : rejected.length;
  return fleet && compareFleet(fleet, { reportedAt, wagons: new Set(rows.map((row) => row.wagon)), rejectedRows });
}

interface Fleeting {
  companyId: string;
  source: string;
  reportId: string;
  parsed: ParsedReport;
  change: FleetChange;
  outcome: Outcome;
}

/** Notes who is there and who has left, and adds what became of the latter to the outcome. */
export async function followFleet(tx: Tx, { companyId, source, reportId, parsed, change, outcome }: Fleeting): Promise<void> {
  if (change.isOlder) return;
  const present = [...new Set(parsed.rows.map((row) => row.wagon))];
  const since = new Date(Date.parse(parsed.reportedAt) - ELSEWHERE_MS);
  const elsewhere =
    change.lost.length === 0
      ? new Set<string>()
      : await fleets.listSeenElsewhere(tx, { sourceId: source, wagons: change.lost, since });
  await fleets.saveFleet(tx, { companyId, sourceId: source, reportedAt: parsed.reportedAt, present, lost: change.lost });
  const lost = change.lost.filter((wagon) => !elsewhere.has(wagon));
  for (const state of await wagons.listWagonsByNumber(tx, lost))
    miss(outcome, withoutRevision(state), { id: reportId, reportedAt: parsed.reportedAt, source });
}

type Refollowing = Pick<Fleeting, 'companyId' | 'source'> & { outcome: Pick<Outcome, 'states' | 'events'> };

/** After a report that newer ones had overtaken: which of its wagons have left the fleet since, and which had left it before. */
export async function refollowFleet(
  tx: Tx,
  { companyId, source, parsed, outcome }: Omit<Fleeting, 'change' | 'reportId'>,
): Promise<void> {
  const present = parsed.rows.map((row) => row.wagon);
  const missed = await fleets.listMissedLater(tx, { sourceId: source, reportedAt: parsed.reportedAt });
  const numbers = [...new Set([...present, ...missed, ...outcome.overtaken])];
  await refollowWagons(tx, { companyId, source, numbers, outcome });
}

/** Which of these wagons are in the fleet and which have left it, by all reports in use. */
export async function refollowWagons(
  tx: Tx,
  { companyId, source, numbers, outcome }: Refollowing & { numbers: readonly string[] },
): Promise<void> {
  const rebuilt = await fleets.rebuildFleet(tx, { companyId, sourceId: source, wagons: numbers });
  const gone = rebuilt.filter(({ missingSince }) => missingSince !== null);
  const numbersGone = gone.map(({ wagon }) => wagon);
  const known = new Map((await wagons.listWagonsByNumber(tx, numbersGone)).map((state) => [state.number, state]));
  for (const { wagon, missingSince, reportId } of gone) {
    const stored = known.get(wagon);
    const state = outcome.states.get(wagon) ?? (stored && withoutRevision(stored));
    if (state && missingSince !== null) missAnew(outcome, state, { id: reportId ?? '', reportedAt: missingSince, source });
  }
}

/** Missing since another time than was known; that it is missing has been told. */
function missAnew(
  outcome: Refollowing['outcome'],
  known: State,
  report: { id: string; reportedAt: string; source: string },
): void {
  const gone = known.missing === undefined ? undefined : missWagon(withoutMissing(known), report);
  if (gone === undefined) miss(outcome, known, report);
  else outcome.states.set(known.number, gone.state);
}

function miss(outcome: Refollowing['outcome'], known: State, report: { id: string; reportedAt: string; source: string }): void {
  const gone = missWagon(known, report);
  if (gone === undefined) return;
  const news: ReportNews = { assetId: `wagon:${known.number}`, event: gone.event };
  outcome.states.set(known.number, gone.state);
  outcome.events.push(news);
}
