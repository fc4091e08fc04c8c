import type { Deadline, ShipmentStatus } from '@karavan/contracts';
import { deadlineEnd, deadlineZone, isLate, isLateBy, wagonArrivedAt } from './late.ts';
import { combinedEta } from './shipment-eta.ts';
import type { ShipmentInput } from './shipment-facts.ts';
import { dayIn, knownZone, ms } from './time.ts';
import type { WagonSnapshot } from './wagon-trip.ts';

const DAY_ONLY = /^\d{4}-\d{2}-\d{2}$/;

/** Wagons that carry this shipment's goods now, not the ones gone on to another trip. */
function ownWagons({ units, wagons = [] }: ShipmentInput): WagonSnapshot[] {
  return wagons.filter((wagon) =>
    units.some((unit) => {
      const same = unit.mode === 'rail' && (unit.label === wagon.number || unit.assetId === wagon.number);
      return same && (unit.waybill === undefined ? unit.status !== 'delivered' : unit.waybill === wagon.waybill);
    }),
  );
}

/** The date of the order, else the earliest term of its wagons (SH12, SH13). */
export function deadlineOf(input: ShipmentInput): Deadline | undefined {
  const { deliverBy, destination } = input.shipment;
  if (deliverBy !== undefined) {
    const date = DAY_ONLY.test(deliverBy) ? deliverBy : dayIn(deliverBy, knownZone(destination.timeZone));
    return { date, basis: 'order' };
  }
  const terms = ownWagons(input).flatMap((wagon) => wagon.deadline ?? []);
  const stated = terms.filter(({ basis }) => basis === 'report');
  return (stated.length > 0 ? stated : terms).reduce<Deadline | undefined>(
    (first, term) => (first === undefined || term.date < first.date ? term : first),
    undefined,
  );
}

/** The railway's term is kept or broken by each wagon for itself, at the arrival (SH13). */
function lateByWagons(input: ShipmentInput): boolean | null {
  const verdicts = ownWagons(input).map((wagon) => {
    const zone = wagon.deadline === undefined ? '' : deadlineZone(wagon.deadline, undefined);
    return isLate(wagon.eta, wagon.deadline, wagonArrivedAt(wagon), input.now, zone);
  });
  if (verdicts.includes(true)) return true;
  return verdicts.length === 0 || verdicts.includes(null) ? null : false;
}

/** The order's day is kept when the last kilogram is delivered by its end (SH12). */
export function lateOf(input: ShipmentInput, status: ShipmentStatus, deadline: Deadline | undefined): boolean | null {
  const { shipment, units, now } = input;
  if (deadline === undefined) return null;
  if (deadline.basis !== 'order') return lateByWagons(input);
  const instant = shipment.deliverBy !== undefined && !DAY_ONLY.test(shipment.deliverBy) ? ms(shipment.deliverBy) : undefined;
  const end = instant ?? deadlineEnd(deadline, deadlineZone(deadline, shipment.destination.timeZone));
  const deliveries = units.flatMap((unit) => unit.deliveredAt ?? []);
  if (status === 'delivered') return deliveries.some((at) => ms(at) > end);
  const { eta, complete } = combinedEta(units, shipment.orderedKg, now);
  const late = isLateBy(end, eta, undefined, now);
  return late === false && !complete ? null : late;
}
