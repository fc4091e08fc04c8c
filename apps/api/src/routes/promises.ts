import { AppError } from '@karavan/runtime';
import { goodsSearch, network, promises, stock } from '@karavan/store';
import {
  acceptChange,
  keepPromise,
  recheckPromise,
  releasePromise,
  saveGoods,
  saveNetwork,
  saveStock,
  scopeOf,
} from '@karavan/usecases';
import type { Handlers } from '../http/context.ts';

type Names =
  | 'getNetwork'
  | 'saveNetwork'
  | 'saveItems'
  | 'saveStock'
  | 'listStock'
  | 'searchGoods'
  | 'createPromise'
  | 'listPromises'
  | 'getPromise'
  | 'recheckPromise'
  | 'acceptPromiseChange'
  | 'releasePromise';

export const promiseHandlers: Handlers<Names> = {
  getNetwork: async ({ deps, actor }) => ({
    status: 200,
    body: await deps.db.scoped(scopeOf(actor), (tx) => network.loadNetwork(tx)),
  }),
  async saveNetwork({ deps, actor, body }) {
    const version = await saveNetwork(deps, { actor, network: body });
    return { status: 201, body: await deps.db.scoped(scopeOf(actor), (tx) => network.loadNetwork(tx, version)) };
  },
  async saveItems({ deps, actor, body }) {
    await saveGoods(deps, { actor, items: body.items });
    return { status: 200, body: { saved: body.items.length } };
  },
  async saveStock({ deps, actor, body }) {
    await saveStock(deps, { actor, rows: body.rows });
    return { status: 200, body: { saved: body.rows.length } };
  },
  listStock: async ({ deps, actor, query }) => ({
    status: 200,
    body: await deps.db.scoped(scopeOf(actor), (tx) => stock.pageLots(tx, query)),
  }),

  async searchGoods({ deps, actor, query }) {
    const words = query.q.split(/\s+/).filter(Boolean).slice(0, 10);
    const search = { words: words.length === 0 ? [''] : words, limit: query.limit };
    return { status: 200, body: { items: await deps.db.scoped(scopeOf(actor), (tx) => goodsSearch.searchGoods(tx, search)) } };
  },
  async createPromise({ deps, actor, body, language }) {
    const { promise, created } = await keepPromise(deps, { actor, promise: body, language });
    return { status: created ? 201 : 200, body: promise };
  },
  listPromises: async ({ deps, actor, query }) => ({
    status: 200,
    body: await deps.db.scoped(scopeOf(actor), (tx) => promises.listPromises(tx, query)),
  }),
  async getPromise({ deps, actor, params }) {
    const found = await deps.db.scoped(scopeOf(actor), (tx) => promises.findPromise(tx, params['id'] ?? ''));
    if (found === undefined) throw new AppError('NOT_FOUND', 'There is no such promise.');
    return { status: 200, body: found };
  },
  recheckPromise: async ({ deps, actor, params }) => ({
    status: 200,
    body: await recheckPromise(deps, { actor, id: params['id'] ?? '' }),
  }),
  acceptPromiseChange: async ({ deps, actor, params }) => ({
    status: 200,
    body: await acceptChange(deps, { actor, id: params['id'] ?? '' }),
  }),
  releasePromise: async ({ deps, actor, params }) => ({
    status: 200,
    body: await releasePromise(deps, { actor, id: params['id'] ?? '' }),
  }),
};
