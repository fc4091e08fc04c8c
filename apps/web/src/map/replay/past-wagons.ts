import type { AssetState } from '@karavan/contracts';

/** Where a wagon that does these stands is known. */
const STANDING = new Set(['atOrigin', 'arrived', 'unloaded', 'badOrder', 'abandoned', 'standing']);

/** Of a moment in the past only the last operation is known: a wagon on its way is shown at that station, and marked as about there. */
export function byLastOperation(asset: AssetState): AssetState {
  const { kind, position, status } = asset;
  if (kind !== 'wagon' || position === null || STANDING.has(status)) return asset;
  return { ...asset, position: { ...position, approximate: true } };
}
