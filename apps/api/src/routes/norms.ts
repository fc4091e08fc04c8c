import { addNorms, confirmNorms, endNorms, listNorms, previewNorms, withdrawNorms } from '@karavan/usecases';
import type { Handlers } from '../http/context.ts';

type Names = 'listNorms' | 'addNorms' | 'previewNorms' | 'confirmNorms' | 'endNorms' | 'withdrawNorms';

const idOf = (params: Record<string, string>): string => params['book'] ?? '';

export const normHandlers: Handlers<Names> = {
  listNorms: async ({ deps, actor, query }) => ({ status: 200, body: await listNorms(deps, { actor, ...query }) }),
  addNorms: async ({ deps, actor, body }) => ({ status: 201, body: await addNorms(deps, { actor, book: body }) }),
  previewNorms: async ({ deps, actor, body }) => ({ status: 200, body: await previewNorms(deps, { actor, book: body }) }),
  confirmNorms: async ({ deps, actor, params }) => ({ status: 200, body: await confirmNorms(deps, { actor, id: idOf(params) }) }),
  endNorms: async ({ deps, actor, params, body }) => ({
    status: 200,
    body: await endNorms(deps, { actor, id: idOf(params), ...body }),
  }),
  withdrawNorms: async ({ deps, actor, params }) => ({
    status: 200,
    body: await withdrawNorms(deps, { actor, id: idOf(params) }),
  }),
};
