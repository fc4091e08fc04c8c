import {
  changeAlertChannel,
  createAlertChannel,
  deleteAlertChannel,
  listAlertChannels,
  listDeliveries,
  replayDelivery,
  testAlertChannel,
} from '@karavan/usecases';
import type { Handlers } from '../http/context.ts';

type Names =
  | 'listAlertChannels'
  | 'createAlertChannel'
  | 'changeAlertChannel'
  | 'deleteAlertChannel'
  | 'testAlertChannel'
  | 'listDeliveries'
  | 'replayDelivery';

const idOf = (params: Record<string, string>): string => params['id'] ?? '';

export const channelHandlers: Handlers<Names> = {
  listAlertChannels: async ({ deps, actor }) => ({
    status: 200,
    body: { items: await listAlertChannels(deps, actor), nextCursor: null },
  }),
  createAlertChannel: async ({ deps, actor, body }) => ({
    status: 201,
    body: await createAlertChannel(deps, { actor, channel: body }),
  }),
  changeAlertChannel: async ({ deps, actor, params, body }) => ({
    status: 200,
    body: await changeAlertChannel(deps, { actor, id: idOf(params), change: body }),
  }),
  async deleteAlertChannel({ deps, actor, params }) {
    await deleteAlertChannel(deps, { actor, id: idOf(params) });
    return { status: 200, body: { ok: true } };
  },
  testAlertChannel: async ({ deps, actor, params }) => ({
    status: 202,
    body: { items: await testAlertChannel(deps, { actor, id: idOf(params) }), nextCursor: null },
  }),
  listDeliveries: async ({ deps, actor, query }) => ({ status: 200, body: await listDeliveries(deps, { actor, query }) }),
  replayDelivery: async ({ deps, actor, params }) => ({
    status: 202,
    body: await replayDelivery(deps, { actor, id: idOf(params) }),
  }),
};
