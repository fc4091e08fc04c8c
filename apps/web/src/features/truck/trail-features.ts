import type { TrailPoint, TruckHistory } from '@karavan/contracts';
import type { Feature } from 'geojson';

/** The trail fades in so many steps. */
const SHADES = 10;

type Trail = Pick<TruckHistory, 'points' | 'gaps' | 'stops'>;

const place = ([, lat, lon]: TrailPoint): [number, number] => [lon, lat];

/**
 * What the map draws of a history: the way in pieces of equal age, each with its `fade` (0 the oldest, 1 the newest), silences as
 * straight `gap`s, and the stops with their numbers.
 */
export function trailFeatures({ points, gaps, stops }: Trail): Feature[] {
  const silent = new Set(gaps.map(({ from }) => Math.round(Date.parse(from))));
  const [first, last] = [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 0];
  const shadeOf = (at: number) => Math.min(SHADES - 1, Math.floor(((at - first) / Math.max(1, last - first)) * SHADES));
  const lines: Feature[] = [];
  let piece: TrailPoint[] = [];
  const end = (shade: number) => {
    if (piece.length > 1) lines.push(line(piece.map(place), { fade: shade / (SHADES - 1) }));
  };
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    if (before !== undefined) {
      const shade = shadeOf(before[0]);
      if (silent.has(Math.round(before[0] * 1000))) {
        end(shade);
        lines.push(line([place(before), place(point)], { gap: true, fade: shade / (SHADES - 1) }));
        piece = [];
      } else if (shadeOf(point[0]) !== shade) {
        piece.push(point);
        end(shade);
        piece = [];
      }
    }
    piece.push(point);
  }
  end(SHADES - 1);
  return [...lines, ...stops.map(({ lat, lon }, index) => dot([lon, lat], { stop: index + 1 }))];
}

const line = (coordinates: [number, number][], properties: Record<string, unknown>): Feature => ({
  type: 'Feature',
  geometry: { type: 'LineString', coordinates },
  properties,
});

const dot = (coordinates: [number, number], properties: Record<string, unknown>): Feature => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates },
  properties,
});
