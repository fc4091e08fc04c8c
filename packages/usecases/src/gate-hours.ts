import type { Place } from '@karavan/contracts';
import { type CompiledCalendar, compileCalendar, DAY_MS, firstWorkingInstant, openIntervals } from '@karavan/planner';
import type { OpensAt } from '@karavan/tracking';

/** A gate that does not open within so long has no hours worth telling. */
const HORIZON_MS = 60 * DAY_MS;
/** So far back a closing is looked for. */
const BACK_MS = 4 * DAY_MS;
const MOST_KNOWN = 1_000;
const known = new Map<string, CompiledCalendar>();

/** When the gate of a place opens next for who comes while it is closed (RT12); undefined where it has no hours. */
export function gateOf(place: Place): OpensAt | undefined {
  if (place.receiving === undefined) return undefined;
  const key = JSON.stringify(place.receiving);
  const calendar = known.get(key) ?? compileCalendar(place.receiving);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, calendar);
  return (atMs) => {
    const opensMs = firstWorkingInstant(calendar, atMs, atMs + HORIZON_MS);
    if (opensMs === undefined || opensMs === atMs) return undefined;
    const closedMs = openIntervals(calendar, atMs - BACK_MS, atMs).at(-1)?.[1];
    return { opensMs, closedMs };
  };
}
