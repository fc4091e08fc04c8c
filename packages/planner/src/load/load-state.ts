import type { PlanLoad } from '@karavan/contracts';
import { InputError, type InputIssue } from '../input-error.ts';
import type { LoadState } from './affine.ts';
import type { SetDeck } from './layout.ts';
import { isMass } from './plausible.ts';

const EPSILON_M = 1e-6;

/** Mass and moment on each deck. @throws InputError for a load off the deck or on a deck that is not there */
export function stateOf(loads: readonly PlanLoad[], { decks, path }: { decks: readonly SetDeck[]; path: string }): LoadState {
  let [massA, momentA, massB, momentB] = [0, 0, 0, 0];
  const issues: InputIssue[] = [];
  for (let i = 0; i < loads.length; i++) {
    const load = loads[i];
    if (load === undefined) continue;
    const deck = deckOf(load, decks);
    if (typeof deck === 'string') {
      issues.push({ path: `${path}.${i}.unit`, message: deck });
      continue;
    }
    refuseWrong(load, deck, { path: `${path}.${i}`, issues });
    const moment = load.massKg * centreOf(load);
    if (deck.deck === 'A') {
      massA += load.massKg;
      momentA += moment;
    } else {
      massB += load.massKg;
      momentB += moment;
    }
  }
  if (issues.length > 0) throw new InputError(issues);
  return [1, massA, momentA, massB, momentB];
}

/** The deck a load stands on, or why it is none. */
export function deckOf({ unit }: { unit?: 'rigid' | 'trailer' | undefined }, decks: readonly SetDeck[]): SetDeck | string {
  const [only, other] = decks;
  if (unit === undefined)
    return only !== undefined && other === undefined ? only : 'say which deck it stands on: rigid or trailer';
  return decks.find((deck) => deck.unit === unit) ?? `this vehicle has no deck on its ${unit}`;
}

/** Where a load acts: a stretch at its middle (AX5). */
export const centreOf = ({ xM, fromM, toM }: Pick<PlanLoad, 'xM' | 'fromM' | 'toM'>): number =>
  xM ?? ((fromM ?? 0) + (toM ?? 0)) / 2;

const PLACES = ['xM', 'fromM', 'toM'] as const;

function refuseWrong(load: PlanLoad, { lengthM }: SetDeck, { path, issues }: { path: string; issues: InputIssue[] }): void {
  if (!isMass(load.massKg)) issues.push({ path: `${path}.massKg`, message: 'must be a mass, not negative' });
  if (load.xM === undefined && (load.fromM === undefined || load.toM === undefined))
    issues.push({ path: `${path}.xM`, message: 'give xM, or fromM and toM' });
  for (const field of PLACES) {
    const at = load[field];
    if (at !== undefined && !isOnDeck(at, lengthM))
      issues.push({ path: `${path}.${field}`, message: `lies outside the deck, which is ${lengthM} m long` });
  }
}

export const isOnDeck = (xM: number, lengthM: number): boolean => xM >= -EPSILON_M && xM <= lengthM + EPSILON_M;
