import type {
  Actor,
  KeptPromise,
  NewNetwork,
  PromiseChange,
  PromiseItem,
  PromisePlan,
  PromiseReply,
  PromiseStock,
} from '@karavan/contracts';
import { diffPromise } from '@karavan/planner';
import { AppError } from '@karavan/runtime';
import { audit, network, promises, stock, type Tx } from '@karavan/store';
import { type Deps, scopeOf, systemActor } from './deps.ts';
import { loadSnapshot } from './promise-snapshot.ts';

const AT_ONCE = 50;
/** in one go: a network that changes under more promises than this is worked through in several */
const AT_MOST = 500;

/** A new version of the network; every held promise is looked at again. */
export async function saveNetwork(deps: Deps, input: { actor: Actor; network: NewNetwork }): Promise<number> {
  const { actor } = input;
  const now = deps.clock();
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const version = await network.saveNetwork(tx, {
      companyId: actor.companyId,
      savedBy: actor.name,
      now,
      network: input.network,
    });
    await promises.markForRecheck(tx, { now });
    await note(tx, { actor, action: 'network saved', subject: String(version) });
    return version;
  });
}

export async function saveGoods(deps: Deps, input: { actor: Actor; items: PromiseItem[] }): Promise<void> {
  const { actor, items } = input;
  await deps.db.scoped(scopeOf(actor), async (tx) => {
    const skus = items.map((item) => item.sku);
    await stock.lockGoods(tx, skus);
    await network.lockWorld(tx, { companyId: actor.companyId, to: 'change' });
    await stock.saveItems(tx, { companyId: actor.companyId, items });
    await promises.markForRecheck(tx, { now: deps.clock(), skus });
    await note(tx, { actor, action: 'goods saved', subject: String(items.length) });
  });
}

/** @throws AppError BAD_INPUT for goods nobody has described: they have no mass */
export async function saveStock(deps: Deps, input: { actor: Actor; rows: PromiseStock[] }): Promise<void> {
  const { actor, rows } = input;
  const skus = [...new Set(rows.map((row) => row.sku))];
  await deps.db.scoped(scopeOf(actor), async (tx) => {
    const known = await stock.listKnown(tx, skus);
    const at = rows.findIndex((row) => !known.has(row.sku));
    if (at >= 0) throw unknownGoods(at, rows[at]?.sku ?? '');
    await stock.lockGoods(tx, skus);
    await network.lockWorld(tx, { companyId: actor.companyId, to: 'change' });
    await stock.saveStock(tx, { companyId: actor.companyId, rows });
    await promises.markForRecheck(tx, { now: deps.clock(), skus });
    await note(tx, { actor, action: 'stock saved', subject: String(rows.length) });
  });
}

function unknownGoods(at: number, sku: string): AppError {
  const message = `${sku} is not among the goods: save it with its mass first`;
  return new AppError('BAD_INPUT', message, { errors: [{ path: `rows.${at}.sku`, message }] });
}

/** What the promise would be today. The promise itself stays as it was given until somebody accepts the change. */
export async function recheckPromise(deps: Deps, input: { actor: Actor; id: string }): Promise<KeptPromise> {
  return deps.db.scoped(scopeOf(input.actor), async (tx) => {
    const promise = await lockWithGoods(tx, input.id);
    const change = await changeOf(tx, { promise, deps, companyId: input.actor.companyId });
    await promises.saveRecheck(tx, { id: promise.id, change: change ?? null });
    const { change: _, ...rest } = promise;
    return { ...rest, ...(change !== undefined ? { change } : {}) };
  });
}

/** The changed plan becomes the promise, and its stock is held instead of the old one, which others may now be served from. */
export async function acceptChange(deps: Deps, input: { actor: Actor; id: string }): Promise<KeptPromise> {
  const { actor, id } = input;
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const promise = await lockWithGoods(tx, id, { at: deps.clock() });
    const change = await changeOf(tx, { promise, deps, companyId: actor.companyId });
    if (change === undefined) throw new AppError('CONFLICT', 'This promise is as it was given: there is nothing to accept.');
    if (change.plan === null) throw new AppError('CONFLICT', 'It cannot be delivered any more: release the promise.');
    const { version } = await network.loadNetwork(tx);
    await promises.savePlan(tx, { id, plan: change.plan, networkVersion: version });
    await promises.reserve(tx, { companyId: actor.companyId, promiseId: id, plan: change.plan });
    await note(tx, { actor, action: 'promise changed', subject: id });
    const { change: _, ...rest } = promise;
    return { ...rest, plan: change.plan, networkVersion: version };
  });
}

/** Its stock is everybody's again; whoever waits for it may now be served earlier. */
export async function releasePromise(deps: Deps, input: { actor: Actor; id: string }): Promise<KeptPromise> {
  const { actor, id } = input;
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const promise = await lockWithGoods(tx, id, { at: deps.clock() });
    await promises.releasePromise(tx, id);
    await note(tx, { actor, action: 'promise released', subject: id });
    const { change: _, ...rest } = promise;
    return { ...rest, status: 'released' };
  });
}

/** The same for several as part of a larger transaction; gives those that were still held. */
export async function releasePromisesIn(
  tx: Tx,
  { actor, promises: held, at }: { actor: Actor; promises: readonly KeptPromise[]; at: Date },
): Promise<string[]> {
  if (held.length === 0) return [];
  const skus = [...new Set(held.flatMap(({ request }) => request.lines.map(({ sku }) => sku)))];
  await stock.lockGoods(tx, skus);
  await promises.markForRecheck(tx, { now: at, skus });
  const released: string[] = [];
  for (const { id } of held) {
    if ((await promises.lockPromise(tx, id))?.status !== 'held') continue;
    await promises.releasePromise(tx, id);
    await note(tx, { actor, action: 'promise released', subject: id });
    released.push(id);
  }
  return released;
}

/** Looks at promises that something changed under, each once; gives how many it got through. One that fails lets the others go first. */
export async function recheckPromises(deps: Deps): Promise<number> {
  const tried = new Set<string>();
  let done = 0;
  while (tried.size < AT_MOST) {
    const waiting = await deps.db.system((tx) => promises.listForRecheck(tx, AT_ONCE));
    const fresh = waiting.filter(({ id }) => !tried.has(id));
    if (fresh.length === 0) break;
    for (const one of fresh) {
      tried.add(one.id);
      if (await recheckOne(deps, one)) done += 1;
    }
  }
  return done;
}

async function recheckOne(deps: Deps, { id, companyId }: { id: string; companyId: string }): Promise<boolean> {
  try {
    await recheckPromise(deps, { actor: systemActor(companyId, 'recheck'), id });
    return true;
  } catch (error) {
    deps.log.warn({ event: 'promise.recheck_failed', promiseId: id, error });
    await deps.db.system((tx) => promises.postponeRecheck(tx, { id, now: deps.clock() }));
    return false;
  }
}

/** Goods first, then promises in the order of their ids: as everybody does who needs both. */
async function lockWithGoods(tx: Tx, id: string, frees?: { at: Date }): Promise<KeptPromise> {
  const found = await promises.findPromise(tx, id);
  const skus = found?.request.lines.map((line) => line.sku) ?? [];
  if (found !== undefined) await stock.lockGoods(tx, skus);
  if (found?.status === 'held' && frees !== undefined) await promises.markForRecheck(tx, { now: frees.at, skus });
  const promise = await promises.lockPromise(tx, id);
  if (promise === undefined) throw new AppError('NOT_FOUND', 'There is no such promise.');
  if (promise.status === 'released') throw new AppError('CONFLICT', 'This promise was released.');
  return promise;
}

async function changeOf(
  tx: Tx,
  input: { promise: KeptPromise; deps: Deps; companyId: string },
): Promise<PromiseChange | undefined> {
  const { promise, deps, companyId } = input;
  const { objective, choice, lines } = promise.request;
  const then = {
    skus: lines.map((line) => line.sku),
    plan: promise.plan,
    network: await network.loadNetwork(tx, promise.networkVersion),
    ...(choice === undefined ? { objective } : {}),
  };
  const orderedAt = promise.request.orderedAt ?? promise.createdAt;
  const at = timeFor(promise, { orderedAt, now: deps.clock() });
  const compare = async (askedAt: string) => {
    const question = { ...promise.request, orderedAt: askedAt };
    const { request, network: stored, lots } = await loadSnapshot(tx, { companyId, question, promiseId: promise.id });
    const reply = await deps.plan({ name: 'promise', request, language: 'ru' });
    const plan = reply.shortages.length > 0 ? null : optionOf(promise, reply);
    return diffPromise(then, { plan, network: stored, lots, items: request.network.items, at });
  };
  // what could still be ordered today tells nothing of a promise that stands; only one that does not is planned from now on
  const change = (await compare(orderedAt)) && (await compare(at));
  return change && { at: deps.clock().toISOString(), ...change };
}

/** As much later than it was ordered as it is since it was promised; an order for a day to come waits for its day. */
function timeFor({ createdAt }: KeptPromise, { orderedAt, now }: { orderedAt: string; now: Date }): string {
  const [orderedMs, createdMs] = [Date.parse(orderedAt), Date.parse(createdAt)];
  const atMs = orderedMs > createdMs ? Math.max(orderedMs, now.getTime()) : orderedMs + now.getTime() - createdMs;
  return new Date(Math.max(orderedMs, atMs)).toISOString();
}

/** Who chose an alternative is offered the same, else one that is in nothing worse, as long as there is one. */
function optionOf({ plan, request }: KeptPromise, reply: PromiseReply): PromisePlan | null {
  if (request.choice === undefined) return reply.plan;
  const options = [reply.plan, ...reply.alternatives].filter((one) => one !== null);
  const isNoWorse = (one: PromisePlan) =>
    Date.parse(one.deliveredBy) <= Date.parse(plan.deliveredBy) &&
    one.cost < plan.cost + 0.005 &&
    one.shipments.length <= plan.shipments.length;
  const isSame = (one: PromisePlan) => isNoWorse(one) && one.deliveredBy === plan.deliveredBy && one.cost > plan.cost - 0.005;
  return options.find(isSame) ?? options.find(isNoWorse) ?? reply.plan;
}

const note = (tx: Tx, input: { actor: Actor; action: string; subject: string }): Promise<void> =>
  audit.insertAudit(tx, {
    companyId: input.actor.companyId,
    actor: input.actor.name,
    action: input.action,
    subject: input.subject,
  });
