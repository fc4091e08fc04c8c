import type { Place, ShipmentUnit } from '@karavan/contracts';
import type { WagonSnapshot } from './wagon-trip.ts';

export interface ShipmentFacts {
  id: string;
  number: string;
  orderNumber?: string | undefined;
  customer: { id: string; name: string };
  product: string;
  origin: Place;
  destination: Place;
  orderedKg: number;
  /** a calendar day of the destination's zone, or an instant */
  deliverBy?: string | undefined;
  createdAt: string;
  /** when it was cancelled */
  cancelledAt?: string | undefined;
}

export interface ShipmentInput {
  shipment: ShipmentFacts;
  units: ShipmentUnit[];
  now: Date;
  /** the wagons of the rail units: the only ones who know the railway's own term */
  wagons?: readonly WagonSnapshot[] | undefined;
}
