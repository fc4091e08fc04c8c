import { randomUUID } from 'node:crypto';
import type { Actor, BoardTrip, Language, NewPlanOutage, PlanProposal, PlanTripChange, ReplanEvent } from '@karavan/contracts';
import { boardTotals, openBoard } from '@karavan/planner';
import { planProposals, plans } from '@karavan/store';
import { named } from './board-named.ts';
import { checkOutage } from './board-outages.ts';
import { searchPlan } from './board-solve.ts';
import { lockAt, missing } from './board-steps.ts';
import { isSameTrip, plainly, type Standing } from './board-world.ts';
import { type Deps, scopeOf } from './deps.ts';
import { knownOf } from './law-book.ts';

/** The plan that changes least after something came in between: old and new side by side, kept beside the draft. */
export async function replanPlan(
  deps: Deps,
  input: { actor: Actor; id: string; revision: number; event: ReplanEvent; language: Language },
): Promise<PlanProposal> {
  const { actor, event, language } = input;
  const now = deps.clock();
  const known = await knownOf(deps, actor);
  const scope = scopeOf(actor);
  const standing = await deps.db.scoped(scope, (tx) => lockAt(tx, { ...input, now, known }));
  const after = afterEvent(standing, event);
  const reply = await searchPlan(deps, { standing: asAsked(after, event), keep: 'all', replan: true, language });
  const found = named(standing.trips, reply);
  const proposal: PlanProposal & { id: string } = {
    id: randomUUID(),
    revision: input.revision,
    ...(event.what === 'more' ? {} : { outage: event }),
    request: after.plan.request,
    trips: found,
    ...boardTotals(after.request, found),
    proof: reply.proof,
    reasons: reply.reasons,
    stranded: plainly(() => openBoard(after, known).stranded(found)),
    changes: sideBySide(standing.trips, found),
  };
  await deps.db.scoped(scope, async (tx) => {
    if ((await plans.findPlan(tx, input.id)) === undefined) throw missing(); // it was put away meanwhile
    const { companyId } = actor;
    await planProposals.saveProposal(tx, { companyId, planId: input.id, id: proposal.id, at: now.toISOString(), proposal });
  });
  return proposal;
}

function afterEvent(standing: Standing, event: ReplanEvent): Standing {
  if (event.what === 'more') {
    const more = [{ date: event.date, massKg: event.massKg }];
    const { plan, request } = standing;
    return {
      ...standing,
      plan: { ...plan, request: { ...plan.request, demand: [...plan.request.demand, ...more] } },
      request: { ...request, demand: [...request.demand, ...more] },
    };
  }
  checkOutage(standing, event, 'event');
  return { ...standing, outages: [...standing.outages, newest(event)] };
}

const newest = (outage: NewPlanOutage) => ({ ...outage, id: randomUUID(), toldAt: outage.from, toldBy: '' });

/**
 * What loads before something came in between is on its way by then and stays, and nothing new loads before it; but what it
 * hits itself may go elsewhere unless it has begun or is locked.
 */
function asAsked(standing: Standing, event: ReplanEvent): Standing {
  if (event.what === 'more') return standing;
  const fromMs = Date.parse(event.from);
  const early = standing.trips.map((trip) => (Date.parse(trip.loadFrom) < fromMs ? { ...trip, locked: true } : trip));
  const board = openBoard(standing, standing.known);
  const hit = new Set(plainly(() => board.stranded(early)).flatMap(({ tripIds }) => tripIds));
  const trips = standing.trips.map((trip, at) => (hit.has(trip.id) ? trip : (early[at] ?? trip)));
  const own = Date.parse(standing.request.notBefore ?? '1970-01-01T00:00:00Z');
  const notBefore = new Date(Math.max(own, fromMs)).toISOString();
  return { ...standing, trips, request: { ...standing.request, notBefore } };
}

/** Trips of one name are the same trip; what became of each, in order of loading. */
export function sideBySide(before: readonly BoardTrip[], after: readonly BoardTrip[]): PlanTripChange[] {
  const next = new Map(after.map((trip) => [trip.id, trip]));
  const known = new Set(before.map(({ id }) => id));
  const old = before.map((trip): PlanTripChange => {
    const now = next.get(trip.id);
    if (now === undefined) return { kind: 'removed', before: trip, fields: [] };
    const kind = isSameTrip(trip, now) ? 'same' : 'changed';
    return { kind, before: trip, after: now, fields: kind === 'same' ? [] : fieldsOf(trip, now) };
  });
  const added = after
    .filter(({ id }) => !known.has(id))
    .map((trip): PlanTripChange => ({ kind: 'added', after: trip, fields: [] }));
  const at = ({ before: was, after: is }: PlanTripChange) => Date.parse((is ?? was)?.loadFrom ?? '');
  return [...old, ...added].sort((a, b) => at(a) - at(b));
}

function fieldsOf(a: BoardTrip, b: BoardTrip): string[] {
  return [
    ...(a.vehicleId === b.vehicleId ? [] : ['vehicleId']),
    ...(Date.parse(a.loadFrom) === Date.parse(b.loadFrom) ? [] : ['loadFrom']),
    ...(Date.parse(a.unloadFrom) === Date.parse(b.unloadFrom) ? [] : ['unloadFrom']),
    ...(Math.abs(a.massKg - b.massKg) < 1e-6 ? [] : ['massKg']),
  ];
}
