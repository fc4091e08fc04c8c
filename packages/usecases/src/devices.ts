import type { Actor, Device, NewDevice } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import { assets, audit, devices, takeRevision, vehicles } from '@karavan/store';
import { truckAsset } from './asset-of.ts';
import { type Deps, scopeOf } from './deps.ts';

/** Registers a device, adopts a quarantined one with its history, or changes what is given of one that is registered. */
export async function registerDevice(
  deps: Deps,
  input: { actor: Actor; device: NewDevice },
): Promise<{ device: Device; created: boolean }> {
  const { actor, device } = input;
  const { companyId } = actor;
  if (device.vehicleId !== undefined) {
    const vehicle = await deps.db.scoped(scopeOf(actor), (tx) => vehicles.findVehicle(tx, device.vehicleId ?? ''));
    if (vehicle === undefined) throw refuse('vehicleId', 'there is no such vehicle', 'BAD_INPUT');
  }
  const outcome = await deps.db.system((tx) => devices.adoptDevice(tx, { companyId, ...device }));
  if (outcome === 'taken') throw refuse('uniqueId', 'this device cannot be registered here', 'CONFLICT');
  const saved = await deps.db.scoped(scopeOf(actor), async (tx) => {
    const found = await devices.findDevice(tx, device.uniqueId);
    if (found === undefined) throw new AppError('NOT_FOUND', 'The device was taken away while it was registered.');
    if (found.vehicleId !== null)
      await assets.removeAsset(tx, { revision: await takeRevision(tx), id: `device:${found.uniqueId}` });
    await showLastPosition({ tx, companyId, device: found });
    await audit.insertAudit(tx, {
      companyId,
      actor: actor.name,
      action: 'device registered',
      subject: found.uniqueId,
      details: { outcome },
    });
    return found;
  });
  deps.announce();
  return { device: saved, created: outcome === 'created' };
}

/** A device that has just left quarantine, or its vehicle, is on the map where it was last seen, not only from its next message on. */
async function showLastPosition(input: {
  tx: Parameters<typeof assets.saveAssets>[0];
  companyId: string;
  device: Device;
}): Promise<void> {
  const { tx, companyId, device } = input;
  const position = await devices.findLastPosition(tx, device.uniqueId);
  if (position === undefined) return;
  const vehicle = device.vehicleId === null ? undefined : await vehicles.findVehicle(tx, device.vehicleId);
  const { uniqueId, protocol } = device;
  const marker = truckAsset({ vehicle: vehicle ?? null, position: { ...position, uniqueId }, protocol });
  await assets.saveAssets(tx, { companyId, revision: await takeRevision(tx), assets: [marker] });
}

const refuse = (path: string, message: string, code: 'BAD_INPUT' | 'CONFLICT') =>
  new AppError(code, `${path}: ${message}`, { errors: [{ path, message }] });
