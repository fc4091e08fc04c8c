import type { PromiseService } from '@karavan/contracts';
import { type CompiledCalendar, firstWorkingInstant, MINUTE_MS } from '../calendar/index.ts';
import { calendarOf, departureFrom, timetableOf } from './kept.ts';
import type { Departure } from './model.ts';
import { HORIZON_MS, type Place } from './network.ts';

/** However heavy the order: more shipments of one service than this are not looked at. */
export const MOST_SHIPMENTS = 400;

/** How many shipments of one service a plan can need: any two of them would not fit into one (rule PR8). */
export function mostShipments(capKg: number, order: { massKg: number; units: number }): number {
  if (capKg === Number.POSITIVE_INFINITY) return 1;
  return Math.max(1, Math.min(Math.floor((2 * order.massKg) / capKg) + 1, order.units, MOST_SHIPMENTS));
}

/**
 * The departures of a service that a best plan may use: for every instant goods are ready, the first one and the next ones up to
 * `most` in all; ascending, those that are never delivered left out.
 */
export function usefulDepartures(run: {
  service: PromiseService;
  place: Place;
  readyMs: readonly number[];
  most: number;
}): Departure[] {
  const { service, place, most } = run;
  const receiving = service.receiving && calendarOf(service.receiving);
  const timetable = timetableOf(service.departures, place.timeZone);
  const ready = [...run.readyMs].sort((a, b) => a - b);
  const found: Departure[] = [];
  for (let next = 0; next < ready.length; ) {
    const fromMs = ready[next] ?? 0;
    const before = next;
    let left = 0;
    let departsMs = departureFrom(timetable, fromMs, fromMs + HORIZON_MS);
    while (departsMs !== undefined) {
      for (; next < ready.length && (ready[next] ?? 0) <= departsMs; next++) left = most;
      if (left === 0) break; // nothing new is ready: go on where something is
      const departure = deliver(service, departsMs, receiving);
      if (departure) {
        found.push(departure);
        left -= 1;
      }
      const laterMs = departure ? departsMs + 1 : nextDelivered(service, departsMs, receiving);
      departsMs = laterMs === undefined ? undefined : departureFrom(timetable, laterMs, fromMs + HORIZON_MS);
    }
    if (next === before) next += 1; // these goods never leave
  }
  return found;
}

function arrivalOf(service: PromiseService, departsMs: number): number {
  return departsMs + Math.round(service.transitMinutes * MINUTE_MS);
}

function deliver(service: PromiseService, departsMs: number, receiving: CompiledCalendar | undefined): Departure | undefined {
  const arrivesMs = arrivalOf(service, departsMs);
  const deliveredMs = receiving ? firstWorkingInstant(receiving, arrivesMs, arrivesMs + HORIZON_MS) : arrivesMs;
  return deliveredMs === undefined ? undefined : { departsMs, arrivesMs, deliveredMs };
}

/** Nothing opens within the horizon of this departure: from when on one would find something open. */
function nextDelivered(service: PromiseService, departsMs: number, receiving: CompiledCalendar | undefined): number | undefined {
  const arrivesMs = arrivalOf(service, departsMs);
  const opensMs = receiving && firstWorkingInstant(receiving, arrivesMs, arrivesMs + 3 * HORIZON_MS);
  return opensMs === undefined ? undefined : Math.max(departsMs + 1, opensMs - HORIZON_MS - (arrivesMs - departsMs));
}
