import type { Speaker } from '../speaker.ts';
import { shipmentSentence } from './shipment.ts';
import { truckSentence } from './truck.ts';
import { wagonSentence } from './wagon.ts';

export const en: Speaker = { wagon: wagonSentence, truck: truckSentence, shipment: shipmentSentence };
