import type { ShipmentUnit } from '@karavan/contracts';

/** Kilograms of an order by where they are; the four always add up to the ordered mass. */
export interface Progress {
  deliveredKg: number;
  movingKg: number;
  atStationKg: number;
  plannedKg: number;
}

interface Leg {
  deliveredKg: number;
  movingKg: number;
  atStationKg: number;
}

/** Weighing and full wagons exceed an order by a few per cent; more than that is the same goods carried twice. */
const OVER_DELIVERY = 1.05;

type Carried = Pick<ShipmentUnit, 'leg' | 'massKg'>;

export const massOf = (units: readonly Carried[]): number => units.reduce((kg, unit) => kg + unit.massKg, 0);

function legsOf(units: readonly ShipmentUnit[]): Leg[] {
  const numbers = [...new Set(units.map((unit) => unit.leg))].sort((a, b) => a - b);
  return numbers.map((number) => {
    const kg = (status: ShipmentUnit['status']) => massOf(units.filter((unit) => unit.leg === number && unit.status === status));
    return { deliveredKg: kg('delivered'), movingKg: kg('moving'), atStationKg: kg('atStation') };
  });
}

/**
 * Whether the legs carry the same goods one after another (rail, then trucks) rather than parts of the order side by
 * side: together they carry clearly more than was ordered (SH4).
 */
export function isChain(units: readonly Carried[], orderedKg: number): boolean {
  return new Set(units.map((unit) => unit.leg)).size > 1 && massOf(units) > orderedKg * OVER_DELIVERY;
}

/**
 * In a chain what has arrived by one leg is taken over by what has set off by the next; the rest of it waits at the
 * place of reloading, and only the last leg delivers (SH5).
 */
function handOver(legs: Leg[]): Leg[] {
  return legs.map((leg, i) => {
    const next = legs[i + 1];
    if (next === undefined) return leg;
    const arrivedKg = leg.deliveredKg + leg.atStationKg;
    const takenKg = Math.min(arrivedKg, next.deliveredKg + next.movingKg + next.atStationKg);
    return { deliveredKg: 0, movingKg: leg.movingKg, atStationKg: arrivedKg - takenKg };
  });
}

/**
 * The kilograms of an order by state (SH1 to SH6). What is furthest on its way is counted first, nothing beyond the
 * ordered mass, and `plannedKg` is whatever remains: the sum is the ordered mass to the kilogram.
 */
export function progressOf(units: readonly ShipmentUnit[], orderedKg: number): Progress {
  const legs = isChain(units, orderedKg) ? handOver(legsOf(units)) : legsOf(units);
  const lastFirst = [...legs].reverse();
  let leftKg = orderedKg;
  const take = (kg: number): number => {
    const taken = Math.min(leftKg, Math.max(0, Math.round(kg)));
    leftKg -= taken;
    return taken;
  };
  const takeAll = (part: keyof Leg): number => lastFirst.reduce((kg, leg) => kg + take(leg[part]), 0);
  const deliveredKg = takeAll('deliveredKg');
  const atStationKg = takeAll('atStationKg');
  const movingKg = takeAll('movingKg');
  return { deliveredKg, movingKg, atStationKg, plannedKg: leftKg };
}
