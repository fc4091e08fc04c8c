import type { Eta } from '@karavan/contracts';
import { DETOUR } from './geo.ts';
import { roadEta } from './road-eta/road-eta.ts';

/** When a truck seen at `at` with `remainingKm` of road before it will be there, by the usual speeds alone (RT6, RT7). */
export const tripEta = (remainingKm: number, at: string): Eta => roadEta({ straightKm: remainingKm / DETOUR, at }).eta;
