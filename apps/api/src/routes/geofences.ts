import { changeGeofence, createGeofence, deleteGeofence, listGeofences } from '@karavan/usecases';
import type { Handlers } from '../http/context.ts';

type Names = 'listGeofences' | 'createGeofence' | 'changeGeofence' | 'deleteGeofence';

const idOf = (params: Record<string, string>): string => params['id'] ?? '';

export const geofenceHandlers: Handlers<Names> = {
  listGeofences: async ({ deps, actor, query }) => ({ status: 200, body: await listGeofences(deps, { actor, query }) }),
  createGeofence: async ({ deps, actor, body }) => ({ status: 201, body: await createGeofence(deps, { actor, fence: body }) }),
  changeGeofence: async ({ deps, actor, params, body }) => ({
    status: 200,
    body: await changeGeofence(deps, { actor, id: idOf(params), change: body }),
  }),
  async deleteGeofence({ deps, actor, params }) {
    await deleteGeofence(deps, { actor, id: idOf(params) });
    return { status: 200, body: { ok: true } };
  },
};
