import type { Deadline, Eta } from '@karavan/contracts';
import { endOfDay, MOSCOW, ms } from './time.ts';

/** The instant a deadline ends: 24:00 of its day in the zone it belongs to (LA1). */
export const deadlineEnd = (deadline: Deadline, timeZone: string): number => endOfDay(deadline.date, timeZone);

/** Railway terms are Moscow days; an order's day belongs to the place of delivery (LA1). */
export const deadlineZone = (deadline: Deadline, destinationZone: string | undefined): string =>
  deadline.basis === 'order' ? (destinationZone ?? MOSCOW) : MOSCOW;

/**
 * Late against an instant (LA2, LA3): judged by the arrival once there was one, and by nothing else then; before that
 * true when the instant or the middle estimate has passed it, false when the middle estimate keeps it, null when
 * nothing is known of the arrival.
 */
export function isLateBy(end: number, eta: Eta | undefined, arrivedAt: string | undefined, now: Date): boolean | null {
  if (arrivedAt !== undefined) return ms(arrivedAt) > end;
  if (now.getTime() > end) return true;
  return eta === undefined ? null : ms(eta.p50) > end;
}

/** In time or not by a day deadline; null without a deadline or without anything to judge by (LA1 to LA3). */
export function isLate(
  eta: Eta | undefined,
  deadline: Deadline | undefined,
  arrivedAt: string | undefined,
  now: Date,
  timeZone: string,
): boolean | null {
  return deadline === undefined ? null : isLateBy(deadlineEnd(deadline, timeZone), eta, arrivedAt, now);
}

/** When a wagon came to its destination; undefined while it has not (LA2). */
export function wagonArrivedAt(wagon: { status: string; atStationSince: string }): string | undefined {
  return wagon.status === 'arrived' || wagon.status === 'unloaded' ? wagon.atStationSince : undefined;
}

/**
 * What a wagon has to keep: the date of the order it carries, else the railway's own term of this very wagon (SH13); the
 * term of the other wagons of its shipment only where it has none.
 */
export const termOf = (wagon: { deadline?: Deadline | undefined }, ofShipment: Deadline | undefined): Deadline | undefined =>
  ofShipment?.basis === 'order' ? ofShipment : (wagon.deadline ?? ofShipment);
