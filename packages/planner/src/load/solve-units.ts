import type { CentreAxleTrailer, DrawbarTrailer, RigidTruck, Semitrailer, TractorTruck } from '@karavan/contracts';
import type { Affine, Deck } from './affine.ts';
import { emptyWeight, type Held, heldBy, type OnAxles, reactions, withDeck, withForce } from './statics.ts';
import { isCentreAxle, type VehicleSet } from './vehicle.ts';

/** A support with what it carries. */
interface Pressed {
  held: Held;
  load: Affine;
}

/** A unit with what its supports carry. */
export interface Solved extends OnAxles {
  unit: 'motor' | 'trailer';
  pressed: readonly Pressed[];
  /** of its axle scale on that of the truck */
  originM: number | undefined;
}

/** With axles up two supports may be left at one place, or the other way round. */
const LEAST_BASE_M = 1e-6;
const isBase = (front: Held, rear: Held): boolean => rear.centreM - front.centreM > LEAST_BASE_M;

/** What a trailer does to its truck: the force on the fifth wheel or hitch. */
interface Pull {
  force: Affine;
  xM: number;
}
export interface Towed {
  trailer: Solved;
  pull?: Pull;
}

/** The truck with what its trailer does to it; undefined when every axle of a support of it is up. */
export function solveMotor(set: VehicleSet, lifted: readonly number[], pull: Pull | undefined): Solved | undefined {
  const unit: RigidTruck | TractorTruck = set.type === 'tractor_semitrailer' ? set.tractor : set.rigid;
  const on: OnAxles = { axles: unit.axles, before: 0, lifted };
  const front = heldBy(on, 'front');
  const rear = heldBy(on, 'rear');
  if (front === undefined || rear === undefined || !isBase(front, rear)) return undefined;
  let weight = emptyWeight({
    firstM: front.weighedM,
    secondM: rear.weighedM,
    firstKg: unit.tareFrontKg,
    secondKg: unit.tareRearKg,
    extras: unit.extras,
  });
  if (set.type !== 'tractor_semitrailer') weight = withDeck(weight, 'A', set.rigid.headboardXM);
  if (pull !== undefined) weight = withForce(weight, pull.force, pull.xM);
  const { first, second } = reactions(weight, front.centreM, rear.centreM);
  const pressed = [
    { held: front, load: first },
    { held: rear, load: second },
  ];
  return { axles: unit.axles, before: 0, lifted, unit: 'motor', pressed, originM: 0 };
}

type Drawn = Exclude<VehicleSet, { type: 'rigid' }>;

/** The trailer of a set; null when every axle of a support of it is up. */
export function solveTowed(set: Drawn, lifted: readonly number[]): Towed | null {
  if (set.type === 'tractor_semitrailer')
    return solveOnPin(set.trailer, { lifted, before: set.tractor.axles.length, deck: 'A', pinXM: set.tractor.fifthWheelXM });
  const before = set.rigid.axles.length;
  const { trailer } = set;
  if (isCentreAxle(trailer)) return solveOnPin(trailer, { lifted, before, deck: 'B', pinXM: trailer.hitchXM ?? 0 });
  const { hitchXM } = set.rigid;
  const { drawbarLengthM } = trailer;
  const originM = hitchXM === undefined || drawbarLengthM === undefined ? undefined : hitchXM + drawbarLengthM;
  return solveOnOwn(trailer, { axles: trailer.axles, before, lifted }, originM);
}

/** A trailer that rests on a pin in front: what the pin carries, and the trailer. */
function solveOnPin(
  unit: Semitrailer | CentreAxleTrailer,
  where: { lifted: readonly number[]; before: number; deck: Deck; pinXM: number },
): Towed | null {
  const { before, lifted } = where;
  const bogie = heldBy({ axles: unit.axles, before, lifted }, 'bogie');
  if (bogie === undefined || !(bogie.centreM > LEAST_BASE_M)) return null;
  const empty = emptyWeight({
    firstM: 0,
    secondM: bogie.weighedM,
    firstKg: unit.tareKingpinKg,
    secondKg: unit.tareBogieKg,
    extras: unit.extras,
  });
  const { first, second } = reactions(withDeck(empty, where.deck, -unit.kingpinFromHeadboardM), 0, bogie.centreM);
  const pressed = [{ held: bogie, load: second }];
  const trailer: Solved = { axles: unit.axles, before, lifted, unit: 'trailer', pressed, originM: where.pinXM };
  return { trailer, pull: { force: first, xM: where.pinXM } };
}

/** A trailer on a front and a rear support of its own. */
function solveOnOwn(unit: DrawbarTrailer, { axles, before, lifted }: OnAxles, originM: number | undefined): Towed | null {
  const front = heldBy({ axles, before, lifted }, 'front');
  const rear = heldBy({ axles, before, lifted }, 'rear');
  if (front === undefined || rear === undefined || !isBase(front, rear)) return null;
  const empty = emptyWeight({
    firstM: front.weighedM,
    secondM: rear.weighedM,
    firstKg: unit.tareFrontKg,
    secondKg: unit.tareRearKg,
    extras: unit.extras,
  });
  const { first, second } = reactions(withDeck(empty, 'B', unit.headboardXM), front.centreM, rear.centreM);
  const pressed = [
    { held: front, load: first },
    { held: rear, load: second },
  ];
  return { trailer: { axles, before, lifted, unit: 'trailer', pressed, originM } };
}
