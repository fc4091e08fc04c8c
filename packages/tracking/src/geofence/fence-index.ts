import type { Bounds } from './compile.ts';

/** Cells of half a degree: some 30 by 55 km in Russia. A fence over more of them than this is asked every time. */
const CELL_DEG = 0.5;
const MOST_CELLS = 400;

export interface FenceIndex<T> {
  /** what may be met within the box, each once; nothing else of it is promised */
  near: (box: Bounds) => T[];
}

const cellOf = (degrees: number): number => Math.floor(degrees / CELL_DEG);

/** Finds the fences near a stretch of way by their bounding boxes: a grid for the many small, a list for the few huge. */
export function indexFences<T extends { bounds: Bounds }>(fences: readonly T[]): FenceIndex<T> {
  const cells = new Map<number, T[]>();
  const huge: T[] = [];
  for (const fence of fences) {
    const keys = cellsOf(fence.bounds);
    if (keys === undefined) huge.push(fence);
    else for (const key of keys) cells.set(key, [...(cells.get(key) ?? []), fence]);
  }
  return {
    near(box) {
      const keys = cellsOf(box);
      const all = keys === undefined ? fences : [...huge, ...keys.flatMap((key) => cells.get(key) ?? [])];
      const met = all.filter(({ bounds }) => meets(bounds, box));
      return keys?.length === 1 ? met : [...new Set(met)];
    },
  };
}

function cellsOf([west, south, east, north]: Bounds): number[] | undefined {
  const [x0, x1, y0, y1] = [cellOf(west), cellOf(east), cellOf(south), cellOf(north)];
  if ((x1 - x0 + 1) * (y1 - y0 + 1) > MOST_CELLS) return undefined;
  const keys: number[] = [];
  for (let x = x0; x <= x1; x += 1) for (let y = y0; y <= y1; y += 1) keys.push(x * 4096 + y);
  return keys;
}

const meets = (a: Bounds, b: Bounds): boolean => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
