import { getWagonTrack, idleMonth, listIdle } from '@karavan/usecases';
import type { Handlers } from '../http/context.ts';

type Names = 'listIdle' | 'getIdleMonth' | 'getWagonTrack';

export const idleHandlers: Handlers<Names> = {
  listIdle: async ({ deps, actor, query }) => ({ status: 200, body: await listIdle(deps, { actor, query }) }),
  getIdleMonth: async ({ deps, actor, query }) => ({ status: 200, body: await idleMonth(deps, { actor, month: query.month }) }),
  async getWagonTrack({ deps, actor, params }) {
    const track = await getWagonTrack(deps, { actor, number: params['number'] ?? '' });
    return { status: 200, body: { ...track, features: track.features.map((feature) => ({ ...feature })) } };
  },
};
