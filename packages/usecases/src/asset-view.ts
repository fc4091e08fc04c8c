import type { AssetState } from '@karavan/contracts';
import type { assets } from '@karavan/store';
import { freshness } from '@karavan/tracking';

/** A stored marker as it goes out at this hour: how old is old depends on its source. */
export function assetView(record: assets.AssetRecord, now: Date): AssetState {
  const { place: _, ...asset } = record;
  return { ...asset, freshness: asset.position === null ? 'stale' : freshness(asset.position.source, asset.position.at, now) };
}
