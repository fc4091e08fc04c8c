import { randomUUID } from 'node:crypto';
import type { Actor, Language, NewSplitAsk, OrderSplit, SplitAsk, SplitRequest } from '@karavan/contracts';
import { addDays, isWorkingDay, type Known, localDay } from '@karavan/planner';
import { AppError } from '@karavan/runtime';
import { planAsks, planShipments, roadNetworks, shipments, sites, type Tx } from '@karavan/store';
import { insertPlan } from './board-plans.ts';
import { alone } from './board-question.ts';
import { refuse, requestFromStore } from './board-request.ts';
import { note } from './board-steps.ts';
import { type Standing, standingOf } from './board-world.ts';
import { type Deps, scopeOf, systemActor } from './deps.ts';
import { knownOf } from './law-book.ts';

/** Days that are shown to choose from. */
const DAYS_SHOWN = 14;
const MOSCOW = 'Europe/Moscow';

interface Order {
  number: string;
  customerId: string;
  product: string;
  destination: string;
  orderedKg: number;
  openKg: number;
}

const noOrder = () => new AppError('NOT_FOUND', 'There is no such order.');

/** Read with the eyes of who asks: a foreign order is none. */
async function findOrder(tx: Tx, number: string): Promise<Order> {
  const found = await planShipments.shipmentsOfOrder(tx, number);
  const [first] = found;
  const record = first && (await shipments.findShipment(tx, first.id));
  if (first === undefined || record === undefined) throw noOrder();
  const own = found.filter(({ customerId }) => customerId === first.customerId);
  const sum = (of: (one: (typeof own)[number]) => number) => own.reduce((total, one) => total + of(one), 0);
  return {
    number: record.orderNumber ?? number,
    customerId: first.customerId,
    product: first.facts.product,
    destination: first.facts.destination.name,
    orderedKg: sum(({ orderedKg }) => orderedKg),
    openKg: sum(({ orderedKg, unitsKg }) => Math.max(0, orderedKg - unitsKg)),
  };
}

/**
 * One order over days as its customer may know it: of trucks, plants and other people's plans nothing is told but the most
 * that could come on each day.
 */
export async function getOrderSplit(
  deps: Deps,
  input: { actor: Actor; orderNumber: string; unloadingMode?: string | undefined },
): Promise<OrderSplit> {
  const now = deps.clock();
  const { order, planned, asks } = await deps.db.scoped(scopeOf(input.actor), async (tx) => ({
    order: await findOrder(tx, input.orderNumber),
    planned: await planAsks.listOrderDays(tx, input.orderNumber),
    asks: await planAsks.listAsks(tx, input.orderNumber),
  }));
  const question = await questionOf(deps, { companyId: input.actor.companyId, order, now, mode: input.unloadingMode });
  const from = addDays(localDay(now.getTime(), question?.timeZone ?? MOSCOW), 1);
  const dates = Array.from({ length: DAYS_SHOWN }, (_, index) => addDays(from, index));
  const isOpen = order.openKg > 0;
  const most = question === undefined || !isOpen ? new Map<string, number>() : await mostOn(deps, { question, dates });
  const none = isOpen ? dates.filter((date) => (most.get(date) ?? 0) <= 0) : [];
  const why = await whyNot(deps, { question, dates: none });
  const shown = [...new Set([...dates, ...planned.map(({ date }) => date)])].sort();
  return {
    orderNumber: order.number,
    product: order.product,
    destination: order.destination,
    orderedKg: order.orderedKg,
    openKg: order.openKg,
    unloadingModes: question?.modes ?? [],
    days: shown.map((date) => ({
      date,
      plannedKg: planned.find((day) => day.date === date)?.massKg ?? 0,
      mostKg: Math.min(order.openKg, most.get(date) ?? 0),
      ...(why.has(date) ? { why: why.get(date) } : {}),
    })),
    asks,
  };
}

/** The most that each day would hold, were it the only one; in a world without others' plans where `isAlone`. */
async function mostOn(
  deps: Deps,
  input: { question: Question; dates: readonly string[]; isAlone?: boolean },
): Promise<Map<string, number>> {
  const { question, dates, isAlone = false } = input;
  const request = isAlone ? question.unshared : question.request;
  const { days } = await deps.plan({
    name: 'day-capacity',
    request: { request, dates: [...dates] },
    language: 'ru',
    known: question.known,
  });
  return new Map(days.map(({ date, mostKg }) => [date, mostKg]));
}

type Cause = NonNullable<OrderSplit['days'][number]['why']>;

/** Why nothing can come on these days: the site's hours first, then how it is unloaded, then who else has the trucks. */
async function whyNot(
  deps: Deps,
  { question, dates }: { question: Question | undefined; dates: readonly string[] },
): Promise<Map<string, Cause>> {
  const all = (cause: Cause) => new Map(dates.map((date) => [date, cause]));
  if (question === undefined) return all('notDescribed');
  const { site, fleet } = question.unshared;
  if (!fleet.some((truck) => truck.unloadingModes.some((mode) => site.unloadingModes.includes(mode)))) return all('unloading');
  const open = dates.filter((date) => isWorkingDay(site.receiving, date));
  const without = open.length === 0 ? new Map<string, number>() : await mostOn(deps, { question, dates: open, isAlone: true });
  const causeOf = (date: string): Cause => {
    if (!open.includes(date)) return 'siteClosed';
    return (without.get(date) ?? 0) > 0 ? 'taken' : 'noTruck';
  };
  return new Map(dates.map((date) => [date, causeOf(date)]));
}

interface Question {
  request: SplitRequest;
  /** as if nobody else had a plan */
  unshared: SplitRequest;
  known: Known;
  siteId: string;
  modes: string[];
  timeZone: string;
}

/** What the planner is asked for this order, other plans taken out of it; undefined where nothing is stored to plan with. */
async function questionOf(
  deps: Deps,
  input: { companyId: string; order: Order; now: Date; mode?: string | undefined },
): Promise<Question | undefined> {
  const { companyId, order, now, mode } = input;
  // the law is the company's, whoever asks
  const known = await knownOf(deps, systemActor(companyId, 'planner'));
  return deps.db.scoped({ companyId, customerId: null }, async (tx) => {
    const network = await roadNetworks.loadRoadNetwork(tx);
    const siteId = await siteOf(tx, order, new Set(network.sites.map((site) => site.siteId)));
    const site = network.sites.find((one) => one.siteId === siteId);
    if (siteId === undefined || site === undefined) return undefined;
    const day = addDays(localDay(now.getTime(), site.receiving.timeZone), 1);
    const { request, cargo } = await requestFromStore(
      tx,
      {
        customerId: order.customerId,
        product: order.product,
        form: { form: 'bulk' },
        destinationSiteId: siteId,
        days: [{ date: day, massKg: Math.max(1, order.openKg) }],
        objective: 'fewestTrips',
        ...(mode === undefined ? {} : { unloadingModes: [mode] }),
      },
      'ru',
    );
    const { busy, bays, outages } = await standingOf(tx, { plan: bareOf(request, cargo), now, known });
    const notBefore = new Date(Math.ceil(now.getTime() / 60_000) * 60_000).toISOString();
    return {
      request: alone({ request: { ...request, notBefore }, busy, bays, outages }),
      unshared: { ...request, notBefore },
      known,
      siteId,
      modes: site.unloadingModes,
      timeZone: site.receiving.timeZone,
    };
  });
}

/** A plan that does not exist yet, to see what others leave to it. */
function bareOf(request: SplitRequest, cargo: NonNullable<Standing['plan']['cargo']>): Standing['plan'] {
  const at = '1970-01-01T00:00:00.000Z';
  const who = { createdAt: at, createdBy: '', updatedAt: at, updatedBy: '' };
  return {
    id: '00000000-0000-0000-0000-000000000000',
    customerId: cargo.customerId,
    name: '',
    revision: 1,
    status: 'draft',
    ...who,
    cargo,
    request,
    trips: [],
    solved: null,
    published: null,
    publishedFrom: null,
    step: 0,
  };
}

/** The stored site an order goes to: its customer's, by name. */
async function siteOf(tx: Tx, order: Order, known: ReadonlySet<string>): Promise<string | undefined> {
  for (const id of known) {
    const site = await sites.findSite(tx, id);
    if (site?.name === order.destination && (site.customerId === null || site.customerId === order.customerId)) return id;
  }
  return undefined;
}

/** A customer's wish becomes a draft plan that waits for a dispatcher; nothing is promised by it. */
export async function askOrderSplit(
  deps: Deps,
  input: { actor: Actor; orderNumber: string; ask: NewSplitAsk; language: Language },
): Promise<{ ask: SplitAsk; created: boolean }> {
  const { actor, ask } = input;
  const now = deps.clock();
  const order = await deps.db.scoped(scopeOf(actor), (tx) => findOrder(tx, input.orderNumber));
  const totalKg = ask.days.reduce((sum, { massKg }) => sum + massKg, 0);
  if (totalKg > order.openKg + 1e-6)
    throw refuse('days', `asks for ${totalKg} kg; of this order ${order.openKg} kg are still open`);
  const question = await questionOf(deps, { companyId: actor.companyId, order, now, mode: ask.unloadingMode });
  if (question === undefined) throw new AppError('UNPROCESSABLE', 'This order cannot be planned here yet; ask the dispatcher.');
  if (ask.unloadingMode !== undefined && !question.modes.includes(ask.unloadingMode))
    throw refuse('unloadingMode', `must be one of: ${question.modes.join(', ')}`);
  const plan = await deps.plan({
    name: 'split',
    request: { ...question.request, demand: ask.days },
    language: input.language,
    known: question.known,
  });
  const id = ask.requestId ?? randomUUID();
  return deps.db.scoped({ companyId: actor.companyId, customerId: null }, async (tx) => {
    const known = await planAsks.findAsk(tx, id);
    if (known !== undefined) return ownOnly(tx, { id, known, order });
    const planId = await insertPlan(tx, {
      actor: { ...systemActor(actor.companyId, actor.name), userId: actor.userId },
      now,
      plan: {
        order: {
          customerId: order.customerId,
          orderNumber: order.number,
          product: order.product,
          form: { form: 'bulk' },
          destinationSiteId: question.siteId,
          days: ask.days,
          objective: 'fewestTrips',
          ...(ask.unloadingMode === undefined ? {} : { unloadingModes: [ask.unloadingMode] }),
        },
      },
    });
    const { companyId, name: by } = actor;
    const possible = plan.unmetKg <= 1e-6;
    await planAsks.insertAsk(tx, {
      companyId,
      customerId: order.customerId,
      orderNumber: order.number,
      planId,
      id,
      by,
      at: now.toISOString(),
      ask,
      possible,
    });
    await note(tx, { actor, action: 'split asked for', id });
    const kept = await planAsks.findAsk(tx, id);
    if (kept === undefined) throw new Error('the wish was not kept');
    return { ask: kept, created: true };
  });
}

/** An id that belongs to another order is answered as if it were taken, nothing more. */
async function ownOnly(
  tx: Tx,
  input: { id: string; known: SplitAsk; order: Order },
): Promise<{ ask: SplitAsk; created: boolean }> {
  const own = (await planAsks.listAsks(tx, input.order.number)).some(({ id }) => id === input.id);
  if (!own) throw new AppError('CONFLICT', 'This requestId is taken: choose another.');
  return { ask: input.known, created: false };
}
