import { isDeepStrictEqual } from 'node:util';
import type { Actor, BoardPlan, BoardTrip, PlanProposal, SplitRequest } from '@karavan/contracts';
import { openBoard } from '@karavan/planner';
import { AppError } from '@karavan/runtime';
import { planProposals, type Tx } from '@karavan/store';
import { addOutage, checkOutage } from './board-outages.ts';
import { solvedAs, wordOf } from './board-solved.ts';
import { lockAt, type NextStep, refused, stepOn } from './board-steps.ts';
import { isSameTrip, plainly, type Standing } from './board-world.ts';
import { type Deps, scopeOf } from './deps.ts';
import { knownOf } from './law-book.ts';

/** What was proposed for the draft as it stands becomes the draft: its trips, its question, what came in between. */
export async function takePlanProposal(
  deps: Deps,
  input: { actor: Actor; id: string; revision: number; proposalId: string },
): Promise<BoardPlan> {
  const { actor, id, revision, proposalId } = input;
  const now = deps.clock();
  const known = await knownOf(deps, actor);
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const standing = await lockAt(tx, { id, revision, now, known });
    const proposed = (await planProposals.listProposals(tx, id)).find((one) => one.id === proposalId)?.proposal;
    if (proposed === undefined)
      throw new AppError('NOT_FOUND', 'There is no such proposal for this plan any more: ask for it again.');
    if (proposed.revision !== revision)
      throw new AppError('UNPROCESSABLE', 'The plan was changed since this was proposed: ask for it again.');
    return takeOver(tx, { actor, standing, proposed, next: { what: 'replanned' }, now });
  });
}

/** The proposal of this revision that has exactly these trips, for who sends them back as they were shown. */
export async function proposedAs(
  tx: Tx,
  { standing, trips, request }: { standing: Standing; trips: readonly BoardTrip[]; request: SplitRequest | undefined },
): Promise<PlanProposal | undefined> {
  const ids = (all: readonly BoardTrip[]) => all.map(({ id }) => id).sort();
  const proposals = await planProposals.listProposals(tx, standing.plan.id);
  return proposals.find(
    ({ proposal }) =>
      proposal.revision === standing.plan.revision &&
      wordOf(proposal.trips) === wordOf(trips) &&
      isDeepStrictEqual(ids(proposal.trips), ids(trips)) &&
      (request === undefined || isDeepStrictEqual(request, proposal.request)),
  )?.proposal;
}

export async function takeOver(
  tx: Tx,
  input: { actor: Actor; standing: Standing; proposed: PlanProposal; next: NextStep; now: Date },
): Promise<BoardPlan> {
  const { actor, standing, proposed, next, now } = input;
  const { outage, request } = proposed;
  const trips = proposed.trips.map((trip) => ({ ...trip, started: standing.startedIds.has(trip.id) }));
  if (outage !== undefined) checkOutage(standing, outage, 'outage');
  const kept = outage === undefined ? [] : [await addOutage(tx, { actor, planId: standing.plan.id, outage, now })];
  const after = { ...standing, request, trips, outages: [...standing.outages, ...kept] };
  checkTaken(after, standing);
  const solved = solvedAs(after, { ...proposed, at: now.toISOString(), replan: proposed.stranded !== undefined });
  return stepOn(tx, { actor, standing, next: { ...next, request, trips, solved }, now });
}

/** It leaves alone what stays, and breaks nothing that was not broken before. */
export function checkTaken(next: Standing, before: Standing): void {
  const after = new Map(next.trips.map((trip) => [trip.id, trip]));
  const isUntouched = (trip: BoardTrip) => {
    const now = after.get(trip.id);
    return now !== undefined && isSameTrip(trip, now);
  };
  const lost = before.trips.filter((trip) => (trip.started || trip.locked) && !isUntouched(trip));
  if (lost.length > 0)
    throw refused(
      lost.map(({ vehicleId, date }) => `The trip of ${vehicleId} on ${date} has begun or is locked: it stays as it is.`),
      'trips',
    );
  const brokenIn = (standing: Standing) => plainly(() => openBoard(standing, standing.known).violations(standing.trips));
  const broken = brokenIn(next);
  if (broken.length === 0) return;
  const known = new Set(brokenIn(before).flatMap(({ code, tripIds }) => tripIds.map((id) => `${code} ${id}`)));
  const same = new Set(before.trips.filter(isUntouched).map(({ id }) => id));
  const fresh = broken.filter(({ code, tripIds }) => !tripIds.every((id) => same.has(id) && known.has(`${code} ${id}`)));
  if (fresh.length > 0)
    throw refused(
      fresh.map(({ message }) => message.en),
      'trips',
    );
}
