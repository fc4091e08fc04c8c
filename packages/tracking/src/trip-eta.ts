import type { Eta } from '@karavan/contracts';
import { HOUR_MS, iso, ms } from './time.ts';

/** Door to door averages of a loaded truck, km/h: empty roads, the usual, jams and villages (RT6). */
const SPEED_KMH = { p10: 70, p50: 55, p90: 42 } as const;
/** One driver drives 9 hours between two daily rests of 11 (RT7; order of the Ministry of Transport No. 424). */
const DRIVING_HOURS = 9;
const REST_HOURS = 11;

function travelMs(km: number, speedKmh: number): number {
  const driving = km / speedKmh;
  return (driving + Math.floor(driving / DRIVING_HOURS) * REST_HOURS) * HOUR_MS;
}

/** When a truck seen at `at` with `remainingKm` of road before it will be there; never before `at` (RT6, RT7). */
export function tripEta(remainingKm: number, at: string): Eta {
  const arrival = (speedKmh: number) => iso(ms(at) + travelMs(remainingKm, speedKmh));
  const rests = remainingKm / SPEED_KMH.p90 >= DRIVING_HOURS ? ', RT7 daily rests' : '';
  return {
    p10: arrival(SPEED_KMH.p10),
    p50: arrival(SPEED_KMH.p50),
    p90: arrival(SPEED_KMH.p90),
    basis: `RT6: ${Math.round(remainingKm)} km at ${SPEED_KMH.p90}–${SPEED_KMH.p10} km/h${rests}`,
  };
}
