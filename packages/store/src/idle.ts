import type { ShipmentState, TrackingEvent, WagonOperation, WagonState, WagonStatus } from '@karavan/contracts';
import type { Tx } from './database.ts';

type Told = Pick<TrackingEvent, 'kind' | 'at' | 'place' | 'evidence'> & { wagon: string };

/** What was told of arrivals and unloadings of some wagons since an instant, as far as the scope may hear of it; oldest first. */
export async function listStayFacts(tx: Tx, query: { wagons: readonly string[]; since: string }): Promise<Told[]> {
  if (query.wagons.length === 0) return [];
  return tx.many<Told>(
    `SELECT DISTINCT substr(asset_id, 7) AS wagon, kind, at, place, evidence FROM events
     WHERE asset_id = ANY($1) AND kind IN ('arrivedDestination', 'unloaded') AND at >= $2 ORDER BY at`,
    [query.wagons.map((number) => `wagon:${number}`), query.since],
  );
}

/** Wagons that came to a destination between two instants. */
export async function listArrivedBetween(tx: Tx, span: { from: string; to: string }): Promise<string[]> {
  const rows = await tx.many<{ wagon: string }>(
    `SELECT DISTINCT substr(asset_id, 7) AS wagon FROM events WHERE kind = 'arrivedDestination' AND at >= $1 AND at < $2 AND asset_id LIKE 'wagon:%'`,
    [span.from, span.to],
  );
  return rows.map(({ wagon }) => wagon);
}

/** Operations of some wagons since an instant, oldest first. */
export async function listOperationsSince(
  tx: Tx,
  query: { wagons: readonly string[]; since: string },
): Promise<{ wagon: string; data: WagonOperation }[]> {
  if (query.wagons.length === 0) return [];
  return tx.many<{ wagon: string; data: WagonOperation }>(
    `SELECT wagon, data FROM operations WHERE wagon = ANY($1) AND at >= $2 ORDER BY at`,
    [query.wagons, query.since],
  );
}

/** Every wagon the scope may see whose place in its trip is known; with `status` those alone that are in it. */
export async function listWagonStates(tx: Tx, query: { limit: number; status?: WagonStatus }): Promise<WagonState[]> {
  const rows = await tx.many<{ revision: number; state: Omit<WagonState, 'revision'> }>(
    `SELECT revision, state FROM wagons WHERE state->>'status' <> 'unknown' AND ($2::text IS NULL OR state->>'status' = $2) ORDER BY number LIMIT $1`,
    [query.limit, query.status ?? null],
  );
  return rows.map(({ revision, state }) => ({ ...state, revision }));
}

/** What a wagon carries, as far as a queue of wagons needs to know. */
export interface CargoOfWagon {
  wagon: string;
  shipmentId: string;
  customer: string;
  order: string;
  state: Pick<ShipmentState, 'deadline'>;
}

/** One shipment a wagon, the one under way before any other. */
export async function listCargoOfWagons(tx: Tx, wagons: readonly string[]): Promise<CargoOfWagon[]> {
  if (wagons.length === 0) return [];
  return tx.many<CargoOfWagon>(
    `SELECT DISTINCT ON (u.asset_id) substr(u.asset_id, 7) AS wagon, s.id AS "shipmentId", s.facts -> 'customer' ->> 'name' AS customer,
       coalesce(s.order_number, s.number) AS "order", jsonb_strip_nulls(jsonb_build_object('deadline', s.state -> 'deadline')) AS state
     FROM shipment_units u JOIN shipments s ON s.id = u.shipment_id
     WHERE u.asset_id = ANY($1) AND (u.visible_until IS NULL OR u.visible_until > now()) AND karavan_on_this_cargo(u)
     ORDER BY u.asset_id, u.status = 'delivered', s.created_at DESC`,
    [wagons.map((number) => `wagon:${number}`)],
  );
}
