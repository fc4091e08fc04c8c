import { randomUUID } from 'node:crypto';
import type { Actor, KeptPromise, Language, NewPromise, PromisePlan, PromiseReply, PromiseRequest } from '@karavan/contracts';
import { InputError } from '@karavan/planner';
import { AppError } from '@karavan/runtime';
import { audit, goods, network, promises, stock } from '@karavan/store';
import { type Deps, scopeOf } from './deps.ts';
import { isStillSo, loadSnapshot, type PromiseQuestion } from './promise-snapshot.ts';

/** When stored goods can be there: the question of the planner over the stored network. */
export async function answerFromStore(
  deps: Deps,
  input: { actor: Actor; question: PromiseQuestion; language: Language },
): Promise<PromiseReply> {
  const { actor, question } = input;
  const { request } = await deps.db.scoped(scopeOf(actor), (tx) => loadSnapshot(tx, { companyId: actor.companyId, question }));
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
  const { companyId } = actor;
  const looked = await deps.db.scoped(scope, async (tx) => {
    const known = requestId && (await promises.findPromiseByRequest(tx, requestId));
    return known ? { known } : { before: await loadSnapshot(tx, { companyId, question }) };
  });
  if (looked.known !== undefined) return { promise: looked.known, created: false };

  const { before } = looked;
  const planAlone = promise.choice === undefined;
  const plan = (request: PromiseRequest) => deps.plan({ name: 'promise', request, language, planAlone }).catch(refuse);
  const drafted = choose(await plan(before.request), promise);
  return deps.db.scoped(scope, async (tx) => {
    await goods.goByIndex(tx);
    await stock.lockGoods(
      tx,
      question.lines.map((line) => line.sku),
    );
    await network.lockWorld(tx, { companyId, to: 'read' });
    const isStill = await isStillSo(tx, { question, goods: before.goods });
    const present = isStill ? before : await loadSnapshot(tx, { companyId, question });
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
    if (!(await promises.insertPromise(tx, { companyId, promise: kept }))) {
      const first = await promises.findPromiseByRequest(tx, requestId ?? '');
      if (first !== undefined) return { promise: first, created: false };
    }
    await promises.reserve(tx, { companyId, promiseId: kept.id, plan: chosen });
    await audit.insertAudit(tx, {
      companyId,
      actor: actor.name,
      action: 'promise given',
      subject: kept.id,
      details: { deliveredBy: chosen.deliveredBy },
    });
    return { promise: kept, created: true };
  });
}

/** What the planner refuses is what was asked. */
export function refuse(error: unknown): never {
  if (error instanceof InputError) throw new AppError('BAD_INPUT', error.message, { cause: error, errors: error.errors });
  throw error;
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
