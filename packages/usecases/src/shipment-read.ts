import type { Actor, AssetState, Language, ShipmentDetail, ShipmentState, TrackingEvent } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import { assets, devices, events, type Page, type Scope, shipments, type Tx, wagons } from '@karavan/store';
import { followSources, isOnThisCargo, shipmentSentence } from '@karavan/tracking';
import { assetView } from './asset-view.ts';
import { type Deps, scopeOf } from './deps.ts';
import { type Foresight, foresightOf } from './foresight.ts';
import { loadWagonsOf, stateOf } from './shipment-refresh.ts';
import { type Network, networkOf } from './station-network.ts';
import { railStretches } from './wagon-track.ts';

const missing = () => new AppError('NOT_FOUND', 'There is no such shipment.');

/** @throws AppError NOT_FOUND, the same for a foreign shipment and for none */
export async function getShipment(deps: Deps, input: { scope: Scope; id: string; language: Language }): Promise<ShipmentDetail> {
  const foresight = await foresightOf(deps, input.scope.companyId);
  return deps.db.scoped(input.scope, (tx) =>
    loadDetail(tx, { ...input, now: deps.clock(), foresight, isStaff: input.scope.customerId === null }),
  );
}

async function loadDetail(
  tx: Tx,
  input: { id: string; language: Language; now: Date; foresight: Foresight; isStaff: boolean },
): Promise<ShipmentDetail> {
  const record = await shipments.findShipment(tx, input.id);
  if (record === undefined) throw missing();
  const records = await shipments.listUnits(tx, [record.id]);
  const units = records.map((unit) => unit.unit);
  const cancelled = input.isStaff ? record.facts.cancelled : undefined;
  const state = {
    ...stateOf(record, { units: records, wagons: await loadWagonsOf(tx, records), now: input.now, foresight: input.foresight }),
    revision: record.state.revision,
  };
  return {
    ...state,
    createdAt: record.createdAt,
    ...(record.facts.deliverBy !== undefined ? { deliverBy: record.facts.deliverBy } : {}),
    legs: record.facts.legs.map((leg, index) => ({ ...leg, units: units.filter((unit) => unit.leg === index) })),
    sentence: shipmentSentence({
      state,
      units,
      now: input.now,
      language: input.language,
      ...zoneOf(record.facts.destination.timeZone),
      ...(cancelled === undefined ? {} : { cancelledBy: cancelled.by }),
    }),
    ...(cancelled === undefined ? {} : { cancelled }),
  };
}

export const zoneOf = (timeZone: string | undefined) => (timeZone === undefined ? {} : { timeZone });

export function listShipments(
  deps: Deps,
  input: { actor: Actor; limit: number; cursor?: string | undefined; status?: string | undefined },
): Promise<Page<ShipmentState>> {
  return deps.db.scoped(scopeOf(input.actor), (tx) => shipments.listShipments(tx, input));
}

export async function listShipmentEvents(
  deps: Deps,
  input: { scope: Scope; id: string; limit: number; cursor?: string | undefined },
): Promise<Page<TrackingEvent>> {
  return deps.db.scoped(input.scope, async (tx) => {
    if ((await shipments.findShipment(tx, input.id)) === undefined) throw missing();
    return events.listShipmentEvents(tx, { ...input, shipmentId: input.id });
  });
}

export async function listShipmentAssets(deps: Deps, input: { scope: Scope; id: string }): Promise<AssetState[]> {
  const records = await deps.db.scoped(input.scope, (tx) => assets.listAssets(tx, { filter: { shipmentId: input.id } }));
  const now = deps.clock();
  return records.map((record) => ({ ...assetView(record, now), shipmentIds: [input.id] }));
}

type Feature = {
  type: 'Feature';
  geometry: { type: 'LineString'; coordinates: [number, number][] };
  properties: Record<string, unknown>;
};

/**
 * Where each wagon and truck has been while it carried this shipment, positions as [lon, lat]: a line a truck; a wagon's runs along
 * the railway (`approximate`) and is another, straight one (`gap`) where no way is known.
 */
export async function getShipmentTrack(
  deps: Deps,
  input: { scope: Scope; id: string },
): Promise<{ type: 'FeatureCollection'; features: Feature[] }> {
  const network = await networkOf(deps, input.scope.companyId);
  return deps.db.scoped(input.scope, async (tx) => {
    if ((await shipments.findShipment(tx, input.id)) === undefined) throw missing();
    const units = await shipments.listUnits(tx, [input.id]);
    const features: Feature[] = [];
    for (const record of units) {
      const { assetId, label, mode } = record.unit;
      for (const { line, times, ...how } of await linesOf(tx, { record, network, now: deps.clock() }))
        features.push({
          type: 'Feature',
          geometry: { type: 'LineString', coordinates: line },
          properties: { assetId, label, mode, times, ...how },
        });
    }
    return { type: 'FeatureCollection', features };
  });
}

const TRACK_POINTS = 2000;

interface Line {
  line: [number, number][];
  times: string[];
  approximate?: true;
  gap?: true;
}

async function linesOf(
  tx: Tx,
  { record, network, now }: { record: shipments.UnitRecord; network: Network; now: Date },
): Promise<Line[]> {
  const to = record.visibleUntil ?? now.toISOString();
  if (record.unit.mode === 'road') {
    if (!isOnThisCargo(record.unit)) return []; // what it carries until then is another cargo's
    const seen = await devices.listTrack(tx, {
      vehicleId: record.unit.assetId.slice('truck:'.length),
      from: record.visibleFrom,
      to,
      limit: TRACK_POINTS,
    });
    // The way as the marker went it: one source at a time.
    const points = followSources(
      seen.map((point) => ({ ...point, atMs: Date.parse(point.at), accuracyM: point.accuracyM ?? undefined })),
    );
    return points.length === 0 ? [] : [{ line: points.map(({ lon, lat }) => [lon, lat]), times: points.map(({ at }) => at) }];
  }
  const history = await wagons.listOperations(tx, { wagon: record.unit.label, limit: TRACK_POINTS });
  const sights = history.items
    .filter(({ at, station }) => at >= record.visibleFrom && at <= to && station.lat !== undefined && station.lon !== undefined)
    .reverse();
  const ways = railStretches(network, sights);
  const [first] = sights;
  if (ways.length > 0)
    return ways.map(({ line, times, gap }) => ({ line, times, approximate: true, ...(gap ? { gap: true } : {}) }));
  const { lat, lon } = first?.station ?? {};
  return first === undefined || lat === undefined || lon === undefined ? [] : [{ line: [[lon, lat]], times: [first.at] }];
}
