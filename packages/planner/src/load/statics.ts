import { type PlanAxle, sharesOf } from '@karavan/contracts';
import { type Affine, constant, type Deck, massOn, momentOn, NOTHING, plus, times } from './affine.ts';

type Support = PlanAxle['support'];

/** A support with the axles of it that are down. */
export interface Held {
  support: Support;
  centreM: number;
  /** by the index of the axle in its unit; lifted ones have 0; the rest adds up to 1 */
  parts: readonly number[];
  /** the part of the support's axles that is down, by shares: what is left of its rating */
  downPart: number;
}

/** Where a support presses, with some axles up (AX3, AX4); undefined when all of them are. */
export function heldBy(axles: readonly PlanAxle[], support: Support, isDown: (index: number) => boolean): Held | undefined {
  const mine = axles.map((axle, index) => ({ axle, index })).filter(({ axle }) => axle.support === support);
  const shares = sharesOf(mine.map(({ axle }) => axle));
  const parts = axles.map(() => 0);
  let [whole, down, moment] = [0, 0, 0];
  mine.forEach(({ axle, index }, i) => {
    const share = shares[i] ?? 0;
    whole += share;
    if (!isDown(index)) return;
    down += share;
    moment += share * axle.xM;
    parts[index] = share;
  });
  if (!(down > 0)) return undefined;
  return { support, centreM: moment / down, parts: parts.map((part) => part / down), downPart: down / whole };
}

/** Mass and moment about the unit's origin of all that presses on it. */
interface Weight {
  mass: Affine;
  moment: Affine;
}

/** The empty unit with its equipment, from reactions that were weighed with every axle down (AX4, AX6). */
export function emptyWeight(input: {
  firstM: number;
  secondM: number;
  firstKg: number;
  secondKg: number;
  extras: readonly { massKg: number; xM: number }[];
}): Weight {
  const { firstM, secondM, firstKg, secondKg, extras } = input;
  const mass = extras.reduce((total, extra) => total + extra.massKg, firstKg + secondKg);
  const moment = extras.reduce((total, extra) => total + extra.massKg * extra.xM, firstKg * firstM + secondKg * secondM);
  return { mass: constant(mass), moment: constant(moment) };
}

/** The load of a deck whose headboard stands at `headboardM` of the unit's axle scale. */
export const loadOn = (deck: Deck, headboardM: number): Weight => ({ mass: massOn(deck), moment: momentOn(deck, headboardM) });
/** A force at one place. */
export const pressAt = (force: Affine, xM: number): Weight => ({ mass: force, moment: times(force, xM) });

/** Two supports carry the weights: the reaction of each (AX1, AX2). Exact, from the two equations of equilibrium. */
export function reactions(weights: readonly Weight[], firstM: number, secondM: number): [first: Affine, second: Affine] {
  let [mass, moment] = [NOTHING, NOTHING];
  for (const weight of weights) {
    mass = plus(mass, weight.mass);
    moment = plus(moment, weight.moment);
  }
  const second = times(plus(moment, mass, -firstM), 1 / (secondM - firstM));
  return [plus(mass, second, -1), second];
}
