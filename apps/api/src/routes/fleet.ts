import { AppError } from '@karavan/runtime';
import { audit, companies, devices, sites, vehicles } from '@karavan/store';
import { registerDevice, scopeOf } from '@karavan/usecases';
import type { Handlers } from '../http/context.ts';

type Names =
  | 'listDevices'
  | 'createDevice'
  | 'listDevicePositions'
  | 'listVehicles'
  | 'createVehicle'
  | 'listSites'
  | 'updateSite'
  | 'createSite';

export const fleetHandlers: Handlers<Names> = {
  listDevices: async ({ deps, actor, query }) => ({
    status: 200,
    body: await deps.db.scoped(scopeOf(actor), (tx) => devices.listDevices(tx, query)),
  }),
  async createDevice({ deps, actor, body }) {
    const { device, created } = await registerDevice(deps, { actor, device: body });
    return created ? { status: 201, body: device } : { status: 200, body: device };
  },
  listDevicePositions: async ({ deps, actor, params, query }) => ({
    status: 200,
    body: await deps.db.scoped(scopeOf(actor), async (tx) => {
      const uniqueId = params['uniqueId'] ?? '';
      if ((await devices.findDevice(tx, uniqueId)) === undefined) throw new AppError('NOT_FOUND', 'There is no such device.');
      return devices.listPositions(tx, { uniqueId, ...query });
    }),
  }),
  listVehicles: async ({ deps, actor, query }) => ({
    status: 200,
    body: await deps.db.scoped(scopeOf(actor), (tx) => vehicles.listVehicles(tx, query)),
  }),
  async createVehicle({ deps, actor, body }) {
    const { vehicle, created } = await deps.db.scoped(scopeOf(actor), async (tx) => {
      const saved = await vehicles.saveVehicle(tx, actor.companyId, body);
      await audit.insertAudit(tx, {
        companyId: actor.companyId,
        actor: actor.name,
        action: 'vehicle saved',
        subject: saved.vehicle.plate,
      });
      return saved;
    });
    return created ? { status: 201, body: vehicle } : { status: 200, body: vehicle };
  },
  listSites: async ({ deps, actor, query }) => ({
    status: 200,
    body: await deps.db.scoped(scopeOf(actor), (tx) => sites.listSites(tx, query)),
  }),
  updateSite: async ({ deps, actor, params, body }) => ({
    status: 200,
    body: await deps.db.scoped(scopeOf(actor), async (tx) => {
      const site = await sites.updateSite(tx, params['id'] ?? '', body);
      if (site === undefined) throw new AppError('NOT_FOUND', 'There is no such site.');
      await audit.insertAudit(tx, { companyId: actor.companyId, actor: actor.name, action: 'site changed', subject: site.id });
      return site;
    }),
  }),
  createSite: async ({ deps, actor, body }) => ({
    status: 201,
    body: await deps.db.scoped(scopeOf(actor), async (tx) => {
      if (body.customerId !== undefined && (await companies.findCompany(tx, body.customerId))?.kind !== 'customer')
        throw new AppError('BAD_INPUT', 'customerId: must name one of your customers', {
          errors: [{ path: 'customerId', message: 'must name one of your customers' }],
        });
      const site = await sites.insertSite(tx, actor.companyId, body);
      await audit.insertAudit(tx, { companyId: actor.companyId, actor: actor.name, action: 'site added', subject: site.id });
      return site;
    }),
  }),
};
