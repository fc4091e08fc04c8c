import type { PlanAxle } from '@karavan/contracts';
import { type Affine, constant, type Deck, massOn, momentOn, plus, times } from './affine.ts';

export type Support = PlanAxle['support'];

/** A support as it stands, some of its axles up. */
export interface Held {
  support: Support;
  /** where it presses with the axles that are down */
  centreM: number;
  /** where it presses with every axle down: where the tare was weighed */
  weighedM: number;
  /** of an axle that states no share */
  plainShare: number;
  /** shares of the axles that are down, added up */
  downShare: number;
  /** the part of the support's axles that is down, by shares: what is left of its rating */
  downPart: number;
}

/** Axles of one unit; `before` axles of the set stand ahead of it. */
export interface OnAxles {
  axles: readonly PlanAxle[];
  before: number;
  /** numbers of the axles over the whole set that are up, besides those the vehicle has lifted itself */
  lifted: readonly number[];
}

export const isDown = (axle: PlanAxle, number: number, lifted: readonly number[]): boolean =>
  axle.lifted !== true && (lifted.length === 0 || !lifted.includes(number));

/** Where a support presses, with some axles up (AX3, AX4); undefined when all of them are. */
export function heldBy({ axles, before, lifted }: OnAxles, support: Support): Held | undefined {
  const plainShare = plainShareOf(axles, support);
  let [whole, wholeMoment, down, downMoment] = [0, 0, 0, 0];
  for (let i = 0; i < axles.length; i++) {
    const axle = axles[i];
    if (axle === undefined || axle.support !== support) continue;
    const share = axle.share ?? plainShare;
    whole += share;
    wholeMoment += share * axle.xM;
    if (!isDown(axle, before + i + 1, lifted)) continue;
    down += share;
    downMoment += share * axle.xM;
  }
  if (!(down > 0)) return undefined;
  return {
    support,
    centreM: downMoment / down,
    weighedM: wholeMoment / whole,
    plainShare,
    downShare: down,
    downPart: down / whole,
  };
}

/** Shares as `sharesOf` of the contracts reads them: where only some are given, the others have the rest of 1 in equal parts. */
function plainShareOf(axles: readonly PlanAxle[], support: Support): number {
  let [missing, stated, given] = [0, 0, 0];
  for (const axle of axles) {
    if (axle.support !== support) continue;
    if (axle.share === undefined) missing += 1;
    else {
      stated += 1;
      given += axle.share;
    }
  }
  return stated === 0 || missing === 0 ? 1 : (1 - given) / missing;
}

/** Mass and moment about the unit's origin of all that presses on it. */
export interface Weight {
  mass: Affine;
  moment: Affine;
}

/** The empty unit with its equipment, from reactions that were weighed with every axle down (AX4, AX6). */
export function emptyWeight(input: {
  firstM: number;
  secondM: number;
  firstKg: number;
  secondKg: number;
  extras: readonly { massKg: number; xM: number }[] | undefined;
}): Weight {
  let mass = input.firstKg + input.secondKg;
  let moment = input.firstKg * input.firstM + input.secondKg * input.secondM;
  for (const extra of input.extras ?? []) {
    mass += extra.massKg;
    moment += extra.massKg * extra.xM;
  }
  return { mass: constant(mass), moment: constant(moment) };
}

/** With the load of a deck whose headboard stands at `headboardM` of the unit's axle scale. */
export const withDeck = ({ mass, moment }: Weight, deck: Deck, headboardM: number): Weight => ({
  mass: plus(mass, massOn(deck)),
  moment: plus(moment, momentOn(deck, headboardM)),
});
/** With a force at one place. */
export const withForce = ({ mass, moment }: Weight, force: Affine, xM: number): Weight => ({
  mass: plus(mass, force),
  moment: plus(moment, force, xM),
});

/** Two supports carry a weight: the reaction of each (AX1, AX2). Exact, from the two equations of equilibrium. */
export function reactions({ mass, moment }: Weight, firstM: number, secondM: number): { first: Affine; second: Affine } {
  const second = times(plus(moment, mass, -firstM), 1 / (secondM - firstM));
  return { first: plus(mass, second, -1), second };
}
