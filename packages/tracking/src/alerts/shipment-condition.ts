import type { ShipmentState } from '@karavan/contracts';
import { DAY_MS, endOfDay, iso, MOSCOW } from '../time.ts';
import type { Condition } from './condition.ts';

/** A cargo that goes by rail will be late, or is, by the forecast of the whole (SH12, SH13); trucks speak for themselves (AL11). */
export function lateShipment(
  state: Pick<
    ShipmentState,
    'id' | 'number' | 'orderNumber' | 'customer' | 'destination' | 'status' | 'late' | 'eta' | 'deadline'
  >,
  now: Date,
): Condition {
  const { deadline, eta, destination } = state;
  const zone = deadline?.basis === 'order' ? (destination.timeZone ?? MOSCOW) : MOSCOW;
  const dueMs = deadline === undefined ? undefined : endOfDay(deadline.date, zone);
  return {
    kind: 'lateArrival',
    subject: `shipment:${state.id}`,
    holds: state.late === true && state.status !== 'delivered',
    at: now.toISOString(),
    severity: 'warning',
    label: state.orderNumber ?? state.number,
    place: destination.name,
    evidence: {
      ...(dueMs === undefined ? {} : { dueAt: iso(dueMs) }),
      ...(eta ? { foreseenAt: eta.p50, basis: eta.basis } : {}),
      status: state.status,
    },
    ...(dueMs === undefined ? {} : { riskAt: iso(dueMs) }),
    shipments: [{ id: state.id, customerId: state.customer.id }],
    isOld: dueMs !== undefined && now.getTime() - dueMs > 7 * DAY_MS,
  };
}
