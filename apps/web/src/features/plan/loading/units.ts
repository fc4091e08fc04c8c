import type {
  CentreAxleTrailer,
  DrawbarTrailer,
  PlanAxle,
  RigidTruck,
  Semitrailer,
  TractorTruck,
  VehicleShape,
} from '@karavan/contracts';
import { RIGIDS, SEMITRAILERS, TRACTORS, TRAILERS as TRAILERS_OF_TRUCKS } from '@karavan/planner';

export type Motor = RigidTruck | TractorTruck;
export type Trailer = Semitrailer | DrawbarTrailer | CentreAxleTrailer;
export type SetType = VehicleShape['type'];

/** What stands in the yard: units by id, or spelled out where the numbers are the user's own. */
export interface Vehicle {
  type: SetType;
  motor: string | Motor;
  trailer?: string | Trailer | undefined;
}

type Named = { id: string; name: string };

const MOTORS: Record<SetType, readonly (Motor & Named)[]> = {
  rigid: RIGIDS,
  tractor_semitrailer: TRACTORS,
  truck_drawbar: RIGIDS,
};
const TRAILERS: Record<SetType, readonly (Trailer & Named)[]> = {
  rigid: [],
  tractor_semitrailer: SEMITRAILERS,
  truck_drawbar: TRAILERS_OF_TRUCKS,
};

export const motorsOf = (type: SetType): readonly (Motor & Named)[] => MOTORS[type];
export const trailersOf = (type: SetType): readonly (Trailer & Named)[] => TRAILERS[type];

/** What a type of set starts with. */
export function firstOf(type: SetType): Vehicle {
  const motor = type === 'truck_drawbar' ? 'flat-4x2' : (MOTORS[type][0]?.id ?? '');
  const trailer = TRAILERS[type][0]?.id;
  return { type, motor, ...(trailer === undefined ? {} : { trailer }) };
}

export function motorOf({ type, motor }: Vehicle): Motor {
  const unit = typeof motor === 'string' ? (MOTORS[type].find(({ id }) => id === motor) ?? MOTORS[type][0]) : motor;
  if (unit === undefined) throw new Error(`no truck ${String(motor)}`);
  return type === 'truck_drawbar' ? withHitch(unit as RigidTruck) : unit;
}

export function trailerOf({ type, trailer }: Vehicle): Trailer | undefined {
  if (type === 'rigid') return undefined;
  return typeof trailer === 'object' ? trailer : (TRAILERS[type].find(({ id }) => id === trailer) ?? TRAILERS[type][0]);
}

/** Papers of a truck sold without a trailer name no hitch: it sits below the end of the body. */
const withHitch = (rigid: RigidTruck): RigidTruck => ({
  ...rigid,
  hitchXM: rigid.hitchXM ?? rigid.headboardXM + rigid.bodyLengthM,
});

export const isOnBogie = (trailer: Trailer): trailer is Semitrailer | CentreAxleTrailer => 'tareKingpinKg' in trailer;
export const isTractor = (motor: Motor): motor is TractorTruck => 'fifthWheelXM' in motor;

/** Axles of the whole set in order, each with its number and whether its support could do without it. */
export function axlesOf(vehicle: Vehicle): (PlanAxle & { number: number; unit: 'motor' | 'trailer'; canLift: boolean })[] {
  const trailer = trailerOf(vehicle);
  const units = [{ unit: 'motor' as const, axles: motorOf(vehicle).axles }];
  const all = [...units, ...(trailer === undefined ? [] : [{ unit: 'trailer' as const, axles: trailer.axles }])];
  return all
    .flatMap(({ unit, axles }) =>
      axles.map((axle) => ({
        ...axle,
        unit,
        canLift: axle.support !== 'front' && axles.filter(({ support }) => support === axle.support).length > 1,
      })),
    )
    .map((axle, index) => ({ ...axle, number: index + 1 }));
}

/** Supports whose axles state shares that do not make a whole; they are then weights, and each gets its part of their sum. */
export function oddShares(vehicle: Vehicle): { axles: number[]; sum: number }[] {
  const axles = axlesOf(vehicle);
  return (['motor', 'trailer'] as const).flatMap((unit) =>
    (['front', 'rear', 'bogie'] as const).flatMap((support) => {
      const held = axles.filter((axle) => axle.unit === unit && axle.support === support);
      const sum = held.reduce((total, { share }) => total + (share ?? Number.NaN), 0);
      return held.length > 0 && Math.abs(sum - 1) > SHARE_ROUNDING ? [{ axles: held.map(({ number }) => number), sum }] : [];
    }),
  );
}
/** thirds written with two digits make 0.99 */
const SHARE_ROUNDING = 0.0101;
