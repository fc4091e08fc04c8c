import type { AssetState } from '@karavan/contracts';

/** False when the asset has a place and the answer, got before the first one came, says there is none. */
export function isTold(asset: Pick<AssetState, 'position'> | undefined, answerPositionAt: string | undefined): boolean {
  return answerPositionAt !== undefined || asset?.position == null;
}
