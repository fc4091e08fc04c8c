import type { BusyBay, BusyTime, NewPlanOutage } from '@karavan/contracts';

/** Of what nobody knows the end of: no plan reaches so far. */
const FAR = '9000-01-01T00:00:00.000Z';

const spanOf = ({ from, until = FAR }: NewPlanOutage): { from: string; to: string } => ({ from, to: until });

/** A truck that is out is taken all that time (BD14). */
export function trucksOut(outages: readonly NewPlanOutage[]): BusyTime[] {
  return outages.flatMap((outage) => (outage.what === 'truckOut' ? [{ vehicleId: outage.vehicleId, ...spanOf(outage) }] : []));
}

/** A closed bay is taken all that time; each closes one (BD14). */
export function baysShut(outages: readonly NewPlanOutage[]): BusyBay[] {
  return outages.flatMap((outage) => {
    if (outage.what !== 'bayClosed') return [];
    return [{ place: outage.plantId ?? '', isSite: outage.place === 'site', ...spanOf(outage) }];
  });
}
