import type { CentreAxleTrailer, DrawbarTrailer, PlanAxle, RigidTruck, Semitrailer, TractorTruck } from '@karavan/contracts';
import { type Affine, type Deck, plus, sum, times } from './affine.ts';
import { emptyWeight, type Held, heldBy, loadOn, pressAt, reactions } from './statics.ts';
import { isCentreAxle, type VehicleSet } from './vehicle.ts';

/** An axle of the whole set. */
export interface SetAxle {
  /** 1-based, front to back */
  number: number;
  unit: 'motor' | 'trailer';
  /** from the truck's first axle; undefined where nobody said how far behind the trailer stands */
  positionM: number | undefined;
  /** on the scale of its own unit */
  xM: number;
  down: boolean;
  wheels: 'single' | 'twin';
  air: boolean;
  driven: boolean;
  load: Affine;
}

export interface SetSupport {
  unit: 'motor' | 'trailer';
  support: 'front' | 'rear' | 'bogie';
  /** numbers of its axles that are down */
  axles: readonly number[];
  load: Affine;
  downPart: number;
}

export interface SetDeck {
  deck: Deck;
  unit: 'rigid' | 'trailer';
  lengthM: number;
}

/** A vehicle with some axles up, and every force on it as a function of the load. */
export interface Layout {
  set: VehicleSet;
  axles: readonly SetAxle[];
  supports: readonly SetSupport[];
  decks: readonly SetDeck[];
  kingpin: Affine | null;
  motorGross: Affine;
  trailerGross: Affine | null;
  gross: Affine;
}

interface Unit {
  axles: readonly PlanAxle[];
  held: readonly (Held | undefined)[];
}
interface Solved extends Unit {
  unit: 'motor' | 'trailer';
  loads: readonly Affine[];
  originM: number | undefined;
}

/**
 * The vehicle as it stands on the road.
 * @param lifted numbers of the axles that are up, over the whole set
 * @returns undefined when every axle of some support is up
 */
export function layOut(set: VehicleSet, lifted: ReadonlySet<number>): Layout | undefined {
  const motor = set.type === 'tractor_semitrailer' ? set.tractor : set.rigid;
  const trailer = set.type === 'rigid' ? undefined : set.trailer;
  const count = motor.axles.length;
  const front = heldIn(motor, ['front', 'rear'], (index) => !lifted.has(index + 1));
  if (front === undefined) return undefined;
  if (trailer === undefined) return assemble(set, [solveMotor(motor, front, { deck: 'A' })], null);
  const supports = 'tareKingpinKg' in trailer ? (['bogie'] as const) : (['front', 'rear'] as const);
  const back = heldIn(trailer, supports, (index) => !lifted.has(count + index + 1));
  if (back === undefined) return undefined;
  if (set.type === 'tractor_semitrailer') {
    const [kingpin, towed] = solveOnPin(set.trailer, back, { deck: 'A', originM: set.tractor.fifthWheelXM });
    return assemble(set, [solveMotor(motor, front, { hitch: { force: kingpin, xM: set.tractor.fifthWheelXM } }), towed], kingpin);
  }
  if (isCentreAxle(trailer)) {
    const xM = trailer.hitchXM ?? 0;
    const [kingpin, towed] = solveOnPin(trailer, back, { deck: 'B', originM: xM });
    return assemble(set, [solveMotor(motor, front, { deck: 'A', hitch: { force: kingpin, xM } }), towed], kingpin);
  }
  const { hitchXM } = set.type === 'truck_drawbar' ? set.rigid : {};
  const { drawbarLengthM } = trailer as DrawbarTrailer;
  const originM = hitchXM === undefined || drawbarLengthM === undefined ? undefined : hitchXM + drawbarLengthM;
  return assemble(set, [solveMotor(motor, front, { deck: 'A' }), solveTowed(trailer as DrawbarTrailer, back, originM)], null);
}

type HeldUnit = Unit & { down: readonly Held[]; all: readonly Held[] };

function heldIn(
  unit: { axles: readonly PlanAxle[] },
  supports: readonly PlanAxle['support'][],
  isDown: (index: number) => boolean,
): HeldUnit | undefined {
  const down = supports.map((support) => heldBy(unit.axles, support, isDown));
  const all = supports.map((support) => heldBy(unit.axles, support, () => true));
  if (down.includes(undefined) || all.includes(undefined)) return undefined;
  return { axles: unit.axles, held: down, down: down as Held[], all: all as Held[] };
}

const centres = (held: readonly Held[]): [first: number, second: number] => [held[0]?.centreM ?? 0, held[1]?.centreM ?? 0];

function solveMotor(
  motor: RigidTruck | TractorTruck,
  held: HeldUnit,
  carried: { deck?: Deck; hitch?: { force: Affine; xM: number } },
): Solved {
  const [firstM, secondM] = centres(held.all);
  const own = { firstM, secondM, firstKg: motor.tareFrontKg, secondKg: motor.tareRearKg, extras: motor.extras ?? [] };
  const weights = [emptyWeight(own)];
  if (carried.deck !== undefined && 'headboardXM' in motor) weights.push(loadOn(carried.deck, motor.headboardXM));
  if (carried.hitch !== undefined) weights.push(pressAt(carried.hitch.force, carried.hitch.xM));
  return { ...held, unit: 'motor', loads: reactions(weights, ...centres(held.down)), originM: 0 };
}

/** A trailer that rests on a pin in front: what the pin carries, and the trailer. */
function solveOnPin(
  trailer: Semitrailer | CentreAxleTrailer,
  held: HeldUnit,
  where: { deck: Deck; originM: number },
): [kingpin: Affine, trailer: Solved] {
  const [bogieM] = centres(held.all);
  const own = { firstM: 0, secondM: bogieM, firstKg: trailer.tareKingpinKg, secondKg: trailer.tareBogieKg };
  const weights = [emptyWeight({ ...own, extras: trailer.extras ?? [] }), loadOn(where.deck, -trailer.kingpinFromHeadboardM)];
  const [kingpin, bogie] = reactions(weights, 0, centres(held.down)[0]);
  return [kingpin, { ...held, unit: 'trailer', loads: [bogie], originM: where.originM }];
}

function solveTowed(trailer: DrawbarTrailer, held: HeldUnit, originM: number | undefined): Solved {
  const [firstM, secondM] = centres(held.all);
  const own = { firstM, secondM, firstKg: trailer.tareFrontKg, secondKg: trailer.tareRearKg, extras: trailer.extras ?? [] };
  const weights = [emptyWeight(own), loadOn('B', trailer.headboardXM)];
  return { ...held, unit: 'trailer', loads: reactions(weights, ...centres(held.down)), originM };
}

function assemble(set: VehicleSet, units: readonly Solved[], kingpin: Affine | null): Layout {
  const motorCount = units[0]?.axles.length ?? 0;
  const axles = units.flatMap((unit) => axlesOf(unit, unit.unit === 'motor' ? 0 : motorCount));
  const supports = units.flatMap((unit) => supportsOf(unit, unit.unit === 'motor' ? 0 : motorCount));
  const grossOf = (name: 'motor' | 'trailer') => sum(supports.filter(({ unit }) => unit === name).map(({ load }) => load));
  const motorGross = grossOf('motor');
  const onTrailer = set.type === 'rigid' ? null : grossOf('trailer');
  return {
    set,
    axles,
    supports,
    decks: decksOf(set),
    kingpin,
    motorGross,
    trailerGross: onTrailer === null ? null : kingpin === null ? onTrailer : plus(onTrailer, kingpin),
    gross: onTrailer === null ? motorGross : plus(motorGross, onTrailer),
  };
}

function axlesOf(unit: Solved, before: number): SetAxle[] {
  const driven = drivenIn(unit);
  return unit.axles.map((axle, index) => {
    const at = unit.held.findIndex((held) => held?.support === axle.support);
    const part = unit.held[at]?.parts[index] ?? 0;
    return {
      number: before + index + 1,
      unit: unit.unit,
      positionM: unit.originM === undefined ? undefined : unit.originM + axle.xM,
      xM: axle.xM,
      down: part > 0,
      wheels: axle.wheels,
      air: axle.suspension === 'air',
      driven: driven(axle),
      load: times(unit.loads[at] ?? [0, 0, 0, 0, 0], part),
    };
  });
}

/** Driven axles as stated; where none is, those of the truck's rear support (AX7). */
function drivenIn(unit: Solved): (axle: PlanAxle) => boolean {
  if (unit.axles.some((axle) => axle.driven !== undefined)) return (axle) => axle.driven === true;
  return (axle) => unit.unit === 'motor' && axle.support === 'rear';
}

const supportsOf = (unit: Solved, before: number): SetSupport[] =>
  unit.held.map((held, at) => ({
    unit: unit.unit,
    support: held?.support ?? 'bogie',
    axles: (held?.parts ?? []).flatMap((part, index) => (part > 0 ? [before + index + 1] : [])),
    load: unit.loads[at] ?? [0, 0, 0, 0, 0],
    downPart: held?.downPart ?? 1,
  }));

function decksOf(set: VehicleSet): SetDeck[] {
  if (set.type === 'tractor_semitrailer') return [{ deck: 'A', unit: 'trailer', lengthM: set.trailer.deckLengthM }];
  const rigid: SetDeck = { deck: 'A', unit: 'rigid', lengthM: set.rigid.bodyLengthM };
  return set.type === 'rigid' ? [rigid] : [rigid, { deck: 'B', unit: 'trailer', lengthM: set.trailer.deckLengthM }];
}
