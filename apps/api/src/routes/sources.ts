import { changeSource, checkSource, createSource, deleteSource, listSourceHealth } from '@karavan/usecases';
import type { Handlers } from '../http/context.ts';

type Names = 'listSources' | 'createSource' | 'changeSource' | 'deleteSource' | 'checkSource';

const idOf = (params: Record<string, string>): string => params['sourceId'] ?? '';

export const sourceHandlers: Handlers<Names> = {
  listSources: async ({ deps, actor }) => ({
    status: 200,
    body: { items: await listSourceHealth(deps, actor), nextCursor: null },
  }),
  createSource: async ({ deps, actor, body }) => ({ status: 201, body: await createSource(deps, { actor, source: body }) }),
  changeSource: async ({ deps, actor, params, body }) => ({
    status: 200,
    body: await changeSource(deps, { actor, id: idOf(params), change: body }),
  }),
  async deleteSource({ deps, actor, params }) {
    await deleteSource(deps, { actor, id: idOf(params) });
    return { status: 200, body: { ok: true } };
  },
  checkSource: async ({ deps, actor, params }) => ({
    status: 202,
    body: await checkSource(deps, { actor, id: idOf(params) }),
  }),
};
