import type { WagonState } from '@karavan/contracts';

/** Less than this is the working of a station, not idleness. */
const LEAST_DAYS = 1 / 24;

interface Idle {
  stationDays: number | undefined;
  operationDays: number | undefined;
}

/** What to say of a wagon's idleness: nothing of a station it has left, and nothing that is under an hour. */
export function idleOf({ idle, lastOperation }: Pick<WagonState, 'idle' | 'lastOperation'>): Idle {
  const told = (days: number) => (days < LEAST_DAYS ? undefined : days);
  const hasLeft = lastOperation.event === 'DEPARTED';
  return {
    stationDays: hasLeft ? undefined : told(idle.atStationDays),
    operationDays: told(idle.sinceLastOperationDays),
  };
}
