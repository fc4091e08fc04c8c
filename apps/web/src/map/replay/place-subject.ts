import type { AssetState } from '@karavan/contracts';
import { MOVING_KMH } from '../../live/marker-state.ts';
import { placeOnTrail, type ReplaySubject } from '../../live/replay.ts';

const FRESH_S = 5 * 60;
const AGING_S = 30 * 60;

/** The asset as it was at a moment by its trail; nothing before its first position, and nothing later than the moment is in it. */
export function subjectAt(subject: ReplaySubject, atMs: number): AssetState[] {
  const place = placeOnTrail(subject, atMs);
  if (place === undefined) return [];
  const { lat, lon, fixAt, speedKmh, courseDeg } = place;
  const age = atMs / 1000 - fixAt;
  return [
    {
      id: subject.assetId,
      kind: subject.kind,
      label: subject.label,
      revision: 0,
      position: {
        lat,
        lon,
        at: new Date(fixAt * 1000).toISOString(),
        speedKmh,
        courseDeg,
        source: subject.sources[place.source]?.protocol ?? 'unknown',
      },
      freshness: age <= FRESH_S ? 'fresh' : age <= AGING_S ? 'aging' : 'stale',
      status: (speedKmh ?? 0) > MOVING_KMH && !place.isSilent ? 'moving' : 'standing',
      shipmentIds: [...subject.shipmentIds],
    },
  ];
}
