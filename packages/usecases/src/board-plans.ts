import { randomUUID } from 'node:crypto';
import type {
  Actor,
  BoardChange,
  BoardPlan,
  BoardTrip,
  Language,
  NewPlan,
  PlanCargo,
  PlanChange,
  PlanListItem,
  PlanStep,
  SplitReply,
  SplitRequest,
  SplitTrip,
} from '@karavan/contracts';
import { type Known, openBoard, validateSplit } from '@karavan/planner';
import { AppError } from '@karavan/runtime';
import { audit, companies, type Page, plans, sites, type Tx } from '@karavan/store';
import { refuse, requestFromStore } from './board-request.ts';
import { alone, itemOf, plainly, type Standing, standingOf, viewOf } from './board-world.ts';
import { type Deps, scopeOf } from './deps.ts';
import { knownOf } from './law-book.ts';
import { spellOutUnitsIn } from './vehicle-spec-resolve.ts';

/** So many steps can be taken back. */
const STEPS_KEPT = 50;

export const missing = (): AppError => new AppError('NOT_FOUND', 'There is no such plan.');

/** Somebody was first: the plan as it is now. */
export class PlanMoved extends AppError {
  readonly plan: BoardPlan;
  constructor(plan: BoardPlan) {
    super(
      'CONFLICT',
      `The plan was changed meanwhile by ${plan.updatedBy}; it stands at revision ${plan.revision}. Look at it and try again.`,
    );
    this.plan = plan;
  }
}

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

async function checkCargo(tx: Tx, cargo: PlanCargo): Promise<void> {
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
    const asked = await plans.openAsksOf(
      tx,
      items.map(({ id }) => id),
    );
    const names = new Map<string, string>();
    for (const id of new Set(items.flatMap(({ customerId }) => customerId ?? [])))
      names.set(id, (await companies.findCompany(tx, id))?.name ?? '');
    const show = (plan: plans.PlanRecord) =>
      itemOf(plan, {
        customer: plan.customerId === null ? null : (names.get(plan.customerId) ?? null),
        askedBy: asked.get(plan.id) ?? null,
      });
    return { items: items.map(show), nextCursor };
  });
}

/** @throws PlanMoved when it is not at this revision any more */
export async function lockAt(tx: Tx, input: { id: string; revision: number; now: Date; known: Known }): Promise<Standing> {
  const plan = await plans.lockPlan(tx, input.id);
  if (plan === undefined) throw missing();
  const standing = await standingOf(tx, { plan, now: input.now, known: input.known });
  if (plan.revision !== input.revision) throw new PlanMoved(await viewOf(tx, standing));
  return standing;
}

interface Next {
  what: PlanStep;
  request?: SplitRequest;
  trips?: readonly BoardTrip[];
  solved?: plans.PlanRecord['solved'];
  name?: string;
  cargo?: PlanCargo;
}

/** The plan one step further; what has begun is never written into the draft. */
export async function stepOn(tx: Tx, input: { actor: Actor; standing: Standing; next: Next; now: Date }): Promise<BoardPlan> {
  const { actor, standing, next, now } = input;
  const { plan } = standing;
  const changed: plans.PlanRecord = {
    ...plan,
    revision: plan.revision + 1,
    updatedAt: now.toISOString(),
    updatedBy: actor.name,
    step: plan.step + 1,
    trips: (next.trips ?? standing.trips).map(stored),
    ...(next.request === undefined ? {} : { request: next.request }),
    ...(next.solved === undefined ? {} : { solved: next.solved }),
    ...(next.name === undefined ? {} : { name: next.name }),
    ...(next.cargo === undefined ? {} : { cargo: next.cargo, customerId: next.cargo.customerId }),
  };
  await plans.savePlan(tx, changed);
  await keepStep(tx, { actor, plan: changed, what: next.what, now });
  return viewOf(tx, await standingOf(tx, { plan: changed, now, known: standing.known }));
}

const stored = ({ started: _, ...trip }: BoardTrip): BoardTrip => trip;

function keepStep(tx: Tx, input: { actor: Actor; plan: plans.PlanRecord; what: PlanStep; now: Date }): Promise<void> {
  const { actor, plan, what, now } = input;
  const { step, request, trips, solved } = plan;
  return plans.saveStep(tx, {
    companyId: actor.companyId,
    planId: plan.id,
    step: { step, what, request, trips, solved },
    at: now.toISOString(),
    by: actor.name,
    keep: STEPS_KEPT,
  });
}

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

export const refused = (messages: readonly string[], path: string): AppError =>
  new AppError('UNPROCESSABLE', messages.join(' '), { errors: messages.map((message) => ({ path, message })) });

/** Another question, name or owner; a plan that comes with it has to keep every rule and leave alone what stays. */
export async function changePlan(deps: Deps, input: { actor: Actor; id: string; change: PlanChange }): Promise<BoardPlan> {
  const { actor, change } = input;
  const now = deps.clock();
  const known = await knownOf(deps, actor);
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const standing = await lockAt(tx, { id: input.id, revision: change.revision, now, known });
    if (change.cargo !== undefined) await checkCargo(tx, change.cargo);
    const { published: _, ...asked } = change.request ?? standing.plan.request;
    const request = await spellOutUnitsIn(tx, asked);
    const next: Next = {
      what: change.trips === undefined ? 'question' : 'replanned',
      request,
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.cargo === undefined ? {} : { cargo: change.cargo }),
      ...(change.request === undefined ? {} : { solved: null }),
    };
    if (change.trips === undefined) return stepOn(tx, { actor, standing, next, now });
    const trips = change.trips.map((trip) => ({ ...trip, started: standing.startedIds.has(trip.id) }));
    checkTaken({ ...standing, request, trips }, standing);
    return stepOn(tx, { actor, standing, next: { ...next, trips }, now });
  });
}

function checkTaken(next: Standing, before: Standing): void {
  const lost = before.trips.filter((trip) => (trip.started || trip.locked) && !next.trips.some((one) => isUntouched(trip, one)));
  if (lost.length > 0)
    throw refused(
      lost.map(({ vehicleId, date }) => `The trip of ${vehicleId} on ${date} has begun or is locked: it stays as it is.`),
      'trips',
    );
  const broken = plainly(() => openBoard(next, next.known).violations(next.trips));
  if (broken.length > 0)
    throw refused(
      broken.map(({ message }) => message.en),
      'trips',
    );
}

const isUntouched = (a: BoardTrip, b: BoardTrip): boolean =>
  a.id === b.id &&
  a.vehicleId === b.vehicleId &&
  a.loadFrom === b.loadFrom &&
  a.unloadFrom === b.unloadFrom &&
  a.massKg === b.massKg;

/** What is locked or has begun is given to the planner as such; the rest, if it is to be kept where it can, as published. */
export function questionFor(standing: Standing, keep: 'locked' | 'all'): SplitRequest {
  const published = standing.trips.flatMap(({ started, locked, ...trip }) => {
    if (started === true || locked === true) return [{ ...trip, locked: true }];
    return keep === 'all' ? [trip] : [];
  });
  return { ...alone(standing), published };
}

/**
 * The planner's trips with the names they had: first those that stayed as they are, then those of the same truck on the same
 * day, then those of the same day and mass, then of the same day: so that people see what became of a trip.
 */
export function named(before: readonly BoardTrip[], reply: Pick<SplitReply, 'trips'>): BoardTrip[] {
  const at = (instant: string) => Date.parse(instant);
  const likeness: readonly ((trip: SplitTrip) => string)[] = [
    (trip) => [trip.vehicleId, at(trip.loadFrom), at(trip.unloadFrom), trip.massKg].join(' '),
    (trip) => `${trip.vehicleId} ${trip.date}`,
    (trip) => `${trip.date} ${trip.massKg}`,
    (trip) => trip.date,
  ];
  const pairs = new Map<SplitTrip, BoardTrip>();
  let left: readonly BoardTrip[] = before;
  for (const keyOf of likeness) {
    const byKey = new Map<string, BoardTrip[]>();
    for (const trip of left) byKey.set(keyOf(trip), [...(byKey.get(keyOf(trip)) ?? []), trip]);
    for (const trip of reply.trips) {
      const old = pairs.has(trip) ? undefined : byKey.get(keyOf(trip))?.shift();
      if (old !== undefined) pairs.set(trip, old);
    }
    left = [...byKey.values()].flat();
  }
  return reply.trips.map((trip) => {
    const old = pairs.get(trip);
    const { axleLoads: _, locked: __, ...rest } = trip;
    return {
      ...rest,
      id: old?.id ?? randomUUID(),
      ...(old?.locked === true ? { locked: true } : {}),
      ...(old?.started === true ? { started: true } : {}),
    };
  });
}

/** The planner makes the draft. The search runs before the plan is locked: whoever was quicker wins, and it is said. */
export async function solvePlan(
  deps: Deps,
  input: { actor: Actor; id: string; revision: number; keep: 'locked' | 'all'; language: Language },
): Promise<BoardPlan> {
  const { actor, id, revision } = input;
  const now = deps.clock();
  const scope = scopeOf(actor);
  const known = await knownOf(deps, actor);
  const before = await deps.db.scoped(scope, (tx) => lockAt(tx, { id, revision, now, known }));
  const reply = await deps.plan({ name: 'split', request: questionFor(before, input.keep), language: input.language, known });
  return deps.db.scoped(scope, async (tx) => {
    const standing = await lockAt(tx, { id, revision, now, known });
    const { unmetKg, lateKgDays, tripsCount, cost, proof, reasons } = reply;
    const solved = { at: now.toISOString(), unmetKg, lateKgDays, tripsCount, cost, proof, reasons };
    return stepOn(tx, { actor, standing, next: { what: 'solved', trips: named(standing.trips, reply), solved }, now });
  });
}

/** The draft as it was a step before, or after; what has begun meanwhile stays as it is. */
export async function undoPlan(
  deps: Deps,
  input: { actor: Actor; id: string; revision: number; redo: boolean },
): Promise<BoardPlan> {
  const { actor, redo } = input;
  const now = deps.clock();
  const known = await knownOf(deps, actor);
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const { plan } = await lockAt(tx, { ...input, now, known });
    const step = await plans.findStep(tx, { planId: plan.id, step: plan.step + (redo ? 1 : -1) });
    if (step === undefined)
      throw new AppError('CONFLICT', redo ? 'There is nothing to make again.' : 'There is nothing to take back.');
    const { request, trips, solved } = step;
    const changed = {
      ...plan,
      request,
      trips,
      solved,
      step: step.step,
      revision: plan.revision + 1,
      updatedAt: now.toISOString(),
      updatedBy: actor.name,
    };
    await plans.savePlan(tx, changed);
    return viewOf(tx, await standingOf(tx, { plan: changed, now, known }));
  });
}

export const note = (
  tx: Tx,
  input: { actor: Actor; action: string; id: string; details?: Record<string, unknown> },
): Promise<void> =>
  audit.insertAudit(tx, {
    companyId: input.actor.companyId,
    actor: input.actor.name,
    action: input.action,
    subject: input.id,
    ...(input.details === undefined ? {} : { details: input.details }),
  });

/** The last look before something becomes real: the independent validator over the whole plan, in the words of the board. */
export function faultsOf(standing: Standing, language: Language): string[] {
  const { request, trips, known } = standing;
  const found = plainly(() => openBoard(standing, known).violations(trips)).map(({ message }) => message[language]);
  if (found.length > 0) return found;
  const bare = trips.map(({ id: _, started, locked, ...trip }) => ({ ...trip, ...(started || locked ? { locked: true } : {}) }));
  const reply = {
    trips: bare,
    days: [],
    unmetKg: 0,
    lateKgDays: 0,
    tripsCount: trips.length,
    cost: 0,
    proof: 'optimal' as const,
    reasons: [],
  };
  return validateSplit(request, reply, known)
    .filter(({ locked, rule }) => !locked && rule !== 'SP14')
    .map(({ rule, message }) => `${rule}: ${message}`);
}
