import type { Actor, BoardChange, BoardPlan, BoardTrip, Language, PlanChange } from '@karavan/contracts';
import { openBoard } from '@karavan/planner';
import { checkCargo } from './board-plans.ts';
import { lockAt, type NextStep, refused, stepOn } from './board-steps.ts';
import { checkTaken, proposedAs, takeOver } from './board-take.ts';
import { plainly } from './board-world.ts';
import { type Deps, scopeOf } from './deps.ts';
import { knownOf } from './law-book.ts';
import { spellOutUnitsIn } from './vehicle-spec-resolve.ts';

/** All of the changes, or none and why. */
export async function editPlan(
  deps: Deps,
  input: { actor: Actor; id: string; revision: number; changes: readonly BoardChange[]; language: Language },
): Promise<BoardPlan> {
  const { actor, changes, language } = input;
  const now = deps.clock();
  const known = await knownOf(deps, actor);
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const standing = await lockAt(tx, { ...input, now, known });
    const board = openBoard(standing, known);
    let trips: readonly BoardTrip[] = standing.trips;
    for (const [index, change] of changes.entries()) {
      const verdict = plainly(() => board.check(trips, change));
      if (!verdict.ok)
        throw refused(
          verdict.reasons.map(({ message }) => message[language]),
          `changes.${index}`,
        );
      trips = verdict.trips;
    }
    return stepOn(tx, { actor, standing, next: { what: 'edited', trips }, now });
  });
}

/**
 * Another question, name or owner; a plan that comes with it has to keep every rule and leave alone what stays. One that was
 * proposed here is taken over with what came in between and what is proven of it.
 */
export async function changePlan(deps: Deps, input: { actor: Actor; id: string; change: PlanChange }): Promise<BoardPlan> {
  const { actor, change } = input;
  const now = deps.clock();
  const known = await knownOf(deps, actor);
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const standing = await lockAt(tx, { id: input.id, revision: change.revision, now, known });
    if (change.cargo !== undefined) await checkCargo(tx, change.cargo);
    const { published: _, ...asked } = change.request ?? standing.plan.request;
    const request = await spellOutUnitsIn(tx, asked);
    const next: NextStep = {
      what: change.trips === undefined ? 'question' : 'replanned',
      request,
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.cargo === undefined ? {} : { cargo: change.cargo }),
      ...(change.request === undefined ? {} : { solved: null }),
    };
    if (change.trips === undefined) return stepOn(tx, { actor, standing, next, now });
    const trips = change.trips.map((trip) => ({ ...trip, started: standing.startedIds.has(trip.id) }));
    const proposed = await proposedAs(tx, { standing, trips, request: change.request });
    if (proposed !== undefined) return takeOver(tx, { actor, standing, proposed, next, now });
    checkTaken({ ...standing, request, trips }, standing);
    return stepOn(tx, { actor, standing, next: { ...next, trips }, now });
  });
}
