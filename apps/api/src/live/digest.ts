import type { ShipmentState, TrackingEvent } from '@karavan/contracts';
import type { Changes } from './changes.ts';
import type { Faces } from './face.ts';
import { encodeFrame, type Frame } from './frame.ts';
import { lostSight, Marker, MarkerSight } from './marker.ts';
import { once, type Sight } from './sight.ts';
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

interface Company {
  markers: readonly Marker[];
  byId(): ReadonlyMap<string, Marker>;
  /** the markers with a cargo of each customer; looked for once somebody asks who is no staff */
  byCustomer(): ReadonlyMap<string, readonly Marker[]>;
}

export function createDigest(input: { changes: Changes; faces: Faces; now: Date }): Digest {
  const { changes } = input;
  const companies = byCompany(input);
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
    const company = companies.get(viewer.scope.companyId);
    if (company === undefined || isStaff(viewer)) return [];
    const changed = company.byId();
    const ids = known.size < changed.size ? known.keys() : changed.keys();
    const lost: Sight[] = [];
    for (const id of ids) {
      const marker = changed.get(id);
      if (marker !== undefined && known.has(id) && marker.face.aspectOf(viewer) === undefined) lost.push(lostSight(marker));
    }
    return lost;
  }

  return { upTo: changes.upTo, notices: noticesOf(changes), sightsOf, lostTo };
}

export const isStaff = (viewer: Viewer): boolean => viewer.kind === 'actor' && viewer.scope.customerId === null;

function look({ markers, byCustomer }: Company, viewer: Viewer): readonly Sight[] {
  const { customerId } = viewer.scope;
  const sights: Sight[] = [];
  for (const marker of isStaff(viewer) ? markers : (byCustomer().get(customerId ?? '') ?? [])) {
    const aspect = marker.face.aspectOf(viewer);
    if (aspect !== undefined) sights.push(new MarkerSight(marker, aspect));
  }
  return sights;
}

function byCompany(input: { changes: Changes; faces: Faces; now: Date }): ReadonlyMap<string, Company> {
  const { changes, faces } = input;
  const nowMs = input.now.getTime();
  const lists = new Map<string, Marker[]>();
  for (const row of changes.markers) push(lists, row.companyId, new Marker({ row, face: faces.of(row), nowMs }));
  const companyOf = (markers: readonly Marker[]): Company => ({
    markers,
    byId: once(() => new Map(markers.map((marker) => [marker.face.id, marker]))),
    byCustomer: once(() => byCustomer(markers)),
  });
  return new Map([...lists].map(([companyId, markers]) => [companyId, companyOf(markers)]));
}

function byCustomer(markers: readonly Marker[]): ReadonlyMap<string, readonly Marker[]> {
  const lists = new Map<string, Marker[]>();
  for (const marker of markers) for (const customerId of marker.face.customers) push(lists, customerId, marker);
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
