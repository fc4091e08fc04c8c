import type { WagonStatus } from '@karavan/contracts';
import { DAY_MS } from '../time.ts';
import type { EtaObservation } from './observation.ts';
import type { FinishedTrip } from './trips.ts';

export const START_MS = Date.UTC(2026, 2, 1);

/** Numbers from 0 to 1 that look random and are the same every time (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A standard normal number (Box and Muller). */
export const normal = (random: () => number): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

export const observation = (change: Partial<EtaObservation> = {}): EtaObservation => ({
  atMs: START_MS,
  lane: 'ВОСКРЕСЕНСК',
  light: false,
  status: 'inTransit',
  km: 1_000,
  idleDays: 0,
  rolledDays: 0,
  stayedDays: 0,
  ...change,
});

interface TripShape {
  wagon: string;
  departsDay: number;
  totalKm: number;
  kmPerDay: number;
  lane?: string;
  light?: boolean;
  status?: WagonStatus;
}

/** A trip at one speed, reported every day at the same hour until it arrives. */
export function steadyTrip({ wagon, departsDay, totalKm, kmPerDay, ...change }: TripShape): FinishedTrip {
  const departedMs = START_MS + departsDay * DAY_MS;
  const days = totalKm / kmPerDay;
  const observations = Array.from({ length: Math.ceil(days) }, (_, day) =>
    observation({ ...change, atMs: departedMs + day * DAY_MS, km: totalKm - day * kmPerDay }),
  );
  return { wagon, arrivedAtMs: departedMs + days * DAY_MS, observations };
}
