import type { PlanAxle } from '@karavan/contracts';
import { type Affine, type Deck, NOTHING, plus, times } from './affine.ts';
import { type Solved, solveMotor, solveTowed, type Towed } from './solve-units.ts';
import { type Held, isDown, type OnAxles } from './statics.ts';
import type { VehicleSet } from './vehicle.ts';

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

/**
 * The vehicle as it stands on the road.
 * @param lifted numbers of the axles that are up, over the whole set, besides those the vehicle has lifted itself
 * @returns undefined when every axle of some support is up
 */
export function layOut(set: VehicleSet, lifted: readonly number[]): Layout | undefined {
  const towed = set.type === 'rigid' ? undefined : solveTowed(set, lifted);
  if (towed === null) return undefined;
  const motor = solveMotor(set, lifted, towed?.pull);
  if (motor === undefined) return undefined;
  return assemble(set, motor, towed);
}

function assemble(set: VehicleSet, motor: Solved, towed: Towed | undefined): Layout {
  const axles: SetAxle[] = [];
  const supports: SetSupport[] = [];
  addUnit(motor, axles, supports);
  const motorGross = grossOf(motor);
  if (towed === undefined)
    return { set, axles, supports, decks: decksOf(set), kingpin: null, motorGross, trailerGross: null, gross: motorGross };
  addUnit(towed.trailer, axles, supports);
  const onRoad = grossOf(towed.trailer);
  const kingpin = towed.pull?.force ?? null;
  return {
    set,
    axles,
    supports,
    decks: decksOf(set),
    kingpin,
    motorGross,
    trailerGross: kingpin === null ? onRoad : plus(onRoad, kingpin),
    gross: plus(motorGross, onRoad),
  };
}

function grossOf({ pressed }: Solved): Affine {
  const [first, second] = pressed;
  if (first === undefined) return NOTHING;
  return second === undefined ? first.load : plus(first.load, second.load);
}

function addUnit(solved: Solved, axles: SetAxle[], supports: SetSupport[]): void {
  const { pressed, unit } = solved;
  for (const { held, load } of pressed)
    supports.push({ unit, support: held.support, axles: numbersOn(solved, held), load, downPart: held.downPart });
  const marked = solved.axles.some((axle) => axle.driven !== undefined);
  for (let i = 0; i < solved.axles.length; i++) {
    const axle = solved.axles[i];
    if (axle !== undefined) axles.push(placed(axle, { solved, number: solved.before + i + 1, marked }));
  }
}

function numbersOn({ axles, before, lifted }: OnAxles, { support }: Held): number[] {
  const numbers: number[] = [];
  for (let i = 0; i < axles.length; i++) {
    const axle = axles[i];
    if (axle?.support === support && isDown(axle, before + i + 1, lifted)) numbers.push(before + i + 1);
  }
  return numbers;
}

/** An axle with its part of what its support carries. Driven are those marked; where none is, the truck's rear ones (AX7). */
function placed(axle: PlanAxle, { solved, number, marked }: { solved: Solved; number: number; marked: boolean }): SetAxle {
  const { pressed, originM, unit, lifted } = solved;
  const [first, second] = pressed;
  const on = first?.held.support === axle.support ? first : second;
  const down = on !== undefined && isDown(axle, number, lifted);
  return {
    number,
    unit,
    positionM: originM === undefined ? undefined : originM + axle.xM,
    xM: axle.xM,
    down,
    wheels: axle.wheels,
    air: axle.suspension === 'air',
    driven: marked ? axle.driven === true : unit === 'motor' && axle.support === 'rear',
    load: down ? times(on.load, (axle.share ?? on.held.plainShare) / on.held.downShare) : NOTHING,
  };
}

function decksOf(set: VehicleSet): SetDeck[] {
  if (set.type === 'tractor_semitrailer') return [{ deck: 'A', unit: 'trailer', lengthM: set.trailer.deckLengthM }];
  const rigid: SetDeck = { deck: 'A', unit: 'rigid', lengthM: set.rigid.bodyLengthM };
  return set.type === 'rigid' ? [rigid] : [rigid, { deck: 'B', unit: 'trailer', lengthM: set.trailer.deckLengthM }];
}
