/** Room that is used again by the next order: megabytes anew for each would keep the collector busy. */
const ROOM = { floats: new Map<string, Float64Array>(), wholes: new Map<string, Int32Array>() };
const MOST_KEPT = 4_000_000;

/** Zeros. */
export function floatsFor(name: string, length: number): Float64Array {
  const known = ROOM.floats.get(name);
  const own = known && known.length >= length ? known : new Float64Array(length);
  if (own !== known && length <= MOST_KEPT) ROOM.floats.set(name, own);
  return own.subarray(0, length).fill(0);
}

/** Zeros. */
export function wholesFor(name: string, length: number): Int32Array {
  const known = ROOM.wholes.get(name);
  const own = known && known.length >= length ? known : new Int32Array(length);
  if (own !== known && length <= MOST_KEPT) ROOM.wholes.set(name, own);
  return own.subarray(0, length).fill(0);
}
