import type { AssetState } from '@karavan/contracts';
import type { MarkerState } from '../theme/palette.ts';

const BY_STATUS: Record<string, MarkerState> = {
  inTransit: 'moving',
  emptyInTransit: 'moving',
  moving: 'moving',
  partlyDelivered: 'moving',
  planned: 'unknown',
  cancelled: 'unknown',
  atOrigin: 'standing',
  standing: 'standing',
  badOrder: 'standing',
  idle: 'standing',
  parked: 'standing',
  stopped: 'standing',
  loading: 'standing',
  unloading: 'standing',
  atStation: 'standing',
  abandoned: 'abandoned',
  arrived: 'arrived',
  unloaded: 'arrived',
  delivered: 'arrived',
  missing: 'unknown',
  unknown: 'unknown',
  offline: 'unknown',
};

/** Above this a heading means something; below it a parked truck would spin. */
export const MOVING_KMH = 5;

/** The shape a marker has: the status in a word the map knows, else what the speed tells. */
export function markerState(asset: Pick<AssetState, 'status' | 'position'>): MarkerState {
  const known = BY_STATUS[asset.status];
  if (known) return known;
  const kmh = asset.position?.speedKmh;
  if (kmh === null || kmh === undefined) return 'unknown';
  return kmh > MOVING_KMH ? 'moving' : 'standing';
}
