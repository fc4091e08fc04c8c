import { type Actor, NewVehicleSpec, type VehicleSpec, type VehicleSpecChange } from '@karavan/contracts';
import { AppError, badInput } from '@karavan/runtime';
import { audit, type Tx, vehicleSpecs } from '@karavan/store';
import { type Deps, scopeOf } from './deps.ts';

/** People choose from the whole list; a yard has fewer kinds of trucks than this. */
const MOST_SPECS = 500;

export const listVehicleSpecs = (deps: Deps, actor: Actor): Promise<VehicleSpec[]> =>
  deps.db.scoped(scopeOf(actor), vehicleSpecs.listSpecs);

/** @throws AppError CONFLICT when a unit of that kind has the name, UNPROCESSABLE when there are too many */
export async function createVehicleSpec(
  deps: Deps,
  { actor, spec }: { actor: Actor; spec: NewVehicleSpec },
): Promise<VehicleSpec> {
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    if ((await vehicleSpecs.listSpecs(tx)).length >= MOST_SPECS)
      throw new AppError('UNPROCESSABLE', `There are ${MOST_SPECS} units already; forget one first.`);
    const saved = await vehicleSpecs.insertSpec(tx, actor.companyId, { spec, savedAt: deps.clock(), savedBy: actor.name });
    if (saved === undefined) throw nameTaken(spec.name);
    await noted(tx, { actor, spec: saved, action: 'unit added' });
    return saved;
  });
}

/** What is left out stays. @throws AppError NOT_FOUND, BAD_INPUT for a unit that is not of its kind, CONFLICT as above */
export async function changeVehicleSpec(
  deps: Deps,
  { actor, id, change }: { actor: Actor; id: string; change: VehicleSpecChange },
): Promise<VehicleSpec> {
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const [known] = await vehicleSpecs.findSpecs(tx, [id]);
    if (known === undefined) throw notFound();
    const spec = NewVehicleSpec.safeParse({
      kind: known.kind,
      name: change.name ?? known.name,
      unit: change.unit ?? known.unit,
    });
    if (!spec.success) throw badInput(spec.error);
    const saved = await vehicleSpecs.updateSpec(tx, id, { spec: spec.data, savedAt: deps.clock(), savedBy: actor.name });
    if (saved === undefined) throw nameTaken(spec.data.name);
    await noted(tx, { actor, spec: saved, action: 'unit changed' });
    return saved;
  });
}

/** @throws AppError NOT_FOUND */
export async function deleteVehicleSpec(deps: Deps, { actor, id }: { actor: Actor; id: string }): Promise<void> {
  await deps.db.scoped(scopeOf(actor), async (tx) => {
    const [known] = await vehicleSpecs.findSpecs(tx, [id]);
    if (known === undefined || !(await vehicleSpecs.deleteSpec(tx, id))) throw notFound();
    await noted(tx, { actor, spec: known, action: 'unit removed' });
  });
}

const notFound = () => new AppError('NOT_FOUND', 'There is no such unit.');
const nameTaken = (name: string) =>
  new AppError('CONFLICT', `A unit of this kind is called ${name} already.`, {
    errors: [{ path: 'name', message: 'a unit of this kind is called so already' }],
  });

const noted = (tx: Tx, { actor, spec, action }: { actor: Actor; spec: VehicleSpec; action: string }) =>
  audit.insertAudit(tx, { companyId: actor.companyId, actor: actor.name, action, subject: spec.name });
