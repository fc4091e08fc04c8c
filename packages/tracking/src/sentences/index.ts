import type { Language } from '@karavan/contracts';
import { en } from './en/index.ts';
import { ru } from './ru/index.ts';
import type { ShipmentSentence, Speaker, TruckSentence, WagonSentence } from './speaker.ts';

const SPEAKERS: Record<Language, Speaker> = { ru, en };

/** Where a wagon is, as a dispatcher says it on the phone (SE1 to SE7). Times are Moscow times. */
export const wagonSentence = (input: WagonSentence & { language: Language }): string => SPEAKERS[input.language].wagon(input);
/** Where a truck is and when it will be there (SE1 to SE8). */
export const truckSentence = (input: TruckSentence & { language: Language }): string => SPEAKERS[input.language].truck(input);
/** Where all of an order is: every kilogram of it is named once (SE9). */
export const shipmentSentence = (input: ShipmentSentence & { language: Language }): string =>
  SPEAKERS[input.language].shipment(input);
