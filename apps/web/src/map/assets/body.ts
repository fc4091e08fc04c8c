import type { AssetState } from '@karavan/contracts';
import { markerState } from '../../live/marker-state.ts';
import type { MarkerState } from '../../theme/palette.ts';
import { type Mercator, mercatorX, mercatorY } from '../mercator.ts';
import { isOver, type Motion, placeAt } from './motion.ts';

/** A marker: one for an asset for as long as it is known, changed in place and never made anew. */
export interface Body {
  asset: AssetState;
  state: MarkerState;
  late: boolean;
  /** where it was when somebody last asked `placeOf`; its own object, changed in place */
  shown: Mercator;
  motion: Motion | null;
  /** where it was when the clusters were made: far from there they have to be made anew */
  clustered: Mercator;
  /** its first stamp on the sheet; null while it is inside a cluster or far from the screen */
  stamp: number | null;
  /** since when it stands painted where it stands (ms of the page); null before that */
  restsSince: number | null;
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
  return {
    asset,
    state: markerState(asset),
    late,
    shown: { ...place },
    motion: null,
    clustered: place,
    stamp: null,
    restsSince: null,
  };
}

/** Where it is at a moment; always the same object. */
export function placeOf(body: Body, now: number): Mercator {
  if (body.motion) placeAt(body.motion, now, body.shown);
  return body.shown;
}

/** Where it is or is going to. */
export const goalOf = ({ motion, shown }: Body): Mercator => motion?.to ?? shown;

export const isMoving = ({ motion }: Body, now: number): boolean => motion !== null && !isOver(motion, now);
