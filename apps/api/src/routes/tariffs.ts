import { changeTariff, createTariff, listTariffs } from '@karavan/usecases';
import type { Handlers } from '../http/context.ts';

type Names = 'listTariffs' | 'createTariff' | 'changeTariff';

export const tariffHandlers: Handlers<Names> = {
  listTariffs: async ({ deps, actor, query }) => ({ status: 200, body: await listTariffs(deps, { actor, ...query }) }),
  createTariff: async ({ deps, actor, body }) => ({ status: 201, body: await createTariff(deps, { actor, tariff: body }) }),
  changeTariff: async ({ deps, actor, params, body }) => ({
    status: 200,
    body: await changeTariff(deps, { actor, id: params['id'] ?? '', change: body }),
  }),
};
