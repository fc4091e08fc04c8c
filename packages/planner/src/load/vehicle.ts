import type {
  CentreAxleTrailer,
  DrawbarTrailer,
  PlanVehicle,
  RigidTruck,
  Semitrailer,
  TractorTruck,
  VehicleShape,
} from '@karavan/contracts';
import { InputError } from '../input-error.ts';
import { RIGIDS, SEMITRAILERS, TRACTORS, TRAILERS } from '../rules/index.ts';
import { checkRigid, checkSemitrailer, checkTowed, checkTractor } from './plausible.ts';

/** A vehicle with every id replaced by what it stands for. */
export type VehicleSet =
  | { type: 'rigid'; rigid: RigidTruck }
  | { type: 'tractor_semitrailer'; tractor: TractorTruck; trailer: Semitrailer }
  | { type: 'truck_drawbar'; rigid: RigidTruck; trailer: DrawbarTrailer | CentreAxleTrailer };

/** What ids may stand for; an installation adds its own vehicles. */
export interface Garage {
  tractors: readonly (TractorTruck & { id?: string | undefined })[];
  semitrailers: readonly (Semitrailer & { id?: string | undefined })[];
  rigids: readonly (RigidTruck & { id?: string | undefined })[];
  /** drawn by a rigid */
  trailers: readonly ((DrawbarTrailer | CentreAxleTrailer) & { id?: string | undefined })[];
  vehicles?: readonly { id: string; vehicle: VehicleShape }[];
}
export const PRESETS: Garage = { tractors: TRACTORS, semitrailers: SEMITRAILERS, rigids: RIGIDS, trailers: TRAILERS };

export const isCentreAxle = (trailer: DrawbarTrailer | CentreAxleTrailer): trailer is CentreAxleTrailer =>
  'tareKingpinKg' in trailer;

/**
 * The vehicle in full.
 * @param path of the vehicle in the request, for errors
 * @throws InputError naming an id nobody knows, or a trailer that stands inside its truck
 */
export function resolveVehicle(vehicle: PlanVehicle, path = 'vehicle', garage: Garage = PRESETS): VehicleSet {
  const shape = typeof vehicle === 'string' ? wholeVehicle(vehicle, path, garage) : vehicle;
  switch (shape.type) {
    case 'rigid':
      return { type: 'rigid', rigid: rigidOf(shape.rigid, garage, `${path}.rigid`) };
    case 'tractor_semitrailer': {
      const tractor = known(shape.tractor, { units: garage.tractors, check: checkTractor, path: `${path}.tractor` });
      const trailer = known(shape.trailer, { units: garage.semitrailers, check: checkSemitrailer, path: `${path}.trailer` });
      refuseOverlap(tractor, tractor.fifthWheelXM + firstXM(trailer), path);
      return { type: shape.type, tractor, trailer };
    }
    case 'truck_drawbar': {
      const rigid = rigidOf(shape.rigid, garage, `${path}.rigid`);
      const trailer = known(shape.trailer, { units: garage.trailers, check: checkTowed, path: `${path}.trailer` });
      return { type: shape.type, rigid, trailer: coupled(rigid, trailer, path) };
    }
  }
}

function wholeVehicle(id: string, path: string, garage: Garage): VehicleShape {
  const stored = garage.vehicles?.find((candidate) => candidate.id === id);
  if (stored !== undefined) return stored.vehicle;
  return { type: 'rigid', rigid: rigidOf(id, garage, path) };
}

const rigidOf = (unit: string | RigidTruck, { rigids }: Garage, path: string): RigidTruck =>
  known(unit, { units: rigids, check: checkRigid, path });

/** A unit by its id, or the one spelled out, which is checked. */
function known<T extends { id?: string | undefined }>(
  unit: string | T,
  { units, check, path }: { units: readonly T[]; check: (unit: T, path: string) => void; path: string },
): T {
  if (typeof unit !== 'string') {
    check(unit, path);
    return unit;
  }
  const found = units.find(({ id }) => id === unit);
  if (found !== undefined) return found;
  const ids = units.map(({ id }) => id).join(', ');
  throw new InputError([{ path, message: `there is no ${unit} here${ids === '' ? '; spell it out' : `; there are ${ids}`}` }]);
}

const firstXM = (unit: { axles: readonly { xM: number }[] }): number => unit.axles[0]?.xM ?? 0;
const lastXM = (unit: { axles: readonly { xM: number }[] }): number => unit.axles.at(-1)?.xM ?? 0;

function refuseOverlap(truck: { axles: readonly { xM: number }[] }, trailerFirstXM: number, path: string): void {
  if (trailerFirstXM > lastXM(truck)) return;
  throw new InputError([
    { path: `${path}.trailer.axles.0.xM`, message: 'the trailer’s axles must stand behind those of the truck' },
  ]);
}

/** A centre-axle trailer hangs on a hitch, wherever that was written. */
function coupled(rigid: RigidTruck, trailer: DrawbarTrailer | CentreAxleTrailer, path: string) {
  if (!isCentreAxle(trailer)) return trailer;
  const hitchXM = trailer.hitchXM ?? rigid.hitchXM;
  if (hitchXM === undefined)
    throw new InputError([{ path: `${path}.trailer.hitchXM`, message: 'say where on the truck the trailer is coupled' }]);
  refuseOverlap(rigid, hitchXM + firstXM(trailer), path);
  return { ...trailer, hitchXM };
}
