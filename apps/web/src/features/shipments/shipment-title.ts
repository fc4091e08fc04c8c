import type { ShipmentState } from '@karavan/contracts';
import type { TFunction } from 'i18next';

type Named = Pick<ShipmentState, 'number' | 'orderNumber'>;

/** A shipment has its own number and may be of an order: `S-000028 · order 10431`. */
export function shipmentTitle({ number, orderNumber }: Named, t: TFunction): string {
  return orderNumber === undefined ? number : t('shipments.ofOrder', { number, order: orderNumber });
}
