import { wagonArrivedAt } from '../late.ts';
import { MOSCOW } from '../time.ts';
import type { WagonSnapshot } from '../wagon-trip.ts';
import { type Arrival, arrivalOf, type Term, termOf } from './facts.ts';
import type { WagonSentence } from './speaker.ts';

/** What both languages say of a wagon, part by part, before they choose words. */
export interface WagonParts {
  /** nothing is carried, so no mass and no cargo are said (after unloading the report still shows both) */
  empty: boolean;
  massKg: number | undefined;
  product: string | undefined;
  arrived: boolean;
  leftKm: number | undefined;
  coming: Arrival | 'overdue' | undefined;
  /** nobody knows when it goes on: a lower bound is said, not an interval */
  held: boolean;
  term: Term | undefined;
}

/** Railway times are told in whole hours. */
const STEP_MINUTES = 60;

export function wagonParts({ wagon, product, late, now }: WagonSentence): WagonParts {
  const arrivedAt = wagonArrivedAt(wagon);
  const eta = arrivedAt === undefined ? wagon.eta : undefined;
  const cargoKnown = (wagon.massKg ?? 0) > 0 || wagon.loadState === 'loaded';
  const leftKm =
    arrivedAt === undefined && wagon.remainingKm !== undefined && wagon.remainingKm > 0 ? wagon.remainingKm : undefined;
  return {
    empty: wagon.loadState === 'empty' && wagon.status !== 'unloaded',
    massKg: wagon.massKg,
    product: cargoKnown ? (product ?? wagon.cargo?.name) : undefined,
    arrived: arrivedAt !== undefined,
    leftKm,
    coming: arrivalOf(eta, now, STEP_MINUTES),
    held: wagon.status === 'abandoned' || wagon.status === 'badOrder',
    term: termOf({ deadline: wagon.deadline, late, eta, arrivedAt, now, timeZone: MOSCOW }),
  };
}

/** The last report of a wagon is worth a word when it is older than this. */
export const isOldReport = (wagon: WagonSnapshot, now: Date): boolean =>
  now.getTime() - new Date(wagon.reportedAt).getTime() > 86_400_000;

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
