import { type LargestPayload, type MaxPayloadReply, type Placement, ROAD_CLASSES } from '@karavan/contracts';
import { InputError, type Known, largestPayload, SHIPPED } from '@karavan/planner';
import { decksOf, type Load, type Rules, rulesAsked, shapeOf } from './model.ts';
import type { Vehicle } from './units.ts';

export type Way = 'free' | 'uniform';
/** People load whole sacks: the last kilograms are left behind, at least one, which also covers places told in tenths of a millimetre. */
const GRAIN_KG = 10;

type Asked = { vehicle: Vehicle; rules: Rules; lifted: readonly number[] | undefined };

/** The most this set may carry at departure, for each road. Evenly means over the whole of the first deck. */
export function payloadsOf({ vehicle, rules, lifted = [] }: Asked, way: Way, known: Known = SHIPPED): MaxPayloadReply | null {
  const deck = decksOf(vehicle)[0];
  if (deck === undefined) return null;
  const unit = vehicle.type === 'truck_drawbar' ? { unit: deck.unit } : {};
  const placement: Placement = way === 'free' ? { kind: 'free' } : { kind: 'uniform', fromM: 0, toM: deck.lengthM, ...unit };
  try {
    const asked = { ...rulesAsked(rules), roadClasses: [...ROAD_CLASSES], liftedAxles: [...lifted], placement };
    return largestPayload({ vehicle: shapeOf(vehicle), ...asked }, known);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** Goods that stand as an answer says: as wide around the centre as the deck allows. */
export function goodsFor({ maxPayloadKg, placed }: LargestPayload, vehicle: Vehicle): Omit<Load, 'id'>[] {
  const decks = decksOf(vehicle);
  const [first] = decks;
  if (first === undefined) return [];
  const parts = placed ?? [{ unit: first.unit, massKg: maxPayloadKg, xM: first.lengthM / 2 }];
  return parts.flatMap(({ unit, massKg, xM }) => {
    const lengthM = decks.find((deck) => deck.unit === unit)?.lengthM ?? 0;
    const halfM = Math.min(xM, lengthM - xM);
    const kg = Math.floor((massKg - 1) / GRAIN_KG) * GRAIN_KG;
    return kg <= 0 ? [] : [{ unit, massKg: kg, fromM: exact(xM - halfM), toM: exact(xM + halfM) }];
  });
}

const exact = (metres: number): number => Math.max(0, Math.round(metres * 1e4) / 1e4);
