import { randomUUID } from 'node:crypto';
import type { Actor, BoardPlan, Language, NewPlan, PlanCargo, PlanListItem, SplitRequest } from '@karavan/contracts';
import type { Known } from '@karavan/planner';
import { companies, type Page, planAsks, planOutages, plans, sites, type Tx } from '@karavan/store';
import { refuse, requestFromStore } from './board-request.ts';
import { keepStep, missing, note } from './board-steps.ts';
import { itemOf, standingOf, viewOf } from './board-world.ts';
import { type Deps, scopeOf } from './deps.ts';
import { knownOf } from './law-book.ts';
import { spellOutUnitsIn } from './vehicle-spec-resolve.ts';

export async function createPlan(deps: Deps, input: { actor: Actor; plan: NewPlan; language: Language }): Promise<BoardPlan> {
  const known = await knownOf(deps, input.actor);
  return deps.db.scoped(scopeOf(input.actor), async (tx) => {
    const id = await insertPlan(tx, { ...input, now: deps.clock() });
    return load(tx, { id, now: deps.clock(), known });
  });
}

/** A plan without trips yet, from an order over stored places or from a request. */
export async function insertPlan(
  tx: Tx,
  input: { actor: Actor; plan: NewPlan; now: Date; language?: Language },
): Promise<string> {
  const { actor, plan, now } = input;
  const { request, cargo } = await questionOf(tx, plan, input.language ?? 'ru');
  const record: plans.PlanRecord = {
    id: randomUUID(),
    customerId: cargo?.customerId ?? null,
    name: plan.name ?? nameOf(request, cargo),
    revision: 1,
    status: 'draft',
    createdAt: now.toISOString(),
    createdBy: actor.name,
    updatedAt: now.toISOString(),
    updatedBy: actor.name,
    cargo,
    request,
    trips: [],
    solved: null,
    published: null,
    publishedFrom: null,
    step: 0,
  };
  await plans.insertPlan(tx, { companyId: actor.companyId, plan: record });
  await keepStep(tx, { actor, plan: record, what: 'created', now });
  await note(tx, { actor, action: 'plan created', id: record.id });
  return record.id;
}

async function questionOf(
  tx: Tx,
  plan: NewPlan,
  language: Language,
): Promise<{ request: SplitRequest; cargo: PlanCargo | null }> {
  if (plan.order !== undefined) {
    await customerOf(tx, plan.order.customerId, 'order.customerId');
    return requestFromStore(tx, plan.order, language);
  }
  if (plan.request === undefined) throw refuse('request', 'is needed where no order is given');
  if (plan.cargo !== undefined) await checkCargo(tx, plan.cargo);
  const { published: _, ...request } = plan.request;
  return { request: await spellOutUnitsIn(tx, request), cargo: plan.cargo ?? null };
}

async function customerOf(tx: Tx, id: string, path: string): Promise<void> {
  if ((await companies.findCompany(tx, id))?.kind !== 'customer') throw refuse(path, 'must name one of your customers');
}

export async function checkCargo(tx: Tx, cargo: PlanCargo): Promise<void> {
  await customerOf(tx, cargo.customerId, 'cargo.customerId');
  if ((await sites.findSite(tx, cargo.destinationSiteId)) === undefined)
    throw refuse('cargo.destinationSiteId', 'there is no such site');
  for (const [plant, siteId] of Object.entries(cargo.plantSites))
    if ((await sites.findSite(tx, siteId)) === undefined) throw refuse(`cargo.plantSites.${plant}`, 'there is no such site');
}

function nameOf(request: SplitRequest, cargo: PlanCargo | null): string {
  const parts = [cargo?.orderNumber, cargo?.product, request.site.id];
  return parts
    .filter((part) => part !== undefined)
    .join(' · ')
    .slice(0, 200);
}

export async function getPlan(deps: Deps, input: { actor: Actor; id: string }): Promise<BoardPlan> {
  const known = await knownOf(deps, input.actor);
  return deps.db.scoped(scopeOf(input.actor), (tx) => load(tx, { id: input.id, now: deps.clock(), known }));
}

async function load(tx: Tx, { id, now, known }: { id: string; now: Date; known: Known }): Promise<BoardPlan> {
  const plan = await plans.findPlan(tx, id);
  if (plan === undefined) throw missing();
  return viewOf(tx, await standingOf(tx, { plan, now, known }));
}

export async function listPlans(
  deps: Deps,
  input: { actor: Actor; limit: number; cursor?: string | undefined },
): Promise<Page<PlanListItem>> {
  return deps.db.scoped(scopeOf(input.actor), async (tx) => {
    const { items, nextCursor } = await plans.listPlans(tx, input);
    const asked = await planAsks.openAsksOf(
      tx,
      items.map(({ id }) => id),
    );
    const names = new Map<string, string>();
    for (const id of new Set(items.flatMap(({ customerId }) => customerId ?? [])))
      names.set(id, (await companies.findCompany(tx, id))?.name ?? '');
    const out = await planOutages.countOutages(tx, { planIds: items.map(({ id }) => id), now: deps.clock() });
    const show = (plan: plans.PlanRecord) =>
      itemOf(plan, {
        outages: out.get(plan.id) ?? 0,
        customer: plan.customerId === null ? null : (names.get(plan.customerId) ?? null),
        askedBy: asked.get(plan.id) ?? null,
      });
    return { items: items.map(show), nextCursor };
  });
}
