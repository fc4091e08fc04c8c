import type { Actor, KeptPromise, NewNetwork, PromiseChange, PromiseItem, PromiseReply, PromiseStock } from '@karavan/contracts';
import { diffPromise } from '@karavan/planner';
import { AppError } from '@karavan/runtime';
import { audit, network, promises, type Tx } from '@karavan/store';
import { type Deps, scopeOf, systemActor } from './deps.ts';
import { loadSnapshot } from './promise-keep.ts';

const AT_ONCE = 50;

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
    await network.saveItems(tx, { companyId: actor.companyId, items });
    await promises.markForRecheck(tx, { now: deps.clock(), skus: items.map((item) => item.sku) });
    await note(tx, { actor, action: 'goods saved', subject: String(items.length) });
  });
}

/** @throws AppError BAD_INPUT for goods nobody has described: they have no mass */
export async function saveStock(deps: Deps, input: { actor: Actor; rows: PromiseStock[] }): Promise<void> {
  const { actor, rows } = input;
  const skus = [...new Set(rows.map((row) => row.sku))];
  await deps.db.scoped(scopeOf(actor), async (tx) => {
    const known = new Set((await network.listItems(tx, skus)).map((item) => item.sku));
    const at = rows.findIndex((row) => !known.has(row.sku));
    if (at >= 0) throw unknownGoods(at, rows[at]?.sku ?? '');
    await network.lockLots(tx, skus);
    await network.saveStock(tx, { companyId: actor.companyId, rows });
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
    const promise = await lockWithLots(tx, input.id);
    const change = await changeOf(tx, { promise, deps });
    await promises.saveRecheck(tx, { id: promise.id, change: change ?? null });
    const { change: _, ...rest } = promise;
    return { ...rest, ...(change !== undefined ? { change } : {}) };
  });
}

/** The changed plan becomes the promise, and its stock is held instead of the old one. */
export async function acceptChange(deps: Deps, input: { actor: Actor; id: string }): Promise<KeptPromise> {
  const { actor, id } = input;
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const promise = await lockWithLots(tx, id);
    const change = await changeOf(tx, { promise, deps });
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
    const promise = await lockWithLots(tx, id);
    await promises.releasePromise(tx, id);
    await promises.markForRecheck(tx, { now: deps.clock(), skus: promise.request.lines.map((line) => line.sku) });
    await note(tx, { actor, action: 'promise released', subject: id });
    const { change: _, ...rest } = promise;
    return { ...rest, status: 'released' };
  });
}

/** Looks at promises that something changed under; gives how many it got through. One that fails lets the others go first. */
export async function recheckPromises(deps: Deps): Promise<number> {
  const waiting = await deps.db.system((tx) => promises.listForRecheck(tx, AT_ONCE));
  let done = 0;
  for (const { id, companyId } of waiting) {
    try {
      await recheckPromise(deps, { actor: systemActor(companyId, 'recheck'), id });
      done += 1;
    } catch (error) {
      deps.log.warn({ event: 'promise.recheck_failed', promiseId: id, error });
      await deps.db.system((tx) => promises.postponeRecheck(tx, { id, now: deps.clock() }));
    }
  }
  return done;
}

/** Lots first, then the promise, as everybody does who needs both. */
async function lockWithLots(tx: Tx, id: string): Promise<KeptPromise> {
  const found = await promises.findPromise(tx, id);
  if (found !== undefined)
    await network.lockLots(
      tx,
      found.request.lines.map((line) => line.sku),
    );
  const promise = await promises.lockPromise(tx, id);
  if (promise === undefined) throw new AppError('NOT_FOUND', 'There is no such promise.');
  if (promise.status === 'released') throw new AppError('CONFLICT', 'This promise was released.');
  return promise;
}

async function changeOf(tx: Tx, input: { promise: KeptPromise; deps: Deps }): Promise<PromiseChange | undefined> {
  const { promise, deps } = input;
  const question = { ...promise.request, orderedAt: promise.request.orderedAt ?? promise.createdAt };
  const then = await network.loadNetwork(tx, promise.networkVersion);
  const today = await loadSnapshot(tx, { question, promiseId: promise.id });
  const reply = await deps.plan({ name: 'promise', request: today.request, language: 'ru' });
  const plan = reply.shortages.length > 0 ? null : reply.plan;
  const change = diffPromise(
    { skus: promise.request.lines.map((line) => line.sku), plan: promise.plan, network: then },
    { plan: stillChosen(promise, reply) ?? plan, network: today.network, lots: today.lots },
  );
  return change && { at: deps.clock().toISOString(), ...change };
}

/** A promise on a chosen alternative is compared with that alternative as long as it exists. */
function stillChosen({ plan }: KeptPromise, reply: PromiseReply): KeptPromise['plan'] | undefined {
  if (reply.shortages.length > 0) return undefined;
  return (
    [reply.plan, ...reply.alternatives].find(
      (one) =>
        one?.deliveredBy === plan.deliveredBy &&
        Math.abs(one.cost - plan.cost) < 0.005 &&
        one.shipments.length === plan.shipments.length,
    ) ?? undefined
  );
}

const note = (tx: Tx, input: { actor: Actor; action: string; subject: string }): Promise<void> =>
  audit.insertAudit(tx, {
    companyId: input.actor.companyId,
    actor: input.actor.name,
    action: input.action,
    subject: input.subject,
  });
