import type { Actor, PlanVehicle, VehicleSpec, VehicleSpecKind } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import { type Tx, vehicleSpecs } from '@karavan/store';
import { type Deps, scopeOf } from './deps.ts';

/** Ids of stored units; everything else is the name of a preset, which the planner knows. */
const IS_STORED = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A place in a request where an id may stand. */
interface Slot {
  path: string;
  id: string;
  kind: VehicleSpecKind;
}
interface Issue {
  path: string;
  message: string;
}

/** Where plans have their vehicles: one of a load, or one a truck of a fleet. */
interface Asked {
  vehicle?: PlanVehicle | undefined;
  fleet?: readonly { vehicle?: PlanVehicle | undefined }[] | undefined;
}

/**
 * The request with the company's own units spelled out where their ids stand.
 * @throws AppError BAD_INPUT naming every id that is no unit of the company, or one of another kind
 */
export async function spellOutUnits<T extends object>(deps: Deps, { actor, request }: { actor: Actor; request: T }): Promise<T> {
  return slotsOf(request as Asked).length === 0 ? request : deps.db.scoped(scopeOf(actor), (tx) => spellOutUnitsIn(tx, request));
}

/** The same in a transaction that is open already. */
export async function spellOutUnitsIn<T extends object>(tx: Tx, request: T): Promise<T> {
  const asked = request as Asked;
  const slots = slotsOf(asked);
  if (slots.length === 0) return request;
  const ids = [...new Set(slots.map(({ id }) => id.toLowerCase()))];
  const specs = await vehicleSpecs.findSpecs(tx, ids);
  const units = new Map(specs.map((spec) => [spec.id, spec]));
  const issues = slots.flatMap((slot): Issue[] => issueOf(slot, units));
  if (issues.length > 0)
    throw new AppError('BAD_INPUT', issues.map(({ path, message }) => `${path}: ${message}`).join('; '), { errors: issues });
  return {
    ...request,
    ...(asked.vehicle === undefined ? {} : { vehicle: filled(asked.vehicle, units) }),
    ...(asked.fleet === undefined
      ? {}
      : { fleet: asked.fleet.map((truck) => (truck.vehicle ? { ...truck, vehicle: filled(truck.vehicle, units) } : truck)) }),
  };
}

function slotsOf({ vehicle, fleet }: Asked): Slot[] {
  const own = vehicle === undefined ? [] : slotsIn(vehicle, 'vehicle');
  return [...own, ...(fleet ?? []).flatMap((truck, i) => (truck.vehicle ? slotsIn(truck.vehicle, `fleet.${i}.vehicle`) : []))];
}

function slotsIn(vehicle: PlanVehicle, path: string): Slot[] {
  const slot = (part: unknown, at: string, kind: VehicleSpecKind): Slot[] =>
    typeof part === 'string' && IS_STORED.test(part) ? [{ path: at, id: part, kind }] : [];
  if (typeof vehicle === 'string') return slot(vehicle, path, 'rigid');
  if (vehicle.type === 'rigid') return slot(vehicle.rigid, `${path}.rigid`, 'rigid');
  if (vehicle.type === 'truck_drawbar')
    return [...slot(vehicle.rigid, `${path}.rigid`, 'rigid'), ...slot(vehicle.trailer, `${path}.trailer`, 'drawbar')];
  return [...slot(vehicle.tractor, `${path}.tractor`, 'tractor'), ...slot(vehicle.trailer, `${path}.trailer`, 'semitrailer')];
}

type Units = ReadonlyMap<string, VehicleSpec>;

function issueOf({ path, id, kind }: Slot, units: Units): Issue[] {
  const found = units.get(id.toLowerCase());
  if (found === undefined) return [{ path, message: `you have no unit ${id}` }];
  return found.kind === kind ? [] : [{ path, message: `must be a ${kind}; ${found.name} is a ${found.kind}` }];
}

function filled(vehicle: PlanVehicle, units: Units): PlanVehicle {
  const spelled = <P>(part: P): P => {
    const spec = typeof part === 'string' ? units.get(part.toLowerCase()) : undefined;
    // its kind has been compared with the place it stands at
    return spec === undefined ? part : ({ ...spec.unit, id: spec.id, name: spec.name } as P);
  };
  if (typeof vehicle === 'string') {
    const rigid = spelled<unknown>(vehicle);
    return rigid === vehicle ? vehicle : ({ type: 'rigid', rigid } as PlanVehicle);
  }
  if (vehicle.type === 'rigid') return { ...vehicle, rigid: spelled(vehicle.rigid) };
  if (vehicle.type === 'truck_drawbar') return { ...vehicle, rigid: spelled(vehicle.rigid), trailer: spelled(vehicle.trailer) };
  return { ...vehicle, tractor: spelled(vehicle.tractor), trailer: spelled(vehicle.trailer) };
}
