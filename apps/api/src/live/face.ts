import type { AssetState } from '@karavan/contracts';
import type { live } from '@karavan/store';
import { signatureOf } from './sight.ts';
import type { Viewer } from './viewer.ts';

/** All of a marker but its place, as one kind of viewer may see it. It stays the same through thousands of moves. */
export interface Aspect {
  shipmentIds: readonly string[];
  /** the signature of the marker at this age */
  signature(freshness: AssetState['freshness']): string;
}

/** All of a marker but its place, and who may see it. Worked out once and kept until it changes. */
export interface Face {
  /** the one string for this id: two that are the same object are compared at a glance */
  id: string;
  /** the id as JSON, as it begins each tuple */
  idJson: string;
  customers: readonly string[];
  /** what this viewer may see of it: a customer what carries his cargo, a share its one shipment; `undefined`: nothing */
  aspectOf(viewer: Viewer): Aspect | undefined;
}

export interface Faces {
  of(marker: live.ChangedMarker): Face;
  /** how many are kept, for who looks for leaks */
  size(): number;
}

interface Kept {
  of: live.ChangedMarker;
  face: Face;
}

/** A marker that is taken away is forgotten with the news of it. */
export function createFaces(): Faces {
  const companies = new Map<string, Map<string, Kept>>();

  function listOf(companyId: string): Map<string, Kept> {
    const list = companies.get(companyId) ?? new Map<string, Kept>();
    companies.set(companyId, list);
    return list;
  }

  return {
    of(marker) {
      const list = listOf(marker.companyId);
      const kept = list.get(marker.id);
      if (kept !== undefined && isSame(kept.of, marker)) return kept.face;
      const face = createFace(marker);
      if (marker.gone) list.delete(marker.id);
      else list.set(marker.id, { of: marker, face });
      return face;
    },
    size: () => [...companies.values()].reduce((sum, list) => sum + list.size, 0),
  };
}

/** A place that is there or not belongs to it: without one there is no source. */
const isSame = (a: live.ChangedMarker, b: live.ChangedMarker): boolean =>
  a.status === b.status &&
  a.audience === b.audience &&
  a.source === b.source &&
  a.label === b.label &&
  a.train === b.train &&
  a.kind === b.kind &&
  a.approximate === b.approximate &&
  a.gone === b.gone &&
  hasPlace(a) === hasPlace(b);

export const hasPlace = ({ lat, lon, at }: live.ChangedMarker): boolean => lat !== null && lon !== null && at !== null;

function createFace(marker: live.ChangedMarker): Face {
  const audience = readAudience(marker.audience);
  const staff = createAspect(marker, new Set([...audience.values()].flat()));
  const aspects = new Map<string, Aspect | undefined>();

  function narrow(viewer: Viewer, customerId: string): Aspect | undefined {
    const his = audience.get(customerId) ?? [];
    const shown = viewer.kind === 'share' ? his.filter((id) => id === viewer.shipmentId) : his;
    return shown.length === 0 ? undefined : createAspect(marker, new Set(shown));
  }

  return {
    id: marker.id,
    idJson: JSON.stringify(marker.id),
    customers: [...audience.keys()],
    aspectOf(viewer) {
      const { customerId } = viewer.scope;
      if (customerId === null) return viewer.kind === 'actor' ? staff : undefined;
      const key = viewer.kind === 'share' ? `${customerId}/${viewer.shipmentId}` : customerId;
      if (!aspects.has(key)) aspects.set(key, narrow(viewer, customerId));
      return aspects.get(key);
    },
  };
}

function createAspect(marker: live.ChangedMarker, shipments: ReadonlySet<string>): Aspect {
  const { label, status, approximate, train } = marker;
  const source = hasPlace(marker) ? (marker.source ?? UNKNOWN_SOURCE) : undefined;
  const shipmentIds = [...shipments];
  let last: { freshness: AssetState['freshness']; signature: string } | undefined;
  return {
    shipmentIds,
    signature(freshness) {
      if (last?.freshness !== freshness)
        last = {
          freshness,
          signature: signatureOf({ label, status, freshness, source, approximate, train: train ?? undefined, shipmentIds }),
        };
      return last.signature;
    },
  };
}

/** What a place is from when nobody said so. */
export const UNKNOWN_SOURCE = 'unknown';

/** Customer → his shipments on it. */
function readAudience(audience: string | null): ReadonlyMap<string, string[]> {
  const customers = new Map<string, string[]>();
  for (const seen of audience?.split(',') ?? []) {
    const [customerId = '', shipmentId = ''] = seen.split(':');
    customers.set(customerId, [...(customers.get(customerId) ?? []), shipmentId]);
  }
  return customers;
}
