import type { ShipmentUnit } from '@karavan/contracts';
import { type ingest, shipments, type Tx } from '@karavan/store';
import type { Deps } from './deps.ts';
import { groupBy } from './group-by.ts';

/** Trips of one truck as they were read last. `carried` names their shipments and revisions, so what is old is seen to be. */
export interface Glance {
  carried: ingest.Stored['carried'];
  trips: shipments.TripUnderWay[];
}

const glances = new WeakMap<Deps['db'], Map<string, Glance>>();
const MOST_GLANCES = 20_000;

function glancesOf({ db }: Deps): Map<string, Glance> {
  const known = glances.get(db) ?? new Map<string, Glance>();
  glances.set(db, known);
  return known;
}

/** What is remembered of a truck; undefined where it was never looked at. */
export const recallGlance = (deps: Deps, assetId: string): Glance | undefined => glancesOf(deps).get(assetId);

/** The trips of these trucks, of which the database says that they carry this now; read only where that is news. */
export async function glanceAt(
  tx: Tx,
  { deps, assetIds, carried }: { deps: Deps; assetIds: readonly string[]; carried: ingest.Stored['carried'] },
): Promise<shipments.TripUnderWay[]> {
  const known = glancesOf(deps);
  if (known.size > MOST_GLANCES) known.clear();
  const now = groupBy(carried, ([assetId]) => assetId);
  const changed = assetIds.filter((id) => !isSame(known.get(id)?.carried, now.get(id) ?? []));
  const carrying = changed.filter((id) => now.has(id));
  const read = carrying.length === 0 ? [] : await shipments.listTripsUnderWay(tx, carrying);
  const trips = groupBy(read, ({ unit }) => unit.assetId);
  for (const id of changed) known.set(id, { carried: now.get(id) ?? [], trips: trips.get(id) ?? [] });
  return assetIds.flatMap((id) => known.get(id)?.trips ?? []);
}

/** Takes over what has just been committed; what cannot be told from it is read again when it is asked for. */
export function keepGlances(
  deps: Deps,
  told: {
    assetIds: Iterable<string>;
    revision: number;
    shipmentIds: ReadonlySet<string>;
    units: ReadonlyMap<string, ShipmentUnit>;
  },
): void {
  const known = glancesOf(deps);
  for (const assetId of told.assetIds) {
    const glance = known.get(assetId);
    if (glance === undefined) continue;
    const trips = glance.trips.map((trip) => ({ ...trip, unit: told.units.get(trip.unit.id) ?? trip.unit }));
    if (trips.some(({ unit }) => unit.status === 'delivered')) known.delete(assetId);
    else
      known.set(assetId, {
        trips,
        carried: glance.carried.map(([id, shipmentId, revision]) => [
          id,
          shipmentId,
          told.shipmentIds.has(shipmentId) ? told.revision : revision,
        ]),
      });
  }
}

const isSame = (before: ingest.Stored['carried'] | undefined, now: ingest.Stored['carried']): boolean =>
  before !== undefined &&
  before.length === now.length &&
  before.every(([, shipmentId, revision], index) => shipmentId === now[index]?.[1] && revision === now[index]?.[2]);
