import type { TrailPoint } from '@karavan/contracts';
import { toMercator } from '../../map/assets/body.ts';
import type { Projection } from '../../map/mercator.ts';

/** A trail by mercator, made once: the pointer asks for it with every move. */
export class TrailPlaces {
  readonly #places: Float64Array;

  constructor(points: readonly TrailPoint[]) {
    this.#places = new Float64Array(points.length * 2);
    for (const [index, [, lat, lon]] of points.entries()) {
      const { x, y } = toMercator({ lat, lon });
      this.#places.set([x, y], index * 2);
    }
  }

  /** Index of the point nearest to a pixel of the map's container, of equally near ones the newest; -1 where none is within reach. */
  nearest({ x, y }: { x: number; y: number }, { scale, left, top }: Projection, reachPx: number): number {
    const [atX, atY] = [(x + left) / scale, (y + top) / scale];
    let best = (reachPx / scale) ** 2;
    let found = -1;
    const places = this.#places;
    for (let i = 0; i < places.length; i += 2) {
      const away = ((places[i] ?? 0) - atX) ** 2 + ((places[i + 1] ?? 0) - atY) ** 2;
      if (away > best) continue;
      best = away;
      found = i / 2;
    }
    return found;
  }
}
