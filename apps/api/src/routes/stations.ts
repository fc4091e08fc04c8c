import { getTrain, importRailGraph, importStations, listStations, placeStation } from '@karavan/usecases';
import type { Handlers } from '../http/context.ts';
import { readUpload } from '../http/upload.ts';

type Names = 'getTrain' | 'listStations' | 'placeStation' | 'importStations' | 'importRailGraph';

export const stationHandlers: Handlers<Names> = {
  getTrain: async ({ deps, actor, params, language }) => ({
    status: 200,
    body: await getTrain(deps, { actor, index: params['index'] ?? '', language }),
  }),
  listStations: async ({ deps, actor, query }) => ({ status: 200, body: await listStations(deps, { actor, ...query }) }),
  placeStation: async ({ deps, actor, body }) => ({ status: 200, body: await placeStation(deps, { actor, place: body }) }),
  async importStations({ deps, actor, req }) {
    const { bytes, fileName } = await readUpload(req);
    return { status: 200, body: await importStations(deps, { actor, bytes, fileName }) };
  },
  async importRailGraph({ deps, actor, req }) {
    const { bytes, fileName } = await readUpload(req);
    return { status: 200, body: await importRailGraph(deps, { actor, bytes, fileName }) };
  },
};
