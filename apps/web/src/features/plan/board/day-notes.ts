import type { BoardPlan, BusyTime } from '@karavan/contracts';
import { addDays, dayStart, openIntervals } from '@karavan/planner';

type World = Pick<BoardPlan, 'request' | 'busy'>;

/** Days on which the site takes nothing in at all. */
export function closedDays({ request }: Pick<World, 'request'>, days: readonly string[]): ReadonlySet<string> {
  const { receiving } = request.site;
  const zone = receiving.timeZone;
  return new Set(
    days.filter((day) => openIntervals(receiving, dayStart(day, zone), dayStart(addDays(day, 1), zone)).length === 0),
  );
}

/** When trucks are on trips of other plans, by `truck day`. */
export function busyTimes({ request, busy }: World, days: readonly string[]): ReadonlyMap<string, readonly BusyTime[]> {
  const zone = request.site.receiving.timeZone;
  const found = new Map<string, BusyTime[]>();
  for (const day of days) {
    const [from, to] = [dayStart(day, zone), dayStart(addDays(day, 1), zone)];
    for (const time of busy) {
      if (Date.parse(time.to) <= from || Date.parse(time.from) >= to) continue;
      const key = `${time.vehicleId} ${day}`;
      found.set(key, [...(found.get(key) ?? []), time]);
    }
  }
  return found;
}
