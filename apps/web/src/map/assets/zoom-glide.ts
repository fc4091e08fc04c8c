import { mix, type Projection } from '../mercator.ts';

/** Leaflet animates a zoom by a CSS transition of this length and curve; markers glide along with it, at their own size. */
const DURATION_MS = 250;

export interface ZoomGlide {
  from: Projection;
  to: Projection;
  startedAt: number;
}

export function glideAt(glide: ZoomGlide, now: number): Projection {
  return mix(glide.from, glide.to, ease((now - glide.startedAt) / DURATION_MS));
}

/** `cubic-bezier(0, 0, 0.25, 1)`: the progress at a share of the time. */
export function ease(time: number): number {
  if (time <= 0) return 0;
  if (time >= 1) return 1;
  let low = 0;
  let high = 1;
  for (let i = 0; i < 24; i++) {
    const middle = (low + high) / 2;
    if (0.75 * middle * middle * (1 - middle) + middle ** 3 < time) low = middle;
    else high = middle;
  }
  return 3 * low * low * (1 - low) + low ** 3;
}
