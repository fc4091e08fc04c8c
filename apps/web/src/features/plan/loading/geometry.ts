import { type Cell, cellsOf } from './cells.ts';
import type { Load, OnUnit } from './model.ts';
import { axlesOf, isOnBogie, isTractor, type Motor, motorOf, type Trailer, trailerOf, type Vehicle } from './units.ts';

export type Body = 'tank' | 'tipper' | 'curtain' | 'open';

export interface DrawnDeck {
  unit: OnUnit;
  fromM: number;
  lengthM: number;
  body: Body;
  /** compartments of a tank, front to back */
  cells: readonly Cell[];
}
export interface DrawnAxle {
  number: number;
  xM: number;
  wheels: 'single' | 'twin';
  isUp: boolean;
  canLift: boolean;
}
/** A set from the side; metres behind its first axle, ahead of it negative. */
export interface Drawing {
  fromM: number;
  toM: number;
  cab: { fromM: number; toM: number };
  frames: readonly { fromM: number; toM: number }[];
  /** fifth wheel or hitch */
  couplingM: number | null;
  decks: readonly DrawnDeck[];
  axles: readonly DrawnAxle[];
}

/** Bumpers, cabs and overhangs, which no paper of the axles gives. */
const NOSE_M = 1.4;
const TAIL_M = 0.7;
const CAB_M = 2.3;
const ASSUMED_DRAWBAR_M = 2.5;

export function drawingOf(vehicle: Vehicle, lifted: readonly number[]): Drawing {
  const motor = motorOf(vehicle);
  const trailer = trailerOf(vehicle);
  const couplingM = trailer === undefined ? null : couplingOf(motor, trailer);
  const trailerAtM =
    trailer === undefined ? 0 : (couplingM ?? 0) + (isOnBogie(trailer) ? 0 : (trailer.drawbarLengthM ?? ASSUMED_DRAWBAR_M));
  const own = isTractor(motor) ? [] : [deckOn('rigid', motor.headboardXM, motor.bodyLengthM, motor)];
  const towed = trailer === undefined ? [] : [deckOn('trailer', trailerAtM + headboardOf(trailer), trailer.deckLengthM, trailer)];
  const decks = [...own, ...towed];
  const motorAxles = motor.axles.map(({ xM }) => xM);
  const motorEndM = Math.max(...motorAxles, ...own.map(endOf)) + (isTractor(motor) ? TAIL_M : 0);
  const axles = axlesOf(vehicle).map(({ number, unit, xM, wheels, canLift, lifted: isKeptUp }) => ({
    number,
    xM: unit === 'motor' ? xM : trailerAtM + xM,
    wheels,
    isUp: isKeptUp === true || lifted.includes(number),
    canLift,
  }));
  const cabEndM = Math.min(CAB_M - NOSE_M, ...own.map(({ fromM }) => fromM - 0.1));
  return {
    fromM: -NOSE_M,
    toM: Math.max(motorEndM, ...decks.map(endOf), ...axles.map(({ xM }) => xM + TAIL_M)),
    cab: { fromM: -NOSE_M, toM: cabEndM },
    frames: [
      { fromM: -NOSE_M + 0.2, toM: motorEndM },
      ...(trailer === undefined || vehicle.type === 'tractor_semitrailer'
        ? []
        : [{ fromM: couplingM ?? 0, toM: Math.max(...towed.map(endOf)) }]),
    ],
    couplingM,
    decks,
    axles,
  };
}

export const endOf = ({ fromM, lengthM }: DrawnDeck): number => fromM + lengthM;

function couplingOf(motor: Motor, trailer: Trailer): number {
  if (isTractor(motor)) return motor.fifthWheelXM;
  const own = 'hitchXM' in trailer ? trailer.hitchXM : undefined;
  return own ?? motor.hitchXM ?? motor.headboardXM + motor.bodyLengthM;
}

const headboardOf = (trailer: Trailer): number => (isOnBogie(trailer) ? -trailer.kingpinFromHeadboardM : trailer.headboardXM);

function deckOn(on: OnUnit, fromM: number, lengthM: number, unit: Motor | Trailer): DrawnDeck {
  const body = bodyOf(unit.unloading ?? []);
  return { unit: on, fromM, lengthM, body, cells: body === 'tank' ? cellsOf(unit, lengthM) : [] };
}

export function bodyOf(unloading: readonly string[]): Body {
  if (unloading.some((way) => way === 'pneumatic' || way === 'pump')) return 'tank';
  if (unloading.includes('rear-tip')) return 'tipper';
  return unloading.includes('crane') || unloading.includes('top-crane') ? 'open' : 'curtain';
}

/** Pixels of a drawing that keeps its height while vehicles change, so that nothing below it jumps. */
export interface View {
  width: number;
  height: number;
  pxPerM: number;
  /** of the road */
  groundY: number;
  x(metres: number): number;
  y(metresUp: number): number;
}

const TALLEST_M = 4;
const LABELS_PX = 40;
const SIDE_PX = 8;

export function viewOf(width: number, { fromM, toM }: Pick<Drawing, 'fromM' | 'toM'>): View {
  const height = Math.round(Math.max(136, Math.min(250, width * 0.27)));
  const pxPerM = Math.max(1, Math.min((width - 2 * SIDE_PX) / (toM - fromM), (height - LABELS_PX) / TALLEST_M));
  const left = (width - (toM - fromM) * pxPerM) / 2;
  const groundY = height - LABELS_PX;
  return {
    width,
    height,
    pxPerM,
    groundY,
    x: (metres) => left + (metres - fromM) * pxPerM,
    y: (metresUp) => groundY - metresUp * pxPerM,
  };
}

const POINT_M = 0.8;
const FULL_KG_PER_M = 3500;
const ROOM_M = 2.5;
const SAME_PLACE_M = 0.05;

/** A load as it is drawn on its deck: metres along it and above its floor. */
export interface Block {
  fromM: number;
  toM: number;
  baseM: number;
  tallM: number;
}

/** The blocks of a stage by load: a point gets a body too, heavier metres stand higher, and what shares a place is stacked. */
export function blocksOf(
  loads: readonly Load[],
  decks: readonly Pick<DrawnDeck, 'unit' | 'cells'>[] = [],
): ReadonlyMap<number, Block> {
  const blocks = new Map<number, Block>();
  for (const load of loads) {
    const cell = decks
      .find(({ unit }) => unit === load.unit)
      ?.cells.find(({ xM }) => load.fromM === load.toM && Math.abs(xM - load.fromM) < SAME_PLACE_M);
    if (cell !== undefined) {
      const tallM = Math.max(0.2, ROOM_M * Math.min(1, load.massKg / Math.max(1, cell.maxKg)));
      blocks.set(load.id, { fromM: cell.fromM, toM: cell.toM, baseM: 0, tallM });
      continue;
    }
    const here = loads.filter((other) => other.unit === load.unit && Math.abs(centreOf(other) - centreOf(load)) < SAME_PLACE_M);
    const tallM = Math.min(tallOf(load), ROOM_M / here.length);
    const half = load.fromM === load.toM ? POINT_M / 2 : 0;
    const [fromM, toM] = [Math.min(load.fromM, load.toM) - half, Math.max(load.fromM, load.toM) + half];
    blocks.set(load.id, { fromM, toM, baseM: here.indexOf(load) * tallM, tallM });
  }
  return blocks;
}

const centreOf = ({ fromM, toM }: Load): number => (fromM + toM) / 2;

function tallOf({ massKg, fromM, toM }: Load): number {
  const perM = massKg / Math.max(0.5, fromM === toM ? POINT_M : Math.abs(toM - fromM));
  return 0.5 + 1.8 * Math.min(1, perM / FULL_KG_PER_M);
}
