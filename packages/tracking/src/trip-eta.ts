import type { Eta } from '@karavan/contracts';
import { type OpensAt, roadEta } from './road-eta/road-eta.ts';
import type { RoadModel } from './road-eta/road-model.ts';

/** When a truck that sets off at `at` with `straightKm` of great circle before it will be there, a driver fresh at the wheel (RT6, RT7, RT12). */
export const tripEta = (input: {
  straightKm: number;
  at: string;
  timeZone?: string | undefined;
  model?: RoadModel | undefined;
  opensAt?: OpensAt | undefined;
}): Eta => roadEta(input).eta;
