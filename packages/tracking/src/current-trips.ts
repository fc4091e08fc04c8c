import type { ShipmentUnit } from '@karavan/contracts';
import { DAY_MS, ms } from './time.ts';

/**
 * Which of a truck's trips a position speaks of (RT9): one truck may be planned for several, but it carries what it
 * loaded first, and everything that loaded together with it.
 */
export function currentTrips<Unit extends Pick<ShipmentUnit, 'status' | 'loadFrom'>>(units: readonly Unit[], at: string): Unit[] {
  const open = units.filter((unit) => unit.status !== 'delivered');
  const starts = [...new Set(open.map(startMs))].sort((a, b) => a - b);
  const isForgotten = (start: number, next: number | undefined) =>
    start > 0 && next !== undefined && next <= ms(at) && ms(at) - start > DAY_MS;
  const current = starts.find((start, index) => !isForgotten(start, starts[index + 1]));
  return open.filter((unit) => startMs(unit) === current);
}

/** A trip without a plan comes before every planned one. */
const startMs = ({ loadFrom }: Pick<ShipmentUnit, 'loadFrom'>): number => (loadFrom === undefined ? 0 : ms(loadFrom));
