import type { ShipmentState, ShipmentStatus, ShipmentUnit } from '@karavan/contracts';
import { defined } from './defined.ts';
import { combinedEta } from './shipment-eta.ts';
import type { ShipmentFacts, ShipmentInput } from './shipment-facts.ts';
import { deadlineOf, lateOf } from './shipment-late.ts';
import { type Progress, progressOf } from './shipment-mass.ts';

/** The first that applies (SH3); what was cancelled stays so (SH15). */
function statusOf(progress: Progress, { orderedKg, cancelledAt }: ShipmentFacts): ShipmentStatus {
  if (cancelledAt !== undefined) return 'cancelled';
  if (progress.deliveredKg >= orderedKg) return 'delivered';
  if (progress.deliveredKg > 0) return 'partlyDelivered';
  if (progress.movingKg > 0) return 'moving';
  return progress.atStationKg > 0 ? 'atStation' : 'planned';
}

/**
 * A shipment as a whole (SH1 to SH15): kilograms by state, forecast, deadline and whether it is kept. Pure; the store
 * adds the revision.
 */
export function shipmentState(input: ShipmentInput): Omit<ShipmentState, 'revision'> {
  const { shipment, units, now } = input;
  const progress = progressOf(units, shipment.orderedKg);
  const status = statusOf(progress, shipment);
  const deadline = deadlineOf(input);
  const labels = (mode: ShipmentUnit['mode']) => [
    ...new Set(units.filter((unit) => unit.mode === mode).map((unit) => unit.label)),
  ];
  return defined({
    id: shipment.id,
    number: shipment.number,
    status,
    orderNumber: shipment.orderNumber,
    customer: shipment.customer,
    product: shipment.product,
    origin: shipment.origin,
    destination: shipment.destination,
    orderedKg: shipment.orderedKg,
    ...progress,
    wagons: labels('rail'),
    vehicles: labels('road'),
    eta: status === 'delivered' || status === 'cancelled' ? undefined : combinedEta(units, shipment.orderedKg, now).eta,
    deadline,
    late: status === 'cancelled' ? null : lateOf(input, status, deadline),
    atRisk: units.some((unit) => unit.held !== undefined && unit.status !== 'delivered') ? true : undefined,
    cancelledAt: shipment.cancelledAt,
  });
}
