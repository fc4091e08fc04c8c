import type { ShipmentState } from '@karavan/contracts';

const FAR = Number.POSITIVE_INFINITY;

/** Late first, then the soonest to arrive, then the open ones without a forecast; what is delivered comes last, and after it what was cancelled. */
export function byUrgency(a: ShipmentState, b: ShipmentState): number {
  const [rankA, rankB] = [rank(a), rank(b)];
  if (rankA !== rankB) return rankA - rankB;
  const [dueA, dueB] = [due(a), due(b)];
  if (dueA !== dueB) return dueA - dueB;
  return a.number < b.number ? -1 : a.number > b.number ? 1 : 0;
}

function rank(shipment: ShipmentState): number {
  if (shipment.status === 'cancelled') return 4;
  if (shipment.status === 'delivered') return 3;
  if (shipment.late === true) return 0;
  return shipment.status === 'planned' ? 2 : 1;
}

function due({ eta, deadline }: ShipmentState): number {
  if (eta) return Date.parse(eta.p50);
  return deadline ? Date.parse(deadline.date) : FAR;
}
