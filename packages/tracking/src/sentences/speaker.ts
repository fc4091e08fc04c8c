import type { ShipmentState, ShipmentUnit } from '@karavan/contracts';
import type { WagonSnapshot } from '../wagon-trip.ts';
import type { SeenPosition } from './facts.ts';

export interface WagonSentence {
  wagon: WagonSnapshot;
  order?: string | undefined;
  /** as the order calls it; else the cargo of the report */
  product?: string | undefined;
  late: boolean | null;
  now: Date;
}

export interface TruckSentence {
  /** the plate, or the name of a device that is on no vehicle */
  label: string;
  position?: SeenPosition | undefined;
  unit?: ShipmentUnit | undefined;
  order?: string | undefined;
  product?: string | undefined;
  now: Date;
  /** the zone of the place of delivery; Moscow when not given */
  timeZone?: string | undefined;
}

export interface ShipmentSentence {
  state: Omit<ShipmentState, 'revision'>;
  units: readonly ShipmentUnit[];
  now: Date;
  timeZone?: string | undefined;
  /** who cancelled it, for those who may know */
  cancelledBy?: string | undefined;
  /** of the same order and cancelled, while the rest goes on */
  cancelledKg?: number | undefined;
}

/** What every language can say. */
export interface Speaker {
  wagon(input: WagonSentence): string;
  truck(input: TruckSentence): string;
  shipment(input: ShipmentSentence): string;
}
