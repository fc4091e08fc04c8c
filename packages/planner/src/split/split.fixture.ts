import { type SplitReply, SplitRequest } from '@karavan/contracts';
import type { z } from 'zod';
import { dailyHours } from './oracle/random-request.fixture.ts';

type Input = z.input<typeof SplitRequest>;
export type Truck = Input['fleet'][number];

export const truck = (id: string, more: Partial<Truck> = {}): Truck => ({
  id,
  plantId: 'plant',
  maxPayloadKg: 20_000,
  unloadingModes: ['tip'],
  unloadMinutes: 60,
  costPerTrip: 100,
  costPerKm: 1,
  ...more,
});

/** Monday 23 November 2026 in Moscow, UTC+3: one plant two hours away, one truck of 20 t, all day but the night. */
export function request(more: Partial<Omit<Input, 'site' | 'plants'>> & { site?: object; plant?: object } = {}): SplitRequest {
  const { site, plant, ...rest } = more;
  return SplitRequest.parse({
    product: { form: 'bulk' },
    demand: [{ date: '2026-11-23', massKg: 20_000 }],
    fleet: [truck('a')],
    objective: 'fewestTrips',
    ...rest,
    site: { id: 'site', receiving: dailyHours(8, 18), bays: 1, unloadingModes: ['tip'], ...site },
    plants: [{ id: 'plant', loading: dailyHours(6, 20), bays: 1, loadMinutes: 60, driveMinutes: 120, distanceKm: 100, ...plant }],
  });
}

/** Moscow wall clock of an instant, `23 08:00`. */
export function moscow(instant: string | undefined): string {
  const at = new Date(Date.parse(instant ?? '') + 3 * 3_600_000).toISOString();
  return `${at.slice(8, 10)} ${at.slice(11, 16)}`;
}

/** Each trip as `truck mass loadFrom arrivesAt unloadFrom backAt`. */
export const lines = ({ trips }: SplitReply): string[] =>
  trips.map((trip) =>
    [
      trip.vehicleId,
      trip.massKg,
      moscow(trip.loadFrom),
      moscow(trip.arrivesAt),
      moscow(trip.unloadFrom),
      moscow(trip.backAt),
    ].join(' '),
  );

/** The levels of 5.4 as numbers, the smaller the better. */
export function levelsOf(asked: SplitRequest, reply: SplitReply): number[] {
  const last = Math.max(0, ...reply.trips.map(({ unloadTo }) => Date.parse(unloadTo)));
  const effort = asked.objective === 'cheapest' ? [reply.cost, reply.tripsCount] : [reply.tripsCount];
  return [reply.unmetKg, reply.lateKgDays, ...effort, last];
}

/** Below 0 when `a` is the better plan. */
export function compareLevels(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (Math.abs(difference) > 1e-6) return difference;
  }
  return 0;
}
