import type { ShipmentState, TrackingEvent } from '@karavan/contracts';
import { assetView } from '@karavan/usecases';
import { encodeFrame, type Frame } from './frame.ts';
import { lostSight, once, Sight } from './sight.ts';
import type { Changes } from './tail.ts';
import { type Viewer, viewerKey } from './viewer.ts';

/** An event or the state of a shipment, and whose it is. */
export interface Notice {
  companyId: string;
  customerId: string | null;
  shipmentId: string | undefined;
  revision: number;
  frame(): Frame;
}

/** What one look of the tail has brought, by who may hear of it. Worked out once, for all who watch. */
export interface Digest {
  upTo: number;
  /** events first, in their order, then shipments */
  notices: readonly Notice[];
  /** the changed markers as this viewer may see them: a customer what carries his cargo, a share its one shipment */
  sightsOf(viewer: Viewer): readonly Sight[];
  /** of those a viewer knows, the changed ones that he may not see any more */
  lostTo(viewer: Viewer, known: ReadonlyMap<string, unknown>): readonly Sight[];
}

type ChangedAsset = Changes['assets'][number];

interface Company {
  sights: ReadonlyMap<string, Sight>;
  /** the markers with a cargo of each customer; looked for once somebody asks who is no staff */
  byCustomer(): ReadonlyMap<string, readonly ChangedAsset[]>;
}

export function createDigest(changes: Changes, now: Date): Digest {
  const companies = byCompany(changes, now);
  const seen = new Map<string, readonly Sight[]>();

  function sightsOf(viewer: Viewer): readonly Sight[] {
    const company = companies.get(viewer.scope.companyId);
    if (company === undefined) return [];
    const key = viewerKey(viewer);
    const sights = seen.get(key) ?? look(company, viewer);
    seen.set(key, sights);
    return sights;
  }

  function lostTo(viewer: Viewer, known: ReadonlyMap<string, unknown>): readonly Sight[] {
    const changed = companies.get(viewer.scope.companyId)?.sights;
    if (changed === undefined || isStaff(viewer)) return [];
    const visible = new Set(sightsOf(viewer).map(({ state }) => state.id));
    const ids = known.size < changed.size ? known.keys() : changed.keys();
    const lost: Sight[] = [];
    for (const id of ids) {
      const sight = known.has(id) && !visible.has(id) ? changed.get(id) : undefined;
      if (sight !== undefined) lost.push(lostSight(sight.state));
    }
    return lost;
  }

  return { upTo: changes.upTo, notices: noticesOf(changes), sightsOf, lostTo };
}

export const isStaff = (viewer: Viewer): boolean => viewer.kind === 'actor' && viewer.scope.customerId === null;

function look({ sights, byCustomer }: Company, viewer: Viewer): readonly Sight[] {
  const { customerId } = viewer.scope;
  if (isStaff(viewer)) return [...sights.values()];
  if (customerId === null) return [];
  return (byCustomer().get(customerId) ?? []).flatMap(({ asset, audience }) => {
    const his = audience.filter(
      (seen) => seen.customerId === customerId && (viewer.kind === 'actor' || seen.shipmentId === viewer.shipmentId),
    );
    const sight = his.length === 0 ? undefined : sights.get(asset.id);
    return sight === undefined ? [] : [sight.withShipments([...new Set(his.map(({ shipmentId }) => shipmentId))])];
  });
}

function byCompany({ assets }: Changes, now: Date): ReadonlyMap<string, Company> {
  const lists = new Map<string, ChangedAsset[]>();
  for (const changed of assets) push(lists, changed.companyId, changed);
  const companyOf = (changed: readonly ChangedAsset[]): Company => ({
    sights: new Map(changed.map(({ asset }) => [asset.id, new Sight(assetView(asset, now))])),
    byCustomer: once(() => byCustomer(changed)),
  });
  return new Map([...lists].map(([companyId, changed]) => [companyId, companyOf(changed)]));
}

function byCustomer(assets: readonly ChangedAsset[]): ReadonlyMap<string, readonly ChangedAsset[]> {
  const lists = new Map<string, ChangedAsset[]>();
  for (const changed of assets)
    for (const customerId of new Set(changed.audience.map((seen) => seen.customerId))) push(lists, customerId, changed);
  return lists;
}

function push<V>(lists: Map<string, V[]>, key: string, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function noticesOf({ events, shipments }: Changes): Notice[] {
  const notice = (event: 'event' | 'shipment', body: TrackingEvent | ShipmentState) => ({
    revision: body.revision,
    frame: once(() => encodeFrame(event, JSON.stringify(body))),
  });
  return [
    ...events.map(({ event, ...owner }) => ({ ...owner, shipmentId: event.shipmentId, ...notice('event', event) })),
    ...shipments.map(({ state, ...owner }) => ({ ...owner, shipmentId: state.id, ...notice('shipment', state) })),
  ];
}
