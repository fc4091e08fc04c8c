import type { AssetState } from '@karavan/contracts';
import { markerState } from '../../live/marker-state.ts';
import type { MarkerState } from '../../theme/palette.ts';
import { type Mercator, mercatorX, mercatorY } from '../mercator.ts';
import type { Motion } from './motion.ts';

/** A marker: one for an asset for as long as it is known, changed in place and never made anew. */
export interface Body {
  asset: AssetState;
  state: MarkerState;
  late: boolean;
  /** where it is shown; its own object, changed in place */
  shown: Mercator;
  motion: Motion | null;
  /** where it was when the clusters were made: far from there they have to be made anew */
  clustered: Mercator;
  /** where it is painted, since when, and in which frame last; null while it is inside a cluster or off the screen */
  painted: { x: number; y: number; since: number; frame: number } | null;
}

export type Placed = AssetState & { position: NonNullable<AssetState['position']> };

export function hasPlace(asset: AssetState): asset is Placed {
  return asset.position !== null;
}

/** The base map is unrolled eastwards: Chukotka follows 180° instead of lying at the other edge of the world. */
export function unrolled({ lat, lon }: { lat: number; lon: number }): number {
  return lon < -168 && lat > 60 ? lon + 360 : lon;
}

export function toMercator(place: { lat: number; lon: number }): Mercator {
  return { x: mercatorX(unrolled(place)), y: mercatorY(place.lat) };
}

export function createBody(asset: Placed, late: boolean): Body {
  const place = toMercator(asset.position);
  return { asset, state: markerState(asset), late, shown: { ...place }, motion: null, clustered: place, painted: null };
}
