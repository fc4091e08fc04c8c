/** What the receiver in the truck makes of where the truck is: metres of noise, a bad sky now and then. */
import { destination } from '@turf/turf';
import { createPrng } from '../prng.ts';
import type { Truck } from './truck.ts';

export interface TruckFix {
  deviceId: string;
  plate: string;
  lat: number;
  lon: number;
  speedKmh: number;
  courseDeg: number;
  accuracyM: number;
  batteryPct: number;
}

const GOOD_SKY_M = [3, 9] as const;
const BAD_SKY_M = [35, 90] as const;
const BAD_SKY_SHARE = 1 / 150;

/** The same moment always gives the same fix. `ms` counts from the world's beginning. */
export function fixAt(truck: Truck, ms: number): TruckFix {
  const place = truck.placeAt(ms);
  const chance = createPrng(0, `fix ${truck.cast.deviceId} ${Math.floor(ms / 1000)}`);
  const [least, most] = chance.chance(BAD_SKY_SHARE) ? BAD_SKY_M : GOOD_SKY_M;
  const accuracyM = chance.between(least, most);
  const errorKm = (Math.abs(chance.bell()) * accuracyM * 0.4) / 1000;
  const [lon = place.lon, lat = place.lat] = destination([place.lon, place.lat], errorKm, chance.between(-180, 180)).geometry
    .coordinates;
  return {
    deviceId: truck.cast.deviceId,
    plate: truck.cast.plate,
    lat: round(lat, 6),
    lon: round(lon, 6),
    speedKmh: place.speedKmh === 0 ? 0 : round(Math.max(0, place.speedKmh + chance.bell() * 0.6), 1),
    courseDeg: round(place.courseDeg, 1) % 360,
    accuracyM: round(accuracyM, 1),
    batteryPct: 100 - (Math.floor(ms / 600_000) % 12),
  };
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
