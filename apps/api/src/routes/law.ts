import {
  addLawItem,
  changeLawItem,
  confirmLawItem,
  deleteTrial,
  listLaw,
  listTrials,
  runAllTrials,
  saveTrial,
  withdrawLawItem,
} from '@karavan/usecases';
import type { Handlers } from '../http/context.ts';

type Names =
  | 'listLaw'
  | 'addLawItem'
  | 'changeLawItem'
  | 'confirmLawItem'
  | 'withdrawLawItem'
  | 'listTrials'
  | 'saveTrial'
  | 'runTrials'
  | 'deleteTrial';

const itemOf = (params: Record<string, string>): string => params['itemId'] ?? '';

export const lawHandlers: Handlers<Names> = {
  listLaw: async ({ deps, actor, query }) => ({ status: 200, body: await listLaw(deps, { actor, ...query }) }),
  async addLawItem({ deps, actor, query, body }) {
    const reply = await addLawItem(deps, { actor, ...query, item: body });
    return { status: reply.saved ? 201 : 200, body: reply };
  },
  changeLawItem: async ({ deps, actor, params, query, body }) => ({
    status: 200,
    body: await changeLawItem(deps, { actor, ...query, itemId: itemOf(params), change: body }),
  }),
  confirmLawItem: async ({ deps, actor, params, body }) => ({
    status: 200,
    body: await confirmLawItem(deps, { actor, itemId: itemOf(params), mark: body }),
  }),
  withdrawLawItem: async ({ deps, actor, params, query, body }) => ({
    status: 200,
    body: await withdrawLawItem(deps, { actor, ...query, itemId: itemOf(params), mark: body }),
  }),

  listTrials: async ({ deps, actor }) => ({ status: 200, body: { items: await listTrials(deps, actor), nextCursor: null } }),
  saveTrial: async ({ deps, actor, body }) => ({ status: 201, body: await saveTrial(deps, { actor, trial: body }) }),
  runTrials: async ({ deps, actor, body }) => ({ status: 200, body: await runAllTrials(deps, { actor, run: body }) }),
  async deleteTrial({ deps, actor, params }) {
    await deleteTrial(deps, { actor, id: params['id'] ?? '' });
    return { status: 200, body: { ok: true } };
  },
};
