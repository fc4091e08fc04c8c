import { randomUUID } from 'node:crypto';
import type { Actor, BoardPlan, NewPlanOutage, PlanOutage } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import { planOutages, plans, type Tx } from '@karavan/store';
import { refuse } from './board-request.ts';
import { lockAt, note } from './board-steps.ts';
import { type Standing, standingOf, viewOf } from './board-world.ts';
import { type Deps, scopeOf } from './deps.ts';
import { knownOf } from './law-book.ts';

/** @throws AppError where it names nothing of this plan, or a truck that is out already */
export function checkOutage({ request, outages }: Standing, outage: NewPlanOutage, path: string): void {
  if (outage.what === 'bayClosed') {
    if (outage.place === 'plant' && !request.plants.some(({ id }) => id === outage.plantId))
      throw refuse(`${path}.plantId`, 'there is no such plant in this plan');
    return;
  }
  const { vehicleId } = outage;
  if (!request.fleet.some(({ id }) => id === vehicleId)) throw refuse(`${path}.vehicleId`, 'there is no such truck in this plan');
  const known = outages.find((one) => one.what === 'truckOut' && one.vehicleId === vehicleId && meet(one, outage));
  if (known !== undefined) throw refuse(`${path}.vehicleId`, `is out already, from ${known.from}`);
}

const meet = (a: NewPlanOutage, b: NewPlanOutage): boolean =>
  (a.until === undefined || Date.parse(b.from) < Date.parse(a.until)) &&
  (b.until === undefined || Date.parse(a.from) < Date.parse(b.until));

/** Written down; the revision is counted by whoever writes it. */
export async function addOutage(
  tx: Tx,
  input: { actor: Actor; planId: string; outage: NewPlanOutage; now: Date },
): Promise<PlanOutage> {
  const { actor, planId, outage } = input;
  const told = { id: randomUUID(), toldAt: input.now.toISOString(), toldBy: actor.name };
  await planOutages.insertOutage(tx, {
    companyId: actor.companyId,
    planId,
    id: told.id,
    at: told.toldAt,
    by: told.toldBy,
    outage,
  });
  await note(tx, { actor, action: 'plan outage noted', id: planId, details: { ...outage } });
  return { ...outage, ...told };
}

/** A truck is out or a bay closed: the trips stay as they are and say so. */
export async function notePlanOutage(
  deps: Deps,
  input: { actor: Actor; id: string; revision: number; outage: NewPlanOutage },
): Promise<BoardPlan> {
  return onPlan(deps, input, async (tx, { standing, now }) => {
    checkOutage(standing, input.outage, 'outage');
    await addOutage(tx, { actor: input.actor, planId: input.id, outage: input.outage, now });
  });
}

/** The truck is back, the bay open again. What ends before it began never was. */
export async function endPlanOutage(
  deps: Deps,
  input: { actor: Actor; id: string; revision: number; outageId: string; until?: string | undefined },
): Promise<BoardPlan> {
  const { actor, id, outageId } = input;
  return onPlan(deps, input, async (tx, { standing, now }) => {
    const outage = standing.outages.find((one) => one.id === outageId);
    if (outage === undefined) throw new AppError('NOT_FOUND', 'Nothing of this plan is out or closed under this id.');
    const until = input.until ?? now.toISOString();
    if (Date.parse(until) <= Date.parse(outage.from)) await planOutages.deleteOutage(tx, outageId);
    else await planOutages.endOutage(tx, { id: outageId, until });
    await note(tx, { actor, action: 'plan outage ended', id, details: { outage: outageId, until } });
  });
}

/** A fact of the plan: it counts as a change of it, but no step that could be taken back. */
async function onPlan(
  deps: Deps,
  input: { actor: Actor; id: string; revision: number },
  write: (tx: Tx, at: { standing: Standing; now: Date }) => Promise<void>,
): Promise<BoardPlan> {
  const { actor, id, revision } = input;
  const now = deps.clock();
  const known = await knownOf(deps, actor);
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const standing = await lockAt(tx, { id, revision, now, known });
    await write(tx, { standing, now });
    const { plan } = standing;
    const changed = { ...plan, revision: plan.revision + 1, updatedAt: now.toISOString(), updatedBy: actor.name };
    await plans.savePlan(tx, changed);
    return viewOf(tx, await standingOf(tx, { plan: changed, now, known }));
  });
}
