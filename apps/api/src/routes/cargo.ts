import { normaliseWagonNumber } from '@karavan/rail';
import { wagons } from '@karavan/store';
import {
  cancelShipment,
  createShipment,
  findCargo,
  getShared,
  getShipment,
  getShipmentTrack,
  getWagon,
  listShipmentEvents,
  listShipments,
  listWagons,
  previewCancel,
  scopeOf,
  shareShipment,
  swapTruck,
} from '@karavan/usecases';
import type { Handlers } from '../http/context.ts';

type Names =
  | 'where'
  | 'listWagons'
  | 'getWagon'
  | 'getWagonHistory'
  | 'createShipment'
  | 'listShipments'
  | 'getShipment'
  | 'listShipmentEvents'
  | 'previewCancel'
  | 'cancelShipment'
  | 'swapTruck'
  | 'getShipmentTrack'
  | 'shareShipment'
  | 'getShared';

export const cargoHandlers: Handlers<Names> = {
  where: async ({ deps, actor, query, language }) => ({
    status: 200,
    body: await findCargo(deps, { actor, query: query.q, language }),
  }),

  listWagons: async ({ deps, actor, query }) => ({ status: 200, body: await listWagons(deps, { actor, ...query }) }),
  getWagon: async ({ deps, actor, params }) => ({
    status: 200,
    body: await getWagon(deps, { actor, number: params['number'] ?? '' }),
  }),
  async getWagonHistory({ deps, actor, params, query }) {
    const state = await getWagon(deps, { actor, number: params['number'] ?? '' });
    const wagon = normaliseWagonNumber(state.number) ?? state.number;
    return { status: 200, body: await deps.db.scoped(scopeOf(actor), (tx) => wagons.listOperations(tx, { wagon, ...query })) };
  },

  async createShipment({ deps, actor, body, language }) {
    const id = await createShipment(deps, { actor, shipment: body });
    return { status: 201, body: await getShipment(deps, { scope: scopeOf(actor), id, language }) };
  },
  listShipments: async ({ deps, actor, query }) => ({ status: 200, body: await listShipments(deps, { actor, ...query }) }),
  getShipment: async ({ deps, actor, params, language }) => ({
    status: 200,
    body: await getShipment(deps, { scope: scopeOf(actor), id: params['id'] ?? '', language }),
  }),
  listShipmentEvents: async ({ deps, actor, params, query }) => ({
    status: 200,
    body: await listShipmentEvents(deps, { scope: scopeOf(actor), id: params['id'] ?? '', ...query }),
  }),
  previewCancel: async ({ deps, actor, params, language }) => ({
    status: 200,
    body: await previewCancel(deps, { actor, id: params['id'] ?? '', language }),
  }),
  async cancelShipment({ deps, actor, params, body, language }) {
    const id = params['id'] ?? '';
    await cancelShipment(deps, { actor, id, reason: body.reason, language });
    return { status: 200, body: await getShipment(deps, { scope: scopeOf(actor), id, language }) };
  },
  async swapTruck({ deps, actor, params, body, language }) {
    const id = params['id'] ?? '';
    await swapTruck(deps, { actor, shipmentId: id, unitId: params['unitId'] ?? '', swap: body });
    return { status: 200, body: await getShipment(deps, { scope: scopeOf(actor), id, language }) };
  },
  async getShipmentTrack({ deps, actor, params }) {
    const track = await getShipmentTrack(deps, { scope: scopeOf(actor), id: params['id'] ?? '' });
    return { status: 200, body: { ...track, features: track.features.map((feature) => ({ ...feature })) } };
  },
  async shareShipment({ deps, options, actor, params, body, req }) {
    const token = await shareShipment(deps, { actor, id: params['id'] ?? '', expiresAt: body.expiresAt });
    const base = options.publicUrl ?? `${req.protocol}://${req.get('host')}`;
    return { status: 201, body: { url: `${base.replace(/\/$/, '')}/share/${token}` } };
  },
  async getShared({ deps, params, language, res }) {
    res.set('x-robots-tag', 'noindex').set('referrer-policy', 'no-referrer');
    return { status: 200, body: await getShared(deps, { token: params['token'] ?? '', language }) };
  },
};
