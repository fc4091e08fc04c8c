/** Flat rings and lines, `[x0, y0, x1, y1, …]`, clipped to a box, so that what is far outside costs nothing to draw. */
export interface Box {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

export function boxOf(points: Float64Array): Box {
  const box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i] as number;
    const y = points[i + 1] as number;
    if (x < box.minX) box.minX = x;
    if (x > box.maxX) box.maxX = x;
    if (y < box.minY) box.minY = y;
    if (y > box.maxY) box.maxY = y;
  }
  return box;
}

export function overlap(a: Box, b: Box): boolean {
  return a.minX <= b.maxX && a.maxX >= b.minX && a.minY <= b.maxY && a.maxY >= b.minY;
}

export function inside(inner: Box, outer: Box): boolean {
  return inner.minX >= outer.minX && inner.maxX <= outer.maxX && inner.minY >= outer.minY && inner.maxY <= outer.maxY;
}

/** Sutherland–Hodgman: a ring against the four sides, one after another. */
export function clipRing(ring: ArrayLike<number>, box: Box): number[] {
  let points: ArrayLike<number> = ring;
  points = clipSide(points, 0, box.minX, 1);
  points = clipSide(points, 0, box.maxX, -1);
  points = clipSide(points, 1, box.minY, 1);
  return clipSide(points, 1, box.maxY, -1);
}

function clipSide(points: ArrayLike<number>, axis: 0 | 1, limit: number, sign: 1 | -1): number[] {
  const out: number[] = [];
  const count = points.length;
  for (let i = 0; i < count; i += 2) {
    const previous = (i + count - 2) % count;
    const from = ((points[previous + axis] as number) - limit) * sign;
    const to = ((points[i + axis] as number) - limit) * sign;
    if (from >= 0 !== to >= 0) {
      const share = from / (from - to);
      const x = points[previous] as number;
      const y = points[previous + 1] as number;
      out.push(x + ((points[i] as number) - x) * share, y + ((points[i + 1] as number) - y) * share);
    }
    if (to >= 0) out.push(points[i] as number, points[i + 1] as number);
  }
  return out;
}
