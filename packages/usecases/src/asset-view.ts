import type { AssetState } from '@karavan/contracts';
import type { assets } from '@karavan/store';
import { freshness } from '@karavan/tracking';

/** A stored marker as it goes out at this hour: how old is old depends on its source, also of what has no place (FR2). */
export function assetView(record: assets.AssetRecord, now: Date): AssetState {
  const { place: _, heard, ...asset } = record;
  const last = asset.position ?? heard;
  return { ...asset, freshness: last === undefined ? 'stale' : freshness(last.source, last.at, now) };
}
