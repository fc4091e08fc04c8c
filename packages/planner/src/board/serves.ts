import type { BoardTrip, SplitRequest } from '@karavan/contracts';
import { addDays } from '../calendar/index.ts';

export const NOTHING_KG = 1e-6;
export const round = (massKg: number): number => Math.round(massKg * 1e6) / 1e6;
export type Serves = BoardTrip['serves'];

export interface Served {
  readonly trips: readonly BoardTrip[];
  /** what of which trip finds nobody who asked for it */
  readonly left: readonly { tripId: string; massKg: number }[];
}

/** Of whole pieces only what is whole. */
export const wholeOf = ({ product }: SplitRequest, massKg: number): number =>
  product.form === 'bulk' ? massKg : Math.floor(massKg / product.pieceMassKg + 1e-7) * product.pieceMassKg;

/** Which demand dates a trip of a date may serve: first and last. */
export type Windows = (on: string) => readonly [first: string, last: string];
export function windowsOf({ earlyDays = 0, lateDays = 0 }: SplitRequest): Windows {
  const known = new Map<string, readonly [string, string]>();
  return (on) => {
    const found = known.get(on) ?? ([addDays(on, -lateDays), addDays(on, earlyDays)] as const);
    known.set(on, found);
    return found;
  };
}

export const sum = (parts: readonly { massKg: number }[]): number => parts.reduce((kg, { massKg }) => kg + massKg, 0);

export function joined(parts: Serves): Serves {
  const masses = new Map<string, number>();
  for (const { date, massKg } of parts) masses.set(date, round((masses.get(date) ?? 0) + massKg));
  return [...masses].map(([date, massKg]) => ({ date, massKg })).sort((a, b) => (a.date < b.date ? -1 : 1));
}
