import type { ShipmentUnit } from '@karavan/contracts';
import { DAY_MS, ms } from './time.ts';

type Trip = Pick<ShipmentUnit, 'status' | 'loadFrom'> & Partial<Pick<ShipmentUnit, 'takenOverAt'>>;

/**
 * Which of a truck's trips a position speaks of (RT9): one truck may be planned for several, but it carries what it
 * loaded first, everything that loaded together with it, and whatever else is on board.
 */
export function currentTrips<Unit extends Trip>(units: readonly Unit[], at: string): Unit[] {
  const open = units.filter((unit) => unit.status !== 'delivered');
  const starts = [...new Set(open.map(startMs))].sort((a, b) => a - b);
  const isForgotten = (start: number, next: number | undefined) =>
    start > 0 && next !== undefined && next <= ms(at) && ms(at) - start > DAY_MS;
  const remembered = starts.filter((start, index) => !isForgotten(start, starts[index + 1]));
  return open.filter((unit) => {
    const start = startMs(unit);
    return start === remembered[0] || (unit.status === 'moving' && remembered.includes(start));
  });
}

/** A trip without a plan comes before every planned one, and so does a cargo taken over from another truck: it is on board. */
const startMs = ({ loadFrom, takenOverAt }: Trip): number =>
  loadFrom === undefined || takenOverAt !== undefined ? 0 : ms(loadFrom);
