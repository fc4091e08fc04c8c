import type { Actor } from '@karavan/contracts';
import { alerts, fleets, layoutRebuilds, reports, type Tx, wagons } from '@karavan/store';
import { trainsOver } from '@karavan/tracking';
import { raiseAlerts } from './alerts-raise.ts';
import { type Deps, scopeOf } from './deps.ts';
import { booksIn, type Foresight, foresightOf } from './foresight.ts';
import { inTurn } from './in-turn.ts';
import type { ReportNews, State } from './report-decide.ts';
import { refollowWagons } from './report-fleet.ts';
import { rebuildWagons } from './report-rebuild.ts';
import { spread } from './report-spread.ts';
import type { Anew } from './report-task.ts';
import { type Network, networkOf } from './station-network.ts';

/** Wagons worked out in one transaction: reports that come in wait no longer than that takes. */
const AT_ONCE = 500;

/**
 * Works out anew, once, what is known of the wagons of reports that were read again, however many of them: as if all had been
 * read so from the beginning. Gives how many wagons. Killed in between it is called again and goes on with those that are left.
 */
export async function workOutAnew(deps: Deps, input: Anew): Promise<number> {
  if (deps.reportThread !== undefined) return deps.reportThread.workOutAnew(input);
  const { actor, reportIds } = input;
  const { companyId } = actor;
  const sources = await deps.db.scoped(scopeOf(actor), async (tx) => {
    await reports.lockIngest(tx, companyId);
    const ids = await layoutRebuilds.listSourcesOf(tx, reportIds);
    await layoutRebuilds.noteFleets(tx, { companyId, sources: ids });
    return ids;
  });
  let count = 0;
  for (;;) {
    const done = await inTurn(deps.db, `ingest ${companyId}`, () => workOutSome(deps, { actor, sources }));
    if (done === 0) return count;
    count += done;
    deps.announce();
  }
}

async function workOutSome(deps: Deps, { actor, sources }: { actor: Actor; sources: readonly string[] }): Promise<number> {
  const { companyId } = actor;
  const foresight = await foresightOf(deps, companyId);
  const network = await networkOf(deps, companyId);
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    await reports.lockIngest(tx, companyId);
    const some = await layoutRebuilds.takeRebuilds(tx, AT_ONCE);
    if (some.length === 0) return 0;
    const books = await booksIn(tx, companyId);
    await workOut(tx, { companyId, some, sources, network, now: deps.clock(), foresight: { ...foresight, norms: books } });
    return some.length;
  });
}

interface Work {
  companyId: string;
  some: readonly layoutRebuilds.Rebuild[];
  sources: readonly string[];
  network: Network;
  now: Date;
  foresight: Foresight;
}

async function workOut(tx: Tx, { some, sources, ...input }: Work): Promise<void> {
  const { companyId, network, now } = input;
  const numbers = some.map(({ wagon }) => wagon);
  const from = some.map(({ since }) => since).sort()[0] ?? now.toISOString();
  const { states, events, operations } = await rebuildWagons(tx, { wagons: numbers, from, network });
  const vanished = await takeBack(tx, { some, states, network });
  // of one operation told by several reports it was the first that stood in the history; it may tell of something else now
  await wagons.saveOperations(tx, { companyId, operations });
  await wagons.unpinMarkers(tx, numbers);
  const outcome: { states: Map<string, State>; events: ReportNews[] } = { states, events };
  const staying = numbers.filter((wagon) => !vanished.includes(wagon));
  for (const source of sources) await refollowWagons(tx, { companyId, source, numbers: staying, outcome });
  const unheard = new Set(some.flatMap(({ wagon, news }) => news.map((key) => `${wagon} ${key}`)));
  const revision = await spread(tx, { ...input, outcome, unheard, vanished });
  await endAlerts(tx, { companyId, vanished, now, revision });
}

/**
 * Wagons that no recent report names any more: what older reports said of them is what is known again. Gives those that no
 * report in use has ever named; they belong to no fleet, so none can miss them.
 */
async function takeBack(
  tx: Tx,
  { some, states, network }: Pick<Work, 'some' | 'network'> & { states: Map<string, State> },
): Promise<string[]> {
  const unnamed = some.filter(({ wagon }) => !states.has(wagon));
  if (unnamed.length === 0) return [];
  const numbers = unnamed.map(({ wagon }) => wagon);
  const older = await rebuildWagons(tx, { wagons: numbers, from: new Date(0).toISOString(), network });
  for (const [wagon, state] of older.states) states.set(wagon, state);
  const vanished = unnamed.filter(({ wagon, isNamed }) => isNamed && !states.has(wagon)).map(({ wagon }) => wagon);
  await fleets.deleteMembers(tx, vanished);
  return vanished;
}

/** What was wrong with wagons that never were, and with trains of which nobody is left there, is over. */
async function endAlerts(
  tx: Tx,
  { companyId, vanished, now, revision }: { companyId: string; vanished: readonly string[]; now: Date; revision: number },
): Promise<void> {
  const goingOn = await alerts.listGoingOn(tx, ['idleOverLimit', 'wagonMissing', 'trainAbandoned']);
  if (goingOn.length === 0) return;
  const subjects = new Set(vanished.map((wagon) => `wagon:${wagon}`));
  const at = now.toISOString();
  const never = goingOn.filter(({ kind, subject }) => kind !== 'trainAbandoned' && subjects.has(subject));
  const trains = goingOn.filter(({ kind }) => kind === 'trainAbandoned').map(toTrain);
  const known = await wagons.listWagonsByNumber(
    tx,
    trains.flatMap((train) => train.wagons),
  );
  const there = new Map(known.map((state) => [state.number, state]));
  const real = trains.map((train) => ({ ...train, wagons: train.wagons.filter((wagon) => there.has(wagon)) }));
  const steps = [
    ...never.map(({ kind, subject }) => ({ end: { kind, subject, at, evidence: CORRECTED } })),
    ...real
      .filter((train) => train.wagons.length === 0)
      .map(({ subject }) => ({ end: { kind: 'trainAbandoned' as const, subject, at, evidence: CORRECTED } })),
    ...trainsOver({ episodes: real, wagons: there }).map((end) => ({ end: { kind: 'trainAbandoned' as const, ...end } })),
  ];
  await raiseAlerts(tx, { companyId, now, steps, revision: async () => revision });
}

const CORRECTED = { corrected: true };

function toTrain({ subject, opened: { evidence } }: alerts.AlertRecord): { subject: string; wagons: string[] } {
  const { wagons: named } = evidence;
  return { subject, wagons: Array.isArray(named) ? named.filter((wagon) => typeof wagon === 'string') : [] };
}
