import type { Router } from '@karavan/contracts';
import { road } from '@karavan/store';
import { distanceKm } from '@karavan/tracking';
import type { Deps } from './deps.ts';

/** A way is asked for again when it is this old: jams move, trucks take other roads. */
const FRESH_MS = 20 * 60_000;
const TRIPS_AT_ONCE = 20;

/** Asks the router for the ways of trucks under way, the longest unasked first; gives how many it knew. A router that fails is asked next time. */
export async function refreshRoutes(deps: Deps, router: Router, signal?: AbortSignal): Promise<number> {
  const now = deps.clock();
  const since = new Date(now.getTime() - FRESH_MS).toISOString();
  const trips = await deps.db.system((tx) => road.listUnrouted(tx, { since, limit: TRIPS_AT_ONCE }));
  let routed = 0;
  for (const { companyId, unitId, from, to } of trips) {
    const found = await router.route({ from, to, signal });
    if (found === undefined) continue;
    const route = { ...found, straightKm: distanceKm(from, to), at: now.toISOString() };
    await deps.db.scoped({ companyId, customerId: null }, (tx) => road.saveRoute(tx, { unitId, route }));
    routed += 1;
  }
  return routed;
}
