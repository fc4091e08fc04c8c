import { randomUUID } from 'node:crypto';
import {
  type Actor,
  type KeptPromise,
  type Language,
  type NewPromise,
  type PromisePlan,
  type PromiseReply,
  PromiseRequest,
  type StockLot,
  type StoredNetwork,
} from '@karavan/contracts';
import { AppError, badInput } from '@karavan/runtime';
import { audit, network, promises, type Tx } from '@karavan/store';
import { type Deps, scopeOf } from './deps.ts';

export interface Snapshot {
  network: StoredNetwork;
  lots: StockLot[];
  request: PromiseRequest;
}

/** What is asked when the network is the stored one. */
export type PromiseQuestion = Omit<PromiseRequest, 'network'>;

/** What is stored, as the planner asks for it: only the goods asked for, only what nobody holds. `promiseId` may take its own again. */
export async function loadSnapshot(tx: Tx, input: { question: PromiseQuestion; promiseId?: string }): Promise<Snapshot> {
  const { question } = input;
  const skus = [...new Set(question.lines.map((line) => line.sku))];
  const stored = await network.loadNetwork(tx);
  const { warehouses, lanes, services } = stored;
  const lots = await network.listLots(tx, { skus, promiseId: input.promiseId });
  const places = new Set(warehouses.map(({ id }) => id));
  const stock = lots
    .filter((lot) => places.has(lot.warehouseId))
    .map(({ free, reserved: _, ...lot }) => ({ ...lot, quantity: free }));
  const items = await network.listItems(tx, skus);
  const parsed = PromiseRequest.safeParse({ ...question, network: { items, warehouses, lanes, services, stock } });
  if (!parsed.success) throw badInput(parsed.error);
  return { network: stored, lots, request: parsed.data };
}

/** When stored goods can be there: the question of the planner over the stored network. */
export async function answerFromStore(
  deps: Deps,
  input: { actor: Actor; question: PromiseQuestion; language: Language },
): Promise<PromiseReply> {
  const { request } = await deps.db.scoped(scopeOf(input.actor), (tx) => loadSnapshot(tx, input));
  return deps.plan({ name: 'promise', request, language: input.language });
}

/**
 * Promises and reserves in one transaction. The plan is made before any row is locked; only when somebody else took of the
 * same lots meanwhile it is made again under the lock. So 200 orders for the last pallet give one promise.
 * @throws AppError UNPROCESSABLE when it cannot be promised in full, CONFLICT when the alternative chosen is gone
 */
export async function keepPromise(
  deps: Deps,
  input: { actor: Actor; promise: NewPromise; language: Language },
): Promise<{ promise: KeptPromise; created: boolean }> {
  const { actor, promise, language } = input;
  const now = deps.clock();
  const question: PromiseQuestion = { ...promise, orderedAt: promise.orderedAt ?? now.toISOString() };
  const scope = scopeOf(actor);
  const { requestId } = promise;
  const known = requestId && (await deps.db.scoped(scope, (tx) => promises.findPromiseByRequest(tx, requestId)));
  if (known) return { promise: known, created: false };

  const before = await deps.db.scoped(scope, (tx) => loadSnapshot(tx, { question }));
  const plan = (request: PromiseRequest) => deps.plan({ name: 'promise', request, language });
  const drafted = choose(await plan(before.request), promise);
  const skus = before.request.lines.map((line) => line.sku);
  return deps.db.scoped(scope, async (tx) => {
    await network.lockLots(tx, skus);
    await network.lockWorld(tx, { companyId: actor.companyId, to: 'read' });
    const present = await loadSnapshot(tx, { question });
    const isStill = JSON.stringify(present.request) === JSON.stringify(before.request);
    const chosen = isStill ? drafted : choose(await plan(present.request), promise);
    const kept: KeptPromise = {
      id: randomUUID(),
      ...(promise.orderNumber !== undefined ? { orderNumber: promise.orderNumber } : {}),
      status: 'held',
      createdAt: now.toISOString(),
      createdBy: actor.name,
      networkVersion: present.network.version,
      request: { ...promise, orderedAt: question.orderedAt },
      plan: chosen,
    };
    if (!(await promises.insertPromise(tx, { companyId: actor.companyId, promise: kept }))) {
      const first = await promises.findPromiseByRequest(tx, requestId ?? '');
      if (first !== undefined) return { promise: first, created: false };
    }
    await promises.reserve(tx, { companyId: actor.companyId, promiseId: kept.id, plan: chosen });
    await audit.insertAudit(tx, {
      companyId: actor.companyId,
      actor: actor.name,
      action: 'promise given',
      subject: kept.id,
      details: { deliveredBy: chosen.deliveredBy },
    });
    return { promise: kept, created: true };
  });
}

/** The plan that is promised: the best one, or the alternative that was chosen when it still exists. */
function choose(reply: PromiseReply, { choice, lines }: Pick<NewPromise, 'choice' | 'lines'>): PromisePlan {
  const { plan, shortages } = reply;
  const [missing] = shortages;
  if (missing !== undefined) {
    const at = lines.findIndex((line) => line.sku === missing.sku);
    const message = `${missing.missing} of ${missing.sku} cannot be delivered: promise less, or from a later stock`;
    throw new AppError('UNPROCESSABLE', message, { errors: [{ path: `lines.${at}.quantity`, message }] });
  }
  if (plan === null) throw new AppError('UNPROCESSABLE', 'Nothing of this order can be delivered.');
  if (plan.limitsBroken !== undefined && plan.limitsBroken.length > 0)
    throw new AppError('UNPROCESSABLE', `No plan keeps ${plan.limitsBroken.join(' and ')}.`, {
      errors: plan.limitsBroken.map((path) => ({ path, message: 'cannot be kept' })),
    });
  if (choice === undefined) return plan;
  const chosen = [plan, ...reply.alternatives].find(
    (one) =>
      one.deliveredBy === choice.deliveredBy &&
      Math.abs(one.cost - choice.cost) < 0.005 &&
      one.shipments.length === choice.shipments,
  );
  if (chosen === undefined)
    throw new AppError('CONFLICT', 'The option chosen is gone: the stock or the network changed. Ask again and choose anew.');
  return chosen;
}
