import type { ShipmentState } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { byUrgency } from './order-shipments.ts';

function shipment(number: string, extra: Partial<ShipmentState>): ShipmentState {
  return { number, status: 'moving', late: false, ...extra } as ShipmentState;
}
const eta = (p50: string) => ({ p10: p50, p50, p90: p50, basis: 'norm' });

test('late first, then the soonest, delivered last', () => {
  const list = [
    shipment('delivered', { status: 'delivered', late: true }),
    shipment('planned', { status: 'planned' }),
    shipment('later', { eta: eta('2026-08-25T00:00:00Z') }),
    shipment('sooner', { eta: eta('2026-08-22T00:00:00Z') }),
    shipment('by deadline', { deadline: { date: '2026-08-23', basis: 'order' } }),
    shipment('late', { late: true, eta: eta('2026-08-30T00:00:00Z') }),
  ];
  expect(list.sort(byUrgency).map((one) => one.number)).toEqual([
    'late',
    'sooner',
    'by deadline',
    'later',
    'planned',
    'delivered',
  ]);
});
