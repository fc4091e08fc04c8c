import { getFleetAt, getTruckHistory, listTruckAside } from '@karavan/usecases';
import type { Handlers } from '../http/context.ts';

type Names = 'getTruckHistory' | 'listTruckAside' | 'getFleetAt';

export const trackHandlers: Handlers<Names> = {
  getTruckHistory: async ({ deps, actor, params, query }) => ({
    status: 200,
    body: await getTruckHistory(deps, { actor, name: params['name'] ?? '', query }),
  }),
  listTruckAside: async ({ deps, actor, params, query }) => ({
    status: 200,
    body: await listTruckAside(deps, { actor, name: params['name'] ?? '', query, limit: query.limit, cursor: query.cursor }),
  }),
  getFleetAt: async ({ deps, actor, query }) => ({ status: 200, body: await getFleetAt(deps, { actor, query }) }),
};
