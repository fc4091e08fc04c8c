import { changeVehicleSpec, createVehicleSpec, deleteVehicleSpec, listVehicleSpecs } from '@karavan/usecases';
import type { Handlers } from '../http/context.ts';

type Names = 'listVehicleSpecs' | 'createVehicleSpec' | 'changeVehicleSpec' | 'deleteVehicleSpec';

const idOf = (params: Record<string, string>): string => params['id'] ?? '';

export const vehicleSpecHandlers: Handlers<Names> = {
  listVehicleSpecs: async ({ deps, actor }) => ({
    status: 200,
    body: { items: await listVehicleSpecs(deps, actor), nextCursor: null },
  }),
  createVehicleSpec: async ({ deps, actor, body }) => ({
    status: 201,
    body: await createVehicleSpec(deps, { actor, spec: body }),
  }),
  changeVehicleSpec: async ({ deps, actor, params, body }) => ({
    status: 200,
    body: await changeVehicleSpec(deps, { actor, id: idOf(params), change: body }),
  }),
  async deleteVehicleSpec({ deps, actor, params }) {
    await deleteVehicleSpec(deps, { actor, id: idOf(params) });
    return { status: 200, body: { ok: true } };
  },
};
